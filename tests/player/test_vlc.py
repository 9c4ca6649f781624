"""Real libVLC with dummy outputs: the engine of the unattended journey."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from karmadesk.errors import NoEngine, Unplayable
from karmadesk.player.choose import choose, make_player
from karmadesk.player.vlc import VlcPlayer, why_unfit
from karmadesk.ports import PlayerState
from tests.player.test_length import MEDIA
from tests.player.worlds import RealClock, at_once

needs_vlc = pytest.mark.skipif(bool(why_unfit()), reason="libvlc is not usable here")


@pytest.fixture
def reports() -> list[PlayerState]:
    return []


@pytest.fixture
def player() -> Iterator[VlcPlayer]:
    made = VlcPlayer(at_once, RealClock(), headless=True)
    yield made
    made.close()
    made.close()


def until(holds: Callable[[], bool], timeout_s: float = 8.0) -> None:
    """Waits for libVLC's own threads."""
    deadline = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


@needs_vlc
def test_starts_where_the_learner_stopped(player: VlcPlayer, reports: list[PlayerState]) -> None:
    player.open(MEDIA / "marked.mp4", reports.append)
    player.seek(7500)
    assert player.state() == PlayerState(7500, 0, is_playing=False)
    player.play()
    until(lambda: player.state().position_ms > 7800)
    seen = [report.position_ms for report in reports if report.is_playing]
    assert min(seen) >= 7500
    assert player.state().duration_ms == pytest.approx(24000, abs=60)
    assert player.state().position_ms < 10_000


@needs_vlc
def test_position_runs_smoothly_and_never_back_between_the_coarse_steps(player: VlcPlayer) -> None:
    player.open(MEDIA / "marked.mp4", lambda _state: None)
    player.play()
    until(lambda: player.state().position_ms > 300)
    began, first = time.monotonic(), player.state().position_ms
    seen = [first]
    while time.monotonic() - began < 1.5:
        time.sleep(0.05)
        seen.append(player.state().position_ms)
    steps = [after - before for before, after in pairwise(seen)]
    assert min(steps) >= 0
    assert max(steps) < 400
    assert len(set(seen)) > 15
    assert seen[-1] - first == pytest.approx(1500, abs=450)


@needs_vlc
def test_pause_seek_and_double_speed(player: VlcPlayer) -> None:
    player.open(MEDIA / "marked.mp4", lambda _state: None)
    player.play()
    until(lambda: player.state().position_ms > 200)
    player.pause()
    until(lambda: not player.state().is_playing)
    held = player.state().position_ms
    time.sleep(0.2)
    assert player.state().position_ms == held
    player.seek(15_000)
    assert player.state().position_ms == 15_000
    player.set_rate(2.0)
    player.play()
    until(lambda: player.state().position_ms > 15_600)
    began, first = time.monotonic(), player.state().position_ms
    time.sleep(1.2)
    moved = (player.state().position_ms - first) / (time.monotonic() - began)
    # Wide, for a loaded machine: libVLC catches up after a seek.
    assert 1300 < moved < 3300


@needs_vlc
def test_a_seek_right_after_play_is_not_lost(player: VlcPlayer, reports: list[PlayerState]) -> None:
    player.open(MEDIA / "marked.mp4", reports.append)
    player.play()
    player.seek(12_000)
    until(lambda: player.state().position_ms > 12_200)
    assert player.state().is_playing
    assert player.state().position_ms < 15_000


@needs_vlc
def test_the_end_is_an_event_and_playing_again_starts_over(player: VlcPlayer, reports: list[PlayerState]) -> None:
    player.open(MEDIA / "marked.mp4", reports.append)
    player.seek(23_000)
    player.play()
    until(lambda: player.state().has_ended)
    ended = player.state()
    assert ended.position_ms == ended.duration_ms > 23_900
    assert not ended.is_playing
    until(lambda: any(report.has_ended for report in reports))
    player.play()
    until(lambda: player.state().is_playing and player.state().position_ms < 3000)
    assert not player.state().has_ended


