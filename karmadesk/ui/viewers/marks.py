"""How an attempt went: the marks, a line for each question, and what to do now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import LineLabel, label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.panels import Bar, Card, ChipLabel, IconLabel
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.viewers.attempt import Attempt
from karmadesk.ui.viewers.safe_html import plain

COLUMN = 760


class MarkLine(QWidget):
    """One question and what became of it."""

    def __init__(self, theme: Theme, number: int, words: str) -> None:
        super().__init__()
        count = label("small", "second", wraps=False)
        count.setText(str(number))
        count.setMinimumWidth(theme.px(20))
        question = LineLabel("body")
        question.setText(words)
        self._chip = ChipLabel(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(count)
        row.addWidget(question, 1)
        row.addWidget(self._chip)

    def retranslate(self, *, is_right: bool) -> None:
        if is_right:
            self._chip.say(translate("Viewer", "Right"), "done", "check")
        else:
            self._chip.say(translate("Viewer", "Not right"), "alert", "close")


class Marks(Page):
    """The last page of a practice set."""

    again_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("marks")
        self._theme = theme
        self._attempt: Attempt | None = None
        self._shown: list[MarkLine] = []
        self._has_next = False
        self._sign = IconLabel(theme, "done", 72, "done", in_circle=True)
        self.title = label("title", name="marks-title")
        self.text = label("body", "second", name="marks-text")
        self._bar = Bar(theme)
        self.go_on = Button(theme, "primary", "next-resource", "marks-next")
        self.again = Button(theme, "quiet", "retry", "marks-again")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(10)
        self._list = Card(theme, margin=20)
        self._list.box.addLayout(self._lines)
        self.again.clicked.connect(self.again_wanted)
        self.go_on.clicked.connect(self.next_wanted)
        self._furnish()

    def _furnish(self) -> None:
        column = QWidget()
        column.setMaximumWidth(self._theme.px(COLUMN))
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        card = Card(self._theme, margin=28)
        card.box.setSpacing(8)
        card.box.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (self.title, self.text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            card.box.addWidget(words)
        card.box.addSpacing(8)
        card.box.addWidget(self._bar)
        card.box.addSpacing(12)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self.again)
        buttons.addWidget(self.go_on)
        buttons.addStretch(1)
        card.box.addLayout(buttons)
        box.addWidget(card)
        box.addWidget(self._list)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(column, 100)
        row.addStretch(1)
        self.box.setContentsMargins(0, 0, 8, 8)
        self.box.addLayout(row)
        self.box.addStretch(1)

    def show_attempt(self, attempt: Attempt, *, has_next: bool) -> None:
        self._attempt, self._has_next = attempt, has_next
        self._fill_list(attempt)
        self.retranslate()

    def focus(self) -> None:
        (self.go_on if self._has_next else self.again).setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        attempt = self._attempt
        if attempt is None:
            return
        result = attempt.result
        is_all = result.correct == result.total
        self._sign.show_icon("done" if is_all else "quiz", "done" if is_all else "brand")
        self.title.setText(translate("Viewer", "{n} of {m} right").format(n=result.correct, m=result.total))
        self.text.setText(
            translate("Viewer", "All right. Well done.")
            if is_all
            else translate("Viewer", "Practice is counted however many are right. Try again as often as you like.")
        )
        self._bar.show_fraction(result.correct / result.total if result.total else 0.0, is_done=is_all)
        self._bar.setAccessibleName(self.title.text())
        self.again.say(translate("Viewer", "Practise again"))
        self.go_on.say(translate("Viewer", "Go on to the next"))
        self.go_on.setVisible(self._has_next)
        for line, question in zip(self._shown, attempt.questions.questions, strict=True):
            line.retranslate(is_right=attempt.was_right(question))

    def _fill_list(self, attempt: Attempt) -> None:
        for old in self._shown:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = [
            MarkLine(self._theme, number, plain(question.body))
            for number, question in enumerate(attempt.questions.questions, start=1)
        ]
        for line in self._shown:
            self._lines.addWidget(line)
