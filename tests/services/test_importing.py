"""Courses from files: as good as downloaded ones, and nothing changes where something is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from karmadesk.errors import DiskFull
from karmadesk.files import ContentStore
from karmadesk.jobs import Context
from karmadesk.model import Course, CourseCard, DownloadState, Place, Topic
from karmadesk.services import course, importing, learning, shelf
from karmadesk.services.desk import Desk
from karmadesk.services.importing import ImportedFile, ImportProgress, course_files
from karmadesk.services.views import Presence
from karmadesk.store import rebuild_shelf
from tests.matrix import rows
from tests.packages.archives import LINK, collection, ecar, hierarchy, leaf, manifest, zipped

DATA = Path(__file__).parents[1] / "data"
PACKAGES = Path(__file__).parents[2] / "resources" / "demo" / "packages"
SUNBIRD = DATA / "Sunbird-Ed+SunbirdEd-portal"
HOSTILE = sorted((DATA / "thejoshwolfe+yauzl" / "zip-hostile").glob("*.zip"))
HEAT = "do_1140000000000001"
SPINE = PACKAGES / f"{HEAT}_SPINE.ecar"
LESSONS = sorted(PACKAGES.glob("do_11400000000001[1-3]?.ecar"))
VIDEO = "do_1140000000000121"


def bring(desk: Desk, *paths: Path, context: Context | None = None) -> tuple[ImportedFile, ...]:
    return importing.bring(desk, paths, context or Context()).files


def state(desk: Desk) -> tuple[Any, ...]:
    """Everything that an import may change."""
    objects = sorted(p.name for p in desk.files.path("0" * 64).parents[2].glob("??/??/*"))
    with desk.shelf.read() as db, desk.catalogue.read() as catalogue:
        cards = catalogue.all_cards()
        return objects, db.used_bytes(), db.downloads(), cards, [catalogue.course(c.id) for c in cards]


def written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / "given" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def spine(identifier: str, *leaves: str, **fields: Any) -> bytes:
    """A course of one unit with these articles."""
    children = [leaf(each, visibility="Parent", artifactUrl=f"{each}/page.html") for each in leaves]
    unit = collection(f"{identifier}_u", *children, visibility="Parent")
    root = collection(identifier, unit, **{"pkgVersion": 1.0, "compatibilityLevel": 4, **fields})
    flat = {**root, "children": []}
    return zipped({"manifest.json": manifest(flat), "hierarchy.json": hierarchy("content", root)})


def page(identifier: str, text: bytes = b"<p>Wash</p>", **fields: Any) -> bytes:
    return ecar(identifier, {"page.html": text}, **fields)


def test_a_course_from_files_opens_like_a_downloaded_one(desk: Desk) -> None:
    told: list[ImportProgress] = []
    report = importing.bring(desk, [*reversed(LESSONS), SPINE], Context(), told.append)
    assert [each.error_key for each in report.files] == [""] * 5
    assert report.topic == Topic.DOWNLOADS | Topic.PLAN | Topic.CATALOGUE
    assert (report.files[-1].title, report.files[-1].is_course) == ("Heat-wave first response", True)
    view = course.view(desk, HEAT)
    assert (view.presence, view.fetch_bytes, view.poster is not None) == (Presence.WHOLE, 0, True)
    opened = [learning.open_resource(desk, row.place) for unit in view.units for row in unit.rows]
    assert [each.path.suffix for each in opened] == [".html", ".mp4", ".pdf", ".json"]
    assert [track.caption.code for track in opened[1].captions] == ["en", "hi"]
    assert opened[3].questions is not None
    assert [card.id for card, _ in shelf.view(desk).here] == [HEAT]
    assert {d.state for d in shelf.view(desk).downloads} == {DownloadState.DONE}
    assert {d.needed_by for d in shelf.view(desk).downloads} == {(desk.person.id,)}
    assert told[0].number == 1
    assert told[-1].bytes_done == told[-1].bytes_total == sum(p.stat().st_size for p in (SPINE, *LESSONS))
    assert [p.bytes_done for p in told] == sorted(p.bytes_done for p in told)
    place = Place(HEAT, "", VIDEO)
    assert learning.record_watched(desk, place, opened[1].resource, ((0, 60_000),), 60_000, 60_000) & Topic.OUTBOX


def test_importing_twice_adds_no_bytes(desk: Desk) -> None:
    bring(desk, SPINE, *LESSONS)
    before = state(desk)
    bring(desk, *LESSONS, SPINE)
    after = state(desk)
    assert after[:2] == before[:2]
    assert after[3:] == before[3:]
    assert {d.id for d in after[2]} == {d.id for d in before[2]}


def test_what_waited_in_the_queue_need_not_be_fetched_any_more(desk: Desk) -> None:
    bring(desk, SPINE)
    shelf.fetch_course(desk, HEAT)
    assert course.view(desk, HEAT).presence is Presence.FETCHING
    queued = {d.content_id: d.id for d in shelf.view(desk).downloads}
    bring(desk, *LESSONS)
    assert course.view(desk, HEAT).presence is Presence.WHOLE
    done = {d.content_id: d.id for d in shelf.view(desk).downloads if d.state is DownloadState.DONE}
    assert len(queued) == 3
    assert queued.items() <= done.items()


def test_sunbirds_own_collection_brings_its_lessons_along(desk: Desk) -> None:
    (found,) = bring(desk, SUNBIRD / "Maths_VI6.ecar")
    assert (found.error_key, found.lessons, found.title) == ("", 1, "Maths_VI6")
    view = course.view(desk, found.course_id)
    assert view.presence is Presence.WHOLE
    assert learning.open_resource(desk, view.units[1].rows[0].place).path.read_bytes().startswith(b"%PDF")
    assert {r.package_url + r.artifact_url for u in view.units for row in u.rows for r in [row.resource]} == {""}


@pytest.mark.parametrize("name, key", [("TEST.ecar", "no_course_for_it"), ("sept_25_resource.ecar", "not_a_package")])
def test_sunbirds_own_lessons_have_no_course_here(desk: Desk, name: str, key: str) -> None:
    before = state(desk)
    (found,) = bring(desk, SUNBIRD / name)
    assert found.error_key == key
    assert state(desk) == before


def test_a_lesson_of_a_kind_that_can_not_be_shown(desk: Desk, tmp_path: Path) -> None:
    before = state(desk)
    (found,) = bring(desk, written(tmp_path, "game.ecar", page("do_g", mimeType="application/x-game")))
    assert (found.error_key, found.error_arguments) == ("not_shown_here", {"name": "Game"})
    assert state(desk) == before


def test_a_lesson_finds_the_course_that_the_catalogue_knows(desk: Desk, tmp_path: Path) -> None:
    (found,) = bring(desk, written(tmp_path, "a.ecar", page("do_a")))
    assert (found.error_key, found.course_id, found.title) == ("", "do_heat", "Read me")
    opened = learning.open_resource(desk, Place("do_heat", "b_do_heat", "do_a"))
    assert opened.path.read_bytes() == b"<p>Wash</p>"


def test_a_newer_tree_that_is_known_is_never_replaced(desk: Desk, tmp_path: Path) -> None:
    old, new, newest = (
        written(tmp_path, f"{version}.ecar", spine("do_w", "do_1", name=f"Water {version}", pkgVersion=version))
        for version in (1.0, 2.0, "3.0")
    )
    assert bring(desk, new)[0].title == "Water 2.0"
    assert bring(desk, old)[0].title == "Water 2.0"
    assert bring(desk, newest)[0].title == "Water 3.0"


def test_a_list_entry_that_is_known_gets_its_tree_and_stays(desk: Desk, tmp_path: Path) -> None:
    with desk.catalogue.write() as catalogue:
        catalogue.put_cards([CourseCard("do_w", "Water, by the server", version=7.0)])
    bring(desk, written(tmp_path, "w.ecar", spine("do_w", "do_1")))
    with desk.catalogue.read() as catalogue:
        found = catalogue.course("do_w")
    assert found is not None
    assert (found.card.name, found.card.version) == ("Water, by the server", 7.0)
    assert [r.id for r in found.resources()] == ["do_1"]


def test_a_newer_lesson_stays_and_an_older_one_goes(desk: Desk, tmp_path: Path) -> None:
    first, second = (written(tmp_path, f"{v}.ecar", page("do_a", str(v).encode(), pkgVersion=v)) for v in (1.0, 2.0))

    def here() -> bytes:
        return learning.open_resource(desk, Place("do_heat", "", "do_a")).path.read_bytes()

    bring(desk, first)
    assert here() == b"1.0"
    bring(desk, second)
    assert here() == b"2.0"
    before = state(desk)
    assert bring(desk, first)[0].error_key == ""
    assert here() == b"2.0"
    assert state(desk)[1:] == before[1:]


def test_a_file_sends_nobody_to_another_host(desk: Desk, tmp_path: Path) -> None:
    child = leaf("do_1", visibility="Parent", artifactUrl="https://evil.example/x.html")
    other = leaf("do_2", visibility="Parent", artifactUrl=f"{desk.server.host}/x.html")
    root = collection("do_w", child, other, compatibilityLevel=4, posterImage="http://evil.example/p.png")
    content = zipped(
        {"manifest.json": manifest({**root, "children": []}), "hierarchy.json": hierarchy("content", root)}
    )
    bring(desk, written(tmp_path, "w.ecar", content))
    with desk.catalogue.read() as catalogue:
        found = catalogue.course("do_w")
    assert found is not None
    assert [r.artifact_url for r in found.resources()] == ["", f"{desk.server.host}/x.html"]
    assert found.card.poster_url == ""


def test_a_language_whose_other_trees_are_unknown_opens_by_itself(desk: Desk, tmp_path: Path) -> None:
    languages = {"english": {"id": "do_far", "status": "Live"}, "hindi": {"id": "do_w", "status": "Live"}}
    file = written(tmp_path, "w.ecar", spine("do_w", "do_1", languageMapV1=json.dumps(languages)))
    bring(desk, file, written(tmp_path, "l.ecar", page("do_1")))
    view = course.view(desk, "do_w")
    assert learning.open_resource(desk, view.units[0].rows[0].place).course_name == "do_w"


BAD = {
    "no zip": (b"just words", "not_a_package"),
    "cut off": (SPINE.read_bytes()[:9000], "damaged_package"),
    "empty": (b"", "not_a_package"),
    "no manifest": (zipped({"x": b"y"}), "not_a_package"),
    "outside": (zipped({"manifest.json": manifest(leaf("do_a")), "../x": b"y"}), "hostile_package"),
    "a link": (zipped({"manifest.json": manifest(leaf("do_a")), "do_a/x": b"/etc"}, mode=LINK), "hostile_package"),
    "too new": (page("do_a", compatibilityLevel=6), "newer_package"),
    "too new a course": (spine("do_heat", "do_a", compatibilityLevel=9), "newer_package"),
    "a bomb": (page("do_a", b"0" * 80_000_000), "hostile_package"),
    "its file is missing": (zipped({"manifest.json": manifest(leaf("do_a", artifactUrl="do_a/x"))}), "damaged_package"),
    "nothing in it": (zipped({"manifest.json": manifest(leaf("do_a"))}), "not_shown_here"),
    "unknown": (page("do_nowhere"), "no_course_for_it"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_from_others_and_changes_nothing(desk: Desk, tmp_path: Path, name: str) -> None:
    content, key = BAD[name]
    before = state(desk)
    (found,) = bring(desk, written(tmp_path, "bad.ecar", content))
    assert (found.error_key, found.title) == (key, "")
    assert state(desk) == before
    assert not list((desk.files.path("0" * 64).parents[2] / "staging").glob("*"))


@pytest.mark.parametrize("path", rows(HOSTILE, 5), ids=lambda path: path.stem[:40])
def test_no_hostile_archive_changes_anything(desk: Desk, path: Path) -> None:
    before = state(desk)
    (found,) = bring(desk, path)
    assert found.error_key in {"not_a_package", "damaged_package", "hostile_package"}
    assert state(desk) == before


def test_a_file_that_can_not_be_read(desk: Desk, tmp_path: Path) -> None:
    (found,) = bring(desk, tmp_path / "pulled out.ecar")
    assert (found.error_key, found.error_arguments) == ("unreadable_file", {"name": "pulled out.ecar"})


def test_one_bad_file_keeps_no_other_away(desk: Desk, tmp_path: Path) -> None:
    bad = written(tmp_path, "bad.ecar", b"words")
    found = bring(desk, bad, *LESSONS, SPINE)
    assert [each.error_key for each in found] == ["not_a_package", *[""] * 5]
    assert course.view(desk, HEAT).presence is Presence.WHOLE


class NoRoom(ContentStore):
    """A disk that is full for the so-manieth object, or from the start."""

    left = 0

    def adopt(self, source: Path) -> tuple[str, int]:
        if not self.left:
            raise DiskFull
        self.left -= 1
        return super().adopt(source)


@pytest.mark.parametrize("left", [0, 1, 3])
def test_a_full_disk_changes_nothing(desk: Desk, left: int) -> None:
    bring(desk, SPINE)
    before = state(desk)
    full = NoRoom(desk.files.path("0" * 64).parents[2])
    full.left = left
    given = Desk(**{**vars(desk), "files": full})
    (found,) = bring(given, PACKAGES / f"{VIDEO}.ecar")
    assert found.error_key == "disk_full"
    assert state(desk) == before


class Crowded(ContentStore):
    """A disk that keeps its last bytes for what is learnt."""

    def free_bytes(self) -> int:
        return importing.RESERVE_BYTES + 1000


def test_the_databases_room_is_not_taken(desk: Desk) -> None:
    given = Desk(**{**vars(desk), "files": Crowded(desk.files.path("0" * 64).parents[2])})
    (found,) = bring(given, SPINE)
    assert (found.error_key, found.error_arguments) == ("disk_full", {"needed_bytes": SPINE.stat().st_size})


class Stops(Context):
    """Somebody presses Cancel at the so-manieth chance."""

    def __init__(self, chances: int) -> None:
        super().__init__()
        self._chances = chances

    def check(self) -> None:
        self._chances -= 1
        if self._chances < 0:
            self.cancel()
        super().check()


@pytest.mark.parametrize("chances", rows(range(0, 40, 2), 7))
def test_a_cancel_keeps_what_is_whole_and_nothing_else(desk: Desk, chances: int) -> None:
    context = Stops(chances)
    report = importing.bring(desk, [SPINE, *LESSONS], context)
    assert report.is_cancelled == context.is_cancelled
    assert all(not each.error_key for each in report.files)
    with desk.shelf.read() as db:
        used = {p.sha256 for d in db.downloads() for p in db.placements(desk.server.id, d.content_id)}
        used |= {p.sha256 for p in db.placements(desk.server.id, HEAT)}
        assert set(state(desk)[0]) == used
        assert len({d.content_id for d in db.downloads()}) == sum(each.lessons for each in report.files)
    assert importing.bring(desk, [SPINE, *LESSONS], Context()).is_cancelled is False
    assert course.view(desk, HEAT).presence is Presence.WHOLE


def test_a_lost_shelf_is_built_anew_from_an_import_too(desk: Desk) -> None:
    bring(desk, SPINE, *LESSONS)
    with desk.shelf.write() as db:
        db.forget(desk.server.id, [VIDEO, HEAT])
    assert isinstance(desk.files, ContentStore)
    rebuild_shelf(desk.shelf, desk.files.labels())  # type: ignore[arg-type]  # the port's only implementation
    assert course.view(desk, HEAT).presence is Presence.WHOLE


def test_folders_are_looked_through_one_level(tmp_path: Path) -> None:
    folder = tmp_path / "drive"
    (folder / "deeper").mkdir(parents=True)
    for name in ("b.ecar", "a.ECAR", "notes.txt", "deeper/c.ecar"):
        (folder / name).write_bytes(b"x")
    single = written(tmp_path, "renamed.zip", b"x")
    assert course_files([folder, single, folder / "b.ecar"]) == (folder / "a.ECAR", folder / "b.ecar", single)


def test_a_program_opens_the_lessons_of_its_courses(desk: Desk) -> None:
    program, child = "do_1140000000000020", "do_1140000000000007"
    lessons = sorted(PACKAGES.glob("do_11400000000007??.ecar"))
    found = bring(desk, PACKAGES / f"{program}_SPINE.ecar", *lessons)
    assert [each.error_key for each in found] == ["", "", "", ""]
    assert course.view(desk, program).presence is Presence.PART
    bring(desk, PACKAGES / f"{child}_SPINE.ecar", *lessons)
    view = course.view(desk, program)
    assert [(item.card.id, item.presence) for item in view.courses] == [(child, Presence.WHOLE)]


def test_a_copy_on_a_drive_may_have_any_name(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "लू से बचाव (1).ecar"
    shutil.copyfile(SPINE, copy)
    assert bring(desk, copy)[0].course_id == HEAT
    with desk.catalogue.read() as catalogue:
        assert isinstance(catalogue.course(HEAT), Course)
