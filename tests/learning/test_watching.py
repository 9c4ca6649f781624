"""What counts as watched: laws over any reports an engine may make."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from karmadesk.learning.completion import watched_enough
from karmadesk.learning.intervals import covered_ms, fraction, union
from karmadesk.learning.watching import CLOSE_EVERY_S, FASTEST, Tracker
from karmadesk.model import Intervals

RATES = (0.5, 1.0, 1.5, 2.0)


@dataclass
class Watching:
    """A tracker with somebody who keeps what it closes."""

    tracker: Tracker = field(default_factory=Tracker)
    watched: Intervals = ()
    at_s: float = 0.0

    def keep(self, closed: Intervals) -> None:
        self.watched = union(self.watched, closed)

    def play(self, start_ms: int, end_ms: int, rate: float = 1.0, step_s: float = 0.25) -> None:
        """The engine plays evenly from here to there, then is paused."""
        self.keep(self.tracker.set_rate(rate))
        position = float(start_ms)
        while position < end_ms:
            self.keep(self.tracker.report(round(position), is_playing=True, at_s=self.at_s))
            self.at_s += step_s
            position += step_s * 1000 * rate
        self.keep(self.tracker.report(end_ms, is_playing=False, at_s=self.at_s))


reports = st.lists(
    st.tuples(
        st.integers(0, 600_000),  # position
        st.booleans(),  # is playing
        st.floats(0, 8, allow_nan=False),  # wall seconds since the last one
        st.sampled_from(["report", "report", "report", "seek", "rate", "stop"]),
        st.sampled_from(RATES),
    ),
    max_size=40,
)


@given(reports)
def test_never_more_than_twice_rate_times_wall_time(steps: list[tuple[int, bool, float, str, float]]) -> None:
    watching, rate, allowed = Watching(), 1.0, 0.0
    for position, is_playing, passed, what, new_rate in steps:
        watching.at_s += passed
        allowed += FASTEST * rate * passed * 1000
        if what == "report":
            watching.keep(watching.tracker.report(position, is_playing=is_playing, at_s=watching.at_s))
        elif what == "seek":
            watching.keep(watching.tracker.seek())
        elif what == "rate":
            watching.keep(watching.tracker.set_rate(new_rate))
            rate = new_rate
        else:
            watching.keep(watching.tracker.stop())
    watching.keep(watching.tracker.stop())
    assert covered_ms(watching.watched) <= allowed + 1e-6


@given(reports)
def test_only_what_was_between_two_reports_counts(steps: list[tuple[int, bool, float, str, float]]) -> None:
    watching, seen = Watching(), []
    for position, is_playing, passed, _what, _rate in steps:
        watching.at_s += passed
        seen.append(position)
        watching.keep(watching.tracker.report(position, is_playing=is_playing, at_s=watching.at_s))
    watching.keep(watching.tracker.stop())
    for start, end in watching.watched:
        assert start in seen
        assert end in seen


@given(st.lists(st.integers(0, 600_000), min_size=1, max_size=60))
def test_dragging_the_slider_completes_nothing(stops: list[int]) -> None:
    """Paused, or with the engine following every stop of the drag: 0 ms watched."""
    watching = Watching()
    for position in stops:
        watching.keep(watching.tracker.seek())
        watching.at_s += 0.05
        watching.keep(watching.tracker.report(position, is_playing=False, at_s=watching.at_s))
    for position in stops:
        watching.keep(watching.tracker.seek())
        watching.at_s += 0.05
        watching.keep(watching.tracker.report(position, is_playing=True, at_s=watching.at_s))
    watching.keep(watching.tracker.stop())
    assert watching.watched == ()


@given(st.integers(0, 100_000), st.integers(1, 60_000), st.sampled_from(RATES))
def test_playing_evenly_counts_every_millisecond_of_content(start: int, length: int, rate: float) -> None:
    watching = Watching()
    watching.play(start, start + length, rate)
    assert watching.watched == ((start, start + length),)


def test_double_speed_counts_content_time() -> None:
    watching = Watching()
    watching.play(0, 60_000, rate=2.0)
    assert covered_ms(watching.watched) == 60_000
    assert 30 <= watching.at_s < 31


def test_a_leap_of_the_engine_counts_nothing() -> None:
    """The position jumps from 2 s to 58 s although nobody asked: both sides count, the leap doesn't."""
    watching = Watching()
    for position in (1000, 1250, 1500, 1750, 2000, 58_000, 58_250, 58_500):
        watching.keep(watching.tracker.report(position, is_playing=True, at_s=watching.at_s))
        watching.at_s += 0.25
    watching.keep(watching.tracker.stop())
    assert watching.watched == ((1000, 2000), (58_000, 58_500))
    assert fraction(watching.watched, 60_000) < 0.03


def test_a_segment_is_closed_every_five_seconds() -> None:
    """So that a power cut costs no more than that."""
    tracker, closed_at, at_s = Tracker(), [], 0.0
    for number in range(85):
        at_s = number * 0.25
        if tracker.report(number * 250, is_playing=True, at_s=at_s):
            closed_at.append(at_s)
    assert closed_at == [CLOSE_EVERY_S, 10.0, 15.0, 20.0]


def test_twice_the_same_minute_is_one_minute() -> None:
    watching = Watching()
    watching.play(0, 60_000)
    watching.play(0, 60_000)
    assert covered_ms(watching.watched) == 60_000
    assert not watched_enough(watching.watched, 120_000)


def test_skipping_then_returning_for_the_rest_completes() -> None:
    watching = Watching()
    watching.play(0, 40_000)
    watching.keep(watching.tracker.seek())
    watching.play(80_000, 120_000)
    assert not watched_enough(watching.watched, 120_000)
    watching.keep(watching.tracker.seek())
    watching.play(40_000, 80_000, rate=1.5)
    assert watched_enough(watching.watched, 120_000)
