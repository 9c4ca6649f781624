"""The laptop's battery dies in the middle: the next start goes on where the bytes end, and none is paid twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from karmadesk.files import ContentStore
from karmadesk.model import DownloadState
from karmadesk.sync.downloads import part_key
from tests.matrix import rows
from tests.packages.archives import ecar
from tests.sync.download_child import FILM, PACKAGE, sources
from tests.sync.download_world import World, wanted, world
from tests.sync.media_server import Media, MediaServer, media_server

CONTENT = random.Random(1).randbytes(600_000)
PICTURE = random.Random(2).randbytes(200_000)


@pytest.fixture
def server() -> Iterator[MediaServer]:
    with media_server() as running:
        running.put("/film.mp4", Media(CONTENT))
        package = ecar("do_article", {"page.html": b"<p>Wash your hands.</p>", "hands.jpg": PICTURE})
        running.put("/article.ecar", Media(package, mime_type="application/zip"))
        yield running


@contextmanager
def _child(home: Path, server: MediaServer) -> Iterator[subprocess.Popen[str]]:
    urls = [server.url, server.url + "/film.mp4", server.url + "/article.ecar"]
    command = [sys.executable, "-m", "tests.sync.download_child", str(home), *urls]
    child = subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "begun\n"
        yield child
    finally:
        child.kill()
        child.communicate()


def _until_written(home: Path, size: int) -> None:
    """Waits until the child wrote what the server let through."""
    part = ContentStore(home / "objects").part(part_key(wanted(FILM)))
    until = time.monotonic() + 5
    while (not part.exists() or part.stat().st_size < size) and time.monotonic() < until:
        time.sleep(0.01)


def _everything_is_here(desk: World) -> None:
    assert desk.bytes_of(desk.placed(FILM)["artifact"]) == CONTENT
    article = desk.placed(PACKAGE)
    assert desk.bytes_of(article["asset:hands.jpg"]) == PICTURE
    assert desk.bytes_of(article["artifact"]) == b"<p>Wash your hands.</p>"
    assert {desk.now(FILM).state, desk.now(PACKAGE).state} == {DownloadState.DONE}
    assert not list(desk.part(desk.now(FILM)).parent.iterdir())


def _finish(home: Path, server: MediaServer) -> None:
    """What the next start does, in this process."""
    with world(home, server) as desk:
        for content_id, (source, _) in sources(server.url + "/film.mp4", server.url + "/article.ecar").items():
            desk.sources[content_id] = source
        desk.run()
        desk.later()
        _everything_is_here(desk)


def test_killed_three_times_the_film_is_paid_once(tmp_path: Path, server: MediaServer) -> None:
    film = server.media["/film.mp4"]
    for stall_at in (50_000, 250_001, 599_999):
        film.stall_at = stall_at
        server.has_stalled.clear()
        server.go_on.clear()
        with _child(tmp_path, server) as child:
            assert server.has_stalled.wait(20)
            _until_written(tmp_path, stall_at)
            child.kill()
            child.wait()
        film.stall_at = None
        server.go_on.set()
    _finish(tmp_path, server)
    assert server.sent("/film.mp4") == len(CONTENT)


@pytest.mark.parametrize("seed", rows(range(12), 2))
def test_killed_at_any_moment_everything_arrives(tmp_path: Path, server: MediaServer, seed: int) -> None:
    with _child(tmp_path, server) as child:
        time.sleep(random.Random(seed).uniform(0.0, 0.25))
        child.kill()
        child.wait()
    _finish(tmp_path, server)
