"""A desk with real stores, one course that is here, one in two languages, and a program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from karmadesk.files import ContentStore
from karmadesk.model import (
    Assignment,
    Batch,
    BatchStatus,
    Caption,
    Course,
    CourseCard,
    Enrolment,
    Placement,
    Resource,
    ServerRow,
    Unit,
)
from karmadesk.packages import EcarPackages
from karmadesk.paths import Paths
from karmadesk.ports import People
from karmadesk.services.desk import Desk
from karmadesk.store import open_catalogue, open_people, open_shelf
from karmadesk.vault.memory import MemoryVault
from karmadesk.vault.wrapped import SecretWrapping
from tests.store.clock import OwnClock

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SERVER = ServerRow("demo", "Demo", "igot", "http://127.0.0.1:9", "key")

VIDEO = Resource(
    "do_v", "Cooling", "video", "video/mp4", duration_s=60, size_bytes=900, package_url="/v.ecar", language="English",
    captions=(Caption("en", "English", "en.vtt"),),
)  # fmt: skip
PDF = Resource("do_p", "List", "document", "application/pdf", size_bytes=80, package_url="/p.ecar")
ARTICLE = Resource("do_a", "Read me", "article", "text/html", size_bytes=70, artifact_url="/a.html")
GAME = Resource("do_g", "Game", "unsupported", "application/x-game", size_bytes=60, package_url="/g.ecar")
HEAT = Course(
    CourseCard("do_heat", "Heat", provider="Institute", languages={"english": "do_heat", "hindi": "do_garmi"}),
    (Unit("u1", "What it is", (VIDEO,)), Unit("u2", "Prepare", (PDF, ARTICLE, GAME))),
)
GARMI_VIDEO = Resource("do_hv", "ठंडा करना", "video", "video/mp4", duration_s=60, size_bytes=800, package_url="/h.ecar")
GARMI = Course(
    CourseCard("do_garmi", "लू", language="Hindi", languages={"english": "do_heat", "hindi": "do_garmi"}),
    (Unit("h1", "लू क्या है", (GARMI_VIDEO,)),),
)
CHILD = Course(CourseCard("do_child", "Child"), (Unit("c1", "Only", (ARTICLE,)),))
PROGRAM = Course(
    CourseCard("do_prog", "Program", is_program=True), (Unit("do_child", "Child", (ARTICLE,)),), ("do_child",)
)
OLD = Course(CourseCard("do_old", "Old"), (Unit("o", "O", (PDF,)),))


def enrolled(course_id: str, status: BatchStatus = BatchStatus.ONGOING) -> Enrolment:
    return Enrolment(course_id, Batch(f"b_{course_id}", course_id, status=status), NOW)


def assigned(course_id: str, days: int, *, is_apar: bool = False, year: int = 2026) -> Assignment:
    return Assignment(course_id, NOW + timedelta(days=days), is_apar, "plan", year)


@pytest.fixture
def clock() -> OwnClock:
    return OwnClock(NOW, timedelta(milliseconds=1))


@pytest.fixture
def people(tmp_path: Path, clock: OwnClock) -> Iterator[People]:
    paths = Paths(tmp_path)
    paths.make()
    made = open_people(paths, MemoryVault(), clock, "laptop", SecretWrapping())
    yield made
    made.close_all()


@pytest.fixture
def desk(tmp_path: Path, people: People, clock: OwnClock) -> Iterator[Desk]:
    catalogue, shelf = open_catalogue(tmp_path / "catalogue.db"), open_shelf(tmp_path / "shelf.db")
    person = people.add("demo", "Sunita", "en")
    with catalogue.write() as db:
        for course in (HEAT, GARMI, CHILD, PROGRAM, OLD):
            db.put_course(course)
    learner = people.open(person.id)
    with learner.write() as own:
        own.put_plan([assigned("do_heat", 6, is_apar=True), assigned("do_prog", 90), assigned("do_old", -2)])
        own.put_enrolments([enrolled("do_heat")])
    yield Desk(person, SERVER, catalogue, shelf, learner, ContentStore(Paths(tmp_path).objects), EcarPackages(), clock)
    catalogue.close()
    shelf.close()


def put_here(desk: Desk, resource: Resource, role: str = "artifact", text: bytes = b"") -> None:
    """Lays a file of the resource on the shelf."""
    with desk.files.staging() as folder:
        source = folder / "file"
        source.write_bytes(text or resource.id.encode())
        sha256, size = desk.files.adopt(source)
    name = f"{resource.id}.{resource.mime_type.rsplit('/', 1)[1]}"
    with desk.shelf.write() as shelf:
        kept = shelf.placements(SERVER.id, resource.id)
        new = Placement(SERVER.id, resource.id, resource.version, role, sha256, size, name, resource.mime_type)
        shelf.place([*kept, new], [desk.person.id])
