"""The cards of a course: what it is, what is missing for 100 %, how much of it is on this laptop."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from karmadesk.services.views import CourseView, Missing, MissingKind, Presence
from karmadesk.ui import formats
from karmadesk.ui.course_words import DUE_TONES, seed_of
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button, ChipButton
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import Bar, Card, ChipLabel, IconLabel, Poster
from karmadesk.ui.parts.tab_order import put_after
from karmadesk.ui.stage import Stage
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.tokens import Tone

MISSING_SHOWN = 6
MISSING_ICONS = {
    MissingKind.WATCH: "play",
    MissingKind.READ: "document",
    MissingKind.ANSWER: "quiz",
    MissingKind.SEND: "send",
    MissingKind.ENROL: "add",
}


class Head(Card):
    """Picture, provider, due date, description and progress."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.theme, 16)
        self._shown: CourseView | None = None
        self._poster = Poster(stage.theme, stage.posters, 176, 100)
        self._due = ChipLabel(stage.theme)
        self._apar = ChipLabel(stage.theme)
        self._done = ChipLabel(stage.theme)
        self._facts = label("small", "second")
        self._about = label("body")
        self._bar = Bar(stage.theme)
        chips = QHBoxLayout()
        chips.setSpacing(8)
        for chip in (self._done, self._due, self._apar):
            chips.addWidget(chip)
        chips.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addLayout(chips)
        words.addWidget(self._facts)
        words.addWidget(self._about)
        words.addSpacing(6)
        words.addStretch(1)
        words.addWidget(self._bar)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self._poster, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.box.addLayout(row)

    def show_course(self, view: CourseView) -> None:
        self._shown = view
        self.show()
        self._poster.show_picture(view.poster, "program" if view.card.is_program else "course", seed_of(view.base_id))
        self._about.setText(view.card.description)
        self._about.setVisible(bool(view.card.description))
        self._bar.show_fraction(view.fraction, is_done=view.is_done)
        self.retranslate()

    def retranslate(self) -> None:
        view = self._shown
        if view is None:
            return
        count = translate("Course", "%n lesson(s)", "", sum(len(unit.rows) for unit in view.units))
        if view.courses:
            count = translate("Course", "Program of %n course(s)", "", len(view.courses))
        self._facts.setText(formats.joined(view.card.provider, count, formats.duration(view.card.duration_s)))
        state = translate("Course", "Done") if view.is_done else formats.percent(view.fraction)
        self._done.say(state, "done" if view.is_done else "brand", "check" if view.is_done else "")
        due = "" if view.is_done else formats.due(view.due, view.due_days)
        self._due.say(due, DUE_TONES[view.due], "clock")
        self._apar.say(translate("Course", "APAR") if view.is_apar else "", "brand", "award")
        self._bar.setAccessibleName(translate("Course", "Progress in this course"))


