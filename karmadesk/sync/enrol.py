"""Joining: what the learner began is joined, and acts that wait learn their batch."""

from __future__ import annotations

from collections.abc import Iterable

from karmadesk.errors import LinkError, Refused
from karmadesk.model import Enrolment, Item, Receipt
from karmadesk.ports import PROGRESS, LearnerWrites, Message
from karmadesk.statement import Verb, new_id
from karmadesk.sync.delivery import is_ready, refusal, settle, unanswered
from karmadesk.sync.round import Round

ENROL = "enrol"


def join_courses(round_: Round) -> None:
    """Joins what the learner began; then, and when acts wait for a batch, takes over the list of what is joined."""
    with round_.learner.read() as db:
        frozen = [message for message in db.messages() if message.kind == ENROL]
        waiting = db.gathering()
    wanted = [item for item in waiting if Verb.ENROLLED.value in item.verbs]
    if not frozen and all(item.place.batch_id for item in waiting if item.sink == PROGRESS):
        return
    joined = put_enrolments(round_, ())
    for message in frozen:
        _join(round_, message, joined)
    for item in wanted:
        if (item.sink, item.place) not in round_.blocked:
            _join(round_, frozen_enrol(round_, item), joined)
    if frozen or wanted:
        # A program brings its courses along, and only the list knows their batches.
        put_enrolments(round_, joined.values())


def frozen_enrol(round_: Round, item: Item) -> Message:
    """The wish to join a course, as a message."""
    with round_.learner.write() as db:
        body = {"courseId": item.place.course_id}
        ids = [one.id for one in db.statements_of(item.key)]
        return db.freeze(item.key, new_id(), ENROL, body, round_.clock.corrected(), ids)


def _join(round_: Round, message: Message, joined: dict[str, Enrolment]) -> None:
    """One course. Somebody who is in it already, from here or elsewhere, has joined."""
    if not is_ready(round_, message):
        return
    course_id = message.place.course_id
    known = joined.get(course_id)
    if known is not None and known.is_active:
        receipt = Receipt(True, known.enrolled_at or round_.clock.corrected(), server_id=known.batch.id)
        settle(round_, [(message, receipt)])
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
        settle(round_, [(message, refusal(round_, error))])
        return
    except LinkError as error:
        unanswered(round_, [message], error)
        return
    joined[course_id] = enrolment
    receipt = Receipt(True, enrolment.enrolled_at or round_.clock.corrected(), server_id=enrolment.batch.id)
    settle(round_, [(message, receipt)], lambda db: _put(db, [enrolment], is_whole=False))


def put_enrolments(round_: Round, just_joined: Iterable[Enrolment]) -> dict[str, Enrolment]:
    """Takes over the server's list; what was joined a moment ago stays, because the list lags."""
    listed = {enrolment.course_id: enrolment for enrolment in round_.ask(round_.server.enrolments)}
    for enrolment in just_joined:
        if not (enrolment.course_id in listed and listed[enrolment.course_id].is_active):
            listed[enrolment.course_id] = enrolment
    with round_.learner.write() as db:
        _put(db, list(listed.values()), is_whole=True)
        round_.took(db, "enrolments")
        round_.took(db, "certificates")
    return listed


def _put(db: LearnerWrites, enrolments: list[Enrolment], *, is_whole: bool) -> None:
    db.put_enrolments(enrolments, is_whole=is_whole)
    for enrolment in enrolments:
        db.put_batches(enrolment.course_id, [enrolment.batch])
