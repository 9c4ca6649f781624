from __future__ import annotations

from karmadesk.learning.scoring import Result, marked
from karmadesk.model import Choice, Question, QuestionSet

CHOICES = tuple(Choice(str(n), f"choice {n}") for n in range(3))
SINGLE = Question("q1", "?", CHOICES, frozenset({"1"}), is_multiple=False)
MULTIPLE = Question("q2", "?", CHOICES, frozenset({"0", "2"}), is_multiple=True)
SET = QuestionSet("s", "Practice", (SINGLE, MULTIPLE))


def test_all_correct_choices_and_no_other_make_a_mark() -> None:
    assert marked(SET, {"q1": frozenset({"1"}), "q2": frozenset({"0", "2"})}) == Result(2, 2, 2)
    assert marked(SET, {"q1": frozenset({"1"}), "q2": frozenset({"0"})}).correct == 1
    assert marked(SET, {"q2": frozenset({"0", "1", "2"})}) == Result(1, 0, 2)


def test_an_empty_choice_is_not_an_answer() -> None:
    result = marked(SET, {"q1": frozenset(), "unknown": frozenset({"1"})})
    assert result == Result(0, 0, 2)
    assert not result.is_finished
    assert Result(0, 0, 0).percentage == 0.0
