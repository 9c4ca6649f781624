"""A quiet bar at the foot: one sentence, how far it is, and the one thing that can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import LineLabel
from karmadesk.ui.parts.panels import Bar
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import GAP, PAGE_MARGIN


class FootBar(QFrame):
    """Takes no focus when it appears; a screen reader says it, and Tab reaches it."""

    acted = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("foot", True)
        self._words = LineLabel("body")
        self._bar = Bar(theme)
        self._bar.setFixedWidth(theme.px(160))
        self.button = Button(theme, "link", name=f"{name}-button")
        self.close_button = Button(theme, "link", "close", name=f"{name}-close")
        box = QHBoxLayout(self)
        box.setContentsMargins(PAGE_MARGIN, 4, PAGE_MARGIN - 8, 4)
        box.setSpacing(GAP)
        box.addWidget(self._words, 1)
        box.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        box.addWidget(self.button)
        box.addWidget(self.close_button)
        self.button.clicked.connect(self.acted)
        self.close_button.clicked.connect(self.closed)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text()

    def say(self, words: str, button: str = "", close: str = "", fraction: float | None = None) -> None:
        """Shows it. `button` and `close` are the words of its buttons; one without words is left out."""
        is_news = not self.isVisible() or (fraction is None and words != self._words.text())
        self._words.setText(words)
        self.setAccessibleName(words)
        for each, text in ((self.button, button), (self.close_button, close)):
            each.say(text)
            each.setVisible(bool(text))
        self._bar.setVisible(fraction is not None)
        self._bar.setAccessibleName(words)
        self._bar.show_fraction(fraction or 0.0)
        self.show()
        if is_news and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    @property
    def is_in_hand(self) -> bool:
        """Whether the mouse or the keyboard is on it: somebody is about to use it."""
        focused: QWidget | None = self.window().focusWidget()
        has_keys = focused is not None and focused.isVisible() and self.isAncestorOf(focused)
        return self.isVisible() and (self.underMouse() or (has_keys and self.window().isActiveWindow()))
