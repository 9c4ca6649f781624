"""One try at a practice set, question by question. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from karmadesk.learning.scoring import Result, is_right, marked
from karmadesk.model import Question, QuestionSet


class Attempt:
    """Where the learner is and what was answered. An answer that was checked stays."""

    def __init__(self, questions: QuestionSet) -> None:
        self.questions = questions
        self.index = 0
        self._answers: dict[str, frozenset[str]] = {}

    @property
    def total(self) -> int:
        return len(self.questions.questions)

    @property
    def question(self) -> Question:
        """The one to answer now."""
        return self.questions.questions[self.index]

    @property
    def answers(self) -> Mapping[str, frozenset[str]]:
        """What was checked, by question id."""
        return dict(self._answers)

    @property
    def is_checked(self) -> bool:
        """Whether this question has its answer."""
        return self.question.id in self._answers

    @property
    def is_last(self) -> bool:
        return self.index == self.total - 1

    @property
    def result(self) -> Result:
        return marked(self.questions, self._answers)

    def check(self, chosen: frozenset[str]) -> bool:
        """Takes the answer; whether it is right. A second answer to the same question changes nothing."""
        if chosen and not self.is_checked:
            self._answers[self.question.id] = chosen
        return self.was_right(self.question)

    def was_right(self, question: Question) -> bool:
        return is_right(question, self._answers.get(question.id, frozenset()))

    def was_answered(self, question: Question) -> bool:
        return question.id in self._answers

    def go_on(self) -> bool:
        """To the next question; False after the last one."""
        if self.is_last:
            return False
        self.index += 1
        return True
