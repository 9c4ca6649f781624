"""Sending: what gathers becomes frozen messages, in slices; each is sent until it is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from karmadesk.errors import ServerFault
from karmadesk.model import Item, Watched
from karmadesk.ports import PROGRESS, RECORDS, LearnerWrites, Message, Sink
from karmadesk.statement import Statement, Verb, new_id
from karmadesk.sync.delivery import deliver, read_first
from karmadesk.sync.enrol import ENROL
from karmadesk.sync.round import Round

RESULT = "result"
SLICE = 50
"""Items frozen in one transaction at most: about 20 ms of the store's lock."""


def send_progress(round_: Round) -> None:
    """Sends everything for the learning server but results and enrolments."""
    _send(
        round_,
        round_.sinks[PROGRESS],
        lambda m: m.sink == PROGRESS and m.kind not in {ENROL, RESULT},
        lambda i: i.sink == PROGRESS and not {"answered", "enrolled"} & set(i.verbs),
    )


def send_results(round_: Round) -> None:
    """Sends what holds answers to a practice set."""
    _send(
        round_,
        round_.sinks[PROGRESS],
        lambda m: m.sink == PROGRESS and m.kind == RESULT,
        lambda i: i.sink == PROGRESS and Verb.ANSWERED.value in i.verbs,
    )


def send_records(round_: Round) -> None:
    """Sends statements to the record store, where there is one."""
    if RECORDS in round_.sinks:
        _send(round_, round_.sinks[RECORDS], lambda m: m.sink == RECORDS, lambda i: i.sink == RECORDS)


def acknowledge(round_: Round) -> None:
    """Asks for up-to-date figures of the courses in which something was just completed."""
    for course_id, batch_id in sorted(round_.finished):
        round_.unless_refused(
            lambda course=course_id, batch=batch_id: round_.ask(  # type: ignore[misc]  # mypy can't type a lambda's default
                lambda session: round_.server.acknowledge(session, course, batch)
            )
        )
    round_.finished.clear()


def _send(
    round_: Round, sink: Sink, is_frozen_here: Callable[[Message], bool], is_item_here: Callable[[Item], bool]
) -> None:
    """First what was frozen before and never answered, then what gathered since, the oldest act first."""
    with round_.learner.read() as db:
        before = [message for message in db.messages() if is_frozen_here(message)]
        waiting = [item for item in db.gathering() if is_item_here(item)]
    deliver(round_, sink, before)
    todo = [item for item in waiting if item.place.batch_id or not sink.reads_first]
    size = max(1, min(sink.most_messages, SLICE))
    held: list[Message] = []
    for start in range(0, len(todo), size):
        some = [item for item in todo[start : start + size] if (item.sink, item.place) not in round_.blocked]
        held += frozen(round_, sink, some)
        if len(held) >= sink.most_messages:
            deliver(round_, sink, held)
            held = []
    deliver(round_, sink, held)


def frozen(round_: Round, sink: Sink, items: list[Item]) -> list[Message]:
    """The items as messages that say what the server lacks. Reads first; composes in the transaction that freezes."""
    ready = [item for item in items if not sink.reads_first or _is_read(round_, item)]
    if not ready:
        return []
    with round_.learner.write() as db:
        db.learn_times()
        gathered = db.gathered([item.key for item in ready])
        watched = db.watched([item.place.resource_id for item in ready])
        return [
            message
            for item in ready
            for message in _composed(round_, sink, db, item, gathered[item.key], watched.get(item.place.resource_id))
        ]


def _is_read(round_: Round, item: Item) -> bool:
    """Whether what the server has of the item's course is known. A fault of the server's there holds up no other."""
    try:
        read_first(round_, item.place)
    except ServerFault as error:
        round_.blocked.add((item.sink, item.place))
        round_.stumbled(error)
        return False
    return True


def _composed(
    round_: Round,
    sink: Sink,
    db: LearnerWrites,
    item: Item,
    statements: Sequence[Statement],
    watched: Watched | None,
) -> list[Message]:
    """One item's messages: one, unless its statements are more than one may carry."""
    seen = round_.known(item.place) if sink.reads_first else None
    made: list[Message] = []
    for start in range(0, len(statements), sink.most_statements):
        some = statements[start : start + sink.most_statements]
        kind, body = sink.compose(item, some, watched, seen)
        ids = [one.id for one in some]
        made.append(db.freeze(item.key, new_id(), kind, body, round_.clock.corrected(), ids))
    return made
