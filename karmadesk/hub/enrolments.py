"""Who learns what, in which batch, and how far they are (contract, sections 2.2 and 2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, insert, select, update

from karmadesk.hub import batches, marks, moments, states
from karmadesk.hub.archive import Json
from karmadesk.hub.catalogue import Catalogue
from karmadesk.hub.envelope import RefusalError
from karmadesk.hub.states import DONE, Item
from karmadesk.hub.tables import enrolments


@dataclass(frozen=True)
class Standing:
    """How far somebody is in a course, counted from what they did and the course as it is now."""

    seen: Mapping[str, int]
    done: int
    of: int

    @property
    def status(self) -> int:
        """0 not begun, 1 under way, 2 complete."""
        if self.done == 0:
            return 0
        return 2 if self.done >= self.of else 1

    @property
    def percentage(self) -> int:
        """Whole percent, rounded down."""
        if self.status == DONE:
            return 100
        return self.done * 100 // self.of if self.of else 0


@dataclass(frozen=True)
class Enrolled:
    """One enrolment and where it stands."""

    row: RowMapping
    standing: Standing


def enrol(
    db: Connection, catalogue: Catalogue, person: str, course: str, batch: str, language: str | None = None
) -> list[tuple[str, str]]:
    """The courses and batches joined: one, and for a program each of its courses too. Refused like the server does."""
    entry = catalogue.get(course)
    if entry is None:
        raise RefusalError("INVALID_COURSE_ID", "Invalid course Id.")
    if entry.hierarchy is None:
        raise RefusalError("ACCESS_DENIED", f"Access denied: a {entry.category} cannot be enrolled in.", status=401)
    _check_batch(db, course, batch)
    if is_enrolled(db, person, course):
        raise RefusalError("USER_ALREADY_ENROLLED_COURSE", "User has already Enrolled this course .")
    joined = [(course, batch)]
    if entry.is_program:
        for child in catalogue.courses_below(entry):
            found = batches.first_open(db, child)
            if found is not None and not is_enrolled(db, person, child):
                joined.append((child, found["id"]))
    for name, into in joined:
        _join(db, person, name, into, language)
    return joined


def _check_batch(db: Connection, course: str, batch: str) -> None:
    row = batches.by_id(db, batch)
    if row is None or row["course"] != course:
        raise RefusalError("INVALID_COURSE_BATCH_ID", "Invalid Course Batch Id.")
    if batches.status(row) == batches.FINISHED:
        raise RefusalError("COURSE_BATCH_ALREADY_COMPLETED", "Course batch is already completed.")
    if batches.is_enrolment_over(row):
        raise RefusalError("COURSE_BATCH_ENROLLMENT_DATE_ENDED", "Enrollment date has ended for the course batch.")


def unenrol(db: Connection, catalogue: Catalogue, person: str, course: str, batch: str) -> None:
    """Leave a course; refused for one that is complete or was never joined."""
    found = next((one for one in of_person(db, catalogue, person) if _is(one, course, batch)), None)
    if found is None:
        raise RefusalError("USER_NOT_ENROLLED_COURSE", "User is not enrolled for given course batch.")
    if found.standing.status == DONE:
        raise RefusalError("USER_ALREADY_COMPLETED_COURSE", "User already completed the course.")
    db.execute(update(enrolments).where(_key(person, course, batch)).values(active=False))
    marks.mark(db, person, [marks.ENROLMENTS])


def is_enrolled(db: Connection, person: str, course: str) -> bool:
    """Whether somebody is in a batch of this course."""
    return batch_of(db, person, course) is not None


def batch_of(db: Connection, person: str, course: str) -> str | None:
    """The batch of this course that somebody is in, the one joined last if there are several."""
    here = select(enrolments.c.batch).where(
        enrolments.c.person == person, enrolments.c.course == course, enrolments.c.active.is_(True)
    )
    return db.execute(here.order_by(enrolments.c.enrolled_at.desc())).scalars().first()


def of_person(db: Connection, catalogue: Catalogue, person: str, *, left_too: bool = False) -> list[Enrolled]:
    """Somebody's enrolments in courses that still are to be seen: last opened first, never opened last."""
    rows = db.execute(select(enrolments).where(enrolments.c.person == person)).mappings()
    acts = states.of_person(db, person)
    found = [
        Enrolled(row, _standing(catalogue, row, acts))
        for row in rows
        if catalogue.get(row["course"]) is not None and (row["active"] or left_too)
    ]
    return sorted(found, key=lambda one: (one.row["opened_at"] or 0, one.row["enrolled_at"]), reverse=True)


