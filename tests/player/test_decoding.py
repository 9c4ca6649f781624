"""A real film is really decoded in the window: what the picture itself says is read back, before and after a seek."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from karmadesk.player.vlc import why_unfit
from tests.player.test_length import MEDIA
from tests.ui.doubles import ROOT

FILM = MEDIA / "marked.mp4"


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of our own, without anybody looking."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait(10)


def play(engine: str, film: Path, **environment: str) -> dict[str, Any]:
    """What the program says that plays it in the viewer."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.player.decode", engine, str(film)],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def assert_moments(said: dict[str, Any]) -> None:
    before, after = said["before"], said["after"]
    assert 2.0 <= before["shown_s"] <= 4.0
    assert 14.4 <= after["shown_s"] <= 17.0
    for moment in (before, after):
        assert moment["position_s"] == pytest.approx(moment["shown_s"], abs=1.0)


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
@pytest.mark.skipif(bool(why_unfit()), reason="libvlc is not usable here")
def test_vlc_shows_the_film_inside_the_window(display: str) -> None:
    said = play("best", FILM, QT_QPA_PLATFORM="xcb", DISPLAY=display)
    assert said["engine"] == "vlc"
    assert_moments(said)


def test_with_libvlc_hidden_qt_multimedia_shows_the_same(tmp_path: Path) -> None:
    said = play("best", FILM, QT_QPA_PLATFORM="offscreen", PYTHON_VLC_LIB_PATH=str(tmp_path / "hidden.so"))
    assert said["engine"] == "qtmultimedia"
    assert_moments(said)
