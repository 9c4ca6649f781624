"""The true time outlasts whatever the wall clock is set to, sleep, and a restart; a new boot starts without it."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.app.clock import MOST_BOOTS, SystemClock
from karmadesk.app.machine_clock import MachineClock
from tests.turned import NEAR, TRUTH, WRONG, Laptop, hears


@pytest.mark.parametrize("wall", WRONG, ids=lambda at: str(at.year))
def test_a_wrong_wall_clock_is_told_apart_from_the_time(wall: datetime) -> None:
    laptop = Laptop(wall)
    clock = SystemClock(machine=laptop)
    assert clock.corrected() == clock.now() == wall, "nobody has told yet"
    hears(clock, TRUTH)
    assert abs(clock.corrected() - TRUTH) <= NEAR
    assert clock.now() == wall, "what the wall shows is kept beside it"


@pytest.mark.parametrize("wall", WRONG, ids=lambda at: str(at.year))
def test_setting_the_wall_clock_does_not_move_the_time(wall: datetime) -> None:
    laptop = Laptop()
    clock = SystemClock(machine=laptop)
    hears(clock, TRUTH)
    laptop.at = wall
    laptop.passes(30.0)
    assert abs(clock.corrected() - (TRUTH + timedelta(seconds=30))) <= NEAR
    assert clock.now() == wall + timedelta(seconds=30)


def test_a_clock_that_is_right_is_believed_to_the_microsecond() -> None:
    laptop = Laptop(TRUTH + timedelta(microseconds=123_456))
    clock = SystemClock(machine=laptop)
    hears(clock, TRUTH + timedelta(seconds=2))
    assert abs(clock.corrected() - clock.now()) < timedelta(milliseconds=1)


def test_sleep_is_counted_in_though_durations_stand_still() -> None:
    laptop = Laptop(WRONG[0])
    clock = SystemClock(machine=laptop)
    hears(clock, TRUTH)
    before = clock.monotonic()
    laptop.sleeps(8 * 3600)
    assert clock.monotonic() == before
    assert abs(clock.corrected() - (TRUTH + timedelta(hours=8))) <= NEAR


def test_a_restart_in_the_same_boot_knows_the_time_at_once(tmp_path: Path) -> None:
    kept, laptop = tmp_path / "clock.json", Laptop(WRONG[0])
    hears(SystemClock(kept, laptop), TRUTH)
    laptop.passes(3600)
    again = SystemClock(kept, laptop)
    assert abs(again.corrected() - (TRUTH + timedelta(hours=1))) <= NEAR
    assert abs((again.true_at("boot-1", 60.0) or WRONG[0]) - TRUTH) <= NEAR


def test_a_new_boot_without_a_network_knows_only_what_is_past(tmp_path: Path) -> None:
    kept, laptop = tmp_path / "clock.json", Laptop()
    hears(SystemClock(kept, laptop), TRUTH)
    laptop.starts_again("boot-2", WRONG[0])
    clock = SystemClock(kept, laptop)
    assert clock.true_at("boot-2", 0.0) is None
    assert clock.now() == WRONG[0]
    assert TRUTH <= clock.corrected() < TRUTH + timedelta(minutes=1), (
        "it is no earlier than the last time that was known"
    )
    assert abs((clock.true_at("boot-1", 60.0) or WRONG[0]) - TRUTH) <= NEAR, "the old boot's is still known"
    laptop.passes(100.0)
    hears(clock, TRUTH + timedelta(days=2))
    assert abs((clock.true_at("boot-2", 20.0) or WRONG[0]) - (TRUTH + timedelta(days=2, seconds=-100))) <= NEAR


def test_a_wall_clock_that_runs_ahead_is_believed_until_somebody_tells(tmp_path: Path) -> None:
    kept, laptop = tmp_path / "clock.json", Laptop()
    hears(SystemClock(kept, laptop), TRUTH)
    laptop.starts_again("boot-2", TRUTH + timedelta(days=5))
    assert SystemClock(kept, laptop).corrected() == TRUTH + timedelta(days=5)


def test_where_a_boot_has_no_name_it_is_known_by_when_it_began(tmp_path: Path) -> None:
    kept, laptop = tmp_path / "clock.json", Laptop(TRUTH - timedelta(hours=3), boot="")
    first = SystemClock(kept, laptop)
    hears(first, TRUTH)
    laptop.passes(500.0)
    assert SystemClock(kept, laptop).boot() == first.boot()
    laptop.starts_again("", laptop.at + timedelta(minutes=3))
    other = SystemClock(kept, laptop)
    assert other.boot() != first.boot()
    assert other.true_at(other.boot(), 0.0) is None


def test_a_wall_clock_that_begins_anew_with_each_boot_makes_no_two_boots_one(tmp_path: Path) -> None:
    kept, laptop = tmp_path / "clock.json", Laptop(WRONG[0] + timedelta(seconds=60), boot="")
    first = SystemClock(kept, laptop)
    hears(first, TRUTH)
    laptop.starts_again("", WRONG[0] + timedelta(seconds=20))
    assert SystemClock(kept, laptop).boot() != first.boot()


def test_one_liar_among_servers_is_outvoted_and_the_later_of_two_is_heard() -> None:
    laptop = Laptop(WRONG[0])
    clock = SystemClock(machine=laptop)
    hears(clock, datetime(2055, 1, 1, tzinfo=UTC))
    hears(clock, TRUTH)
    assert abs(clock.corrected() - TRUTH) <= NEAR
    hears(clock, datetime(2055, 1, 1, tzinfo=UTC))
    hears(clock, TRUTH)
    hears(clock, TRUTH)
    assert abs(clock.corrected() - TRUTH) <= NEAR


def test_an_answer_that_was_long_under_way_says_too_little() -> None:
    clock = SystemClock(machine=Laptop(WRONG[0]))
    hears(clock, TRUTH, took_s=9.0)
    assert clock.corrected() == WRONG[0]
    clock.learn(TRUTH, 5.0, 4.0)
    assert clock.corrected() == WRONG[0], "an answer before its question is none"


def test_the_file_is_written_seldom_and_stays_small(tmp_path: Path) -> None:
    kept, laptop = tmp_path / "clock.json", Laptop()
    clock = SystemClock(kept, laptop)
    hears(clock, TRUTH)
    written = kept.read_bytes()
    for _ in range(20):
        laptop.passes(60.0)
        hears(clock, laptop.at)
    assert kept.read_bytes() == written
    laptop.passes(7 * 3600)
    hears(clock, laptop.at)
    assert kept.read_bytes() != written
    for number in range(MOST_BOOTS + 5):
        laptop.starts_again(f"more-{number}", TRUTH + timedelta(days=number))
        hears(SystemClock(kept, laptop), laptop.at)
    rows = json.loads(kept.read_text("utf-8"))["boots"]
    assert [row["id"] for row in rows] == [f"more-{number}" for number in range(5, MOST_BOOTS + 5)]
    assert [path.name for path in tmp_path.iterdir()] == ["clock.json"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"boots": 3}', '{"boots": [{}]}', '{"boots": [{"id": "boot-1", "began": "x"}]}',
     '{"boots": [{"id": "boot-1", "began": 1e300, "by_wall": 0, "known_until": 0}]}'],
)  # fmt: skip
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    kept = tmp_path / "clock.json"
    kept.write_text(text, "utf-8")
    clock = SystemClock(kept, Laptop())
    assert clock.corrected() == TRUTH
    hears(clock, TRUTH)
    assert json.loads(kept.read_text("utf-8"))["boots"][0]["id"] == "boot-1"


def test_a_home_that_can_not_be_written_costs_no_more_than_the_next_start(tmp_path: Path) -> None:
    clock = SystemClock(tmp_path / "gone" / "clock.json", Laptop(WRONG[0]))
    hears(clock, TRUTH)
    assert abs(clock.corrected() - TRUTH) <= NEAR


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("passes"), st.floats(0, 10_000)),
            st.tuples(st.just("sleeps"), st.floats(0, 100_000)),
            st.tuples(st.just("set"), st.floats(0, 4.2e9)),
            st.tuples(st.just("hears"), st.just(0.0)),
        ),
        max_size=30,
    )
)
def test_once_told_the_time_never_goes_back_and_never_runs_ahead(steps: list[tuple[str, float]]) -> None:
    laptop, truth = Laptop(WRONG[0]), TRUTH
    clock = SystemClock(machine=laptop)
    hears(clock, truth)
    last = clock.corrected()
    for what, amount in steps:
        if what in {"passes", "sleeps"}:
            getattr(laptop, what)(amount)
            truth += timedelta(seconds=amount)
        elif what == "set":
            laptop.at = datetime.fromtimestamp(amount, UTC)
        elif what == "hears":
            hears(clock, truth)
        assert abs(clock.corrected() - truth) <= timedelta(seconds=4)
        assert clock.corrected() >= last - timedelta(seconds=4), "no more than the `Date` of a server is off"
        last = clock.corrected()


def test_summer_time_and_a_new_zone_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock()
    for zone in ("Asia/Kolkata", "Europe/Berlin", "Pacific/Kiritimati"):
        monkeypatch.setenv("TZ", zone)
        if hasattr(time, "tzset"):
            time.tzset()
        assert abs(clock.now().timestamp() - time.time()) < 5
        assert clock.now().utcoffset() == timedelta(0)
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def test_the_real_machine_counts_on_and_names_its_boot() -> None:
    machine = MachineClock()
    assert machine.since_boot() > 0
    first = machine.since_boot()
    assert machine.since_boot() >= first
    assert machine.boot() == MachineClock().boot()
    assert abs(machine.wall().timestamp() - time.time()) < 5
    if sys.platform == "linux":
        assert machine.boot()
