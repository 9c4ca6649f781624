"""Carried items: applied by the code that requests run, each once, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from karmadesk.hub import attempts, batches, enrolments, moments, records, states
from karmadesk.hub.archive import Json
from karmadesk.hub.carry import PATH, merging
from karmadesk.hub.envelope import RefusalError, malformed
from karmadesk.hub.house import House, Origin, remember, settle
from karmadesk.hub.records import ConflictError
from karmadesk.hub.routes import enrolment, progress
from karmadesk.hub.statements import StatementError
from karmadesk.hub.states import Item
from karmadesk.hub.tables import attempts as attempts_table
from karmadesk.hub.tables import carried

DAMAGED = "CARRY_ITEM_DAMAGED"

_MOST_NAME = 80
_PROGRESS = frozenset(("state", "result"))


def take(db: Connection, house: House, person: str, named: Sequence[tuple[str, Json]]) -> dict[str, Json]:
    """The hub's word on each of these items: that of the first time, if it came before. For one write transaction."""
    said = _known(db, person, [name for name, _ in named])
    desk = _Desk(db, house, person)
    for name, body in named:
        if name in said:
            continue
        try:
            word = desk.taken(name, body)
        except RefusalError as refusal:
            word = _refused(refusal.err or refusal.errmsg)
        said[name] = {**word, "at": moments.now_ms()}
        db.execute(insert(carried).values(person=person, item=name, receipt=said[name]))
    desk.write()
    return said


def _known(db: Connection, person: str, names: Sequence[str]) -> dict[str, Json]:
    mine = select(carried.c.item, carried.c.receipt).where(carried.c.person == person, carried.c.item.in_(names))
    return {row.item: row.receipt for row in db.execute(mine)}


class _Desk:
    """One person's items, one after the other; progress in many contents is written at once."""

    def __init__(self, db: Connection, house: House, person: str) -> None:
        self._db = db
        self._house = house
        self._person = person
        self._waiting: dict[tuple[str, str, str], tuple[Item, Origin]] = {}
        self._rows: dict[tuple[str, str], dict[str, RowMapping]] = {}

    def taken(self, name: str, body: Json) -> Json:
        """The word on one item; what it says of a content is written by `write`."""
        kind, origin = str(body.get("kind")), Origin(PATH, name)
        if kind in _PROGRESS and not body.get("assessments"):
            return self._progress(origin, body)
        self.write()
        # A refusal half-way takes back what went before it in this item, and nothing else.
        with self._db.begin_nested():
            return _KINDS.get(kind, _unknown)(self._db, self._house, self._person, origin, body)

    def write(self) -> None:
        """Merges what waits, as one request would."""
        waiting, self._waiting = list(self._waiting.values()), {}
        self._rows.clear()
        settle(self._db, self._house, self._person, [sent for sent, _ in waiting])
        for sent, origin in waiting:
            remember(self._db, origin, progress.act(self._person, sent))

    def _progress(self, origin: Origin, body: Json) -> Json:
        raw = _in_batch(self._db, self._person, _content(body))
        sent = states.item(raw)
        place = (sent.course, sent.batch, sent.content)
        if place in self._waiting:
            self.write()
        now_to_write = merging.rebased(self._row(sent), raw, moments.now_ms())
        if now_to_write is None:
            return _accepted(sent.batch)
        item = states.item(now_to_write)
        why = progress.why_not(self._db, self._house, item)
        if why is not None:
            return _refused(why)
        self._waiting[place] = (item, origin)
        return _accepted(sent.batch)

    def _row(self, sent: Item) -> RowMapping | None:
        key = (sent.course, sent.batch)
        if key not in self._rows:
            found = states.of_course(self._db, self._person, *key, ())
            self._rows[key] = {row["content"]: row for row in found}
        return self._rows[key].get(sent.content)


def is_name(name: object) -> bool:
    """Whether an item may be called so."""
    return isinstance(name, str) and 0 < len(name) <= _MOST_NAME and "\0" not in name


def damaged() -> Json:
    """The word on an item that cannot be read. It is not remembered: the item comes again."""
    return {**_refused(DAMAGED), "at": moments.now_ms()}


def _content(body: Json) -> Json:
    contents = _list(body, "contents")
    if len(contents) != 1 or not isinstance(contents[0], dict):
        raise malformed("contents", "List of one Object")
    found: Json = contents[0]
    return found


def _result(db: Connection, house: House, person: str, origin: Origin, body: Json) -> Json:
    """Progress in one content with the attempts that go with it."""
    given = [attempts.sent(raw) for raw in _list(body, "assessments")]
    raw = _in_batch(db, person, _content(body))
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
    return _refused(why or progress.OVER)


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
    "state": _result,
    "result": _result,
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
