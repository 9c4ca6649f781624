"""What every screen stands on: the program, the theme, the person at the desk, lanes, and ways to go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeVar

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from shiboken6 import isValid

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context, Job
from karmadesk.model import Charge, Place, Topic
from karmadesk.services.desk import Desk
from karmadesk.services.program import Program
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.i18n import Languages
from karmadesk.ui.posters import Posters
from karmadesk.ui.theme.look import Theme

T = TypeVar("T")
ScreenName = Literal["plan", "explore", "course", "viewer", "downloads", "ledger", "settings"]
Deed = Literal["view", "pdf", "svg"]
OpenAddress = Callable[[str], bool]


@dataclass(frozen=True)
class Destination:
    """A screen and what it is about."""

    screen: ScreenName
    course_id: str = ""
    place: Place | None = None
    words: str = ""
    row_id: str = ""


@dataclass(frozen=True)
class CertificateWish:
    """A certificate to look at, or to keep as a file besides."""

    certificate_id: str
    deed: Deed = "view"


def open_in_browser(address: str) -> bool:
    """Hands an address to the system's browser; False when there is none."""
    return QDesktopServices.openUrl(QUrl(address))


class Stage(QObject):
    """One for the window. `go` carries a `Destination`; `desk` is None until somebody has chosen a card."""

    go = Signal(object)
    leave = Signal()
    """Back to "Who is learning?"."""
    back = Signal()
    titled = Signal()
    """The screen that is shown has a new title."""
    secret_wanted = Signal(object)
    """The person at the desk wants a PIN or password "set", "change"d or "remove"d."""
    renamed = Signal(object)
    """The `Person` at the desk is called something else from now on."""
    lock_wanted = Signal()
    came_back = Signal()
    """The window, from the system's tray."""
    hand_over_wanted = Signal()
    bring_in_wanted = Signal()
    """Somebody from a file, where nobody is learning."""
    sign_in_wanted = Signal()
    """Renew the session of the person at the desk."""
    import_wanted = Signal()
    """Courses from files, which the learner chooses."""
    certificate_wanted = Signal(object)
    """A certificate, to look at or to keep: a `CertificateWish`."""
    undoable = Signal(object)
    """Something was done that can be undone: an `Undoable`."""

    def __init__(
        self,
        program: Program,
        bridge: Bridge,
        theme: Theme,
        languages: Languages,
        open_address: OpenAddress = open_in_browser,
    ) -> None:
        super().__init__()
        self.program = program
        self.bridge = bridge
        self.theme = theme
        self.languages = languages
        self.open_address = open_address
        self.posters = Posters(program.jobs)
        self._desk: Desk | None = None
        self._early: list[Callable[[Desk], None]] = []

    @property
    def desk(self) -> Desk | None:
        return self._desk

    @desk.setter
    def desk(self, desk: Desk | None) -> None:
        """What was wanted of a desk that was not open yet happens now; when it won't open, never."""
        self._desk = desk
        early, self._early = self._early, []
        if desk is not None:
            for wanted in early:
                wanted(desk)

    def at_desk(self, wanted: Callable[[Desk], None]) -> None:
        """Does this with the desk: now, or as soon as it is open."""
        if self._desk is None:
            self._early.append(wanted)
        else:
            wanted(self._desk)

    def read(
        self,
        key: str,
        work: Callable[[Context], T],
        on_done: Callable[[T], None],
        on_error: Callable[[KarmaDeskError], None] | None = None,
        lane: str = "read",
    ) -> Job[T]:
        """Reads in a lane; only the newest request of a key is answered, and only to a screen that is still there."""
        heard = partial(_tell, on_error) if on_error is not None else None
        return self.program.jobs.run(lane, work, partial(_tell, on_done), heard, key=key)

    def act(
        self,
        work: Callable[[Context], Topic],
        on_error: Callable[[KarmaDeskError], None] | None = None,
        lane: str = "act",
    ) -> Job[Topic]:
        """Does what the learner asked, in order; then tells what changed and sets downloads or sync going."""
        return self.do(work, self.acted, on_error, lane)

    def do(
        self,
        work: Callable[[Context], T],
        on_done: Callable[[T], None],
        on_error: Callable[[KarmaDeskError], None] | None = None,
        lane: str = "act",
    ) -> Job[T]:
        """Does what the learner asked, in order, and hands on what came of it; who asked calls `acted`."""
        heard = partial(_tell, on_error) if on_error is not None else None
        return self.program.jobs.run(lane, work, on_done, heard)

    def set(self, **changes: object) -> None:
        """Keeps settings, off the UI thread; the window hears of it when they are kept."""
        self.program.jobs.run("act", partial(_change, self.program, changes))

    def say_network(self, charge: Charge) -> None:
        """Takes the learner's word on the network here, off the UI thread."""
        self.program.jobs.run("act", partial(_say_network, self.program, charge))

    def acted(self, topic: Topic) -> None:
        """Tells what an act changed and sets going what waits for it."""
        self.program.announce(topic)
        if Topic.DOWNLOADS in topic:
            self.program.request_downloads()
        if Topic.OUTBOX in topic:
            self.program.request_sync()


def _tell(callback: Callable[[T], None], value: T) -> None:
    """Answers unless the screen that asked went away meanwhile, with its person."""
    owner = getattr(callback, "__self__", None)
    if not isinstance(owner, QObject) or isValid(owner):
        callback(value)


def _say_network(program: Program, charge: Charge, context: Context) -> None:
    context.check()
    program.say_network(charge)
    program.announce(Topic.LINK | Topic.SETTINGS)


def _change(program: Program, changes: Mapping[str, object], context: Context) -> None:
    context.check()
    program.change_settings(**changes)
