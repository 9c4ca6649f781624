"""Handing the laptop over, step by step: the list, a file to write or read, what opens it, and who is gone."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Person, Topic
from karmadesk.services import handing_over, locking, people
from karmadesk.services.handing_over import Leaving
from karmadesk.ui.i18n import translate
from karmadesk.ui.stage import Destination, Stage

if TYPE_CHECKING:
    from karmadesk.ui.main_window import MainWindow
    from karmadesk.ui.screens.hand_over import HandOverScreen
    from karmadesk.ui.screens.own_secret import OwnSecretScreen, Wish

ENDING = ".karmadesk"
MOST_LETTERS = 40
JOINING = "\u200c\u200d"
Deed = Callable[[Context], Topic]


class HandOverFlow(QObject):
    """One for the window; its screens are built when first wanted."""

    def __init__(self, window: MainWindow, stage: Stage) -> None:
        super().__init__(window)
        self._window = window
        self._stage = stage
        self._screen: HandOverScreen | None = None
        self._secret: OwnSecretScreen | None = None
        self._leaving = ""
        self._path = Path()
        self._before: QWidget | None = None
        """What is shown again if nobody is taken in after all; None where the list is."""
        stage.hand_over_wanted.connect(self.show)
        stage.bring_in_wanted.connect(self.take_in)

    def show(self) -> HandOverScreen:
        """The list, read anew."""
        from karmadesk.ui.screens.hand_over import HandOverScreen

        if self._screen is None:
            self._screen = screen = HandOverScreen(self._stage)
            screen.carry_wanted.connect(self._carry)
            screen.remove_wanted.connect(self._remove)
            screen.bring_back_wanted.connect(self._bring_back)
            screen.delete_wanted.connect(self._delete)
            screen.bring_in_wanted.connect(self._bring_in)
            screen.done.connect(self._back)
            self._stage.bridge.changed.connect(screen.heard)
            self._window.root.addWidget(screen)
        self._window.root.setCurrentWidget(self._screen)
        self._screen.begin()
        return self._screen

    def give_up(self) -> bool:
        """One step back, as Esc does; False when nothing of this is shown."""
        shown = self._window.root.currentWidget()
        if self._secret is not None and shown is self._secret:
            self._secret.give_up()
        elif self._screen is not None and shown is self._screen:
            self._back()
        else:
            return False
        return True

    def choose_file(self, *, is_new: bool, name: str = "") -> Path | None:
        """Where somebody is written to (`name` is what to call the file) or read from; None for nowhere."""
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kinds = translate("HandOver", "People of KarmaDesk (*{ending})").format(ending=ENDING)
        dialog = QFileDialog(self._window, "", place, kinds)
        if is_new:
            dialog.setWindowTitle(translate("HandOver", "Take along in a file"))
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            # Without it the other laptop would not show the file.
            dialog.setDefaultSuffix(ENDING.removeprefix("."))
            dialog.selectFile(f"{name or 'person'}{ENDING}")
        else:
            dialog.setWindowTitle(translate("HandOver", "Take in somebody from a file"))
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        is_chosen = bool(dialog.exec())
        chosen = dialog.selectedFiles() if is_chosen else []
        dialog.deleteLater()
        return Path(chosen[0]) if chosen else None

    def take_in(self) -> None:
        """Somebody comes in where nobody is learning: from the first screen, or on a laptop where nobody is yet."""
        self._before = self._window.root.currentWidget()
        self._bring_in()
        if self._window.root.currentWidget() is self._before:
            self._before = None  # no file was chosen

    def _back(self) -> None:
        if self._stage.desk is None:
            self._window.ask_who()
            return
        self._window.root.setCurrentWidget(self._window.shell)
        self._stage.go.emit(Destination("settings"))

    def _carry(self, person_id: str) -> None:
        self._leaving = person_id
        self._stage.read("carried-lock", partial(_about, self._stage, person_id), self._carry_by)

    def _carry_by(self, about: tuple[bool, str]) -> None:
        """Who has a PIN takes it along; for anybody else a password for the file is chosen."""
        is_locked, name = about
        path = self.choose_file(is_new=True, name=name)
        if path is None:
            return
        self._path = path
        if is_locked:
            self._do(partial(_carry, self._stage, self._leaving, self._path, ""))
        else:
            self._ask("carry")

    def _bring_in(self) -> None:
        path = self.choose_file(is_new=False)
        if path is not None:
            self._leaving, self._path = "", path
            self._ask("bring_in")

    def _ask(self, purpose: str) -> None:
        from karmadesk.ui.screens.own_secret import OwnSecretScreen

        if self._secret is None:
            self._secret = OwnSecretScreen(self._stage)
            self._secret.wished.connect(self._typed)
            self._secret.cancelled.connect(self._not_typed)
            self._window.root.addWidget(self._secret)
        self._window.root.setCurrentWidget(self._secret)
        self._secret.ask("carry" if purpose == "carry" else "bring_in", None, may_send=False)
        self._secret.begin()

    def _not_typed(self) -> None:
        before, self._before = self._before, None
        if before is None:
            self.show()
            return
        self._window.root.setCurrentWidget(before)
        before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, wish: Wish) -> None:
        if self._leaving:
            self._do(partial(_carry, self._stage, self._leaving, self._path, wish.typed))
        else:
            opens = self._before is not None
            deed = partial(_bring_in, self._stage, self._path, wish.old, opens)
            self._stage.program.jobs.run("act", deed, self._taken_in, self._failed)

    def _taken_in(self, person: Person) -> None:
        """Who came to a laptop where nobody is learning sits at it, and has just typed what opens their desk."""
        before, self._before = self._before, None
        if before is None or not isValid(self._window) or not self._is_shown():
            self._done(Topic.PEOPLE)
            return
        if self._secret is not None:
            self._secret.rest()
        self._window.open_person(person.id)
        self._stage.program.announce(Topic.PEOPLE | Topic.OUTBOX)

    def _remove(self, asked: tuple[Leaving, str]) -> None:
        leaving, typed = asked
        self._leaving = leaving.row.id
        self._do(partial(_remove, self._stage, leaving, typed))

    def _bring_back(self, person_id: str) -> None:
        self._leaving = ""
        self._do(partial(_bring_back, self._stage, person_id))

    def _delete(self, asked: tuple[Person, str]) -> None:
        self._leaving = ""
        self._do(partial(_delete, self._stage, *asked))

    def _do(self, deed: Deed) -> None:
        desk = self._stage.desk
        if desk is not None and desk.person.id == self._leaving:
            # Their store is closed by what follows: nothing of theirs may be read after it.
            self._window.shell.leave()
            self._stage.desk = None
        failed = self._window.keys.or_else(self._failed, partial(self._do, deed))
        self._stage.program.jobs.run("act", deed, self._done, failed)

    def _done(self, topic: Topic) -> None:
        self._stage.program.announce(topic)
        if not isValid(self._window):  # the program was closed meanwhile
            return
        if self._secret is not None:
            self._secret.rest()
        if self._is_shown():
            self.show()
        elif self._stage.desk is None:
            self._window.ask_who()

    def _is_shown(self) -> bool:
        """Whether whoever asked is still here, or answers a question that came up."""
        from karmadesk.ui.screens.passphrase import PassphraseScreen

        shown = self._window.root.currentWidget()
        return shown is self._screen or isinstance(shown, PassphraseScreen)

    def _failed(self, error: KarmaDeskError) -> None:
        if not isValid(self._window):
            return
        if self._secret is not None and self._window.root.currentWidget() is self._secret:
            self._secret.show_refused(error)
        elif self._is_shown():
            self.show().show_error(error)


def file_name(label: str) -> str:
    """What to call somebody's file: their label, as far as every system takes it for a name."""
    kept = "".join(letter if letter.isalnum() or letter in JOINING or _is_mark(letter) else "-" for letter in label)
    return kept.strip("-")[:MOST_LETTERS]


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"


