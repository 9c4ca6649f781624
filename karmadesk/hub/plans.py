"""What people are assigned, by when (contract, section 2.1)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import Connection, RowMapping, insert, select

from karmadesk.hub import marks, moments
from karmadesk.hub.archive import Json
from karmadesk.hub.catalogue import Catalogue
from karmadesk.hub.place import ORG_ID
from karmadesk.hub.tables import plan_courses, plan_targets, plans

EVERYONE = "AllUser"
DESIGNATION = "Designation"
PEOPLE = "CustomUser"

_SHOWN = (
    "identifier",
    "name",
    "description",
    "primaryCategory",
    "courseCategory",
    "mimeType",
    "posterImage",
    "appIcon",
    "duration",
    "languageMapV1",
    "competencies_v6",
    "language",
    "pkgVersion",
    "leafNodesCount",
    "organisation",
    "status",
)


def assign(
    db: Connection, course: str, kind: str, targets: Iterable[str], *, due_at: int, apar: bool, name: str
) -> str:
    """The id of a plan that gives one course to these people; the same one given again stays one."""
    wanted = {EVERYONE} if kind == EVERYONE else set(targets)
    for row in _plans(db):
        if (row["name"], row["kind"], row["due_at"], row["apar"]) != (name, kind, due_at, apar):
            continue
        if _targets(db, row["id"]) == wanted:
            _add_course(db, row["id"], course)
            _mark(db, kind, wanted)
            return str(row["id"])
    plan = str(uuid.uuid4())
    values: Json = {"name": name, "org_id": ORG_ID, "kind": kind, "due_at": due_at, "apar": apar}
    db.execute(insert(plans).values(id=plan, made_at=moments.now_ms(), **values))
    db.execute(insert(plan_targets), [{"plan": plan, "target": target} for target in sorted(wanted)])
    _add_course(db, plan, course)
    _mark(db, kind, wanted)
    return plan


def _mark(db: Connection, kind: str, targets: Iterable[str]) -> None:
    """Tell those it is for: people by name; a designation may become anybody's, so everyone hears of it."""
    for person in targets if kind == PEOPLE else [marks.EVERYONE]:
        marks.mark(db, person, [marks.PLAN])


def of_person(db: Connection, person: RowMapping) -> list[tuple[RowMapping, list[str]]]:
    """A person's plans, the latest due first, each with its courses; a course in several stands in the first only."""
    theirs = {person["id"], EVERYONE, person["designation"]}
    given: set[str] = set()
    found: list[tuple[RowMapping, list[str]]] = []
    for row in _plans(db):
        if not _targets(db, row["id"]) & theirs:
            continue
        courses = [course for course in _courses(db, row["id"]) if course not in given]
        given.update(courses)
        found.append((row, courses))
    return found


def document(catalogue: Catalogue, row: RowMapping, courses: Iterable[str]) -> Json:
    """A plan as the contract spells it; a course that is no longer offered is left out."""
    entries = [entry for course in courses if (entry := catalogue.get(course)) is not None]
    return {
        "id": row["id"],
        "name": row["name"],
        "userType": row["kind"],
        "endDate": moments.to_instant(row["due_at"]),
        "isApar": row["apar"],
        "contentList": [_shown(catalogue.document(entry)) for entry in entries],
    }


def _shown(document: Json) -> Json:
    return {name: document[name] for name in _SHOWN if name in document}


def _plans(db: Connection) -> list[RowMapping]:
    return list(db.execute(select(plans).order_by(plans.c.due_at.desc(), plans.c.made_at, plans.c.id)).mappings())


def _targets(db: Connection, plan: str) -> set[str]:
    return set(db.execute(select(plan_targets.c.target).where(plan_targets.c.plan == plan)).scalars())


def _courses(db: Connection, plan: str) -> list[str]:
    order = select(plan_courses.c.course).where(plan_courses.c.plan == plan).order_by(plan_courses.c.place)
    return list(db.execute(order).scalars())


def _add_course(db: Connection, plan: str, course: str) -> None:
    courses = _courses(db, plan)
    if course not in courses:
        db.execute(insert(plan_courses).values(plan=plan, course=course, place=len(courses)))
