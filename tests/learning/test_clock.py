from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from karmadesk.learning.clock import Stamp, ticked, witnessed
from tests.learning.strategies import stamps


@given(stamps, st.integers(0, 10**13))
def test_the_clock_never_goes_back_even_when_the_wall_does(last: Stamp, wall: int) -> None:
    after = ticked(last, wall, "laptop")
    assert (after.wall_ms, after.counter) > (last.wall_ms, last.counter)


@given(stamps, stamps, st.integers(0, 10**13))
def test_what_was_heard_of_comes_before(last: Stamp, seen: Stamp, wall: int) -> None:
    after = witnessed(last, seen, wall, "laptop")
    assert (after.wall_ms, after.counter) > max((last.wall_ms, last.counter), (seen.wall_ms, seen.counter))


@given(stamps, stamps)
def test_text_sorts_as_stamps_do(one: Stamp, two: Stamp) -> None:
    assert (str(one) < str(two)) == (one < two)
    assert Stamp.parse(str(one)) == one


def test_the_zero_stamp_comes_from_nothing() -> None:
    assert Stamp.parse("") == Stamp(0, 0, "")
    assert ticked(Stamp(5, 3, "b"), 5, "a") == Stamp(5, 4, "a")
    assert ticked(Stamp(5, 3, "b"), 6, "a") == Stamp(6, 0, "a")
