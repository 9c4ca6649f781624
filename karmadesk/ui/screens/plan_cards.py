"""The two cards over the plan: where the learner stopped, and what to fetch before leaving."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from karmadesk import content
from karmadesk.services.views import ContinueCard, FetchAdvice
from karmadesk.ui import formats
from karmadesk.ui.course_words import kind_name, seed_of
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import Bar, Card, ChipLabel, IconLabel, Poster
from karmadesk.ui.stage import Stage
from karmadesk.ui.theme.look import Theme

Way = Literal["side", "row", "below", "alone"]
"""How the second card stands: beside the first, alone across the page; in a narrow window below the first, or alone."""


class ContinueHere(Card):
    """Where the learner stopped."""

    pressed = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.theme)
        self._shown: ContinueCard | None = None
        self._poster = Poster(stage.theme, stage.posters, 248, 140)
        self._chip = ChipLabel(stage.theme)
        self._title = label("lead")
        self._detail = label("body", "second")
        self._bar = Bar(stage.theme)
        self.button = Button(stage.theme, "primary", "play", name="continue")
        self.button.clicked.connect(self.pressed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeading)
        words.addSpacing(8)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        words.addSpacing(10)
        words.addWidget(self._bar)
        words.addSpacing(14)
        words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self._poster, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.box.addLayout(row)

    def show_card(self, card: ContinueCard | None) -> None:
        self._shown = card
        self.setVisible(card is not None)
        if card is not None:
            icon = content.kind(card.resource.kind).icon
            self._poster.show_picture(card.poster, icon, seed_of(card.place.course_id))
            self._title.setText(card.course_name)
            self._bar.show_fraction(card.fraction)
            self.retranslate()

    def retranslate(self) -> None:
        card = self._shown
        self.button.say(translate("Plan", "Continue"))
        if card is None:
            return
        at = formats.moment(card.position_ms) if card.position_ms else ""
        self._chip.say(formats.joined(translate("Plan", "Continue where you stopped"), at), "brand")
        unit = translate("Plan", "Unit {n} of {total}").format(n=card.unit_number, total=card.unit_count)
        left = formats.duration(card.left_s)
        self._detail.setText(
            formats.joined(
                unit,
                card.resource.name,
                translate("Plan", "{time} left").format(time=left) if left else kind_name(card.resource.kind),
            )
        )
        self._bar.setAccessibleName(translate("Plan", "Progress in this lesson"))


class BeforeYouLeave(Card):
    """What is not on this laptop yet."""

    pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._shown: FetchAdvice | None = None
        self._icon = IconLabel(theme, "download", 48, "brand", in_circle=True)
        self._title = label("section")
        self._free = label("small", "second")
        self._count = label("body")
        self._size = label("item", wraps=False)
        self._time = label("small", "second")
        self.button = Button(theme, "quiet", "download", name="fetch-all")
        self.button.clicked.connect(self.pressed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._free)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self._count, 1)
        line.addWidget(self._size)
        figures = self._figures = QVBoxLayout()
        figures.setSpacing(4)
        figures.addLayout(line)
        figures.addWidget(self._time)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._parts.addWidget(self._icon)
        self._parts.addLayout(words)
        self._parts.addLayout(figures)
        self._parts.addWidget(self.button)
        self.box.addLayout(self._parts)
        self._way: Way | None = None
        self.arrange("side")

    def arrange(self, way: Way) -> None:
        """In a column beside the other card; in one line where it has the page for itself; else one below the other."""
        if way == self._way:
            return
        self._way = way
        is_row = way == "row"
        parts, ways, at = self._parts, QBoxLayout.Direction, Qt.AlignmentFlag
        parts.setDirection(ways.LeftToRight if is_row else ways.TopToBottom)
        parts.setSpacing(20 if is_row else 14)
        for place, stretch in enumerate((0, 1, 0, 0) if is_row else (0, 0, 1, 0)):
            parts.setStretch(place, stretch)
        self._icon.setVisible(is_row)
        # Only where the card is as narrow as a button may be does the button take all of it.
        parts.setAlignment(self.button, at(0) if way == "side" else at.AlignLeading | at.AlignVCenter)
        parts.setAlignment(self._icon, at.AlignVCenter)
        parts.setAlignment(self._figures, at.AlignVCenter if is_row else at.AlignTop)
        # Alone it is the first thing to do here; beside the other card that is to go on learning.
        self.button.set_look("primary" if is_row or way == "alone" else "quiet")
        self._count.setWordWrap(not is_row)
        self._time.setWordWrap(not is_row)

    def show_advice(self, advice: FetchAdvice | None) -> None:
        self._shown = advice
        self.setVisible(advice is not None)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(translate("Plan", "Before you leave"))
        self.button.say(translate("Plan", "Fetch what I need"))
        advice = self._shown
        if advice is None:
            return
        self._free.setText(
            translate("Plan", "So that you can learn without a link · {size} free").format(
                size=formats.size(advice.free_bytes)
            )
        )
        self._count.setText(translate("Plan", "%n lesson(s) not here yet", "", advice.resource_count))
        self._size.setText(formats.size(advice.bytes_to_fetch))
        time = formats.duration(advice.seconds or 0)
        self._time.setText(translate("Plan", "about {time} here").format(time=time) if time else "")
        self._time.setVisible(bool(time))
