"""What a screen says when it has nothing to show yet, or when something is in the way."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from karmadesk.errors import KarmaDeskError
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button, Look
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import IconLabel
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.tokens import Tone

COLUMN = 560
NEAR = 4
EMPTY_SHARE = 100
"""An empty state's stretch on a page that ends in a stretch of its own: it takes the page and stands in its middle."""


class Empty(QWidget):
    """What this place will hold, and the one thing to do; or why it can't be shown. `again`: read it once more."""

    pressed = Signal()
    other_pressed = Signal()
    """The quieter thing, where there are two."""
    again = Signal()

    def __init__(self, theme: Theme, icon: str, look: Look = "quiet", name: str = "") -> None:
        super().__init__()
        self._error: KarmaDeskError | None = None
        self._icon = IconLabel(theme, icon, 88, "brand", in_circle=True)
        self._title = label("lead")
        self._text = label("body", "second")
        self._button = Button(theme, look, name=name)
        self._other = Button(theme, "link", name=f"{name}-other")
        self._other.hide()
        self._button.clicked.connect(self._press)
        self._other.clicked.connect(self.other_pressed)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        self._theme = theme
        self._box = box
        self._measure()
        box.addStretch(1)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._title)
        box.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(8)
        box.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._other, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        """The words take a column that is easy to read, in the middle."""
        side = max(32, (self.width() - self._theme.px(COLUMN)) // 2)
        self._box.setContentsMargins(side, 40, side, 40)
        self._text.setFixedWidth(balanced(self._text.text(), self._theme, max(1, self.width() - 2 * side)))

    def say(self, title: str, text: str, button: str = "", icon: str = "", other: str = "") -> None:
        self._error = None
        self._show(title, text, button, icon, "brand")
        self._other.say(other)
        self._other.setVisible(bool(other))

    def say_error(self, error: KarmaDeskError) -> None:
        """What is in the way, what is safe, and the way to try again; told anew in a new language."""
        from karmadesk.ui.sentences import trouble_of

        words = trouble_of(error)
        self._show(words.what, f"{words.safe} {words.step}", try_again(), "warning", "alert")
        self._other.hide()
        self._error = error
        self.show()

    def retranslate(self) -> None:
        """Only of what is in the way: everything else is said by whoever shows it."""
        if self._error is not None:
            self.say_error(self._error)

    def _press(self) -> None:
        (self.pressed if self._error is None else self.again).emit()

    def _show(self, title: str, text: str, button: str, icon: str, tone: Tone) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self._measure()
        self._button.say(button)
        self._button.setVisible(bool(button))
        if icon:
            self._icon.show_icon(icon, tone)


def balanced(text: str, theme: Theme, width: int) -> int:
    """The least width at which the text takes no more lines than at this one: no word stands alone in the last."""
    metrics, wraps = QFontMetrics(theme.font("body")), Qt.TextFlag.TextWordWrap

    def height(at: int) -> int:
        return metrics.boundingRect(QRect(0, 0, at, 1 << 16), wraps, text).height()

    least, most = 0, width
    while most - least > NEAR:
        middle = (least + most) // 2
        least, most = (least, middle) if middle and height(middle) == height(width) else (middle, most)
    return min(width, most + NEAR)


class Notice(QWidget):
    """One sentence in its place: what happened, what is safe, what to do; with a button where one helps."""

    pressed = Signal()

    def __init__(self, theme: Theme, name: str = "notice") -> None:
        super().__init__()
        self.setObjectName(name)
        self._icon = IconLabel(theme, "info")
        self._what = label("body")
        self._rest = label("small")
        self._button = Button(theme, "quiet", name=f"{name}-button")
        self._button.clicked.connect(self.pressed)
        self._error: KarmaDeskError | None = None
        self._error_button = ""
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._what)
        words.addWidget(self._rest)
        self._frame = QFrame()
        # Its own room below, so that nothing moves while it says nothing.
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 12)
        outer.addWidget(self._frame)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(14)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, whole; "" while it says nothing."""
        return " ".join(part for part in (self._what.text(), self._rest.text()) if part) if self._what.text() else ""

    def say(self, what: str, rest: str = "", tone: Tone = "plain", icon: str = "info", button: str = "") -> None:
        """Shows it; with no words it goes away."""
        self._error = None
        self._show(what, rest, tone, icon, button)

    def say_error(self, error: KarmaDeskError, button: str = "") -> None:
        """Tells of an error in words; it is told again in a new language when that changes."""
        from karmadesk.ui.sentences import trouble_of

        words = trouble_of(error)
        self._show(words.what, f"{words.safe} {words.step}", "alert", "warning", button)
        self._error, self._error_button = error, button

    def clear(self) -> None:
        self.say("")

    def retranslate(self) -> None:
        if self._error is not None:
            self.say_error(self._error, self._error_button and try_again())

    def _show(self, what: str, rest: str, tone: Tone, icon: str, button: str) -> None:
        self._what.setText(what)
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        self._icon.show_icon(icon, tone)
        self._button.say(button)
        self._button.setVisible(bool(button))
        self._frame.setProperty("notice", tone)
        self._frame.style().unpolish(self._frame)
        self._frame.style().polish(self._frame)
        self.setAccessibleName(f"{what} {rest}".strip())
        self.setVisible(bool(what))


def try_again() -> str:
    """The words of a button that repeats what failed."""
    return translate("States", "Try again")
