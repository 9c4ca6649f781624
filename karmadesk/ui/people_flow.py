"""What people do with their own locks: set one, lock, leave the desk, begin anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QDialog

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Topic
from karmadesk.ports import PersonLock, Waiting
from karmadesk.services import locking
from karmadesk.services.desk import Desk
from karmadesk.services.program import Program
from karmadesk.services.views import StripView
from karmadesk.ui.hand_over_flow import HandOverFlow
from karmadesk.ui.idle import Idle
from karmadesk.ui.stage import Destination, Stage

if TYPE_CHECKING:
    from karmadesk.ui.main_window import MainWindow
    from karmadesk.ui.screens.own_secret import OwnSecretScreen, Purpose, Wish

MINUTE_MS = 60_000


class PeopleFlow(QObject):
    """One for the window. Knows whether the person at the desk has a lock, so that leaving needs no question."""

    def __init__(self, window: MainWindow, stage: Stage) -> None:
        super().__init__(window)
        self._window = window
        self._stage = stage
        self._lock: PersonLock | None = None
        self._secret: OwnSecretScreen | None = None
        self._replaced = ""
        self._idle = Idle(self)
        self._idle.passed.connect(self._nobody_there)
        self.hand_over = HandOverFlow(window, stage)
        stage.leave.connect(self.leave)
        stage.lock_wanted.connect(self.lock)
        stage.came_back.connect(self.come_back)
        window.keys.given_up.connect(self.leave)
        stage.secret_wanted.connect(self.ask_secret)
        window.desk_opened.connect(self._opened)
        window.shell.top.strip.shown.connect(self._note)
        window.keys.anew_wanted.connect(self._begin_anew)
        stage.bridge.changed.connect(self._heard)

    def leave(self) -> None:
        """Somebody else's turn: who has a lock is locked, everybody else is asked who is learning."""
        self.lock()

    def lock(self) -> None:
        """Ends this process with everything in it; the next one begins with the cards (`app.window`)."""
        if self._window.starts_anew:
            return
        self._not_anew()
        if self._lock is None or self._stage.desk is None:
            self._window.ask_who()
            return
        self._start_anew()

    def _start_anew(self) -> None:
        self._window.starts_anew = True
        # Also a laptop of one person asks next time, before anything of theirs is shown.
        self._stage.set(last_person="")
        for panel in self._window.findChildren(QDialog):
            panel.reject()
        forget_what_was_copied()
        # What nobody may see is gone from the screen before the lanes have come to rest.
        self._window.setWindowTitle("KarmaDesk")
        self._end()

    def come_back(self) -> None:
        """The window is brought back from the tray, by whom is not known: who has a PIN is asked for it."""
        if self._lock is not None and not self._lock.is_remembered and self._stage.desk is not None:
            self.lock()
        else:
            self._window.shell.resume()

    def _end(self) -> None:
        """Also from the system's tray, in which a window that is closed may otherwise stay."""
        from karmadesk.ui.tray import Tray

        tray = self._window.findChild(Tray)
        if tray is not None:
            tray.quit()
        else:
            self._window.close()

    def ask_secret(self, purpose: Purpose) -> None:
        """Sets, changes or takes away what locks the desk that is open."""
        if self._stage.desk is not None:
            self.question(purpose)

    def question(self, purpose: Purpose) -> OwnSecretScreen:
        """The screen that asks, shown."""
        from karmadesk.ui.screens.own_secret import OwnSecretScreen

        if self._secret is None:
            self._secret = OwnSecretScreen(self._stage)
            self._secret.wished.connect(self._wished)
            self._secret.cancelled.connect(self._back_to_settings)
            self._window.root.addWidget(self._secret)
        self._window.root.setCurrentWidget(self._secret)
        self._secret.ask(purpose, self._lock, may_send=self._stage.program.settings.send_locked)
        self._secret.begin()
        return self._secret

    def give_up(self) -> bool:
        """Takes a question away, as Esc does; False when there is none."""
        if self._secret is None or not self._is_asking():
            return self.hand_over.give_up()
        self._secret.give_up()
        return True

    def _opened(self, desk: Desk) -> None:
        # Until it is known there is one: leaving at once must not leave an open store behind.
        self._lock = None if desk.is_tour else PersonLock()
        if desk.is_tour:
            return
        self._stage.read("lock", partial(_lock_of, self._stage.program, desk), self._know)

    def _know(self, lock: PersonLock | None) -> None:
        self._lock = lock
        self._watch()
        if lock is None and self._stage.program.settings.require_secret and not self._is_asking():
            self.ask_secret("set")

    def _is_asking(self) -> bool:
        return self._secret is not None and self._window.root.currentWidget() is self._secret

    def _watch(self) -> None:
        minutes = self._stage.program.settings.lock_minutes
        self._idle.watch(minutes * MINUTE_MS if self._lock is not None and self._stage.desk is not None else 0)

    def _nobody_there(self) -> None:
        screen = self._window.shell.screen_shown
        if screen is not None and screen.isVisible() and screen.is_playing():
            self._idle.again()
        else:
            self.lock()

    def _heard(self, topic: Topic) -> None:
        desk = self._stage.desk
        if topic & Topic.PEOPLE and desk is not None:
            self._stage.read("lock", partial(_lock_of, self._stage.program, desk), self._know)
        elif topic & Topic.SETTINGS:
            self._watch()

    def _wished(self, wish: Wish) -> None:
        desk = self._stage.desk
        if desk is not None:
            answers = partial(self._granted, desk.person.id), partial(self._refused, desk.person.id, wish)
            self._stage.program.jobs.run("act", partial(_grant, self._stage.program, desk.person.id, wish), *answers)

    def _wished_again(self, wish: Wish) -> None:
        """The laptop's key store is open now."""
        if self._secret is not None:
            self._window.root.setCurrentWidget(self._secret)
        self._wished(wish)

    def _granted(self, person_id: str, lock: PersonLock | None) -> None:
        if not self._is_at_desk(person_id):
            self._close_behind(person_id, lock)
            return
        self._lock = lock
        self._watch()
        if self._secret is not None:
            self._secret.rest()
        self._back_to_settings()

    def _close_behind(self, person_id: str, lock: PersonLock | None) -> None:
        """Somebody left while their PIN was being set: what was open without it may not stay so."""
        if lock is not None and self._stage.desk is None:
            self._start_anew()
        elif lock is not None:
            self._stage.act(partial(_close, self._stage.program, person_id))

    def _refused(self, person_id: str, wish: Wish, error: KarmaDeskError) -> None:
        if self._secret is None or not self._is_at_desk(person_id):
            return
        if not self._window.keys.asks(error, partial(self._wished_again, wish)):
            self._secret.show_refused(error)

    def _is_at_desk(self, person_id: str) -> bool:
        return self._stage.desk is not None and self._stage.desk.person.id == person_id

    def _back_to_settings(self) -> None:
        if self._lock is None and self._stage.program.settings.require_secret:
            self._window.ask_who()
            return
        self._window.root.setCurrentWidget(self._window.shell)
        self._stage.go.emit(Destination("settings"))

    def _begin_anew(self, person_id: str) -> None:
        """Signs in as somebody new; only when that has worked the locked records are set aside."""
        if not self._replaced:
            self._window.first_run.done.connect(self._began_anew)
            self._window.first_run.left.connect(self._not_anew)
        self._replaced = person_id
        # What may be sent for who is locked goes while they sign in: afterwards nothing of it is sent any more.
        self._stage.program.request_sync(interactive=True)
        self._window.start_first_run(is_first=False)

    def _not_anew(self) -> None:
        """Whoever is added from now on replaces nobody."""
        if not self._replaced:
            return
        self._replaced = ""
        self._window.first_run.done.disconnect(self._began_anew)
        self._window.first_run.left.disconnect(self._not_anew)

    def _began_anew(self, desk: Desk) -> None:
        replaced = self._replaced
        self._not_anew()
        if not desk.is_tour:
            self._stage.act(partial(_set_aside, self._stage.program, replaced))

    def _note(self, strip: StripView) -> None:
        """What waits stays known when the desk is locked, also after a power cut."""
        desk = self._stage.desk
        if desk is not None and self._lock is not None and not desk.is_tour:
            waiting = Waiting(strip.to_send, strip.needs_sign_in)
            self._stage.read("note", partial(_keep, self._stage.program, desk.person.id, waiting), nothing)


