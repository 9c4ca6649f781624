"""Setting, changing or taking away one's own PIN or password: what it protects, and what can't be undone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from karmadesk.errors import KarmaDeskError, TooSoon, WrongSecret
from karmadesk.ports import PersonLock
from karmadesk.services.locking import LEAST_LETTERS, Own, worth
from karmadesk.services.passphrase import LEAST_LETTERS as FILE_LETTERS
from karmadesk.services.passphrase import prepared
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.choices import Choices
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import ChipLabel
from karmadesk.ui.parts.secret_field import SecretField
from karmadesk.ui.parts.states import Notice
from karmadesk.ui.screens.passphrase import PassphraseScreen
from karmadesk.ui.screens.person_unlock import too_soon, type_it, wrong
from karmadesk.ui.stage import Stage
from karmadesk.ui.theme.tokens import Tone

Purpose = Literal["set", "change", "remove", "carry", "bring_in"]
ASKS_OLD = ("change", "remove", "bring_in")
ASKS_NEW = ("set", "change", "carry")
REMEMBERED, SENDS = "remembered", "sends"
TONES: dict[Own, tuple[Tone, str]] = {
    Own.SHORT: ("plain", "info"),
    Own.PIN: ("accent", "warning"),
    Own.WEAK: ("accent", "warning"),
    Own.FAIR: ("brand", "check"),
    Own.GOOD: ("done", "done"),
}


@dataclass(frozen=True)
class Wish:
    """What was typed and chosen; used at once and kept nowhere. `typed` is "" when it is taken away."""

    typed: str
    old: str
    lock: PersonLock

    def __repr__(self) -> str:
        return "Wish(…)"


class OwnSecretScreen(PassphraseScreen):
    """`wished` carries a `Wish`."""

    wished = Signal(object)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, "own-secret")
        theme = stage.theme
        self._purpose: Purpose = "set"
        self._may_send = True
        self.old = SecretField(theme, "own-secret-old")
        self.again = SecretField(theme, "own-secret-again")
        self.again.show_with(self.field)
        self._chip = ChipLabel(theme)
        self._hint = label("small", "second")
        self.choices = Choices(theme, "own-secret-choices", is_many=True)
        self._chosen: tuple[str, ...] = (SENDS,)
        self._choices_text = label("small", "second")
        self._warning = Notice(theme, "own-secret-warning")
        self._hint_row = QWidget()
        hint = QHBoxLayout(self._hint_row)
        hint.setContentsMargins(0, 0, 0, 0)
        hint.setSpacing(12)
        hint.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        hint.addWidget(self._hint, 1)
        for part, gap in (
            (self.old, 0),
            (self.field, 0),
            (self._hint_row, 8),
            (self.again, 4),
            (self.choices, 6),
            (self._choices_text, 12),
            (self._warning, 0),
        ):
            self.form.addWidget(part)
            self.form.addSpacing(gap)
        for field in self.fields():
            field.edited.connect(self._edited)
        self.old.entered.connect(self._after_old)
        self.field.entered.connect(self.again.take_keyboard)
        self.again.entered.connect(self.submit)
        self.choices.chosen.connect(self._choose)
        order = (
            self.old.line,
            self.old.eye,
            self.field.line,
            self.field.eye,
            self.again.line,
            self.choices,
            self._use,
            self._cancel,
        )
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self.retranslate()

    def fields(self) -> tuple[SecretField, ...]:
        return (self.old, self.field, self.again)

    def ask(self, purpose: Purpose, lock: PersonLock | None, *, may_send: bool) -> None:
        """What it is for; `lock` is what is there, `may_send` whether sending for who is locked is allowed at all."""
        self._purpose, self._may_send = purpose, may_send
        now = lock or PersonLock()
        wanted = ((REMEMBERED, now.is_remembered), (SENDS, now.sends_locked and may_send))
        self._chosen = tuple(name for name, is_on in wanted if is_on)
        self.old.setVisible(purpose in ASKS_OLD)
        for part in (self.field, self._hint_row, self.again):
            part.setVisible(purpose in ASKS_NEW)
        for part in (self.choices, self._choices_text):
            part.setVisible(purpose in ("set", "change"))
        self.retranslate()

    def begin(self) -> None:
        self.rest()
        (self.old if self._purpose in ASKS_OLD else self.field).take_keyboard()

    def title(self) -> str:
        return {
            "set": translate("Own", "Choose a PIN or password"),
            "change": translate("Own", "Change your PIN or password"),
            "remove": translate("Own", "Take the PIN or password away"),
            "carry": translate("Own", "Choose a password for the file"),
            "bring_in": translate("Own", "Unlock the file"),
        }[self._purpose]

    def window_title(self) -> str:
        return ""

    def is_usable(self) -> bool:
        if self._purpose in ASKS_OLD and not self.old.text.strip():
            self.complain(self.old, type_it)
            return False
        if self._purpose not in ASKS_NEW:
            return True
        # A file is in other hands as soon as it is written, and can be tried without end.
        found = worth(self.field.text)
        if found is Own.SHORT or (self._purpose == "carry" and found is Own.PIN):
            self.complain(self.field, too_short if self._purpose != "carry" else too_short_for_a_file)
            return False
        if prepared(self.field.text) != prepared(self.again.text):
            self.complain(self.again, not_the_same)
            return False
        return True

    def submit(self) -> None:
        if self._is_busy or not self.is_usable():
            return
        self._set_busy(is_busy=True)
        lock = PersonLock(REMEMBERED in self._chosen, SENDS in self._chosen and self._may_send)
        typed = self.field.text if self._purpose in ASKS_NEW else ""
        self.wished.emit(Wish(typed, self.old.text, lock))

    def show_refused(self, error: KarmaDeskError) -> None:
        if not isinstance(error, WrongSecret | TooSoon):
            super().show_refused(error)
            return
        self._set_busy(is_busy=False)
        wait_s = int(error.arguments.get("wait_s", 0))
        said = too_soon(wait_s) if isinstance(error, TooSoon) else wrong(wait_s)
        self.complain(self.old, lambda: said)

    def retranslate(self) -> None:
        super().retranslate()
        self._heading.setText(self.title())
        self._text.setText(self._text_words())
        self.old.say(
            translate("Own", "PIN or password of the file")
            if self._purpose == "bring_in"
            else translate("Own", "The present PIN or password")
        )
        self.field.say(translate("Own", "New PIN or password"))
        self.again.say(translate("Keys", "The same once more"))
        self._hint.setText(
            translate(
                "Own",
                "A PIN of 4 to 6 digits keeps out who sits down at this laptop. Somebody who copies the disk can try "
                "all of them in minutes to hours: a longer password protects better.",
            )
        )
        self._say_choices()
        if self._purpose not in ASKS_NEW:
            self._warning.clear()
        elif self._purpose == "carry":
            self._warning.say(
                translate("Own", "Nobody can recover it: not KarmaDesk, not your office, not the server."),
                translate("Own", "Without it the file can't be opened, and what was not sent is lost."),
                "accent",
                "warning",
            )
        else:
            self._warning.say(
                translate("Own", "Nobody can recover it: not KarmaDesk, not your office, not the server."),
                translate(
                    "Own",
                    "If it is forgotten, you sign in again and get back what was sent. What was not sent by then can't "
                    "be read any more.",
                ),
                "accent",
                "warning",
            )
        self._use.say(self._use_words())
        self._say_worth()

    def _text_words(self) -> str:
        return {
            "set": on_locking(),
            "change": on_locking(),
            "remove": translate("Own", "From then on your card opens without anything being typed."),
            "carry": translate(
                "Own",
                "The file holds everything of this person. Once it is written and read back, they are taken off this "
                "laptop. It is opened on another one with this password.",
            ),
            "bring_in": translate("Own", "The person comes back with everything, locked by what you type here."),
        }[self._purpose]

    def _use_words(self) -> str:
        if self._is_busy:
            opens = self._purpose in ("remove", "bring_in")
            return translate("Keys", "Unlocking…") if opens else translate("Keys", "Locking…")
        return {
            "set": translate("Own", "Lock with this"),
            "change": translate("Own", "Change it"),
            "remove": translate("Own", "Take it away"),
            "carry": translate("Own", "Write the file"),
            "bring_in": translate("Own", "Take in"),
        }[self._purpose]

    def _say_choices(self) -> None:
        offered = [(REMEMBERED, translate("Own", "Open without typing here"))]
        if self._may_send:
            offered.append((SENDS, translate("Own", "Send what waits while I am away")))
        self.choices.offer(offered, self._chosen)
        self.choices.setAccessibleName(translate("Own", "What the key store of this laptop keeps"))
        if self._chosen:
            words = translate(
                "Own",
                "For this a copy of your key stays in this laptop's key store: whoever can open that key store can "
                "read your records without your PIN or password.",
            )
        else:
            words = translate(
                "Own",
                "Your records open by the PIN or password alone. What you did is sent while you are at the desk.",
            )
        self._choices_text.setText(words)

    def _choose(self, chosen: tuple[str, ...]) -> None:
        self._chosen = tuple(chosen)
        self._say_choices()

    def _after_old(self) -> None:
        if self._purpose in ASKS_NEW:
            self.field.take_keyboard()
        else:
            self.submit()

    def _edited(self) -> None:
        super()._edited()
        self._say_worth()

    def _say_worth(self) -> None:
        found = worth(self.field.text)
        self._chip.say(worth_words(found), *TONES[found])


def worth_words(found: Own) -> str:
    """What to think of it."""
    return {
        Own.SHORT: translate("Own", "at least {n} characters").format(n=LEAST_LETTERS),
        Own.PIN: translate("Own", "short: against a glance"),
        Own.WEAK: translate("Keys", "easy to guess"),
        Own.FAIR: translate("Keys", "fair"),
        Own.GOOD: translate("Keys", "good"),
    }[found]


def on_locking() -> str:
    return translate(
        "Own", "It locks what you learn here, from others who use this laptop and from whoever copies its disk."
    )


def too_short_for_a_file() -> str:
    return translate("Own", "It needs at least {n} characters.").format(n=FILE_LETTERS)


def too_short() -> str:
    return translate("Own", "It needs at least {n} characters.").format(n=LEAST_LETTERS)


def not_the_same() -> str:
    return translate("Keys", "The two are not the same. Please type it once more.")
