"""How a practice set is marked: all correct choices and no wrong one, one mark a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from karmadesk.model import Question, QuestionSet


@dataclass(frozen=True)
class Result:
    """Marks of one attempt at a practice set."""

    answered: int
    correct: int
    total: int

    @property
    def percentage(self) -> float:
        """0-100; 0 for a set without questions."""
        return 100.0 * self.correct / self.total if self.total else 0.0

    @property
    def is_finished(self) -> bool:
        return self.total > 0 and self.answered == self.total


def is_right(question: Question, chosen: frozenset[str]) -> bool:
    """Whether exactly the correct choices were chosen."""
    return bool(question.correct) and chosen == question.correct


def marked(questions: QuestionSet, answers: Mapping[str, frozenset[str]]) -> Result:
    """The marks for these answers; an empty choice is not an answer, an unknown question doesn't count."""
    given = {q.id: answers.get(q.id, frozenset()) for q in questions.questions}
    return Result(
        answered=sum(1 for chosen in given.values() if chosen),
        correct=sum(1 for q in questions.questions if is_right(q, given[q.id])),
        total=len(questions.questions),
    )
