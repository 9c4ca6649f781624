"""The owner's report: who has finished what is due, as CSV that a spreadsheet opens safely."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from sqlalchemy import Connection, RowMapping, select

from karmadesk.hub import enrolments, moments, plans
from karmadesk.hub.catalogue import Catalogue
from karmadesk.hub.enrolments import Enrolled
from karmadesk.hub.tables import people

COLUMNS = (
    "username",
    "name",
    "designation",
    "organisation",
    "supervisor",
    "course",
    "course_name",
    "due",
    "apar",
    "assigned",
    "enrolled_on",
    "status",
    "completion_percentage",
    "completed_on",
    "last_access_on",
)
_STATUS = ("not started", "in progress", "completed")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(db: Connection, catalogue: Catalogue, out: TextIO) -> None:
    """One row a person and course, of those assigned or joined."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for person in db.execute(select(people).order_by(people.c.username)).mappings():
        for row in _rows(db, catalogue, person):
            writer.writerow([_tame(cell) for cell in row])


def _rows(db: Connection, catalogue: Catalogue, person: RowMapping) -> Iterator[list[object]]:
    joined = {one.row["course"]: one for one in reversed(enrolments.of_person(db, catalogue, person["id"]))}
    assigned = {course: plan for plan, courses in plans.of_person(db, person) for course in courses}
    who = [
        person["username"],
        f"{person['first_name']} {person['last_name']}".strip(),
        person["designation"],
        person["organisation"],
        person["supervisor"],
    ]
    for course in dict.fromkeys([*assigned, *joined]):
        entry, plan = catalogue.get(course), assigned.get(course)
        name = entry.document.get("name", "") if entry is not None else ""
        due = [moments.to_date(plan["due_at"]), _yes(plan["apar"]), "yes"] if plan is not None else ["", "no", "no"]
        yield [*who, course, name, *due, *_standing(joined.get(course))]


def _standing(one: Enrolled | None) -> list[object]:
    if one is None:
        return ["", _STATUS[0], 0, "", ""]
    is_done = one.standing.status == 2
    return [
        moments.to_date(one.row["enrolled_at"]),
        _STATUS[one.standing.status],
        one.standing.percentage,
        moments.to_date(one.row["completed_at"]) if is_done else "",
        moments.to_date(one.row["opened_at"]) or "",
    ]


def _yes(value: object) -> str:
    return "yes" if value else "no"


def _tame(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