def note(db: Connection, catalogue: Catalogue, person: str, sent: Iterable[Item]) -> list[tuple[str, str]]:
    """Bring enrolments up to date with writes to their resources; the courses and batches now first complete."""
    now, newest = moments.now_ms(), {(one.course, one.batch): one for one in sent}
    for (course, batch), last in newest.items():
        values: Json = {
            "last_content": last.content,
            "last_status": last.status,
            "last_details": last.rest.get("progressdetails"),
            "opened_at": last.accessed_at or now,
        }
        db.execute(update(enrolments).where(_key(person, course, batch)).values(**values))
    return complete(db, catalogue, person, {course for course, _ in newest})


def complete(db: Connection, catalogue: Catalogue, person: str, touched: set[str]) -> list[tuple[str, str]]:
    """The enrolments that what was done in these courses completes and that did not know it yet: they do now."""
    mine = select(enrolments).where(
        enrolments.c.person == person, enrolments.c.active.is_(True), enrolments.c.completed_at.is_(None)
    )
    counted = [(row, _counted(catalogue, row["course"])) for row in db.execute(mine).mappings()]
    rows = [row for row, courses in counted if not courses.isdisjoint(touched)]
    wanted = {course for _, courses in counted if not courses.isdisjoint(touched) for course in courses}
    acts = states.of_person(db, person, wanted) if rows else []
    done = [(row["course"], row["batch"]) for row in rows if _standing(catalogue, row, acts).status == DONE]
    for course, batch in done:
        db.execute(update(enrolments).where(_key(person, course, batch)).values(completed_at=moments.now_ms()))
    return done


def backdate(db: Connection, person: str, course: str, batch: str, values: Mapping[str, Any]) -> None:
    """Change what an enrolment says of the past: for sample people, who have one from the start."""
    db.execute(update(enrolments).where(_key(person, course, batch)).values(**values))
    marks.mark(db, person, [marks.ENROLMENTS])


def backdate_completion(db: Connection, person: str, course: str, batch: str, at: int) -> None:
    """Move the day of completion, if there was one, to this: for sample people."""
    done = _key(person, course, batch) & enrolments.c.completed_at.is_not(None)
    db.execute(update(enrolments).where(done).values(completed_at=at))
    marks.mark(db, person, [marks.ENROLMENTS])


def put_in(db: Connection, person: str, course: str, batch: str, at: int) -> None:
    """Enrol without asking whether the batch is open: for sample people, who joined it while it was."""
    _join(db, person, course, batch, None)
    backdate(db, person, course, batch, {"enrolled_at": at})


def _join(db: Connection, person: str, course: str, batch: str, language: str | None) -> None:
    values: Json = {"active": True, "enrolled_at": moments.now_ms(), "language": language}
    if not db.execute(update(enrolments).where(_key(person, course, batch)).values(**values)).rowcount:
        db.execute(insert(enrolments).values(person=person, course=course, batch=batch, **values))
    marks.mark(db, person, [marks.ENROLMENTS])


def _key(person: str, course: str, batch: str) -> Any:
    return and_(enrolments.c.person == person, enrolments.c.course == course, enrolments.c.batch == batch)


def _is(one: Enrolled, course: str, batch: str) -> bool:
    return bool(one.row["course"] == course and one.row["batch"] == batch)


def _standing(catalogue: Catalogue, row: RowMapping, acts: Iterable[RowMapping]) -> Standing:
    within = _counted(catalogue, row["course"])
    seen: dict[str, int] = {}
    for act in acts:
        # What was done in a program's course counts for the program, whichever batch of the course it was done in.
        if act["course"] in within and (act["course"] != row["course"] or act["batch"] == row["batch"]):
            seen[act["content"]] = max(seen.get(act["content"], 0), act["status"])
    leaves = catalogue.leaves(row["course"])
    return Standing(seen, sum(seen.get(leaf) == DONE for leaf in leaves), len(leaves))


def _counted(catalogue: Catalogue, course: str) -> set[str]:
    """The courses in which something done counts for this one: itself, and those that a program is made of."""
    entry = catalogue.entries.get(course)
    below = catalogue.courses_below(entry) if entry is not None and entry.is_program else ()
    return {course, *below}
