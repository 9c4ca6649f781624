"""How often a laptop may trouble a server by itself: it grows, it is spread, and a restart does not begin anew."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from karmadesk.app.pace import FIRST_PROBE_S, LONGEST_PRESSED_S, LONGEST_PROBE_S, PRESSED_S, Pace
from tests.sync.clock import StillClock

WINDOW_S = 1800.0
NO_ZONE = '{"starts_at": "2026-01-01T00:00:00", "rests_until": "", "missed": 1}'


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pace.json"


def paced(file: Path, clock: StillClock, seed: int = 7) -> Pace:
    return Pace(file, clock, random.Random(seed))


def until_probe(pace: Pace, clock: StillClock) -> float:
    """Seconds until the next look is allowed."""
    waited = 0.0
    while not pace.may_probe():
        clock.pass_(seconds=1)
        waited += 1
    return waited


def test_a_lost_link_is_looked_for_less_and_less_often_and_never_at_the_same_time(file: Path) -> None:
    first, later, last = set(), set(), []
    for seed in range(30):
        clock = StillClock()
        pace = paced(file.with_name(f"{seed}.json"), clock, seed)
        gaps = []
        for _ in range(12):
            pace.missed()
            gaps.append(until_probe(pace, clock))
        first.add(gaps[0])
        later.add(gaps[4])
        last += gaps[7:]
        assert all(FIRST_PROBE_S <= gap <= LONGEST_PROBE_S for gap in gaps)
    assert first == {FIRST_PROBE_S}
    assert len(later) > 15, "thirty laptops that lost it together don't look for it together"
    assert sum(last) / len(last) > 300


def test_a_change_of_the_network_or_the_button_ends_the_wait(file: Path, clock: StillClock) -> None:
    pace = paced(file, clock)
    for _ in range(9):
        pace.missed()
    assert not pace.may_probe()
    pace.hurry()
    assert pace.may_probe()
    pace.missed()
    assert until_probe(pace, clock) == FIRST_PROBE_S, "and the growing begins anew"


def test_a_restart_looks_once_and_then_goes_on_where_it_was(file: Path, clock: StillClock) -> None:
    pace = paced(file, clock)
    for _ in range(9):
        pace.missed()
    again = paced(file, clock, seed=3)
    assert again.may_probe()
    again.missed()
    assert until_probe(again, clock) > 4 * FIRST_PROBE_S


def test_a_server_that_asks_to_be_left_alone_is_also_by_a_restarted_program(file: Path, clock: StillClock) -> None:
    pace = paced(file, clock)
    pace.missed(rest_s=600.0)
    again = paced(file, clock, seed=2)
    assert 600.0 <= until_probe(again, clock) <= 720.0
    again.missed(rest_s=1e9)
    clock.pass_(days=2)
    assert again.may_probe(), "nobody is sent away for longer than a day"
    again.missed(rest_s=600.0)
    again.hurry()
    assert again.may_probe(), "the button goes first"


def test_a_server_on_this_laptop_is_looked_for_at_any_time(file: Path, clock: StillClock) -> None:
    pace = paced(file, clock)
    for _ in range(9):
        pace.missed(is_near=True)
        assert pace.may_probe()
    assert pace.pressed(is_near=True) == pace.pressed(is_near=True) == 0.0


def test_after_a_cut_each_draws_its_turn_within_the_window(file: Path) -> None:
    drawn = []
    for seed in range(200):
        clock = StillClock()
        pace = paced(file.with_name(f"{seed}.json"), clock, seed)
        pace.may_start(WINDOW_S)
        assert pace.starts_at is not None
        drawn.append((pace.starts_at - clock.corrected()).total_seconds())
    assert all(0.0 <= wait <= WINDOW_S for wait in drawn)
    quarters = [sum(1 for wait in drawn if low <= wait < low + WINDOW_S / 4) for low in (0, 450, 900, 1350)]
    assert min(quarters) > 30, quarters


def test_a_turn_is_kept_over_restarts_and_new_cuts_until_it_has_come(file: Path, clock: StillClock) -> None:
    pace = paced(file, clock)
    assert not pace.may_start(WINDOW_S)
    at = pace.starts_at
    assert at is not None
    assert pace.is_held()
    pace.missed()
    assert not pace.may_start(WINDOW_S)
    assert pace.starts_at == at
    for seed in range(5):
        again = paced(file, clock, seed)
        assert not again.may_start(WINDOW_S)
        assert again.starts_at == at
    clock.at = at
    assert pace.is_due()
    assert pace.may_start(WINDOW_S)
    pace.started()
    assert not pace.is_due()
    assert not pace.is_held()
    assert pace.may_start(WINDOW_S), "as long as the link holds there is nothing to spread"
    assert paced(file, clock).starts_at is None


def test_a_turn_that_was_missed_without_a_link_is_drawn_again(file: Path, clock: StillClock) -> None:
    pace = paced(file, clock)
    assert not pace.may_start(WINDOW_S)
    pace.missed()
    clock.pass_(days=1)
    assert not pace.may_start(WINDOW_S), "everybody's has passed by now: none may start at once"
    assert pace.starts_at is not None
    assert pace.starts_at > clock.corrected()


def test_a_server_that_offers_no_wait_is_not_waited_for(file: Path, clock: StillClock) -> None:
    pace = paced(file, clock)
    assert not pace.may_start(WINDOW_S)
    assert pace.may_start(0.0)
    assert pace.starts_at is None
    assert not file.exists() or paced(file, clock).starts_at is None


def test_a_clock_that_was_set_right_makes_nobody_wait_for_years(file: Path, clock: StillClock) -> None:
    clock.at = datetime(2055, 1, 1, tzinfo=UTC)
    pace = paced(file, clock)
    assert not pace.may_start(WINDOW_S)
    clock.at = datetime(2026, 11, 24, tzinfo=UTC)
    pace.may_start(WINDOW_S)
    assert pace.starts_at is not None
    assert pace.starts_at - clock.corrected() <= timedelta(seconds=WINDOW_S)
    again = paced(file, clock)
    again.may_start(WINDOW_S)
    assert again.starts_at is not None
    assert again.starts_at - clock.corrected() <= timedelta(seconds=WINDOW_S)


def test_the_button_always_works_though_not_as_fast_as_fingers(file: Path, clock: StillClock) -> None:
    pace = paced(file, clock)
    assert pace.pressed() == 0.0
    pace.answered(is_fruitful=True)
    assert pace.pressed() == PRESSED_S
    clock.pass_(seconds=3 * PRESSED_S)
    assert pace.pressed() == 0.0
    waits = []
    for _ in range(12):
        pace.answered(is_fruitful=False)
        clock.pass_(seconds=1)
        waits.append(pace.pressed())
        clock.pass_(seconds=waits[-1])
    assert waits == sorted(waits)
    assert LONGEST_PRESSED_S - 2 <= waits[-1] <= LONGEST_PRESSED_S
    pace.answered(is_fruitful=True)
    clock.pass_(seconds=LONGEST_PRESSED_S)
    assert pace.pressed() == 0.0
    assert pace.pressed() <= PRESSED_S


@pytest.mark.parametrize("text", ["", "[]", "null", '{"starts_at": 5, "rests_until": "", "missed": 1}', NO_ZONE])
def test_a_damaged_file_is_as_good_as_none(file: Path, clock: StillClock, text: str) -> None:
    file.write_text(text, "utf-8")
    pace = paced(file, clock)
    assert pace.starts_at is None
    pace.missed()
    assert until_probe(pace, clock) == FIRST_PROBE_S


def test_a_disk_without_room_stops_nothing(tmp_path: Path, clock: StillClock) -> None:
    pace = paced(tmp_path / "gone" / "pace.json", clock)
    assert not pace.may_start(WINDOW_S)
    assert pace.is_held()
