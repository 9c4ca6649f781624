"""The sheet of keys: everything that can be done without a mouse, on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from karmadesk.ui.commands import Command
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.panel import Panel
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import GAP

SIZE = (960, 660)
Line = tuple[str, str]
"""Keys as Qt spells them, and what they do."""


class KeySheet(Panel):
    """Shows groups of keys."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, "key-sheet", SIZE)
        self._title = label("lead")
        self._page = Page("key-sheet-page", 4)
        self._close = Button(theme, "primary", name="key-sheet-close")
        self._close.clicked.connect(self.accept)
        self.box.addWidget(self._title)
        self.box.addWidget(self._page, 1)
        self.box.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTrailing)
        self._held: QWidget | None = None

    def explain(self, commands: tuple[Command, ...]) -> None:
        """Fills the sheet in the language that is shown."""
        title = translate("Keys", "The keys")
        self.setWindowTitle(title)
        self._title.setText(title)
        self._close.say(translate("Keys", "Close"))
        if self._held is not None:
            self._page.box.removeWidget(self._held)
            self._held.deleteLater()
        self._held = self._both(groups(commands))
        self._page.box.addWidget(self._held)
        self._close.setFocus()

    def open_over(self, window: QWidget) -> None:
        super().open_over(window)
        beside = self.width() >= self.theme.px(SIZE[0])
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.LeftToRight if beside else ways.TopToBottom)

    def _both(self, every: list[tuple[str, list[Line]]]) -> QWidget:
        """What works everywhere beside what works in one place; one below the other where that is too wide."""
        held = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, held)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(40)
        for part in (every[:1], every[1:]):
            self._columns.addWidget(self._grid(part), 1, Qt.AlignmentFlag.AlignTop)
        return held

    def _grid(self, every: list[tuple[str, list[Line]]]) -> QWidget:
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        row = 0
        for name, lines in every:
            heading = label("section")
            heading.setText(name)
            heading.setContentsMargins(0, GAP if row else 0, 0, 0)
            grid.addWidget(heading, row, 0, 1, 2)
            for keys, words in lines:
                row += 1
                shown, told = label("small", wraps=False), label("body")
                shown.setProperty("key", True)
                shown.setText(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
                told.setText(words)
                grid.addWidget(shown, row, 0, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(told, row, 1)
            row += 1
        return held


def groups(commands: tuple[Command, ...]) -> list[tuple[str, list[Line]]]:
    """The groups: first what works everywhere, then what works in lists and lessons."""
    anywhere = [(command.keys, command.words) for command in commands if command.keys]
    return [
        (
            translate("Keys", "Everywhere"),
            [
                ("Ctrl+K", translate("Keys", "Do anything by name")),
                *anywhere,
                ("Ctrl+Z", translate("Keys", "Undo what the bar at the foot says")),
                ("Esc", translate("Keys", "One step back")),
            ],
        ),
        (
            translate("Keys", "In a list"),
            [
                ("Up", translate("Keys", "The row before; Down: the row after")),
                ("Return", translate("Keys", "What the row's first button does")),
                ("Right", translate("Keys", "The row's next button")),
                ("Menu", translate("Keys", "Everything that can be done with the row")),
            ],
        ),
        (
            translate("Keys", "While a video or sound plays"),
            [
                ("Space", translate("Keys", "Play or pause")),
                ("Left", translate("Keys", "10 seconds back; Right: 10 seconds on")),
                ("C", translate("Keys", "The next language of the captions, or none")),
                ("T", translate("Keys", "Show or hide the transcript")),
                ("M", translate("Keys", "Sound off or on")),
                ("F", translate("Keys", "The whole screen")),
            ],
        ),
        (
            translate("Keys", "In a lesson"),
            [
                ("Alt+PgDown", translate("Keys", "The next lesson")),
                ("Alt+PgUp", translate("Keys", "The lesson before")),
                ("+", translate("Keys", "A document larger; minus: smaller; 0: as wide as the window")),
                ("1", translate("Keys", "The first answer of a question; 2: the second, and so on")),
            ],
        ),
    ]
