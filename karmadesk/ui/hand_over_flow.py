"""Handing the laptop over, step by step: the list, a file to write or read, what opens it, and who is gone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Topic
from karmadesk.services import handing_over
from karmadesk.services.handing_over import Leaving
from karmadesk.ui.i18n import translate
from karmadesk.ui.stage import Destination, Stage

if TYPE_CHECKING:
    from karmadesk.ui.main_window import MainWindow
    from karmadesk.ui.screens.hand_over import HandOverScreen
    from karmadesk.ui.screens.own_secret import OwnSecretScreen, Wish

ENDING = ".karmadesk"
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
        stage.hand_over_wanted.connect(self.show)

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

    def choose_file(self, *, is_new: bool) -> Path | None:
        """Where somebody is written to or read from; None when they would rather not."""
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kinds = translate("HandOver", "People of KarmaDesk (*{ending})").format(ending=ENDING)
        if is_new:
            title = translate("HandOver", "Take along in a file")
            chosen, _ = QFileDialog.getSaveFileName(self._window, title, f"{place}/person{ENDING}", kinds)
        else:
            title = translate("HandOver", "Take in somebody from a file")
            chosen, _ = QFileDialog.getOpenFileName(self._window, title, place, kinds)
        return Path(chosen) if chosen else None

    def _back(self) -> None:
        if self._stage.desk is None:
            self._window.ask_who()
            return
        self._window.root.setCurrentWidget(self._window.shell)
        self._stage.go.emit(Destination("settings"))

    def _carry(self, person_id: str) -> None:
        path = self.choose_file(is_new=True)
        if path is None:
            return
        self._leaving, self._path = person_id, path
        self._stage.read("carried-lock", partial(_is_locked, self._stage, person_id), self._carry_by)

    def _carry_by(self, is_locked: bool) -> None:
        """Who has a PIN takes it along; for anybody else a password for the file is chosen."""
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
            self._secret.cancelled.connect(self.show)
            self._window.root.addWidget(self._secret)
        self._window.root.setCurrentWidget(self._secret)
        self._secret.ask("carry" if purpose == "carry" else "bring_in", None, may_send=False)
        self._secret.begin()

    def _typed(self, wish: Wish) -> None:
        if self._leaving:
            deed: Deed = partial(_carry, self._stage, self._leaving, self._path, wish.typed)
        else:
            deed = partial(_bring_in, self._stage, self._path, wish.old)
        self._do(deed)

    def _remove(self, asked: tuple[Leaving, str]) -> None:
        leaving, typed = asked
        self._leaving = leaving.row.id
        self._do(partial(_remove, self._stage, leaving, typed))

    def _bring_back(self, person_id: str) -> None:
        self._leaving = ""
        self._do(partial(_bring_back, self._stage, person_id))

    def _delete(self, person_id: str) -> None:
        self._leaving = ""
        self._do(partial(_delete, self._stage, person_id))

    def _do(self, deed: Deed) -> None:
        desk = self._stage.desk
        if desk is not None and desk.person.id == self._leaving:
            # Their store is closed by what follows: nothing of theirs may be read after it.
            self._window.shell.leave()
            self._stage.desk = None
        self._stage.program.jobs.run("act", deed, self._done, self._failed)

    def _done(self, topic: Topic) -> None:
        self._stage.program.announce(topic)
        if self._secret is not None:
            self._secret.rest()
        self.show()

    def _failed(self, error: KarmaDeskError) -> None:
        if self._secret is not None and self._window.root.currentWidget() is self._secret:
            self._secret.show_refused(error)
        else:
            self.show().show_error(error)


def _is_locked(stage: Stage, person_id: str, context: Context) -> bool:
    context.check()
    return stage.program.people.lock_of(person_id) is not None


def _carry(stage: Stage, person_id: str, path: Path, typed: str, context: Context) -> Topic:
    context.check()
    return handing_over.carry_away(stage.program.people, person_id, path, typed)


def _bring_in(stage: Stage, path: Path, typed: str, context: Context) -> Topic:
    context.check()
    return handing_over.bring_in(stage.program.people, path, typed)


def _remove(stage: Stage, leaving: Leaving, typed: str, context: Context) -> Topic:
    context.check()
    return handing_over.remove(stage.program.people, leaving, typed)


def _bring_back(stage: Stage, person_id: str, context: Context) -> Topic:
    context.check()
    stage.program.people.bring_back(person_id)
    return Topic.PEOPLE


def _delete(stage: Stage, person_id: str, context: Context) -> Topic:
    context.check()
    stage.program.people.remove(person_id)
    return Topic.PEOPLE
