"""A heading of the settings, and what can be set under it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy

from karmadesk.ui.parts.choices import Choices
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import Card
from karmadesk.ui.theme.look import Theme


class Section(Card):
    """A heading, and settings under it: words at the start, choices at the end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 20)
        # Choices in several lines make it taller than it would like to be.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._theme = theme
        self._title = label("section")
        self.box.addWidget(self._title)
        self.box.addSpacing(4)

    def add(self, choices: Choices) -> QLabel:
        """One setting; the label that names it."""
        words = label("body", "second")
        words.setFixedWidth(self._theme.px(190))
        words.setBuddy(choices)
        row = QHBoxLayout()
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(16)
        row.addWidget(words, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(choices, 1)
        self.box.addLayout(row)
        return words

    def say(self, title: str) -> None:
        self._title.setText(title)
