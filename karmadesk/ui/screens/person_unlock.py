"""Asking somebody for their own PIN or password, as often as needed, and saying what happens if it is forgotten."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from karmadesk.errors import KarmaDeskError, TooSoon, WrongSecret
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.states import Notice
from karmadesk.ui.screens.passphrase import PassphraseScreen
from karmadesk.ui.stage import Stage


class PersonUnlockScreen(PassphraseScreen):
    """For one person at a time; `anew_wanted` when nobody remembers and they begin afresh."""

    anew_wanted = Signal(object)
    """The id of the person whose records are set aside."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, "person-unlock")
        self.person_id = ""
        self._name = ""
        self._waiting, self._goes = 0, False
        self._is_forgotten = False
        self._forgot = Button(stage.theme, "link", name="person-unlock-forgotten")
        self._anew = Button(stage.theme, "quiet", "sign-in", name="person-unlock-anew")
        self._loss = Notice(stage.theme, "person-unlock-loss")
        self.form.addWidget(self.field)
        self._card.box.addSpacing(12)
        self._card.box.addWidget(self._forgot)
        self._card.box.addWidget(self._loss)
        self._card.box.addWidget(self._anew, 0, Qt.AlignmentFlag.AlignLeading)
        self.field.entered.connect(self.submit)
        self.field.edited.connect(self._edited)
        self._forgot.clicked.connect(self._explain)
        self._anew.clicked.connect(self._begin_anew)
        order = (self.field.line, self.field.eye, self._use, self._cancel, self._forgot, self._anew)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self.retranslate()

    def ask(self, person_id: str, name: str) -> None:
        """Whose it is that is asked for."""
        self.person_id, self._name = person_id, name
        self._waiting, self._goes = 0, False
        self.retranslate()

    def show_waiting(self, waiting: tuple[int, bool]) -> None:
        """How much of theirs was not sent yet, and whether it still goes; said to somebody who has forgotten."""
        self._waiting, self._goes = waiting
        self.retranslate()

    def title(self) -> str:
        return translate("Own", "{name}, please unlock").format(name=self._name)

    def window_title(self) -> str:
        return ""

    def is_usable(self) -> bool:
        if not self.field.text.strip():
            self.complain(self.field, type_it)
            return False
        return True

    def show_refused(self, error: KarmaDeskError) -> None:
        if not isinstance(error, WrongSecret | TooSoon):
            super().show_refused(error)
            return
        self._set_busy(is_busy=False)
        wait_s = int(error.arguments.get("wait_s", 0))
        self.complain(self.field, partial(too_soon if isinstance(error, TooSoon) else wrong, wait_s))

    def rest(self) -> None:
        self._is_forgotten = False
        super().rest()

    def retranslate(self) -> None:
        super().retranslate()
        self._heading.setText(self.title())
        self._text.setText(
            translate("Own", "What {name} learns here is locked with a PIN or password.").format(name=self._name)
        )
        self.field.say(translate("Own", "PIN or password"))
        self._use.say(translate("Keys", "Unlocking…") if self._is_busy else translate("Keys", "Unlock"))
        self._forgot.say(translate("Own", "I have forgotten it"))
        self._anew.say(translate("Own", "Sign in and begin anew"))
        self._anew.setVisible(self._is_forgotten)
        self._forgot.setVisible(not self._is_forgotten)
        if self._is_forgotten:
            self._loss.say(*loss(self._waiting, goes=self._goes), "accent", "warning")
        else:
            self._loss.clear()

    def _explain(self) -> None:
        self._is_forgotten = True
        self.retranslate()

    def _begin_anew(self) -> None:
        person_id = self.person_id
        self.rest()
        self.anew_wanted.emit(person_id)


def loss(waiting: int, *, goes: bool) -> tuple[str, str]:
    """What becomes of somebody's records when nobody can unlock them; `goes` when what waits is sent for them."""
    if not waiting:
        what = translate(
            "Own", "Nothing waits to be sent. Notes kept only here can't be read without the PIN or password."
        )
    elif goes:
        what = translate(
            "Own",
            "%n item(s) were not sent yet. They still go by themselves with the next link: begin anew after that. "
            "Notes kept only here can't be read without the PIN or password.",
            "",
            waiting,
        )
    else:
        what = translate(
            "Own", "%n item(s) were not sent yet. Without the PIN or password nobody can read them.", "", waiting
        )
    rest = translate(
        "Own",
        "What was sent is on the server and comes back when you sign in. The locked records are set aside, not "
        "deleted: if you remember, the page People in Settings brings them back.",
    )
    return what, rest


def type_it() -> str:
    return translate("Own", "Type the PIN or password.")


def wrong(wait_s: int) -> str:
    words = translate("Own", "This is not the PIN or password. Nothing was changed.")
    then = translate("Own", "Please try again.")
    if wait_s:
        then = translate("Own", "The next try has to wait {time}.").format(time=formats.duration(wait_s))
    return f"{words} {then}"


def too_soon(wait_s: int) -> str:
    words = translate("Own", "After several wrong tries, please wait another {time}.")
    return words.format(time=formats.duration(wait_s))
