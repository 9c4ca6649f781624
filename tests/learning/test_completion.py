from __future__ import annotations

import pytest

from karmadesk.learning.completion import course_fraction, threshold_of, watched_enough
from karmadesk.model import Progress


def test_dragging_the_slider_to_the_end_completes_nothing() -> None:
    assert not watched_enough(((0, 1_000), (59_000, 60_000)), 60_000)


def test_ninety_five_percent_is_enough_unless_the_content_says_otherwise() -> None:
    assert watched_enough(((0, 57_000),), 60_000)
    assert not watched_enough(((0, 56_000),), 60_000)
    assert watched_enough(((0, 30_000),), 60_000, 0.5)
    assert not watched_enough(((0, 59_000),), 60_000, 1.0)


@pytest.mark.parametrize("declared, used", [(None, 0.95), (0.0, 0.95), (1.5, 0.95), (-1.0, 0.95), (0.4, 0.4)])
def test_a_threshold_that_makes_no_sense_is_not_used(declared: float | None, used: float) -> None:
    assert threshold_of(declared) == used


def test_a_course_that_grew_is_not_complete_any_more() -> None:
    done = [Progress("do_1", 1.0, is_completed=True), Progress("do_2", 1.0, is_completed=True)]
    assert course_fraction(["do_1", "do_2"], done) == 1.0
    assert course_fraction(["do_1", "do_2", "do_3", "do_4"], done) == 0.5
    assert course_fraction(["do_1"], [*done, Progress("do_9", 1.0, is_completed=True)]) == 1.0
    assert course_fraction([], done) == 0.0
