"""The sheet of keys: everything that can be done without a mouse, on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from karmadesk.ui.commands import Command
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.panel import Panel
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import GAP

Line = tuple[str, str]
"""Keys as Qt spells them, and what they do."""


class KeySheet(Panel):
    """Shows groups of keys."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, "key-sheet", (760, 620))
        self._title = label("lead")
        self._page = Page("key-sheet-page")
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
        self._held = self._grid(groups(commands))
        self._page.box.addWidget(self._held)
        self._close.setFocus()

    def _grid(self, every: list[tuple[str, list[Line]]]) -> QWidget:
        held = QWidget()
        grid = QGridLayout(held)
        grid.setHorizontalSpacing(24)
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
                shown, told = label("body", "brand", wraps=False), label("body")
                shown.setText(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
                told.setText(words)
                grid.addWidget(shown, row, 0)
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
