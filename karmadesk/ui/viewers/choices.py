"""The answers one can choose from: one mark and one line of rich text each; pressed anywhere, or by number."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from karmadesk.model import Choice, Question
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.panels import ChipLabel
from karmadesk.ui.theme.drawing import Drawing
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import RADIUS_CONTROL, TARGET
from karmadesk.ui.theme.tokens import Tone
from karmadesk.ui.viewers.safe_html import cleaned, plain

MOST_BY_NUMBER = 9


def rich_label(page: str = "") -> QLabel:
    """Text of a package, made harmless: no pictures, no files, no links."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    made.setWordWrap(True)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    say_rich(made, page)
    return made


def say_rich(made: QLabel, page: str) -> None:
    """Sets the text of a `rich_label`."""
    made.setText(cleaned(page))
    made.setAccessibleName(plain(page))


def _paint_mark(button: QAbstractButton, theme: Theme, radius: float) -> None:
    """The same in every system's style: an outline, filled with the brand's colour and a sign when chosen."""
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(button.rect()).adjusted(1, 1, -1, -1)
    is_on = button.isChecked()
    painter.setPen(QPen(theme.colour("brand" if is_on else "edge"), 2))
    painter.setBrush(theme.colour("brand" if is_on else "surface"))
    painter.drawRoundedRect(box, radius, radius)
    if is_on:
        sign = button.rect().adjusted(4, 4, -4, -4)
        Drawing(theme).icon(painter, sign, "check", theme.tokens.on_brand)
    painter.end()


class RoundMark(QRadioButton):
    """One of several."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(theme.px(TARGET), theme.px(TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_mark(self, self._theme, self.width() / 2)
        event.accept()


class TickBox(QCheckBox):
    """Any of several."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(theme.px(TARGET), theme.px(TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_mark(self, self._theme, 5)
        event.accept()


class ChoiceRow(QFrame):
    """One answer."""

    def __init__(self, theme: Theme, number: int, choice: Choice, *, is_multiple: bool) -> None:
        super().__init__()
        self._drawing = Drawing(theme)
        self._number = number
        self._spoken = plain(choice.label)
        self.value = choice.value
        self.mark: QAbstractButton = TickBox(theme) if is_multiple else RoundMark(theme)
        self.mark.setObjectName(f"choice-{number}")
        self.mark.installEventFilter(self)
        self.mark.toggled.connect(self._toggled)
        words = rich_label(choice.label)
        words.setProperty("type", "body")
        words.setBuddy(self.mark)
        self.chip = ChipLabel(theme)
        self.chip.say("")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(14)
        row.addWidget(self.mark)
        row.addWidget(words, 1)
        row.addWidget(self.chip)
        self.setMinimumHeight(theme.px(48))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()
        self._tone("plain")

    def retranslate(self) -> None:
        self.mark.setAccessibleName(
            translate("Viewer", "Answer {n}: {words}").format(n=self._number, words=self._spoken)
        )
        self.mark.setToolTip(translate("Viewer", "Key {n}").format(n=self._number) if self._has_key else "")

    @property
    def _has_key(self) -> bool:
        return self._number <= MOST_BY_NUMBER

    def _tone(self, tone: Tone) -> None:
        self.setProperty("notice", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.update()

    def _toggled(self, is_on: bool) -> None:
        self._tone("brand" if is_on else "plain")

    def reveal(self, *, is_correct: bool) -> None:
        """Says in words, sign and colour what became of it; it can't be changed any more."""
        self.setEnabled(False)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        was_chosen = self.mark.isChecked()
        if is_correct:
            words = (
                translate("Viewer", "Right, and you chose it") if was_chosen else translate("Viewer", "Right answer")
            )
            self.chip.say(words, "done", "check")
            self._tone("done")
        elif was_chosen:
            self.chip.say(translate("Viewer", "Not right"), "alert", "close")
            self._tone("alert")
        self.mark.setAccessibleDescription(self.chip.text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self.mark.setFocus(Qt.FocusReason.MouseFocusReason)
            self.mark.click()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.mark and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.mark.hasFocus():
            painter = QPainter(self)
            self._drawing.ring(painter, self.rect(), RADIUS_CONTROL)
            painter.end()


class Choices(QWidget):
    """The answers of one question."""

    changed = Signal()

    def __init__(self, theme: Theme, question: Question) -> None:
        super().__init__()
        self._question = question
        self._group = QButtonGroup(self)
        self.rows: list[ChoiceRow] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for number, choice in enumerate(question.choices, start=1):
            row = ChoiceRow(theme, number, choice, is_multiple=question.is_multiple)
            # In a group, Tab stops at one mark only: right for one of several, wrong for any of several.
            if not question.is_multiple:
                self._group.addButton(row.mark)
            row.mark.toggled.connect(self.changed)
            self.rows.append(row)
            box.addWidget(row)

    @property
    def chosen(self) -> frozenset[str]:
        return frozenset(row.value for row in self.rows if row.mark.isChecked())

    def press(self, number: int) -> None:
        """Chooses (or, of several, unchooses) by number, from 1."""
        if 1 <= number <= len(self.rows) and self.rows[number - 1].isEnabled():
            mark = self.rows[number - 1].mark
            mark.setFocus(Qt.FocusReason.ShortcutFocusReason)
            mark.click()

    def focus(self) -> None:
        if self.rows:
            self.rows[0].mark.setFocus(Qt.FocusReason.OtherFocusReason)

    def reveal(self) -> None:
        for row in self.rows:
            row.reveal(is_correct=row.value in self._question.correct)

    def retranslate(self) -> None:
        for row in self.rows:
            row.retranslate()
