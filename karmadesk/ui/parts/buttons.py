"""Buttons: one primary a view, the rest quiet; chips that are buttons; all with their icon in the theme's colour."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from karmadesk.ui.theme.drawing import Drawing
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.tokens import Role, Tone

GAP, CHIP_GAP = 6, 3
Look = Literal["quiet", "primary", "link", "danger"]
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
INK: dict[Look, Role] = {"quiet": "brand", "primary": "on_brand", "link": "brand", "danger": "alert"}


def press_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Presses a button that has the keyboard when Enter is pressed: Qt by itself knows the space bar only."""
    if event.key() not in ENTER or event.isAutoRepeat() or not button.isEnabled():
        return False
    event.accept()
    button.click()
    return True


class Button(QPushButton):
    """A button with words and, where it helps, an icon."""

    def __init__(
        self, theme: Theme, look: Look = "quiet", icon: str = "", name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawing = Drawing(theme)
        self._look = look
        self._icon = icon
        self._words_first = False
        self.setProperty("look", look)
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._dress()
        theme.changed.connect(self._dress)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def put_words_first(self) -> None:
        """The icon stands after the words, whichever way one reads."""
        self._words_first = True
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._words_first:
            self._turn()
        elif event.type() == QEvent.Type.LayoutDirectionChange:
            self._dress()  # the room between icon and words changes sides

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._look == "primary" and self.hasFocus():
            painter = QPainter(self)
            self._drawing.inner_ring(painter, self.rect())
            painter.end()

    def _turn(self) -> None:
        ways = Qt.LayoutDirection
        self.setLayoutDirection(ways.LeftToRight if self._theme.is_mirrored else ways.RightToLeft)
        self._dress()

    def set_look(self, look: Look) -> None:
        self._look = look
        self.setProperty("look", look)
        self.style().unpolish(self)
        self.style().polish(self)
        self._dress()

    def set_icon(self, name: str) -> None:
        self._icon = name
        self._dress()

    def say(self, text: str) -> None:
        """The words, shown and read out. An ampersand in them is only an ampersand."""
        had_words = bool(self.text())
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        if had_words != bool(text):
            self._dress()

    def _dress(self) -> None:
        if self._icon:
            gap = GAP if self.text() else 0
            self.setIcon(self._theme.icon(self._icon, INK[self._look], 18, gap, words_first=self._words_first))
            self.setIconSize(QSize(self._theme.px(18) + self._theme.px(gap), self._theme.px(18)))


class ChipButton(QPushButton):
    """A pill that can be pressed, or chosen when it is checkable."""

    def __init__(self, theme: Theme, icon: str = "", name: str = "", *, is_choice: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._tone: Tone = "plain"
        self.setProperty("look", "chip")
        self.setObjectName(name)
        self.setCheckable(is_choice)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._dress()
        theme.changed.connect(self._dress)

    def sizeHint(self) -> QSize:
        """Wide enough for the heavier letters of a chip that is chosen, so that nothing moves or is cut."""
        hint = super().sizeHint()
        if self.isCheckable():
            heavy = QFont(self.font())
            heavy.setWeight(QFont.Weight.DemiBold)
            more = QFontMetrics(heavy).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(
                self.text()
            )
            hint.setWidth(hint.width() + max(0, more))
        return hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def say(self, text: str, tone: Tone = "plain", icon: str = "", *, spoken: str = "") -> None:
        """The words, the tone and the icon; `spoken` where a reader should hear more."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(spoken or text)
        if (tone, icon) != (self._tone, self._icon):
            self._tone, self._icon = tone, icon
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)
            self._dress()

    def _dress(self) -> None:
        if self._icon:
            role: Role = "ink2" if self._tone == "plain" else self._tone
            self.setIcon(self._theme.icon(self._icon, role, 16, CHIP_GAP))
            self.setIconSize(QSize(self._theme.px(16) + self._theme.px(CHIP_GAP), self._theme.px(16)))
