"""What hypothesis draws for the laws of learning."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from karmadesk.learning.clock import Stamp
from karmadesk.learning.intervals import normalised
from karmadesk.model import Intervals, Watched

pairs = st.lists(st.tuples(st.integers(-5_000, 100_000), st.integers(-5_000, 100_000)), max_size=12)
intervals: st.SearchStrategy[Intervals] = pairs.map(normalised)
times = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
stamps = st.builds(Stamp, st.integers(0, 10**13), st.integers(0, 99), st.sampled_from(["laptop", "office", "phone"]))
watched = st.builds(
    Watched,
    resource_id=st.just("do_1"),
    version=st.sampled_from([1.0, 2.0]),
    duration_ms=st.integers(0, 100_000),
    intervals=intervals,
    furthest_ms=st.integers(0, 100_000),
    position_ms=st.integers(0, 100_000),
    position_clock=st.one_of(st.just(""), stamps.map(str)),
    completed_at=st.one_of(st.none(), times),
)