def _about(stage: Stage, person_id: str, context: Context) -> tuple[bool, str]:
    """Whether somebody has a lock of their own, and what to call their file."""
    context.check()
    program = stage.program
    names = people.names(program.people, are_names_hidden=program.policy.are_names_hidden)
    return program.people.lock_of(person_id) is not None, file_name(names.get(person_id, ""))


def _carry(stage: Stage, person_id: str, path: Path, typed: str, context: Context) -> Topic:
    context.check()
    return handing_over.carry_away(stage.program.people, stage.program.servers, person_id, path, typed)


def _bring_in(stage: Stage, path: Path, typed: str, opens: bool, context: Context) -> Person:
    context.check()
    program = stage.program
    person = handing_over.bring_in(program.people, path, typed, program.meet_server)
    if opens:
        locking.unlock(program.people, person.id, typed)
    return person


def _remove(stage: Stage, leaving: Leaving, typed: str, context: Context) -> Topic:
    context.check()
    return handing_over.remove(stage.program.people, leaving, typed)


def _bring_back(stage: Stage, person_id: str, context: Context) -> Topic:
    context.check()
    stage.program.people.bring_back(person_id)
    return Topic.PEOPLE


def _delete(stage: Stage, person: Person, typed: str, context: Context) -> Topic:
    context.check()
    return handing_over.delete_aside(stage.program.people, person, typed)
