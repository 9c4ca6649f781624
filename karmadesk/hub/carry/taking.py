"""One carried item: applied by the code that a request would run, once, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, insert, select

from karmadesk.hub import attempts, batches, enrolments, moments, records, states
from karmadesk.hub.archive import Json
from karmadesk.hub.carry import PATH, merging
from karmadesk.hub.envelope import RefusalError, malformed
from karmadesk.hub.house import House, Origin
from karmadesk.hub.records import ConflictError
from karmadesk.hub.routes import enrolment, progress
from karmadesk.hub.statements import StatementError
from karmadesk.hub.tables import attempts as attempts_table
from karmadesk.hub.tables import carried

DAMAGED = "CARRY_ITEM_DAMAGED"

_MOST_NAME = 80


def take(db: Connection, house: House, person: str, name: str, body: Json) -> Json:
    """The hub's word on this item: the one of the first time, if it came before. For one write transaction."""
    known = db.execute(
        select(carried.c.receipt).where(carried.c.person == person, carried.c.item == name)
    ).scalar_one_or_none()
    if known is not None:
        found: Json = known
        return found
    try:
        # A refusal half-way takes back what went before it in this item, and nothing else.
        with db.begin_nested():
            said = _KINDS.get(str(body.get("kind")), _unknown)(db, house, person, Origin(PATH, name), body)
    except RefusalError as refusal:
        said = _refused(refusal.err or refusal.errmsg)
    receipt = {**said, "at": moments.now_ms()}
    db.execute(insert(carried).values(person=person, item=name, receipt=receipt))
    return receipt


def is_name(name: object) -> bool:
    """Whether an item may be called so."""
    return isinstance(name, str) and 0 < len(name) <= _MOST_NAME and "\0" not in name


def damaged() -> Json:
    """The word on an item that cannot be read. It is not remembered: the item comes again."""
    return {**_refused(DAMAGED), "at": moments.now_ms()}


def _state(db: Connection, house: House, person: str, origin: Origin, body: Json) -> Json:
    """Progress in one content, and the attempts that go with it."""
    contents, given = _list(body, "contents"), [attempts.sent(raw) for raw in _list(body, "assessments")]
    if len(contents) != 1 or not isinstance(contents[0], dict):
        raise malformed("contents", "List of one Object")
    raw = _in_batch(db, person, contents[0])
    sent = states.item(raw)
    known = next(iter(states.of_course(db, person, sent.course, sent.batch, [sent.content])), None)
    now_to_write = merging.rebased(known, raw, moments.now_ms())
    new = [one for one in given if not _is_entered(db, person, one)]
    if now_to_write is None and not new:
        return _accepted(sent.batch)
    items = [] if now_to_write is None else [states.item(now_to_write)]
    result = progress.apply(db, origin, house, person, items, new)
    if result.get(sent.content) == "SUCCESS":
        return _accepted(sent.batch)
    why = next((reason for reason, names in result.items() if isinstance(names, list) and sent.content in names), None)
    return _refused(why or "COURSE_BATCH_ALREADY_COMPLETED")


def _in_batch(db: Connection, person: str, raw: Json) -> Json:
    """What was done before the batch was known, in the batch that the person has joined since."""
    if raw.get("batchId") != "":
        return raw
    course = states.name_in(raw.get("courseId"), "courseId")
    batch = enrolments.batch_of(db, person, course)
    if batch is None:
        raise RefusalError("USER_NOT_ENROLLED_COURSE", "User is not enrolled for given course batch.")
    return {**raw, "batchId": batch}


def _is_entered(db: Connection, person: str, one: attempts.Sent) -> bool:
    mine = select(attempts_table.c.id).where(attempts_table.c.id == one.given_id, attempts_table.c.person == person)
    return db.execute(mine).first() is not None


def _enrol(db: Connection, house: House, person: str, origin: Origin, body: Json) -> Json:
    """Joining a course's open batch; being in already is as good."""
    course = states.name_in(body.get("courseId"), "courseId")
    joined = enrolments.batch_of(db, person, course)
    if joined is not None:
        return _accepted(joined)
    batch = batches.first_open(db, course)
    if batch is None:
        raise RefusalError("NO_OPEN_BATCH", "No open batch found for the course")
    enrolment.join(db, origin, house, person, course, batch["id"], body.get("language"))
    return _accepted(batch["id"])


def _statements(db: Connection, _house: House, person: str, _origin: Origin, body: Json) -> Json:
    """Statements for the record store, whose ids make them be kept once; one known in other words is recorded."""
    who = {"account": {"homePage": str(body.get("home")), "name": person}}
    raw: list[Any] = [{**one, "actor": who} if isinstance(one, dict) else one for one in _list(body, "statements")]
    try:
        sent = records.checked(raw)
    except StatementError:
        return _refused("INVALID_CONTENT")
    for one in sent:
        with suppress(ConflictError):
            records.keep(db, person, {"objectType": "Agent", **who}, [one])
    return _accepted(sent[0].id if sent else "")


def _unknown(_db: Connection, _house: House, _person: str, _origin: Origin, _body: Json) -> Json:
    return _refused("UNKNOWN_KIND")


_KINDS: dict[str, Callable[[Connection, House, str, Origin, Json], Json]] = {
    "state": _state,
    "result": _state,
    "enrol": _enrol,
    "statements": _statements,
}


def _list(body: Json, name: str) -> list[Any]:
    found = body.get(name, [])
    if not isinstance(found, list):
        raise malformed(name, "List")
    return found


def _accepted(server_id: str) -> Json:
    return {"accepted": True, "server_id": server_id}


def _refused(why: str) -> Json:
    return {"accepted": False, "why": why}
