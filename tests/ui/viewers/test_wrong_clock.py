"""A film is watched while the wall clock is turned, or the laptop sleeps: what counts is what ran."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from karmadesk.player.dummy import DummyPlayer
from karmadesk.services.desk import Desk
from karmadesk.settings import Settings
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.i18n import Languages
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.viewers.video import VideoViewer
from tests.turned import TRUTH, WRONG, Laptop, TurnedClock, hears
from tests.ui.doubles import settle
from tests.ui.viewers.stand import Stand, make_desk, video, watched_of


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(Laptop())


@pytest.fixture
def desk(tmp_path: Path, clock: TurnedClock) -> Iterator[Desk]:
    made, close = make_desk(tmp_path / "home", clock)
    yield made
    close()


@pytest.fixture
def stand(bridge: Bridge, translations: Path, clock: TurnedClock) -> Iterator[Stand]:
    made = Stand(bridge.post, translations, lambda: DummyPlayer(bridge.post, clock), Settings(language="en"))
    made.clock = clock
    yield made
    made.jobs.close(1.0)
    assert made.problems == []


@pytest.fixture
def viewer(stand: Stand, desk: Desk, theme: Theme, languages: Languages) -> Iterator[VideoViewer]:
    made = VideoViewer(stand, desk, theme)
    made.resize(1206, 672)
    made.show()
    settle()
    yield made
    made.leave()
    stand.jobs.run("act", lambda _context: None).future.result(5)
    made.close()
    made.deleteLater()
    settle()


def plays(viewer: VideoViewer, clock: TurnedClock, seconds: float) -> None:
    """Lets content time pass in quarters of a second, as the pulse does."""
    playback = viewer.playback
    assert playback is not None
    for _ in range(round(seconds * 4)):
        clock.pass_(0.25)
        playback._ask()
    settle()


def is_recorded(stand: Stand) -> None:
    stand.jobs.run("act", lambda _context: None).future.result(5)
    settle()


@pytest.mark.parametrize("wall", WRONG, ids=lambda at: str(at.date()))
@pytest.mark.parametrize("is_told", [True, False], ids=["told", "untold"])
def test_a_wall_clock_turned_in_the_middle_costs_nothing_and_gives_nothing(
    viewer: VideoViewer, stand: Stand, desk: Desk, clock: TurnedClock, wall: object, is_told: bool
) -> None:
    if is_told:
        hears(clock, TRUTH)
    viewer.show_resource(video())
    plays(viewer, clock, 9)
    clock.laptop.at = wall  # type: ignore[assignment]  # pytest's parameters have no type
    plays(viewer, clock, 6)
    viewer.leave()
    is_recorded(stand)
    row = watched_of(desk)
    assert row is not None
    assert row.intervals == ((0, 15_000),)
    assert row.spent_ms == 15_000
    with desk.learner.read() as db:
        acts = db.pending()
    assert acts
    assert sorted(acts, key=lambda act: act.clock) == sorted(acts, key=lambda act: act.sequence)
    if is_told:
        assert all(abs(act.at - TRUTH) < timedelta(minutes=1) for act in acts)


def test_a_night_asleep_in_the_middle_of_a_film_is_not_watched(
    viewer: VideoViewer, stand: Stand, desk: Desk, clock: TurnedClock
) -> None:
    hears(clock, TRUTH)
    viewer.show_resource(video())
    plays(viewer, clock, 6)
    clock.laptop.sleeps(8 * 3600)
    plays(viewer, clock, 3)
    viewer.leave()
    is_recorded(stand)
    row = watched_of(desk)
    assert row is not None
    assert row.intervals == ((0, 9_000),)
    assert row.completed_at is None
    with desk.learner.read() as db:
        last = db.last_opened()
    assert last is not None
    assert last[1] - TRUTH > timedelta(hours=7, minutes=59)


def test_a_film_finished_in_1970_is_finished_today_once_a_server_tells(
    viewer: VideoViewer, stand: Stand, desk: Desk, clock: TurnedClock
) -> None:
    clock.laptop.at = WRONG[0]
    viewer.show_resource(video())
    plays(viewer, clock, 26)
    is_recorded(stand)
    row = watched_of(desk)
    assert row is not None
    assert row.completed_at is not None
    assert row.completed_at.year == 1970
    clock.pass_(600)
    hears(clock, TRUTH)
    with desk.learner.write() as db:
        db.learn_times()
    row = watched_of(desk)
    assert row is not None
    assert row.completed_at is not None
    assert abs(row.completed_at - (TRUTH - timedelta(seconds=600))) < timedelta(seconds=5)
