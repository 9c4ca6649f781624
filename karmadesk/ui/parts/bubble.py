"""An explanation that stands by its chip, above the screen, until the keyboard or the mouse goes elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.theme.look import Theme


class Bubble(QFrame):
    """One or two buttons below its words; Esc closes it."""

    pressed = Signal()
    other_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bubble")
        self._theme = theme
        self._title = label("section")
        self._text = label("body", "second")
        self.button = Button(theme, "primary", "sync", name="bubble-button")
        self.other = Button(theme, "quiet", name="bubble-other")
        for button, signal in ((self.button, self.pressed), (self.other, self.other_pressed)):
            button.clicked.connect(signal)
            button.clicked.connect(self.hide)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 18)
        box.setSpacing(6)
        for part in (self._title, self._text):
            box.addWidget(part)
        box.addSpacing(8)
        box.addWidget(self.button)
        box.addWidget(self.other)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)
        self.hide()

    def say(self, title: str, text: str, button: str, other: str = "", icon: str = "sync") -> None:
        """`other` is what a second button says; without it there is none."""
        self._title.setText(title)
        self._text.setText(text)
        self.button.say(button)
        self.button.set_icon(icon)
        self.other.say(other)
        self.other.setVisible(bool(other))
        self.setAccessibleName(f"{title}. {text}")

    def show_under(self, chip: QWidget) -> None:
        parent = self.parentWidget()
        assert parent is not None
        width = min(self._theme.px(340), parent.width() - 16)
        high = self.heightForWidth(width)
        corner = chip.mapTo(parent, QPoint(chip.width() - width, chip.height() + 8))
        left = min(max(8, corner.x()), parent.width() - width - 8)
        self.setGeometry(left, corner.y(), width, high)
        self.show()
        self.raise_()
        self.button.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent) -> bool:
        # The window's own Esc, one step back, waits until this is closed.
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.isVisible() and new is not None and new is not self and not self.isAncestorOf(new):
            self.hide()
