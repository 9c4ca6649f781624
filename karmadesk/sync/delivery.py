"""One request's messages to their answers: settled, refused, divided, or kept for later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from karmadesk.errors import LinkError, Refused, ServerFault
from karmadesk.model import Place, Receipt, ServerState, Topic
from karmadesk.ports import TELEMETRY, LearnerWrites, Message, Sink
from karmadesk.statement import new_id
from karmadesk.sync.backoff import pause
from karmadesk.sync.round import Round


def deliver(round_: Round, sink: Sink, messages: Iterable[Message]) -> None:
    """These messages in as few requests as the sink allows. An unanswered one holds up later ones of its place only."""
    ready = [message for message in messages if is_ready(round_, message)]
    for group in _groups(sink, ready):
        _exchange(round_, sink, group)


def is_ready(round_: Round, message: Message) -> bool:
    """Whether it may go now; one that still backs off blocks its place."""
    place = (message.sink, message.place)
    if place in round_.blocked:
        return False
    if not round_.is_due(message.next_at):
        round_.blocked.add(place)
        return False
    return True


def _groups(sink: Sink, messages: Sequence[Message]) -> list[list[Message]]:
    """Groups for one request each: no content twice in one, and what met a server's fault in ever smaller ones.

    A message that makes the server stumble is alone after a few rounds, and holds up nobody but itself.
    """
    groups: list[list[Message]] = []
    for message in messages:
        most = _room(sink, message)
        for group in groups[-1:]:
            taken = {other.place.resource_id for other in group}
            if len(group) < min(most, *(_room(sink, m) for m in group)) and message.place.resource_id not in taken:
                group.append(message)
                break
        else:
            groups.append([message])
    return groups


def _room(sink: Sink, message: Message) -> int:
    met_fault = message.error_key == ServerFault.key
    return max(1, sink.most_messages >> message.attempts) if met_fault else sink.most_messages


def _exchange(round_: Round, sink: Sink, messages: Sequence[Message]) -> None:
    """One group: what the server has already is settled, the rest is sent until it is known which message is meant."""
    sent = _looked_up(round_, sink, messages)
    waiting = [sent] if sent else []
    while waiting:
        group = waiting.pop()
        try:
            receipts = round_.ask(lambda session, group=group: sink.push(session, group))  # type: ignore[misc]  # mypy can't type a lambda's default
        except Refused as error:
            waiting += reversed(_divided(round_, sink, group, error))
        except LinkError as error:
            unanswered(round_, [*group, *(message for rest in waiting for message in rest)], error)
            return
        else:
            _heard(round_, group, receipts)


def _looked_up(round_: Round, sink: Sink, messages: Sequence[Message]) -> list[Message]:
    """What is still to be sent, as it goes out; what the server has already (a reply was lost) is settled."""
    settled: list[tuple[Message, Receipt]] = []
    sent: list[Message] = []
    for message in messages:
        try:
            row = _row(round_, sink, message)
        except LinkError as error:
            unanswered(round_, [message], error)
            continue
        except Refused as error:
            # Sent blindly it could be the second time, or put an old place over another laptop's newer one.
            round_.remember(error)
            settled.append((message, refusal(round_, error)))
            continue
        out = sink.rebase(message, row)
        if sink.is_settled(message, row):
            at = row.last_access_at if row is not None else None
            settled.append((out, Receipt(True, at or round_.clock.corrected(), arguments={"was_there": True})))
        else:
            sent.append(out)
    settle(round_, settled)
    return sent


def _heard(round_: Round, group: Sequence[Message], receipts: Mapping[str, Receipt]) -> None:
    """Settles what the server spoke of; what it passed over in silence is asked again."""
    round_.faults = 0
    settle(round_, [(message, receipts[message.id]) for message in group if message.id in receipts])
    unheard = [message for message in group if message.id not in receipts]
    if unheard:
        unanswered(round_, unheard, ServerFault("no word on some of what was sent"))


def _row(round_: Round, sink: Sink, message: Message) -> ServerState | None:
    """What the server has of the message's place. Raises LinkError, Refused."""
    if not sink.reads_first:
        return None
    round_.seen(message.place.course_id, message.place.batch_id)
    return round_.known(message.place)


def read_first(round_: Round, place: Place) -> None:
    """Sees to it that the server's rows of the course are known, unless it refuses to tell."""
    try:
        round_.seen(place.course_id, place.batch_id)
    except Refused as error:
        round_.remember(error)


def _divided(round_: Round, sink: Sink, group: Sequence[Message], error: Refused) -> list[list[Message]]:
    """A request that was turned down whole, in halves; a single message in its parts; an atom is what was meant."""
    if len(group) > 1:
        half = len(group) // 2
        return [list(group[:half]), list(group[half:])]
    parts = sink.parts(group[0])
    if len(parts) > 1:
        return [[message] for message in _in_parts(round_, sink, group[0])]
    settle(round_, [(group[0], refusal(round_, error))])
    return []


def _in_parts(round_: Round, sink: Sink, message: Message) -> list[Message]:
    """Two messages in the place of one that was refused whole, so that the good half is not held back by the bad."""
    parts = [(new_id(), part.statement_ids, part.body) for part in sink.parts(message)]
    ids = {part_id for part_id, _, _ in parts}
    with round_.learner.write() as db:
        db.split(message.id, parts)
        return [one for one in db.messages() if one.id in ids]


def refusal(round_: Round, error: Refused) -> Receipt:
    """The receipt of a request that was turned down."""
    return Receipt(False, round_.clock.corrected(), reason=error.reason, arguments={"said": error.detail})


def unanswered(round_: Round, messages: Sequence[Message], error: LinkError) -> None:
    """Keeps messages for later. The link's faults end the round; a server's fault on some of them need not."""
    round_.blocked.update((message.sink, message.place) for message in messages)
    with round_.learner.write() as db:
        attempts = min(message.attempts for message in messages)
        at = round_.clock.corrected() + pause(attempts, error, round_.jitter)
        db.tried([message.id for message in messages], error.key, at)
    round_.stumbled(error)


def settle(
    round_: Round,
    answers: Sequence[tuple[Message, Receipt]],
    also: Callable[[LearnerWrites], None] | None = None,
) -> None:
    """Stores the answers with everything that they settle, in one transaction."""
    if not answers:
        return
    with round_.learner.write() as db:
        if also is not None:
            also(db)
        for message, receipt in answers:
            db.settle(message.id, receipt)
        db.put_states([state for message, receipt in answers if receipt.accepted for state in round_.wrote(message)])
    for message, receipt in answers:
        if message.sink == TELEMETRY:
            continue  # none of the learner's work
        if receipt.accepted:
            round_.sent += 1
            _note_finished(round_, message.body, message)
        else:
            round_.refused += 1
    round_.tell(Topic.OUTBOX | Topic.PROGRESS)


def _note_finished(round_: Round, body: Mapping[str, object], message: Message) -> None:
    if body.get("status") == 2 and message.place.batch_id:
        round_.finished.add((message.place.course_id, message.place.batch_id))
