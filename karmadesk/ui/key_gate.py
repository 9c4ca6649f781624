"""When keys are locked, the laptop's or somebody's own: asks, then goes on with what was wanted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget
from shiboken6 import isValid

from karmadesk.errors import KarmaDeskError, KeysLocked, NoPassphrase, PersonLocked

if TYPE_CHECKING:
    from karmadesk.jobs import Context, Job
    from karmadesk.services.program import Program
    from karmadesk.ui.screens.passphrase import PassphraseScreen
    from karmadesk.ui.screens.person_unlock import PersonUnlockScreen
    from karmadesk.ui.stage import Stage

GoOn = Callable[[], None]
OnError = Callable[[KarmaDeskError], None]


class KeyGate(QObject):
    """One for the window. It asks only because of what somebody did: a round in the background never gets here."""

    given_up = Signal()
    """Somebody would rather not; nothing was changed."""
    anew_wanted = Signal(object)
    """Somebody has forgotten what opens the records of this person (an id)."""

    def __init__(self, stage: Stage, root: QStackedWidget) -> None:
        super().__init__(root)
        self._stage = stage
        self._root = root
        self._screens: dict[type[KarmaDeskError], PassphraseScreen] = {}
        self._asking: PassphraseScreen | None = None
        self._go_on: GoOn | None = None
        self._job: Job[None] | None = None
        self._person_screen: PersonUnlockScreen | None = None

    @property
    def is_asking(self) -> bool:
        """Whether the question is what the window shows."""
        return self._asking is not None and self._root.currentWidget() is self._asking

    def asks(self, error: KarmaDeskError, go_on: GoOn) -> bool:
        """Asks if a passphrase is all that this error wants; `go_on` is done once the keys are open."""
        if not isinstance(error, KeysLocked | NoPassphrase | PersonLocked):
            return False
        self._go_on = go_on
        screen = self._asking = self._screen(error)
        if isinstance(error, PersonLocked):
            self._introduce(error)
        self._root.setCurrentWidget(screen)
        screen.begin()
        return True

    def or_else(self, on_error: OnError, go_on: GoOn) -> OnError:
        """For work that may need the keys: asks where that helps, else hands the error on."""
        return partial(self._asks_or_tells, on_error, go_on)

    def first(self, go_on: GoOn) -> None:
        """Opens the keys of those who are here, with a question where it must be, then goes on; somebody pressed."""
        then = partial(_then, go_on)
        self._stage.read("keys", partial(_open_keys, self._stage.program), then, self.or_else(then, go_on))

    def give_up(self) -> bool:
        """Takes the question away, as Esc does; False when there is none."""
        if not self.is_asking or self._asking is None:
            return False
        self._asking.give_up()
        return True

    def _asks_or_tells(self, on_error: OnError, go_on: GoOn, error: KarmaDeskError) -> None:
        if isValid(self) and not self.asks(error, go_on):
            on_error(error)

    def _introduce(self, error: PersonLocked) -> None:
        """Says whose PIN it is, and finds out how much of theirs waits."""
        from karmadesk.services.people import initials

        screen = self._person_screen
        assert screen is not None
        person_id = str(error.arguments["person"])
        name = str(error.arguments["name"])
        screen.ask(person_id, initials(name) if self._stage.program.policy.are_names_hidden else name)
        self._stage.read("waiting", partial(_waiting, self._stage.program, person_id), screen.show_waiting)

    def _screen(self, error: KarmaDeskError) -> PassphraseScreen:
        kind = type(error)
        if kind not in self._screens:
            self._screens[kind] = made = self._made(error)
            made.given.connect(self._unlock)
            made.cancelled.connect(self._give_up)
            self._root.addWidget(made)
        return self._screens[kind]

    def _made(self, error: KarmaDeskError) -> PassphraseScreen:
        if isinstance(error, PersonLocked):
            from karmadesk.ui.screens.person_unlock import PersonUnlockScreen

            self._person_screen = PersonUnlockScreen(self._stage)
            self._person_screen.anew_wanted.connect(self._anew)
            return self._person_screen
        if isinstance(error, NoPassphrase):
            from karmadesk.ui.screens.choose_passphrase import ChoosePassphraseScreen

            return ChoosePassphraseScreen(self._stage)
        from karmadesk.ui.screens.unlock import UnlockScreen

        return UnlockScreen(self._stage)

    def _unlock(self, passphrase: str) -> None:
        work = partial(_unlock, self._stage.program, passphrase)
        if self._person_screen is not None and self._asking is self._person_screen:
            work = partial(_unlock_person, self._stage.program, self._person_screen.person_id, passphrase)
        self._job = self._stage.program.jobs.run("act", work, self._unlocked, self._refused)

    def _unlocked(self, _: None) -> None:
        if self._job is None or self._asking is None:
            return  # somebody gave up meanwhile: the keys are open, and nobody waits for them
        go_on, screen = self._go_on, self._asking
        self._go_on = self._job = self._asking = None
        screen.keep_nothing()
        if go_on is not None:
            go_on()

    def _refused(self, error: KarmaDeskError) -> None:
        if self._job is not None and self._asking is not None:
            self._job = None
            self._asking.show_refused(error)

    def _anew(self, person_id: str) -> None:
        self._job = self._go_on = self._asking = None
        self.anew_wanted.emit(person_id)

    def _give_up(self) -> None:
        if self._job is not None:
            self._job.cancel()
            if self._person_screen is not None and self._asking is self._person_screen:
                # The try may have been the right one: behind it in the same lane, it is undone.
                shut = partial(_close_person, self._stage.program, self._person_screen.person_id)
                self._stage.program.jobs.run("act", shut)
        self._job = self._go_on = self._asking = None
        self.given_up.emit()


def _open_keys(program: Program, context: Context) -> None:
    context.check()
    if program.people.list():
        program.open_keys()


def _unlock(program: Program, passphrase: str, context: Context) -> None:
    context.check()
    program.unlock(passphrase)


def _unlock_person(program: Program, person_id: str, typed: str, context: Context) -> None:
    from karmadesk.services import locking

    context.check()
    program.announce(locking.unlock(program.people, person_id, typed))


def _close_person(program: Program, person_id: str, context: Context) -> None:
    context.check()
    program.people.close(person_id)


def _waiting(program: Program, person_id: str, context: Context) -> tuple[int, bool]:
    """How much waits, and whether it goes without the person: then a forgotten PIN need not cost it."""
    context.check()
    known, lock = program.people.waiting(person_id), program.people.lock_of(person_id)
    if known is None:
        return 0, False
    goes = lock is not None and lock.sends_locked and program.settings.send_locked and not known.needs_sign_in
    return known.to_send, goes


def _then(go_on: GoOn, _: object) -> None:
    """Goes on; what else is wrong with the keys is told where somebody opens their desk."""
    go_on()
