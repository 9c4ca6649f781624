"""The hub of the sync benchmark: forty courses with five hundred resources, one learner, and the hub as a process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karmadesk.hub import batches, enrolments, moments, people, plans
from karmadesk.hub.database import database_in, put
from karmadesk.hub.place import Place
from karmadesk.hub.publishing import COLLECTION, REVISION
from karmadesk.hub.tables import contents, facts

COURSES = 40
RESOURCES = 500
PRACTICE_EVERY = 10
"""Every tenth resource is a practice set."""

USER, PASSWORD = "bench", "a password for a benchmark"
LONG_AGO_DAYS = 60
PEOPLE = "username,password,first_name,last_name,email,designation,grade,organisation,supervisor,language\n"


def course_id(number: int) -> str:
    return f"do_{1130000000 + number}"


def resource_id(number: int) -> str:
    return f"do_{1140000000 + number}"


def course_of(resource: int) -> int:
    return resource * COURSES // RESOURCES


def is_practice(resource: int) -> bool:
    return resource % PRACTICE_EVERY == PRACTICE_EVERY - 1


def batch_id(course: int) -> str:
    return f"01{course:06d}"


def furnish(folder: Path) -> None:
    """Fills a hub's folder: courses, a batch and an enrolment for each, everything assigned to the learner."""
    place = Place(folder)
    place.prepare()
    listed = folder / "people.csv"
    row = f"{USER},{PASSWORD},Asha,Devi,asha@example.in,Auxiliary Nurse,Group C,Health,,english\n"
    listed.write_text(PEOPLE + row, "utf-8")
    database = database_in(place, None)
    people.import_file(database, listed)
    since = moments.now_ms() - LONG_AGO_DAYS * moments.DAY_MS
    with database.write() as db:
        person = people.by_name(db, USER)
        assert person is not None
        for course in range(COURSES):
            _publish(db, course)
            batches.create(db, batch_id(course), course_id(course), name="Open", starts_at=since)
            enrolments.put_in(db, str(person["id"]), course_id(course), batch_id(course), since)
            due = moments.midnight_ms() + 90 * moments.DAY_MS
            plans.assign(db, course_id(course), plans.PEOPLE, [str(person["id"])], due_at=due, apar=False, name="Bench")
        put(db, facts, {"name": REVISION}, {"value": "1"})
    database.close()


def _publish(db: Any, course: int) -> None:
    leaves = [_leaf(number) for number in range(RESOURCES) if course_of(number) == course]
    unit = _node(f"{course_id(course)}1", f"Unit of {course}", COLLECTION, "CourseUnit")
    root = _node(course_id(course), f"Course {course}", COLLECTION, "Course")
    root |= {"leafNodes": [leaf["identifier"] for leaf in leaves], "leafNodesCount": len(leaves)}
    tree = {**root, "children": [{**unit, "children": leaves}]}
    for document, hierarchy in ((root, tree), *((leaf, None) for leaf in leaves)):
        values = {
            "category": document["primaryCategory"],
            "mime_type": document["mimeType"],
            "visibility": "Default" if hierarchy else "Parent",
            "status": "Live",
            "version": 1.0,
            "document": document,
            "hierarchy": hierarchy,
            "questions": None,
            "changed_at": moments.now_ms(),
        }
        put(db, contents, {"id": document["identifier"]}, values)


def _leaf(number: int) -> dict[str, Any]:
    if is_practice(number):
        return _node(
            resource_id(number), f"Practice {number}", "application/vnd.sunbird.questionset", "Practice Question Set"
        )
    return _node(resource_id(number), f"Film {number}", "video/mp4", "Learning Resource") | {"duration": "600"}


def _node(identifier: str, name: str, mime_type: str, category: str) -> dict[str, Any]:
    return {
        "identifier": identifier,
        "name": name,
        "mimeType": mime_type,
        "primaryCategory": category,
        "contentType": "Course" if category == "Course" else "Resource",
        "status": "Live",
        "pkgVersion": 1.0,
        "language": ["English"],
        "source": "Benchmark",
        "organisation": ["Benchmark"],
    }


@dataclass(frozen=True)
class Running:
    """Where the hub answers and the key that it wants."""

    url: str
    api_key: str


@contextmanager
def hub(folder: Path, flavour: str, *, before: Sequence[str] = (), host: str = "127.0.0.1") -> Iterator[Running]:
    """The hub as the product starts it, on a furnished folder; `before` are words to start it under."""
    said = folder / "said.log"
    with said.open("w", encoding="utf-8") as words:
        process = subprocess.Popen(
            [
                *before, sys.executable, "-m", "karmadesk.hub", "serve", "--data", str(folder),
                "--flavour", flavour, "--host", host, "--until-stdin-closes",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
            text=True,
            cwd=Path(__file__).resolve().parents[1],
        )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        process.wait()
        raise RuntimeError(said.read_text("utf-8"))
    try:
        yield Running(json.loads(line)["hub"], Place(folder).api_key_file.read_text("ascii").strip())
    finally:
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