@needs_vlc
@pytest.mark.parametrize("name", ["tone.m4a", "steady.mp3"])
def test_audio_plays(player: VlcPlayer, name: str) -> None:
    player.open(MEDIA / name, lambda _state: None)
    player.play()
    until(lambda: player.state().position_ms > 300)
    assert player.state().duration_ms == pytest.approx(4200, abs=120)


@needs_vlc
def test_a_file_that_breaks_off_is_a_fault_and_not_an_end(player: VlcPlayer, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    whole = (MEDIA / "marked.mp4").read_bytes()
    broken.write_bytes(whole[: len(whole) // 3])
    player.open(broken, lambda _state: None)
    player.play()
    player.set_rate(2.0)
    until(lambda: bool(player.state().error))
    assert player.state().error == Unplayable.key
    assert not player.state().has_ended


@needs_vlc
def test_nothing_is_reported_after_close(reports: list[PlayerState]) -> None:
    player = VlcPlayer(at_once, RealClock(), headless=True)
    player.open(MEDIA / "marked.mp4", reports.append)
    player.play()
    until(lambda: any(report.is_playing for report in reports))
    player.close()
    told = len(reports)
    time.sleep(0.3)
    assert len(reports) == told


@needs_vlc
def test_it_is_chosen_where_it_can_draw() -> None:
    assert choose(platform="xcb") == "vlc"
    assert choose(headless=True) == "vlc"
    assert choose(platform="offscreen") == "qtmultimedia"
    assert choose(platform="wayland") == "qtmultimedia"
    assert choose("dummy", platform="xcb") == "dummy"
    made = make_player("vlc", at_once, RealClock(), headless=True)
    assert made.engine == "vlc"
    made.close()


HIDDEN = """
import logging, sys
logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(name)s %(message)s")
from karmadesk.player.choose import choose, make_player
print(choose(platform="xcb"), choose(headless=True))
"""


@pytest.mark.parametrize("how", ["no library", "no plugins"])
def test_without_libvlc_the_next_best_is_chosen_with_one_line_in_the_log(how: str, tmp_path: Path) -> None:
    import os

    environment = dict(os.environ)
    if how == "no library":
        environment["PYTHON_VLC_LIB_PATH"] = str(tmp_path / "nowhere.so")
    else:
        environment["VLC_PLUGIN_PATH"] = str(tmp_path)
        code = "import karmadesk.player.vlc as v; v.OPTIONS = (*v.OPTIONS, '--no-such-option')\n"
    said = subprocess.run(
        [sys.executable, "-c", (code if how == "no plugins" else "") + HIDDEN],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    ).stdout.splitlines()
    assert said[-1] == "qtmultimedia dummy"
    ours = [line for line in said if line.startswith("karmadesk")]
    assert len(ours) == 2
    assert all("VLC can't be used" in line for line in ours)


def test_an_engine_that_is_not_here_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vlc", None)
    assert why_unfit()
    with pytest.raises(NoEngine):
        VlcPlayer(at_once, RealClock(), headless=True)


def test_a_system_whose_linker_knows_no_libvlc_says_so() -> None:
    """python-vlc opens the program itself then, and misses libVLC's functions only when one is called."""
    code = "import ctypes.util; ctypes.util.find_library = lambda name: None\nimport karmadesk.player.vlc as v\n"
    said = subprocess.run(
        [sys.executable, "-c", code + "print(v.why_unfit())"], capture_output=True, text=True, check=True, timeout=30
    ).stdout
    assert said == "no libvlc\n"


@needs_vlc
@pytest.mark.parametrize("moment_s", [0.0, 0.05, 0.3])
def test_a_pause_while_it_still_opens_is_taken_back_by_play(player: VlcPlayer, moment_s: float) -> None:
    player.open(MEDIA / "marked.mp4", lambda _state: None)
    player.seek(3000)
    player.play()
    time.sleep(moment_s)
    player.pause()
    player.play()
    until(lambda: player.state().position_ms > 3600)
    assert player.state().is_playing
