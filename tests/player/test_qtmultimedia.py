"""Qt Multimedia where nobody looks: it decodes, seeks, ends; and without a picture it does not pretend."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtMultimedia import QVideoSink
from pytestqt.qtbot import QtBot

from karmadesk.errors import Unplayable
from karmadesk.player.qtmultimedia import QtMultimediaPlayer
from karmadesk.ports import PlayerState
from tests.matrix import ALL, rows
from tests.player.test_length import MEDIA
from tests.player.worlds import RealClock, at_once

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.qt_log_ignore(
    "No audio device", "No RHI backend", "PulseAudioService", "Couldn.t resolve", "AV1", "pixel format", extend=True
)


class Sink:
    """A surface whose frames are kept."""

    def __init__(self) -> None:
        self._sink = QVideoSink()

    def window_id(self) -> int:
        raise AssertionError("Qt Multimedia needs no window")

    def sink(self) -> object:
        return self._sink

    @property
    def width(self) -> int:
        return self._sink.videoFrame().width()


@pytest.fixture
def reports() -> list[PlayerState]:
    return []


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[QtMultimediaPlayer]:
    made = QtMultimediaPlayer(at_once, RealClock())
    yield made
    made.close()


def test_plays_from_where_the_learner_stopped(
    player: QtMultimediaPlayer, reports: list[PlayerState], qtbot: QtBot
) -> None:
    surface = Sink()
    player.attach(surface)
    player.open(MEDIA / "marked.mp4", reports.append)
    player.seek(7500)
    assert player.state().position_ms == 7500
    player.play()
    qtbot.waitUntil(lambda: player.state().position_ms > 7800, timeout=8000)
    assert player.state().duration_ms == pytest.approx(24_000, abs=60)
    assert surface.width == 854
    player.pause()
    qtbot.waitUntil(lambda: not player.state().is_playing, timeout=3000)
    assert min(report.position_ms for report in reports if report.is_playing) >= 7400


def test_the_end_is_the_end(player: QtMultimediaPlayer, reports: list[PlayerState], qtbot: QtBot) -> None:
    player.open(MEDIA / "marked.mp4", reports.append)
    player.set_rate(2.0)
    player.seek(23_000)
    player.play()
    qtbot.waitUntil(lambda: player.state().has_ended, timeout=8000)
    state = player.state()
    assert state.position_ms == state.duration_ms
    assert not state.is_playing


def test_a_moving_position_without_a_picture_is_a_fault(player: QtMultimediaPlayer, qtbot: QtBot) -> None:
    """AV1 without hardware for it."""
    surface = Sink()
    player.attach(surface)
    player.open(MEDIA / "av1.mp4", lambda _state: None)
    player.play()

    def is_settled() -> bool:
        state = player.state()
        return bool(state.error) or surface.width > 0

    qtbot.waitUntil(is_settled, timeout=8000)
    state = player.state()
    if surface.width > 0:
        assert not state.error
    else:
        assert state.error == Unplayable.key
        assert not state.has_ended


def test_what_is_no_media_is_refused_at_once(player: QtMultimediaPlayer, tmp_path: Path) -> None:
    file = tmp_path / "x.mp4"
    file.write_text("#EXTM3U")
    with pytest.raises(Unplayable):
        player.open(file, lambda _state: None)


def test_a_damaged_file_is_told_by_the_state(player: QtMultimediaPlayer, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "x.mp4"
    file.write_bytes((MEDIA / "marked.mp4").read_bytes()[:64] + bytes(500))
    player.open(file, lambda _state: None)
    player.play()
    qtbot.waitUntil(lambda: player.state().error == Unplayable.key, timeout=5000)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", rows(range(4), 1))
def test_a_film_that_is_left_never_takes_the_window_along(seed: int) -> None:
    times = 200 if ALL else 40
    command = [sys.executable, "-m", "tests.player.leave_often", str(MEDIA / "marked.mp4"), str(times), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=240, check=False)
    assert done.stdout.splitlines()[-1:] == [f"left {times}"], done.stderr[-2000:]
