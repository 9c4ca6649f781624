"""Says, over every screen of a tour, that it is one, and ends it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from karmadesk.jobs import Context
from karmadesk.services.program import Program
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import IconLabel
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import PAGE_MARGIN


class TourBar(QWidget):
    """Hidden but on a tour. `ended` when somebody has seen enough."""

    ended = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("tour-bar")
        self._words = label("body")
        self.button = Button(theme, "quiet", "close", name="end-tour")
        self.button.clicked.connect(self.ended)
        frame = QFrame()
        frame.setProperty("notice", "accent")
        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(14)
        row.addWidget(IconLabel(theme, "tour", 20, "accent"))
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        box = QVBoxLayout(self)
        box.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 0)
        box.addWidget(frame)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        words = translate("Tour", "This is a tour with sample courses. Nothing you do here is kept or sent.")
        self._words.setText(words)
        self.setAccessibleName(words)
        self.button.say(translate("Tour", "End the tour"))


def forget_tour(program: Program) -> None:
    """What the viewer flushed goes first, and what is being read still finds its store; then all of it is gone."""
    program.jobs.run("act", partial(_after_acts, program))


def _after_acts(program: Program, context: Context) -> None:
    context.check()
    program.jobs.run("read", partial(_forget, program))


def _forget(program: Program, context: Context) -> None:
    program.end_tour()
    del context


def tour_name() -> str:
    """What is called who takes a tour."""
    return translate("Tour", "Tour")