class MissingLine(QFrame):
    """One thing between the learner and 100 %; pressed, it leads there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = IconLabel(theme, "play")
        self._text = label("body")
        self._cost = label("small", "second", wraps=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 7, 0, 7)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self._cost)

    def say(self, icon: str, text: str, cost: str, tone: Tone) -> None:
        self._icon.show_icon(icon, tone)
        self._text.setText(text)
        self._cost.setText(cost)
        self._cost.setVisible(bool(cost))
        self.show()


class WhatIsMissing(Card):
    """`pressed`: go on where it makes most sense. `chosen` carries the `Place` of one thing."""

    pressed = Signal()
    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._shown: CourseView | None = None
        self._title = label("section")
        self._lines = [MissingLine(theme) for _ in range(MISSING_SHOWN)]
        self._rest = label("small", "second")
        self.button = Button(theme, "primary", "play", name="course-continue")
        self.button.clicked.connect(self.pressed)
        self.box.addWidget(self._title)
        self.box.addSpacing(4)
        for line in self._lines:
            self.box.addWidget(line)
        self.box.addWidget(self._rest)
        self.box.addSpacing(10)
        self.box.addWidget(self.button)

    def show_course(self, view: CourseView) -> None:
        self._shown = view
        self.setVisible(not view.courses)
        self.retranslate()

    def retranslate(self) -> None:
        view = self._shown
        if view is None:
            return
        self._title.setText(
            translate("Course", "Everything is done")
            if view.is_done
            else translate("Course", "What is missing for 100 %")
        )
        for line in self._lines:
            line.hide()
        for line, missing in zip(self._lines, view.missing, strict=False):
            line.say(MISSING_ICONS[missing.kind], missing_words(missing), missing_cost(missing), "plain")
        left = len(view.missing) - MISSING_SHOWN
        self._rest.setText(translate("Course", "and %n more", "", left) if left > 0 else "")
        self._rest.setVisible(left > 0)
        self._say_button(view)

    def _say_button(self, view: CourseView) -> None:
        can_fetch = view.resume is None and view.fetch_bytes > 0
        self.button.setVisible(view.resume is not None or can_fetch)
        self.button.setEnabled(view.resume is not None or view.presence is not Presence.FETCHING)
        self.button.set_icon("download" if can_fetch else "play")
        if can_fetch:
            is_coming = view.presence is Presence.FETCHING
            self.button.say(
                translate("Course", "Being fetched") if is_coming else translate("Course", "Fetch the course")
            )
        elif view.is_done:
            self.button.say(translate("Course", "Open again"))
        else:
            self.button.say(translate("Course", "Continue") if view.fraction > 0 else translate("Course", "Start"))


def missing_words(missing: Missing) -> str:
    """One thing that is missing, in words."""
    if missing.kind is MissingKind.WATCH and missing.percent_left < 90:
        left = formats.percent(missing.percent_left / 100)
        return translate("Course", "Watch {share} more of “{name}”").format(share=left, name=missing.name)
    if missing.kind is MissingKind.SEND:
        return translate("Course", "%n thing(s) still to be sent", "", missing.count)
    words = {
        MissingKind.WATCH: translate("Course", "Watch “{name}”"),
        MissingKind.READ: translate("Course", "Read “{name}”"),
        MissingKind.ANSWER: translate("Course", "Answer “{name}”"),
        MissingKind.ENROL: translate("Course", "Join the course"),
    }
    return words[missing.kind].format(name=missing.name)


def missing_cost(missing: Missing) -> str:
    """What it takes."""
    if missing.kind in (MissingKind.SEND, MissingKind.ENROL):
        return translate("Course", "with the next link")
    if missing.kind is MissingKind.ANSWER and missing.count:
        return translate("Course", "%n question(s)", "", missing.count)
    return formats.duration(missing.seconds)


class OnThisLaptop(Card):
    """`language_wanted` carries the server's name of a language."""

    fetch_wanted = Signal()
    remove_wanted = Signal()
    language_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._shown: CourseView | None = None
        self._title = label("section")
        self._state = ChipLabel(theme)
        self._facts = label("small", "second")
        self._language_title = label("small", "second")
        self._languages = QWidget()
        self._language_row = QHBoxLayout(self._languages)
        self._language_row.setContentsMargins(0, 0, 0, 0)
        self._language_row.setSpacing(8)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._language_clicked)
        self._offered: tuple[str, ...] = ()
        self.fetch = Button(theme, "quiet", "download", name="course-fetch")
        self.remove = Button(theme, "link", "remove", name="course-remove")
        self.fetch.clicked.connect(self.fetch_wanted)
        self.remove.clicked.connect(self.remove_wanted)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._state)
        self.box.addLayout(top)
        self.box.addWidget(self._facts)
        self.box.addSpacing(6)
        self.box.addWidget(self._language_title)
        self.box.addWidget(self._languages)
        self.box.addSpacing(8)
        self.box.addWidget(self.fetch)
        self.box.addWidget(self.remove)

    def show_course(self, view: CourseView) -> None:
        self._shown = view
        self.show()
        self._show_languages(view)
        self.retranslate()

    def retranslate(self) -> None:
        view = self._shown
        if view is None:
            return
        self._title.setText(translate("Course", "On this laptop"))
        self._language_title.setText(translate("Course", "Language of the course"))
        states: dict[Presence, tuple[str, Tone, str]] = {
            Presence.WHOLE: (translate("Course", "Whole course"), "done", "check"),
            Presence.PART: (translate("Course", "A part"), "accent", "download"),
            Presence.NONE: (translate("Course", "Not yet"), "plain", "download"),
            Presence.FETCHING: (translate("Course", "Being fetched"), "brand", "download"),
        }
        self._state.say(*states[view.presence])
        here = formats.size(view.here_bytes) if view.here_bytes else ""
        left = translate("Course", "{size} to fetch").format(size=formats.size(view.fetch_bytes))
        self._facts.setText(formats.joined(here, left if view.fetch_bytes else ""))
        self._facts.setVisible(bool(self._facts.text()))
        self.fetch.say(
            translate("Course", "Fetch what is missing") if here else translate("Course", "Fetch the course")
        )
        wants_fetch = view.presence in (Presence.PART, Presence.NONE) and view.fetch_bytes > 0
        self.fetch.setVisible(wants_fetch and view.resume is not None)
        self.remove.say(translate("Course", "Remove from this laptop"))
        self.remove.setVisible(view.here_bytes > 0)

    def _show_languages(self, view: CourseView) -> None:
        offered = tuple(view.languages)
        is_choice = len(offered) > 1
        self._languages.setVisible(is_choice)
        self._language_title.setVisible(is_choice)
        if offered != self._offered:
            self._offered = offered
            for old in self._group.buttons():
                self._group.removeButton(old)
                old.deleteLater()
            put_after(self._languages, [self._add_language(language) for language in offered])
            self._language_row.addStretch(1)
        for button in self._group.buttons():
            button.setChecked(button.objectName() == f"course-language-{view.language}")

    def _language_clicked(self, chip: QAbstractButton) -> None:
        self.language_wanted.emit(chip.objectName().removeprefix("course-language-"))

    def _add_language(self, language: str) -> ChipButton:
        chip = ChipButton(self._theme, name=f"course-language-{language}", is_choice=True)
        chip.say(formats.language_name(language))
        self._group.addButton(chip)
        self._language_row.insertWidget(len(self._group.buttons()) - 1, chip)
        return chip
