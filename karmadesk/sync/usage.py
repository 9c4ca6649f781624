"""How lessons are used, on its way to the platform; and taken back where it may not be told any more."""

from __future__ import annotations

from karmadesk.model import ItemState
from karmadesk.ports import TELEMETRY, Message
from karmadesk.statement import new_id
from karmadesk.sync.delivery import deliver
from karmadesk.sync.round import Round
from karmadesk.sync.telemetry_write import batches


def send_usage(round_: Round) -> None:
    """What was frozen before and never answered, then what gathered since. Nothing stays where nobody may hear it."""
    sink = round_.sinks.get(TELEMETRY)
    if sink is None:
        _withdraw(round_)
        return
    with round_.learner.read() as db:
        frozen = [message for message in db.messages() if message.sink == TELEMETRY]
    deliver(round_, sink, frozen)
    deliver(round_, sink, _frozen(round_))


def _withdraw(round_: Round) -> None:
    with round_.learner.read() as db:
        counts = db.item_counts(of_usage=True)
    if any(count for state, count in counts.items() if state != ItemState.ACCEPTED.value):
        with round_.learner.write() as db:
            db.withdraw(TELEMETRY)


def _frozen(round_: Round) -> list[Message]:
    """What gathers, in batches that the service takes, composed in the transaction that freezes them."""
    sink = round_.sinks[TELEMETRY]
    with round_.learner.read() as db:
        is_any = bool(db.item_counts(of_usage=True)[ItemState.WAITING.value])
    if not is_any:
        return []
    made: list[Message] = []
    with round_.learner.write() as db:
        db.learn_times()
        items = [item for item in db.gathering() if item.sink == TELEMETRY]
        gathered = db.gathered([item.key for item in items])
        for item in items:
            for some in batches(gathered[item.key]):
                kind, body = sink.compose(item, some, None, None)
                at = round_.clock.corrected()
                made.append(db.freeze(item.key, new_id(), kind, body, at, [one.id for one in some]))
    return made
