"""Sending: acts become frozen messages, each is sent until it is answered, and the answer settles it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from karmadesk.errors import LinkError, Refused, ServerFault
from karmadesk.model import Enrolment, Item, ItemState, Receipt, Topic
from karmadesk.ports import LearnerWrites, Message, Session
from karmadesk.statement import Verb, new_id
from karmadesk.sync.backoff import pause
from karmadesk.sync.round import Round

ENROL = "enrol"
RESULT = "result"
ALL = 100_000
MOST_FAULTS = 3
"""So many answers in a row that blame the server are the server's fault, not one message's."""


def send_progress(round_: Round) -> None:
    """Sends everything but results and enrolments."""
    _send(round_, lambda m: m.kind not in {ENROL, RESULT}, lambda i: not {"answered", "enrolled"} & set(i.verbs))


def send_results(round_: Round) -> None:
    """Sends what holds answers to a practice set."""
    _send(round_, lambda m: m.kind == RESULT, lambda i: Verb.ANSWERED.value in i.verbs)


def _send(round_: Round, is_frozen_here: Callable[[Message], bool], is_item_here: Callable[[Item], bool]) -> None:
    """First what was frozen before and never answered, then what gathered since."""
    with round_.learner.write() as db:
        frozen = [message for message in db.messages() if is_frozen_here(message)]
        waiting = [item for item in db.items((ItemState.WAITING.value,), ALL) if is_item_here(item)]
    for message in frozen:
        _deliver(round_, message)
    for item in reversed(waiting):
        if item.place.batch_id and item.place not in round_.blocked:
            message_ = _frozen(round_, item)
            if message_ is not None:
                _deliver(round_, message_)


def _frozen(round_: Round, item: Item) -> Message | None:
    """The item as a message that says what the server lacks. Reads first; composes in the transaction that freezes."""
    seen = round_.unless_refused(lambda: round_.seen(item.place.course_id, item.place.batch_id)) or {}
    with round_.learner.write() as db:
        statements = db.statements_of(item.key)
        if not statements:
            return None
        watched = db.watched([item.place.resource_id]).get(item.place.resource_id)
        kind, body = round_.server.compose(item, statements, watched, seen.get(item.place.resource_id))
        return db.freeze(item.key, new_id(), kind, body, round_.clock.corrected())


def _deliver(round_: Round, message: Message) -> None:
    """One message to its answer. An unanswered one backs off, and holds up later ones of its place only."""
    if message.place in round_.blocked:
        return
    if not round_.is_due(message.next_at):
        round_.blocked.add(message.place)
        return
    try:
        sent, receipt = _answer(round_, message)
    except LinkError as error:
        round_.blocked.add(message.place)
        _unanswered(round_, message, error)
        return
    round_.faults = 0
    settle(round_, sent, receipt)


def _answer(round_: Round, message: Message) -> tuple[Message, Receipt]:
    """The server's word: what it has already, when a reply was lost or we were killed, else its answer to the push.

    With the message as it went out: where another device wrote something newer since it was frozen, that stays.
    """
    place = message.place
    try:
        seen = round_.seen(place.course_id, place.batch_id).get(place.resource_id)
    except Refused as error:
        # Sent blindly it could be the second time, or put an old place over another laptop's newer one.
        round_.remember(error)
        return message, _refusal(round_, error)
    if seen is not None and round_.server.is_settled(message, seen):
        receipt = Receipt(True, seen.last_access_at or round_.clock.corrected(), arguments={"was_there": True})
        return round_.server.rebase(message, seen), receipt
    sent = round_.server.rebase(message, seen)
    return sent, round_.ask(lambda session: _pushed(round_, session, sent))


def _pushed(round_: Round, session: Session, message: Message) -> Receipt:
    try:
        return round_.server.push(session, message)
    except Refused as error:
        return _refusal(round_, error)


def _refusal(round_: Round, error: Refused) -> Receipt:
    return Receipt(False, round_.clock.corrected(), reason=error.reason, arguments={"said": error.detail})


def _unanswered(round_: Round, message: Message, error: LinkError) -> None:
    """Keeps the message for later. The link's faults end the round; a server's fault on one message need not."""
    with round_.learner.write() as db:
        at = round_.clock.corrected() + pause(message.attempts, error, round_.jitter)
        db.tried(message.id, error.key, at)
    round_.remember(error)
    round_.faults += 1
    if not isinstance(error, ServerFault) or round_.faults >= MOST_FAULTS:
        raise error


def settle(
    round_: Round, message: Message, receipt: Receipt, also: Callable[[LearnerWrites], None] | None = None
) -> None:
    """Stores the answer with everything it settles, in one transaction."""
    states = round_.wrote(message) if receipt.accepted else ()
    with round_.learner.write() as db:
        if also is not None:
            also(db)
        db.settle(message.id, receipt, states)
    if receipt.accepted:
        round_.sent += 1
    else:
        round_.refused += 1
    round_.tell(Topic.OUTBOX | Topic.PROGRESS)


def join_courses(round_: Round) -> None:
    """Joins what the learner began; then, and when acts wait for a batch, takes over the list of what is joined."""
    with round_.learner.write() as db:
        frozen = [message for message in db.messages() if message.kind == ENROL]
        waiting = db.items((ItemState.WAITING.value,), ALL)
    wanted = [item for item in reversed(waiting) if Verb.ENROLLED.value in item.verbs]
    if not frozen and all(item.place.batch_id for item in waiting):
        return
    joined = put_enrolments(round_, ())
    for message in frozen:
        _join(round_, message, joined)
    for item in wanted:
        if item.place not in round_.blocked:
            _join(round_, _frozen_enrol(round_, item), joined)
    if frozen or wanted:
        # A program brings its courses along, and only the list knows their batches.
        put_enrolments(round_, joined.values())


def _frozen_enrol(round_: Round, item: Item) -> Message:
    with round_.learner.write() as db:
        body = {"courseId": item.place.course_id}
        return db.freeze(item.key, new_id(), ENROL, body, round_.clock.corrected())


def _join(round_: Round, message: Message, joined: dict[str, Enrolment]) -> None:
    """One course. Somebody who is in it already, from here or elsewhere, has joined."""
    if not round_.is_due(message.next_at):
        round_.blocked.add(message.place)
        return
    course_id = message.place.course_id
    known = joined.get(course_id)
    if known is not None and known.is_active:
        settle(round_, message, Receipt(True, known.enrolled_at or round_.clock.corrected(), server_id=known.batch.id))
        return
    with round_.catalogue.read() as catalogue:
        card = catalogue.cards([course_id]).get(course_id)
    try:
        enrolment = round_.ask(
            lambda session: round_.server.enrol(
                session,
                course_id,
                is_program=bool(card and card.is_program),
                language=card.language if card else "",
            )
        )
    except Refused as error:
        settle(round_, message, _refusal(round_, error))
        return
    except LinkError as error:
        round_.blocked.add(message.place)
        _unanswered(round_, message, error)
        return
    joined[course_id] = enrolment
    receipt = Receipt(True, enrolment.enrolled_at or round_.clock.corrected(), server_id=enrolment.batch.id)
    settle(round_, message, receipt, lambda db: _put(db, [enrolment], is_whole=False))


def put_enrolments(round_: Round, just_joined: Iterable[Enrolment]) -> dict[str, Enrolment]:
    """Takes over the server's list; what was joined a moment ago stays, because the list lags."""
    listed = {enrolment.course_id: enrolment for enrolment in round_.ask(round_.server.enrolments)}
    for enrolment in just_joined:
        if not (enrolment.course_id in listed and listed[enrolment.course_id].is_active):
            listed[enrolment.course_id] = enrolment
    with round_.learner.write() as db:
        _put(db, list(listed.values()), is_whole=True)
    return listed


def _put(db: LearnerWrites, enrolments: list[Enrolment], *, is_whole: bool) -> None:
    db.put_enrolments(enrolments, is_whole=is_whole)
    for enrolment in enrolments:
        db.put_batches(enrolment.course_id, [enrolment.batch])
