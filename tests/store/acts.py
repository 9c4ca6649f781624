"""Acts and answers as the tests write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from karmadesk.model import Batch, Enrolment, Json, Place, Receipt
from karmadesk.ports import LearnerWrites, Message
from karmadesk.statement import Act, StatementKind, Verb

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WATER = Place("do_water", "b1", "do_video")
ACCEPTED = Receipt(True, NOON, server_id="row 7")
REFUSED = Receipt(False, NOON, reason="batch_ended", arguments={"batch": "b1"})


def act(verb: Verb, place: Place = WATER, **body: Json) -> Act:
    return Act(StatementKind.STATEMENT, verb, place, body)


def joining(course_id: str) -> Act:
    return Act(StatementKind.ENROL, Verb.ENROLLED, Place(course_id, "", ""))


def joined(course_id: str, batch_id: str) -> Enrolment:
    return Enrolment(course_id, Batch(batch_id, course_id))


def frozen(db: LearnerWrites, key: str, message_id: str, kind: str, body: Mapping[str, Json], at: datetime) -> Message:
    """The whole item as a message."""
    ids = [one.id for one in db.statements_of(key)]
    return db.freeze(key, message_id, kind, body, at, ids)
