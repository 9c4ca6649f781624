"""What goes back with the receipts: all that a pull over a link would bring, in the services' own words."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from karmadesk.hub import certificates, people, states
from karmadesk.hub.archive import Json
from karmadesk.hub.carry.sealing import MOST_FRAME
from karmadesk.hub.catalogue import Catalogue
from karmadesk.hub.house import House
from karmadesk.hub.routes import certificates as drawings
from karmadesk.hub.routes import content, enrolment, learner, progress

_MOST_BYTES, _MOST_PACKED = 40 << 20, 4 << 20
"""An answer is read by a laptop that bounds what it reads. What finds no room comes with the next one: the most wanted
goes first."""


def news(db: Connection, house: House, person: str, known: Mapping[str, object]) -> Iterator[tuple[str, Json]]:
    """Named answers: plan, enrolments, states, certificates, list entries, and trees that are newer than `known`."""
    room, packed = _MOST_BYTES, _MOST_PACKED
    for name, body in _all(db, house, person, known):
        # Addresses of the hub's own files go without the hub's: whoever reads them knows how it is reached.
        spelled = json.dumps(body, ensure_ascii=False).replace('"@hub@/', '"/')
        raw = spelled.encode()
        room, packed = room - len(raw), packed - len(zlib.compress(raw, 1))
        if room < 0 or packed < 0 or len(raw) > MOST_FRAME:
            return
        yield name, json.loads(spelled)


def _all(db: Connection, house: House, person: str, known: Mapping[str, object]) -> Iterator[tuple[str, Json]]:
    catalogue = house.shelf.current(db)
    row = people.by_id(db, person)
    plan = learner.plan_of(db, house, row) if row is not None else {"count": 0, "content": []}
    yield "plan", plan
    courses, info = enrolment.rows_of(db, house, person, left_too=True)
    yield "enrolments", {"userCourseEnrolmentInfo": info, "courses": courses}
    for one in courses:
        rows = states.of_course(db, person, one["courseId"], one["batchId"], ())
        shown = [progress.shown(db, found, ("progressdetails",)) for found in rows]
        yield f"states:{one['courseId']}:{one['batchId']}", {"contentList": shown}
    for certificate in certificates.of_person(db, person).values():
        yield f"certificate:{certificate['id']}", drawings.drawn(certificate, house)
    wanted = _wanted(catalogue, plan, courses)
    yield "cards", {"content": [catalogue.document(catalogue.entries[name]) for name in wanted]}
    for name in wanted:
        entry = catalogue.entries[name]
        if entry.hierarchy is not None and _is_newer(entry.document.get("pkgVersion"), known.get(name)):
            yield f"tree:{name}", content.tree_of(db, catalogue, entry)


def _wanted(catalogue: Catalogue, plan: Json, courses: list[Json]) -> list[str]:
    """Assigned courses, then joined ones, each with what it is made of when it is a program."""
    listed = [one["identifier"] for part in plan["content"] for one in part["contentList"]]
    found: list[str] = []
    for name in [*listed, *(one["courseId"] for one in courses)]:
        entry = catalogue.get(name)
        if entry is not None:
            found += [name, *(catalogue.courses_below(entry) if entry.is_program else ())]
    return [name for name in dict.fromkeys(found) if catalogue.get(name) is not None]


def _is_newer(version: object, known: object) -> bool:
    if isinstance(known, bool) or not isinstance(known, int | float):
        return True
    return isinstance(version, int | float) and version > known
