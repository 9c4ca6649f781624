"""Packages that arrive: opened safely, placed whole, refused with the right sentence, fetched anew when spoilt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from karmadesk.model import DownloadState
from karmadesk.sync.download_fetch import ResolvedSource
from tests.packages.archives import ecar, hierarchy, leaf, manifest, zipped
from tests.sync.download_world import World, world
from tests.sync.media_server import Media, MediaServer, media_server

FILES = {"page.html": b"<p>Wash your hands.</p>", "hands.jpg": b"jpg"}


@pytest.fixture
def server() -> Iterator[MediaServer]:
    with media_server() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: MediaServer) -> Iterator[World]:
    with world(tmp_path, server) as made:
        yield made


def _queue(desk: World, content: bytes) -> Media:
    media = Media(content, mime_type="application/octet-stream")
    desk.queue("do_1", ResolvedSource(desk.server.put("/do_1.ecar", media), is_package=True), "package")
    return media


def _outside(desk: World) -> list[str]:
    """Everything in the home but the database."""
    folder = desk.files.path("0" * 64).parents[2]
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_an_article_is_placed_with_all_its_files(desk: World) -> None:
    content = ecar("do_1", FILES, posterImage="do_1/hands.jpg")
    _queue(desk, content)
    assert desk.run() == 1
    placed = desk.placed("do_1")
    assert set(placed) == {"artifact", "asset:hands.jpg", "poster"}
    assert placed["poster"].sha256 == placed["asset:hands.jpg"].sha256
    assert desk.bytes_of(placed["artifact"]) == FILES["page.html"]
    assert desk.now("do_1").bytes_done == len(content)


def test_a_practice_set_can_be_asked_without_a_link(desk: World) -> None:
    root = leaf("do_1", mimeType="application/vnd.sunbird.questionset")
    tree = {**root, "children": [{"identifier": "q1"}]}
    _queue(desk, zipped({"manifest.json": manifest(root), "hierarchy.json": hierarchy("questionset", tree)}))
    assert desk.run() == 1
    assert json.loads(desk.bytes_of(desk.placed("do_1")["questions"]))["identifier"] == "do_1"


def test_a_newer_package_than_was_asked_for_counts_as_what_it_is(desk: World) -> None:
    _queue(desk, ecar("do_1", FILES, pkgVersion=3.0))
    desk.run()
    assert desk.placed("do_1")["artifact"].version == 3.0


def test_an_older_package_than_was_asked_for_is_not_fetched_for_ever(desk: World) -> None:
    _queue(desk, ecar("do_1", FILES, pkgVersion=0.5))
    desk.run()
    assert desk.placed("do_1")["artifact"].version == 1.0


@pytest.mark.parametrize(
    "content,key",
    [
        (b"%PDF-1.7 this is no archive", "not_a_package"),
        (zipped({"readme.txt": b"x"}), "not_a_package"),
        (ecar("do_1", FILES)[:-60], "damaged_package"),
        (ecar("do_other", FILES), "damaged_package"),
        (zipped({"manifest.json": manifest(leaf("do_1")), "do_1/hands.jpg": b"jpg"}), "damaged_package"),
        (zipped({"manifest.json": manifest(leaf("do_1")), "../../outside": b"x"}), "hostile_package"),
    ],
    ids=["no-zip", "no-manifest", "cut", "another-content", "nothing-to-open", "hostile"],
)
def test_a_wrong_package_fails_and_leaves_nothing(desk: World, content: bytes, key: str) -> None:
    media = _queue(desk, content)
    assert desk.run() == 0
    assert (desk.now("do_1").state, desk.now("do_1").error_key) == (DownloadState.FAILED, key)
    assert desk.placed("do_1") == {}
    assert _outside(desk) == []
    media.content = ecar("do_1", FILES)
    _queue(desk, media.content)
    assert desk.run() == 1, "asked for again, it is fetched anew"


def test_the_disk_must_hold_the_package_and_what_comes_out(desk: World, monkeypatch: pytest.MonkeyPatch) -> None:
    content = ecar("do_1", {"film.mp4": bytes(range(256)) * 400}, mimeType="video/mp4")
    _queue(desk, content)
    with monkeypatch.context() as patched:
        patched.setattr(desk.files, "free_bytes", lambda: int(len(content) * 1.5))
        assert desk.run() == 0
    assert desk.now("do_1").error_key == "disk_full"
    assert desk.run() == 1
