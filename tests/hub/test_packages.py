"""Packages arrive at the hub: real ones, odd ones, and ones that must not be let in."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from karmadesk.hub import publishing, tables
from karmadesk.hub.catalogue import Catalogue, Shelf
from karmadesk.hub.database import Database, database_in
from karmadesk.hub.place import Place, TroubleError
from tests.hub.samples import COLLECTION, Json, collection, leaf, node, write_package

_DATA = Path(__file__).parents[1] / "data"
_SUNBIRD = _DATA / "Sunbird-Ed+SunbirdEd-portal"
_HOSTILE = sorted((_DATA / "thejoshwolfe+yauzl" / "zip-hostile").glob("*.zip"))


class _Hub:
    """A hub that does not run: its folder and database."""

    def __init__(self, root: Path) -> None:
        self.place = Place(root)
        self.place.prepare()
        self.database = database_in(self.place, None)

    def add(self, file: Path) -> list[str]:
        return publishing.add(self.database, self.place, file)

    @property
    def catalogue(self) -> Catalogue:
        with self.database.read() as db:
            return Shelf().current(db)

    def files(self) -> set[str]:
        return {str(path.relative_to(self.place.root)) for path in self.place.root.rglob("*") if path.is_file()}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Callable[[], _Hub]]:
    """Makes hubs; the databases are closed with the test."""
    made: list[Database] = []

    def make() -> _Hub:
        found = _Hub(tmp_path / f"hub{len(made)}")
        made.append(found.database)
        return found

    yield make
    for database in made:
        database.close()


def test_a_real_collection_with_doubled_folders_is_taken(hub: Callable[[], _Hub]) -> None:
    here = hub()

    assert here.add(_SUNBIRD / "Maths_VI6.ecar") == ["do_112835337547972608153"]

    book = here.catalogue.get("do_112835337547972608153")
    assert book is not None
    tree = here.catalogue.tree(book)
    assert len(tree["children"]) == 4
    assert here.catalogue.document(book)["leafNodesCount"] == 4
    paper = here.catalogue.get("do_112835336280596480151")
    assert paper is not None
    assert paper.document["artifactUrl"].startswith("@hub@/content-store/content/")
    video = next(one for unit in tree["children"] for one in unit["children"] if one["mimeType"] == "video/x-youtube")
    assert video["artifactUrl"].startswith("https://www.youtube.com/")


def test_a_real_resource_is_taken(hub: Callable[[], _Hub]) -> None:
    here = hub()
    here.add(_SUNBIRD / "TEST.ecar")

    entry = here.catalogue.get("do_112832394979106816112")

    assert entry is not None
    with here.database.read() as db:
        known = set(db.execute(select(tables.media.c.path)).scalars())
    addresses = [
        entry.document[name].removeprefix(publishing.OWN) for name in ("artifactUrl", "appIcon", "downloadUrl")
    ]
    assert set(addresses) <= known
    assert all((here.place.media / name).is_file() for name in known)


def test_a_package_without_a_manifest_is_refused(hub: Callable[[], _Hub]) -> None:
    with pytest.raises(TroubleError, match=r"no manifest\.json at its root"):
        hub().add(_SUNBIRD / "sept_25_resource.ecar")


@pytest.mark.parametrize("file", _HOSTILE, ids=lambda file: file.stem[:40])
def test_a_broken_archive_is_refused_and_leaves_nothing(hub: Callable[[], _Hub], file: Path) -> None:
    here = hub()
    before = here.files()

    with pytest.raises(TroubleError):
        here.add(file)

    assert here.files() == before
    assert not here.catalogue.entries


def _with(tmp_path: Path, change: Callable[[zipfile.ZipFile], None]) -> Path:
    manifest = {"archive": {"items": [node("do_1", "text/html", artifactUrl="do_1/a.html")]}}
    file = tmp_path / "bad.ecar"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("do_1/a.html", "<p>good</p>")
        change(archive)
    return file


def _link(archive: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("do_1/link")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    archive.writestr(entry, "/etc/passwd")


@pytest.mark.parametrize(
    "change",
    [
        lambda archive: archive.writestr("../outside.txt", "x"),
        lambda archive: archive.writestr("do_1/../../outside.txt", "x"),
        lambda archive: archive.writestr("do_1/..\\..\\outside.txt", "x"),
        lambda archive: archive.writestr("C:/outside.txt", "x"),
        lambda archive: archive.writestr("do_1/new\nline", "x"),
        lambda archive: archive.writestr("do_1/A.HTML", "x"),
        lambda archive: archive.writestr("do_1/bomb", b"\0" * 20_000_000),
        _link,
    ],
    ids=["up", "up-inside", "backslash", "drive", "control", "same-but-case", "bomb", "link"],
)
def test_a_package_that_reaches_out_is_refused_and_leaves_nothing(
    hub: Callable[[], _Hub], tmp_path: Path, change: Callable[[zipfile.ZipFile], None]
) -> None:
    here, file = hub(), _with(tmp_path, change)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}

    with pytest.raises(TroubleError, match="refused"):
        here.add(file)

    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "items, said",
    [
        ([], "lists no objects"),
        ([{"identifier": "../x", "mimeType": "text/html"}], "proper identifier"),
        ([{"identifier": "do_1"}], "proper identifier"),
        ([node("do_1", "text/html", pkgVersion="new")], "pkgVersion is not a number"),
        ([node("do_1", "text/html", pkgVersion=-1)], "pkgVersion must be"),
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(
    hub: Callable[[], _Hub], tmp_path: Path, items: list[Json], said: str
) -> None:
    file = write_package(tmp_path / "odd.ecar", items, None, {})

    with pytest.raises(TroubleError, match=said):
        hub().add(file)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_archive_is_refused(hub: Callable[[], _Hub], tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "no.ecar"
    file.write_bytes(content)

    with pytest.raises(TroubleError, match="not a package"):
        hub().add(file)


def test_a_missing_file_is_told(hub: Callable[[], _Hub], tmp_path: Path) -> None:
    with pytest.raises(TroubleError, match="cannot be read"):
        hub().add(tmp_path / "none.ecar")


def test_a_newer_package_replaces_and_an_older_one_does_not(hub: Callable[[], _Hub], tmp_path: Path) -> None:
    here = hub()
    for version, folder in ((2.0, "new"), (1.0, "old")):
        leaf(tmp_path / folder, "do_1", "text/html", "a.html", b"x", pkgVersion=version, description=f"v{version}")
    here.add(tmp_path / "new" / "do_1.ecar")
    here.add(tmp_path / "old" / "do_1.ecar")

    entry = here.catalogue.get("do_1")

    assert entry is not None
    assert (entry.document["description"], entry.document["pkgVersion"]) == ("v2.0", 2.0)


def test_spine_and_resources_may_come_in_any_order(hub: Callable[[], _Hub], tmp_path: Path) -> None:
    one = leaf(tmp_path, "do_2", "text/html", "a.html", b"x")
    collection(tmp_path, "do_1", [one])
    here, there = hub(), hub()
    for name in ("do_1_SPINE", "do_2"):
        here.add(tmp_path / f"{name}.ecar")
    for name in ("do_2", "do_1_SPINE"):
        there.add(tmp_path / f"{name}.ecar")

    trees = [each.catalogue.tree(each.catalogue.entries["do_1"]) for each in (here, there)]

    assert trees[0] == trees[1]
    assert trees[0]["children"][0]["downloadUrl"].endswith("do_2_1.0.ecar")


def test_a_flat_manifest_serves_for_a_tree_and_a_ring_in_it_ends(hub: Callable[[], _Hub], tmp_path: Path) -> None:
    root = node("do_1", COLLECTION, primaryCategory="Course", children=[{"identifier": "do_2"}])
    unit = node("do_2", COLLECTION, children=[{"identifier": "do_3"}, {"identifier": "do_1"}, {"identifier": "gone"}])
    page = node("do_3", "text/html", artifactUrl="do_3/a.html")
    here = hub()
    here.add(write_package(tmp_path / "flat.ecar", [root, unit, page], None, {"do_3/a.html": b"x"}))

    assert here.catalogue.leaves("do_1") == ("do_3",)


def test_a_source_folder_is_packed_and_added(hub: Callable[[], _Hub], tmp_path: Path) -> None:
    asked = [{"ask": "Which?", "options": ["One", "Two"], "right": 1, "why": "Because."}]
    resources = [
        {"identifier": "do_52", "name": "Read", "file": "read.html", "minutes": 2},
        {"identifier": "do_53", "name": "Try", "file": "try.json", "minutes": 2},
    ]
    course = {
        "identifier": "do_51",
        "name": "A course",
        "description": "About something.",
        "language": "English",
        "provider": "Somebody",
        "poster": "poster.jpg",
        "published": "2026-01-02",
        "units": [{"identifier": "do_54", "name": "A unit", "resources": resources}],
    }
    (tmp_path / "course.json").write_text(json.dumps(course), encoding="utf-8")
    (tmp_path / "read.html").write_text("<p>Hello</p>", encoding="utf-8")
    (tmp_path / "try.json").write_text(json.dumps(asked), encoding="utf-8")
    (tmp_path / "poster.jpg").write_bytes(b"a picture")
    here = hub()

    assert set(here.add(tmp_path)) == {"do_51", "do_52", "do_53"}

    assert here.catalogue.leaves("do_51") == ("do_52", "do_53")
    practice = here.catalogue.get("do_53")
    assert practice is not None
    assert len(practice.questions or []) == 1


def test_a_source_folder_that_is_none_is_told(hub: Callable[[], _Hub], tmp_path: Path) -> None:
    with pytest.raises(TroubleError, match=r"course\.json"):
        hub().add(tmp_path)
