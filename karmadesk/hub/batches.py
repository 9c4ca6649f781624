"""Batches: in which company and until when a course can be joined and written to (contract, section 2.4)."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, insert, select

from karmadesk.hub import marks, moments
from karmadesk.hub.archive import Json
from karmadesk.hub.place import ORG_ID
from karmadesk.hub.tables import batches

UPCOMING, ONGOING, FINISHED = 0, 1, 2


def by_id(db: Connection, batch: str) -> RowMapping | None:
    """The batch of this identifier."""
    return db.execute(select(batches).where(batches.c.id == batch)).mappings().first()


def of_course(db: Connection, course: str) -> list[RowMapping]:
    """A course's batches, the newest first."""
    order = (batches.c.made_at.desc(), batches.c.id)
    return list(db.execute(select(batches).where(batches.c.course == course).order_by(*order)).mappings())


def everything(db: Connection) -> dict[str, RowMapping]:
    """Every batch by identifier."""
    return {row["id"]: row for row in db.execute(select(batches)).mappings()}


def some(db: Connection, identifiers: set[str]) -> dict[str, RowMapping]:
    """These batches by identifier, as far as there are any."""
    return {row["id"]: row for row in db.execute(select(batches).where(batches.c.id.in_(identifiers))).mappings()}


def first_open(db: Connection, course: str) -> RowMapping | None:
    """The batch that somebody who joins the course now belongs in."""
    return next((row for row in reversed(of_course(db, course)) if can_join(row)), None)


def status(row: RowMapping) -> int:
    """0 upcoming, 1 ongoing, 2 finished. The last day still counts."""
    now = moments.now_ms()
    if row["closed"] or _is_over(row["ends_at"], now):
        return FINISHED
    return UPCOMING if row["starts_at"] > now else ONGOING


def can_join(row: RowMapping) -> bool:
    """Whether somebody may still join."""
    is_late = _is_over(row["enrolment_ends_at"], moments.now_ms())
    return status(row) != FINISHED and not is_late and row["kind"] == "open"


def is_enrolment_over(row: RowMapping) -> bool:
    """Whether the last day for joining has passed."""
    return _is_over(row["enrolment_ends_at"], moments.now_ms())


def document(row: RowMapping) -> Json:
    """A batch as the contract spells it."""
    return {
        "batchId": row["id"],
        "identifier": row["id"],
        "id": row["id"],
        "courseId": row["course"],
        "collectionId": row["course"],
        "name": row["name"],
        "startDate": moments.to_date(row["starts_at"]),
        "endDate": moments.to_date(row["ends_at"]),
        "enrollmentEndDate": moments.to_date(row["enrolment_ends_at"]),
        "enrollmentType": row["kind"],
        "status": status(row),
        "createdFor": [ORG_ID],
        "createdDate": moments.to_text(row["made_at"]),
        "batchAttributes": {},
    }


def turned(db: Connection, after: int, until: int) -> set[str]:
    """The courses of which a batch began or ended by the clock alone, after one moment and until the other."""
    day = moments.DAY_MS
    began = batches.c.starts_at.between(after + 1, until)
    ended = batches.c.ends_at.between(after - 2 * day, until)
    rows = db.execute(select(batches.c.course, batches.c.starts_at, batches.c.ends_at).where(began | ended)).all()
    return {
        row.course
        for row in rows
        if after < row.starts_at <= until or (row.ends_at is not None and after < _end(row.ends_at) <= until)
    }


def open_default(db: Connection, course: str, name: str) -> None:
    """Give a course without a batch one that is open without end; its identifier comes of the course's digits."""
    if of_course(db, course):
        return
    digits = "".join(sign for sign in course if sign.isdigit()) or str(int.from_bytes(course.encode()[-8:]))
    batch = f"0{digits}"
    if by_id(db, batch) is not None:
        batch = f"0{digits}{int.from_bytes(course.encode()[-8:])}"
    create(db, batch, course, name=name, starts_at=moments.midnight_ms())


def create(
    db: Connection,
    batch: str,
    course: str,
    *,
    name: str,
    starts_at: int,
    ends_at: int | None = None,
    closed: bool = False,
) -> None:
    """Open a batch."""
    values = {
        "id": batch,
        "course": course,
        "name": name,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "enrolment_ends_at": None,
        "kind": "open",
        "closed": closed,
        "made_at": moments.now_ms(),
    }
    db.execute(insert(batches).values(**values))
    marks.mark(db, marks.EVERYONE, [marks.tree(course)])


def _is_over(last_day: int | None, now: int) -> bool:
    return last_day is not None and _end(last_day) <= now


def _end(last_day: int) -> int:
    return moments.midnight_ms(last_day) + moments.DAY_MS
