"""The disk is full while courses are fetched, and then full to the last byte: a small disk of its own, really full."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from karmadesk.sync.downloads import RESERVE_BYTES
from tests.matrix import rows
from tests.stories import school
from tests.stories.laptop import Laptop
from tests.stories.portal import Portal
from tests.stories.window import LANGUAGES
from tests.sync.media_server import Media, MediaServer, media_server

DISK_BYTES = RESERVE_BYTES + (16 << 20)
SOME_ROOM = RESERVE_BYTES + 1_500_000
"""Enough for the pages; the film's package and what comes out of it need two million."""
EVERYTHING = [school.FILM, school.PAGE, school.SNAKE_PAGE, school.WELL_PAGE]
FILM = f"{school.FILM}.*[.]ecar$"


class Disk:
    """A mounted disk in memory, and a file on it that takes all but some bytes away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "somebody else's film"

    def leave(self, free_bytes: int) -> None:
        """Leaves so much room."""
        spare = shutil.disk_usage(self.folder).free - free_bytes
        with self._ballast.open("ab") as file:
            while spare > 0:
                # The last piece may find less room than was told.
                try:
                    spare -= os.write(file.fileno(), bytes(min(spare, 1 << 20)))
                except OSError:
                    return

    def free(self) -> None:
        self._ballast.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False) if shutil.which("mount") else None
    if done is None or done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip() if done else 'no mount'}")
    yield Disk(folder)
    # The log is open a little longer.
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def small(disk: Disk, laptop: Laptop) -> Laptop:
    """The laptop with its home on the small disk."""
    return laptop.copy(disk.folder / "home")


def test_the_disk_is_full_while_ravi_fetches_at_the_command_line(disk: Disk, small: Laptop, ravi: str) -> None:
    disk.leave(SOME_ROOM)
    told = small.says("download")
    assert told.names("disk_full").startswith(f"Sample {school.FILM}: waiting. ")
    assert not small.holds([school.FILM])
    small.learns(ravi)
    assert small.outbox(ravi) > 0
    assert small.says("sync").code == 0
    assert small.outbox(ravi) == 0
    disk.free()
    assert small.says("download").code == 0
    assert small.holds(EVERYTHING)


@pytest.mark.parametrize("language, other", rows(LANGUAGES, 1))
def test_the_disk_is_full_while_ravi_fetches_in_the_window(
    disk: Disk, small: Laptop, ravi: str, screen: QApplication, language: str, other: str
) -> None:
    assert small.says("download", school.SNAKES, "--person", ravi).code == 0
    disk.leave(SOME_ROOM)
    with small.window(language) as window:
        window.choose(ravi)
        window.hands.press("fetch-all")
        window.hands.until("the strip to tell", lambda: window.strip.view.is_disk_full)
        window.hands.press("strip-fetching")
        window.until_it_tells("disk_full", other)
        assert window.opens_lesson()
        disk.free()
        window.asks_the_server()
        window.hands.until("all files", lambda: window.holds(EVERYTHING))
        window.hands.until("the strip to be content", lambda: not window.strip.view.is_disk_full)
        window.hands.until("what was read to be sent", lambda: window.strip.view.to_send == 0)
    assert small.outbox(ravi) == 0


@pytest.fixture
def slow_film(portal: Portal) -> Iterator[MediaServer]:
    """Sends the first third of the film's package, and the rest when it is told to."""
    with media_server() as server:
        content = portal.package(school.FILM)
        address = server.put("/film.ecar", Media(content, "application/zip", stall_at=len(content) // 3))
        portal.sends_on(FILM, address)
        yield server


def await_part(folder: Path, length: int) -> int:
    """How much of the one file that grows there is on the disk, once it is this much."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = max((path.stat().st_size for path in folder.glob("*.part")), default=0)
        if found >= length:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{found} bytes of {length} came")


def test_the_disk_fills_to_the_last_byte_amid_a_file_at_the_command_line(
    disk: Disk, small: Laptop, ravi: str, slow_film: MediaServer
) -> None:
    small.learns(ravi)
    waiting = small.outbox(ravi)
    with small.starts("download") as process:
        assert slow_film.has_stalled.wait(20)
        begun = await_part(small.home / "objects" / "parts", len(slow_film.media["/film.ecar"].content) // 3)
        disk.leave(0)
        slow_film.go_on.set()
        out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in out + err
    assert "[disk_full]" in out + err
    disk.leave(0)
    small.says("status").names("disk_full")
    disk.free()
    assert small.says("download").code == 0
    assert small.holds(EVERYTHING)
    last = slow_film.asked("/film.ecar")[-1]
    assert last.status == 206
    assert int(last.range.removeprefix("bytes=").removesuffix("-")) >= begun, "what was paid for is kept"
    assert small.outbox(ravi) == waiting


@pytest.mark.parametrize("language, other", rows(LANGUAGES, 1))
def test_ravi_learns_on_a_disk_without_a_byte_and_it_is_kept_when_there_is_room(
    disk: Disk, small: Laptop, portal: Portal, ravi: str, screen: QApplication, language: str, other: str
) -> None:
    assert small.says("download").code == 0
    portal.is_away()
    with small.window(language) as window:
        window.choose(ravi)
        disk.leave(0)
        assert window.opens_lesson()
        window.until_it_tells("disk_full", other, ["what", "step"])
        disk.free()
        window.hands.press("viewer-notice-button")
        window.hands.until("it to be kept", lambda: window.outbox() > 0)
        window.hands.until("nothing to tell", lambda: not window.hands.shows("viewer-notice"))


@pytest.mark.parametrize("language, other", rows(LANGUAGES, 1))
def test_the_window_opens_on_a_disk_without_a_byte_and_goes_on_when_there_is_room(
    disk: Disk, small: Laptop, ravi: str, screen: QApplication, language: str, other: str
) -> None:
    small.learns(ravi)
    waiting = small.outbox(ravi)
    disk.leave(0)
    with small.window(language) as window:
        window.hands.press(f"person-{ravi}")
        window.until_it_tells("disk_full", other)
        disk.free()
        window.hands.press("who-notice-button")
        window.until_it_says(lambda: school.NAMES[school.SNAKES])
        window.hands.until("all to be sent", lambda: window.outbox() == 0)
    assert waiting > 0
    assert small.outbox(ravi) == 0
