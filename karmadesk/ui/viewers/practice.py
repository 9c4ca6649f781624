"""Answering a practice set: one question at a time, feedback at once, and the marks at the end."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from karmadesk.model import QuestionSet
from karmadesk.services import learning
from karmadesk.services.desk import Desk
from karmadesk.services.program import Program
from karmadesk.services.views import OpenResource
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.panels import Card
from karmadesk.ui.parts.tab_order import put_after
from karmadesk.ui.phrases import courses_still_open, fetch_again
from karmadesk.ui.sentences import Trouble
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.viewers.attempt import Attempt
from karmadesk.ui.viewers.choices import Choices, rich_label, say_rich
from karmadesk.ui.viewers.dots import Dots, DotState
from karmadesk.ui.viewers.feedback import Feedback
from karmadesk.ui.viewers.marks import Marks
from karmadesk.ui.viewers.trouble import TroublePage
from karmadesk.ui.viewers.viewer import Viewer

COLUMN = 760


class PracticeViewer(Viewer):
    """An attempt counts when the last question is answered; one that is left halfway is kept as far as it went."""

    def __init__(self, program: Program, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(program, desk, theme, parent)
        self.setObjectName("practice-viewer")
        self.attempt: Attempt | None = None
        self._kept = 0
        self.choices: Choices | None = None
        self.dots = Dots(theme)
        self.count = label("small", "second", wraps=False, name="question-number")
        self.body = rich_label()
        self.body.setProperty("type", "section")
        self.hint = label("small", "second", name="question-hint")
        self.feedback = Feedback(theme)
        self.check = Button(theme, "primary", name="check")
        self.marks = Marks(theme)
        self.trouble = TroublePage(theme, can_retry=False)
        self._answers = QVBoxLayout()
        self._stack = QStackedWidget()
        self._question = self._question_page()
        for page in (self._question, self.marks, self.trouble):
            self._stack.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        self.check.clicked.connect(self.go_on)
        self.marks.again_wanted.connect(self.start)
        self.marks.next_wanted.connect(self.next_wanted)
        self.trouble.next_wanted.connect(self.next_wanted)

    def _question_page(self) -> QScrollArea:
        page = Page("practice-page")
        page.box.setContentsMargins(0, 0, 8, 8)
        column = QWidget()
        column.setMaximumWidth(self.theme.px(COLUMN))
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.dots)
        head.addStretch(1)
        head.addWidget(self.count)
        box.addLayout(head)
        card = Card(self.theme, margin=24)
        card.box.setSpacing(8)
        card.box.addWidget(self.body)
        card.box.addWidget(self.hint)
        card.box.addSpacing(8)
        card.box.addLayout(self._answers)
        card.box.addSpacing(4)
        card.box.addWidget(self.feedback)
        box.addWidget(card)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.check)
        box.addLayout(foot)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(column, 100)
        row.addStretch(1)
        page.box.addLayout(row)
        page.box.addStretch(1)
        return page

    def present(self, opened: OpenResource) -> None:
        questions = opened.questions
        if questions is None or not questions.questions:
            self.attempt = None
            self.trouble.say(_no_questions, has_next=opened.next is not None)
            self._stack.setCurrentWidget(self.trouble)
            return
        self._begin(questions)

    def dismiss(self) -> None:
        self._keep()
        self.attempt = None

    def start(self) -> None:
        """A new attempt at the same set."""
        if self.opened is not None and self.opened.questions is not None:
            self._begin(self.opened.questions)

    def _begin(self, questions: QuestionSet) -> None:
        self.attempt = Attempt(questions)
        self._kept = 0
        self._stack.setCurrentWidget(self._question)
        self._show_question()

    def _show_question(self) -> None:
        attempt = self.attempt
        if attempt is None:
            return
        if self.choices is not None:
            self._answers.removeWidget(self.choices)
            self.choices.hide()
            self.choices.deleteLater()
        self.choices = Choices(self.theme, attempt.question)
        self.choices.changed.connect(self._chosen)
        self._answers.addWidget(self.choices)
        put_after(self.hint, [row.mark for row in self.choices.rows])
        say_rich(self.body, attempt.question.body)
        self.feedback.clear()
        self._say_place()
        self._question.verticalScrollBar().setValue(0)
        self.choices.focus()

    def _chosen(self) -> None:
        self._say_button()

    def go_on(self) -> None:
        """Checks the answer; once it is checked, goes to the next question or the marks."""
        attempt, choices = self.attempt, self.choices
        if attempt is None or choices is None or self._stack.currentWidget() is not self._question:
            return
        if attempt.is_checked:
            if attempt.go_on():
                self._show_question()
            else:
                self._show_marks()
        elif choices.chosen:
            is_right = attempt.check(choices.chosen)
            choices.reveal()
            self.feedback.say(is_right=is_right, explanation=attempt.question.explanation)
            self._say_place()
            self.check.setFocus(Qt.FocusReason.OtherFocusReason)
            if attempt.result.is_finished:
                self._keep()

    def _show_marks(self) -> None:
        if self.attempt is not None and self.opened is not None:
            self.marks.show_attempt(self.attempt, has_next=self.opened.next is not None)
            self._stack.setCurrentWidget(self.marks)
            self.marks.focus()

    def _keep(self) -> None:
        """Records what was answered, once more only when there is more."""
        opened, attempt = self.opened, self.attempt
        if opened is None or attempt is None or attempt.result.answered <= self._kept:
            return
        self._kept = attempt.result.answered
        act = partial(
            learning.record_answers, self.desk, opened.place, opened.resource, attempt.questions, attempt.answers
        )
        self.record(act)
        self.advanced.emit(self._kept / attempt.total)

    def _say_place(self) -> None:
        attempt = self.attempt
        if attempt is None:
            return
        words = translate("Viewer", "Question {n} of {m}").format(n=attempt.index + 1, m=attempt.total)
        self.count.setText(words)
        states: list[DotState] = []
        for place, question in enumerate(attempt.questions.questions):
            if attempt.was_answered(question):
                states.append("right" if attempt.was_right(question) else "wrong")
            else:
                states.append("here" if place == attempt.index else "open")
        self.dots.say(states, words)
        self.hint.setText(
            translate("Viewer", "Choose every answer that is right.")
            if attempt.question.is_multiple
            else translate("Viewer", "Choose one answer.")
        )
        self._say_button()

    def _say_button(self) -> None:
        attempt, choices = self.attempt, self.choices
        if attempt is None or choices is None:
            return
        if not attempt.is_checked:
            self.check.say(translate("Viewer", "Check"))
        elif attempt.is_last:
            self.check.say(translate("Viewer", "See how it went"))
        else:
            self.check.say(translate("Viewer", "Next question"))
        self.check.setEnabled(attempt.is_checked or bool(choices.chosen))

    def retranslate(self) -> None:
        self.trouble.retranslate()
        self.feedback.retranslate()
        self.marks.retranslate()
        if self.choices is not None:
            self.choices.retranslate()
        self._say_place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1-9 choose, Enter checks and goes on."""
        key = event.key()
        if self._stack.currentWidget() is not self._question or self.choices is None:
            event.ignore()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.choices.press(key - int(Qt.Key.Key_0))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        else:
            event.ignore()


def _no_questions() -> Trouble:
    return Trouble(
        translate("Viewer", "There is no question in here that can be shown."), courses_still_open(), fetch_again()
    )


VIEWER = PracticeViewer
