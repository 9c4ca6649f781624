"""Choosing a passphrase where the system has no key store: why, what makes a good one, and what can't be undone."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from karmadesk.services.passphrase import LEAST_LETTERS, Strength, prepared, strength
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import ChipLabel
from karmadesk.ui.parts.secret_field import SecretField
from karmadesk.ui.parts.states import Notice
from karmadesk.ui.screens.passphrase import PassphraseScreen
from karmadesk.ui.stage import Stage
from karmadesk.ui.theme.tokens import Tone

TONES: dict[Strength, tuple[Tone, str]] = {
    Strength.SHORT: ("plain", "info"),
    Strength.WEAK: ("accent", "warning"),
    Strength.FAIR: ("brand", "check"),
    Strength.GOOD: ("done", "done"),
}


class ChoosePassphraseScreen(PassphraseScreen):
    """For a laptop on which nothing was sealed yet."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, "choose")
        theme = stage.theme
        self.again = SecretField(theme, "choose-again")
        self.again.show_with(self.field)
        self._chip = ChipLabel(theme)
        self._hint = label("small", "second")
        self._warning = Notice(theme, "choose-warning")
        hint = QHBoxLayout()
        hint.setSpacing(12)
        hint.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        hint.addWidget(self._hint, 1)
        self.form.addWidget(self.field)
        self.form.addLayout(hint)
        self.form.addSpacing(12)
        self.form.addWidget(self.again)
        self.form.addSpacing(8)
        self.form.addWidget(self._warning)
        for field in self.fields():
            field.edited.connect(self._edited)
        self.field.entered.connect(self.again.take_keyboard)
        self.again.entered.connect(self.submit)
        order = (self.field.line, self.field.eye, self.again.line, self._use, self._cancel)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self.retranslate()

    def fields(self) -> tuple[SecretField, ...]:
        return (self.field, self.again)

    def title(self) -> str:
        return translate("Keys", "Choose a passphrase for this laptop")

    def is_usable(self) -> bool:
        if strength(self.field.text) is Strength.SHORT:
            self.complain(self.field, too_short)
            return False
        if prepared(self.field.text) != prepared(self.again.text):
            self.complain(self.again, not_the_same)
            return False
        return True

    def retranslate(self) -> None:
        super().retranslate()
        self._heading.setText(self.title())
        self._text.setText(
            translate(
                "Keys",
                "This system has no key store that KarmaDesk can use. What is learnt here is encrypted, and its key is "
                "locked with a passphrase. Whoever learns here types it once each time KarmaDesk starts.",
            )
        )
        self.field.say(translate("Keys", "New passphrase"))
        self.again.say(translate("Keys", "The same once more"))
        self._hint.setText(
            translate(
                "Keys",
                "Four words that have nothing to do with each other are easy to remember and hard to guess. No names, "
                "dates or telephone numbers.",
            )
        )
        self._warning.say(
            translate("Keys", "Write it down and keep it in a safe place."),
            translate(
                "Keys",
                "Nobody can recover a lost passphrase: not KarmaDesk, not your office, not the server. What has not "
                "been sent by then is lost with it.",
            ),
            "accent",
            "warning",
        )
        self._use.say(translate("Keys", "Locking…") if self._is_busy else translate("Keys", "Use this passphrase"))
        self._say_strength()

    def _edited(self) -> None:
        super()._edited()
        self._say_strength()

    def _say_strength(self) -> None:
        found = strength(self.field.text)
        tone, icon = TONES[found]
        self._chip.say(strength_words(found), tone, icon)


def strength_words(found: Strength) -> str:
    """What to think of a passphrase."""
    return {
        Strength.SHORT: translate("Keys", "at least {n} characters").format(n=LEAST_LETTERS),
        Strength.WEAK: translate("Keys", "easy to guess"),
        Strength.FAIR: translate("Keys", "fair"),
        Strength.GOOD: translate("Keys", "good"),
    }[found]


def too_short() -> str:
    return translate("Keys", "It needs at least {n} characters.").format(n=LEAST_LETTERS)


def not_the_same() -> str:
    return translate("Keys", "The two are not the same. Please type it once more.")
