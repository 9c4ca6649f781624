from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from karmadesk.learning.intervals import clipped, covered_ms, fraction, normalised, snapped, union
from karmadesk.model import Intervals
from tests.learning.strategies import intervals, pairs


@given(intervals, intervals, intervals)
def test_union_is_a_join(one: Intervals, two: Intervals, three: Intervals) -> None:
    assert union(one, two) == union(two, one)
    assert union(union(one, two), three) == union(one, union(two, three))
    assert union(one, one) == one


@given(pairs)
def test_normalised_intervals_are_sorted_apart_and_hold_every_millisecond(drawn: list[tuple[int, int]]) -> None:
    found = normalised(drawn)
    assert all(start < end for start, end in found)
    assert all(left[1] < right[0] for left, right in itertools.pairwise(found))
    edges = {max(0, edge) for pair in drawn for edge in pair}
    for moment in edges | {edge - 1 for edge in edges if edge}:
        assert any(s <= moment < e for s, e in found) == any(max(0, s) <= moment < e for s, e in drawn)


@given(intervals, intervals)
def test_watching_more_never_lowers_the_share(seen: Intervals, more: Intervals) -> None:
    assert fraction(union(seen, more), 60_000) >= fraction(seen, 60_000)


@given(intervals, st.integers(0, 100_000))
def test_clipping_keeps_inside(seen: Intervals, duration: int) -> None:
    assert covered_ms(clipped(seen, duration)) <= duration


def test_examples_pin_the_direction() -> None:
    assert union(((0, 10),), ((10, 20),)) == ((0, 20),)
    assert union(((0, 10),), ((30, 40),)) == ((0, 10), (30, 40))
    assert normalised([(5, 1), (-3, 4), (7, 7)]) == ((0, 4),)
    assert covered_ms(((0, 10), (30, 40))) == 20
    assert fraction(((0, 30_000),), 60_000) == 0.5
    assert fraction(((0, 30_000),), 0) == 0.0


def test_only_gaps_of_an_engines_step_are_snapped() -> None:
    assert snapped(((0, 1_000), (2_000, 3_000))) == ((0, 3_000),)
    assert snapped(((0, 1_000), (2_001, 3_000))) == ((0, 1_000), (2_001, 3_000))
