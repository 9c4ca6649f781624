"""The engine that only lets time pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from karmadesk.errors import NoEngine, Unplayable
from karmadesk.player.choose import DUMMY, make_player
from karmadesk.player.dummy import DummyPlayer
from karmadesk.ports import Player, PlayerState
from tests.player.test_length import MEDIA
from tests.player.worlds import HandClock, at_once


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def reports() -> list[PlayerState]:
    return []


@pytest.fixture
def player(clock: HandClock, reports: list[PlayerState]) -> Player:
    made = make_player(DUMMY, at_once, clock)
    made.open(MEDIA / "marked.mp4", reports.append)
    return made


def test_time_passes_only_while_playing(player: Player, clock: HandClock) -> None:
    clock.pass_(5)
    assert player.state().position_ms == 0
    player.play()
    clock.pass_(3)
    assert player.state().position_ms == 3000
    player.pause()
    clock.pass_(5)
    assert player.state() == PlayerState(3000, 24000, is_playing=False)


def test_twice_the_speed_is_twice_the_content(player: Player, clock: HandClock) -> None:
    player.play()
    clock.pass_(2)
    player.set_rate(2.0)
    clock.pass_(3)
    assert player.state().position_ms == 8000


def test_the_end_is_reported_once_and_playing_again_starts_over(
    player: Player, clock: HandClock, reports: list[PlayerState]
) -> None:
    player.play()
    clock.pass_(100)
    assert player.state() == PlayerState(24000, 24000, is_playing=False, has_ended=True)
    player.state()
    assert [r for r in reports if r.has_ended] == [PlayerState(24000, 24000, is_playing=False, has_ended=True)]
    player.play()
    clock.pass_(1)
    assert player.state() == PlayerState(1000, 24000, is_playing=True)


def test_seeking_stays_inside_the_file(player: Player, clock: HandClock) -> None:
    player.seek(-5)
    assert player.state().position_ms == 0
    player.seek(999_999)
    assert player.state().position_ms == 24000
    player.seek(6000)
    player.play()
    clock.pass_(1)
    assert player.state().position_ms == 7000


def test_nothing_is_reported_after_close(player: Player, reports: list[PlayerState]) -> None:
    player.close()
    told = len(reports)
    player.pause()
    assert len(reports) == told


@pytest.mark.parametrize("content", [None, b""])
def test_a_file_that_is_not_there_cannot_be_played(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "x.mp4"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Unplayable):
        DummyPlayer(at_once, HandClock()).open(file, lambda _state: None)


def test_an_unknown_engine_is_said_so() -> None:
    with pytest.raises(NoEngine):
        make_player("gramophone", at_once, HandClock())
