"""What the window shows while the program behind it is still being made: the shape of what is to come, nothing more."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import PAGE_MARGIN, RADIUS_CARD, RAIL

CARD, GAP, TOP = 88, 10, 92
MARK, MARK_TOP = 56, 0.2


class Curtain(QWidget):
    """With a person, the rail and the cards of a plan; without, the calm of the first screen."""

    def __init__(self, theme: Theme, *, has_person: bool) -> None:
        super().__init__()
        self._theme = theme
        self._has_person = has_person
        self._words = ""

    def say(self, words: str) -> None:
        """What is being waited for; the faces must be known by now."""
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.colour("bg"))
        if self._has_person:
            self._paint_rail(painter)
            self._paint_cards(painter)
        else:
            self._paint_mark(painter, QRect((self.width() - MARK) // 2, round(self.height() * MARK_TOP), MARK, MARK))
        if self._words:
            painter.setFont(self._theme.font("body"))
            painter.setPen(self._theme.colour("ink2"))
            below = self.rect().adjusted(PAGE_MARGIN, round(self.height() * MARK_TOP) + MARK, -PAGE_MARGIN, 0)
            painter.drawText(below.adjusted(0, GAP, 0, 0), Qt.AlignmentFlag.AlignHCenter, self._words)
        painter.end()
        event.accept()

    def _paint_rail(self, painter: QPainter) -> None:
        wide = max(RAIL, self._theme.px(RAIL))
        left = self.width() - wide if self._theme.is_mirrored else 0
        painter.fillRect(QRect(left, 0, wide, self.height()), self._theme.colour("surface"))
        painter.fillRect(QRect(left or wide - 1, 0, 1, self.height()), self._theme.colour("line"))
        self._paint_mark(painter, QRect(left + (wide - 40) // 2, 16, 40, 40))

    def _paint_mark(self, painter: QPainter, rect: QRect) -> None:
        """KarmaDesk's sign without its letter, whose face is not loaded yet."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("brand"))
        painter.drawRoundedRect(rect, rect.width() * 0.3, rect.width() * 0.3)

    def _paint_cards(self, painter: QPainter) -> None:
        px = self._theme.px
        wide = max(RAIL, px(RAIL))
        left = PAGE_MARGIN if self._theme.is_mirrored else wide + PAGE_MARGIN
        for number in range(4):
            card = QRect(left, TOP + number * px(CARD + GAP), self.width() - wide - 2 * PAGE_MARGIN, px(CARD))
            painter.setPen(self._theme.colour("line"))
            painter.setBrush(self._theme.colour("surface"))
            painter.drawRoundedRect(card, RADIUS_CARD, RADIUS_CARD)
