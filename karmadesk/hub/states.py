"""What a learner did with one resource, merged by the server's own rules (contract, sections 4.1 to 4.3)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, select

from karmadesk.hub import marks, moments
from karmadesk.hub.archive import Json
from karmadesk.hub.database import put_all
from karmadesk.hub.envelope import RefusalError, malformed, missing
from karmadesk.hub.tables import personal_states, states

DONE = 2
_OWN = frozenset(
    (
        "contentId",
        "courseId",
        "collectionId",
        "batchId",
        "userId",
        "status",
        "progress",
        "lastAccessTime",
        "lastCompletedTime",
        "lastUpdatedTime",
    )
)
_NAME_LIMIT = 80


@dataclass(frozen=True)
class Item:
    """One entry of a request's `contents`, checked."""

    content: str
    course: str
    batch: str
    status: int
    progress: int
    accessed_at: int | None
    completed_at: int | None
    rest: Json

    @property
    def percentage(self) -> float | None:
        """The completion percentage as sent."""
        found: float | None = self.rest.get("completionPercentage")
        return found


def item(raw: object, *, in_course: bool = True) -> Item:
    """The entry that a request sent; refused like the server refuses it."""
    if not isinstance(raw, dict):
        raise malformed("contents", "List of Objects")
    course = raw.get("courseId") or raw.get("collectionId")
    if in_course and not course:
        raise missing("courseId")
    status, progress = _number(raw, "status"), raw.get("progress", 0)
    if status is None:
        raise missing("status")
    percentage = _number(raw, "completionPercentage")
    if percentage is not None and not 0 <= percentage <= 100:
        raise malformed("completionPercentage", "a number from 0 to 100")
    return Item(
        content=name_in(raw.get("contentId"), "contentId"),
        course=name_in(course, "courseId") if in_course else "",
        batch=name_in(raw.get("batchId", ""), "batchId", may_be_empty=True),
        status=max(0, min(DONE, int(status))),
        progress=int(progress) if isinstance(progress, int | float) and 0 <= progress <= 100 else 0,
        completed_at=_validated(raw, "lastCompletedTime"),
        accessed_at=_accessed(raw),
        rest={key: value for key, value in raw.items() if key not in _OWN},
    )


def merged(known: Mapping[Any, Any] | None, sent: Item, now: int) -> Json:
    """The row after a write. Status, progress and times only rise; everything else is whatever was written last."""
    status = max(known["status"] if known else 0, sent.status)
    progress = max(known["progress"], sent.progress) if known else 0
    completed_at = known["completed_at"] if known else None
    if sent.status == DONE:
        completed_at = _later(completed_at, sent.completed_at) or now
    return {
        "status": status,
        "progress": 100 if status == DONE else progress,
        "accessed_at": _later(known["accessed_at"] if known else None, sent.accessed_at) or now,
        "completed_at": completed_at,
        "views": (known["views"] if known else 0) + 1,
        "completions": (known["completions"] if known else 0) + (sent.status == DONE),
        "last_write": {**(known["last_write"] if known else {}), **sent.rest},
    }


def write(db: Connection, person: str, sent: Sequence[Item]) -> None:
    """Merge entries into a learner's courses, one after the other."""
    courses = {one.course for one in sent}
    _write(db, states, ("person", "course", "batch", "content"), states.c.course.in_(courses), person, sent)
    # A program counts what was done in its courses, so any enrolment may stand elsewhere now.
    marks.mark(db, person, [*map(marks.states, courses), marks.ENROLMENTS])


def write_personal(db: Connection, person: str, sent: Sequence[Item]) -> None:
    """Merge entries outside any course, one after the other."""
    contents = {one.content for one in sent}
    _write(db, personal_states, ("person", "content"), personal_states.c.content.in_(contents), person, sent)
    marks.mark(db, person, [marks.states("")])


def of_course(db: Connection, person: str, course: str, batch: str, wanted: Iterable[str]) -> list[RowMapping]:
    """A learner's rows in one course and batch; of the wanted contents, or all if none is named."""
    rows = db.execute(
        select(states).where(states.c.person == person, states.c.course == course, states.c.batch == batch)
    ).mappings()
    names = set(wanted)
    return [row for row in rows if not names or row["content"] in names]


def of_person(db: Connection, person: str, courses: set[str] | None = None) -> list[RowMapping]:
    """Every row of a learner in these courses, or in any."""
    mine = select(states).where(states.c.person == person)
    return list(db.execute(mine if courses is None else mine.where(states.c.course.in_(courses))).mappings())


def personal(db: Connection, person: str, wanted: Iterable[str]) -> list[RowMapping]:
    """A learner's rows outside any course."""
    rows = db.execute(select(personal_states).where(personal_states.c.person == person)).mappings()
    names = set(wanted)
    return [row for row in rows if not names or row["content"] in names]


def _write(
    db: Connection, table: Table, key: tuple[str, ...], among: ColumnElement[bool], person: str, sent: Iterable[Item]
) -> None:
    found = db.execute(select(table).where(table.c.person == person, among)).mappings()
    known: dict[tuple[str, ...], Mapping[Any, Any]] = {tuple(row[name] for name in key): row for row in found}
    rows: dict[tuple[str, ...], Json] = {}
    now = moments.now_ms()
    for one in sent:
        names = {"person": person, "course": one.course, "batch": one.batch, "content": one.content}
        place = tuple(names[name] for name in key)
        row = merged(rows.get(place) or known.get(place), one, now)
        rows[place] = {**dict(zip(key, place, strict=True)), **row}
    put_all(db, table, key, list(rows.values()), set(known))


def _later(one: int | None, other: int | None) -> int | None:
    return max((at for at in (one, other) if at is not None), default=None)


def name_in(value: object, parameter: str, *, may_be_empty: bool = False) -> str:
    """The identifier that a request gave; refused if it is none."""
    if value is None or (value == "" and not may_be_empty):
        raise missing(parameter)
    if not isinstance(value, str) or len(value) > _NAME_LIMIT or "\0" in value:
        raise malformed(parameter, "String")
    return value


def _number(raw: Json, key: str) -> float | None:
    found = raw.get(key)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        raise malformed(key, "Integer" if key == "status" else "Number")
    return found


def _validated(raw: Json, key: str) -> int | None:
    """lastCompletedTime; this one and lastUpdatedTime are checked by the server's validator."""
    found: int | None = None
    for name in ("lastUpdatedTime", key):
        text = raw.get(name)
        found = None
        if text is None:
            continue
        try:
            found = moments.of_text(str(text))
        except ValueError as problem:
            raise RefusalError("DATE_FORMAT_ERROR", "Date format error.") from problem
    return found


def _accessed(raw: Json) -> int | None:
    """lastAccessTime, which the server parses without a check: a bad one breaks the request."""
    text = raw.get("lastAccessTime")
    if text is None:
        return None
    try:
        return moments.of_text(str(text))
    except ValueError as problem:
        raise RefusalError("INTERNAL_ERROR", f'Unparseable date: "{text}"', status=500) from problem
