from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given

from karmadesk.learning.merge import earliest, joined
from karmadesk.model import Watched
from tests.learning.strategies import watched

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def versioned(row: Watched, version: float) -> Watched:
    return replace(row, version=version)


@given(watched, watched, watched)
def test_joining_two_devices_needs_no_order(one: Watched, two: Watched, three: Watched) -> None:
    one, two, three = (versioned(row, 1.0) for row in (one, two, three))
    assert joined(one, two) == joined(two, one)
    assert joined(joined(one, two), three) == joined(one, joined(two, three))
    assert joined(one, one) == one


@given(watched, watched)
def test_completion_is_never_undone(one: Watched, two: Watched) -> None:
    both = joined(one, two)
    assert (both.completed_at is not None) == (one.completed_at is not None or two.completed_at is not None)


def test_a_new_version_of_a_video_starts_afresh_but_stays_complete() -> None:
    old = Watched("do_1", 1.0, 60_000, ((0, 60_000),), 60_000, 59_000, "", NOW)
    new = Watched("do_1", 2.0, 90_000, ((0, 5_000),), 5_000, 5_000, "")
    both = joined(old, new)
    assert both.intervals == ((0, 5_000),)
    assert both.duration_ms == 90_000
    assert both.completed_at == NOW


def test_the_position_is_the_later_clocks_even_when_it_is_further_back() -> None:
    early = Watched("do_1", position_ms=50_000, position_clock="000000000000001.00000.a")
    late = Watched("do_1", position_ms=10_000, position_clock="000000000000002.00000.b")
    assert joined(early, late).position_ms == 10_000


def test_the_earlier_completion_counts() -> None:
    assert earliest(NOW, NOW - timedelta(days=1)) == NOW - timedelta(days=1)
    assert earliest(None, NOW) == NOW
    assert earliest(None, None) is None