def forget_what_was_copied() -> None:
    """Takes what was copied here off the clipboard, which the next one could paste; what others copied stays."""
    board = QGuiApplication.clipboard()
    for mode, is_ours in (
        (QClipboard.Mode.Clipboard, board.ownsClipboard()),
        (QClipboard.Mode.Selection, board.supportsSelection() and board.ownsSelection()),
    ):
        if is_ours:
            board.clear(mode)


def nothing(_: object) -> None:
    """Nobody waits for it."""


def _keep(program: Program, person_id: str, waiting: Waiting, context: Context) -> None:
    context.check()
    program.people.note(person_id, waiting)


def _lock_of(program: Program, desk: Desk, context: Context) -> PersonLock | None:
    context.check()
    return program.people.lock_of(desk.person.id)


def _grant(program: Program, person_id: str, wish: Wish, context: Context) -> PersonLock | None:
    context.check()
    if wish.typed:
        topic = locking.protect(program.people, person_id, wish.typed, wish.lock, wish.old)
    else:
        topic = locking.unprotect(program.people, person_id, wish.old)
    program.announce(topic)
    return program.people.lock_of(person_id)


def _close(program: Program, person_id: str, context: Context) -> Topic:
    context.check()
    program.people.close(person_id)
    return Topic.PEOPLE


def _set_aside(program: Program, person_id: str, context: Context) -> Topic:
    context.check()
    program.people.set_aside(person_id)
    return Topic.PEOPLE
