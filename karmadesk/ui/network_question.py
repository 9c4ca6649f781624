"""Asks, once in each network, whether it is free of charge: on a card of its own among what waits for the answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from karmadesk.model import Charge
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import Card
from karmadesk.ui.strip import network_answers, network_explained, network_question
from karmadesk.ui.theme.look import Theme


class NetworkQuestion(Card):
    """Hidden until there is something to ask."""

    said = Signal(object)
    """The learner's word, a `Charge`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 18)
        self.setObjectName("network-question")
        self._title = label("section")
        self._text = label("body", "second")
        self.free = Button(theme, "primary", "check", name="network-free")
        self.costs = Button(theme, "quiet", name="network-costs")
        self.free.clicked.connect(self._say_free)
        self.costs.clicked.connect(self._say_costs)
        self.box.addWidget(self._title)
        self.box.addWidget(self._text)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.free)
        row.addWidget(self.costs)
        row.addStretch(1)
        self.box.addLayout(row)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Says it again in the language that is shown."""
        self._title.setText(network_question())
        self._text.setText(network_explained())
        for button, words in zip((self.free, self.costs), network_answers(), strict=True):
            button.say(words)
        self.setAccessibleName(network_question())

    def _say_free(self) -> None:
        self.said.emit(Charge.FREE)

    def _say_costs(self) -> None:
        self.said.emit(Charge.BY_BYTE)
