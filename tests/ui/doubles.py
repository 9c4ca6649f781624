"""A program that a window can stand on without a home: settings in memory, nobody on the laptop, no server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent

from karmadesk.errors import KarmaDeskError, UnknownServer, WrongPassphrase
from karmadesk.jobs import Context, Jobs, Post
from karmadesk.model import Charge, Link, Person, ServerRow, Tokens, Topic
from karmadesk.policy import NO_POLICY
from karmadesk.ports import Carrying, Changed, Clock, People, PersonLock, Player, SignInAttempt, Waiting
from karmadesk.services.desk import Desk
from karmadesk.services.program import LinkSwitch
from karmadesk.settings import Settings
from tests.ui.samples import NOW

SUPPORT_CODE = "2086-0413-50C3"
ROOT = Path(__file__).parents[2]


class StillClock:
    """A morning that does not pass."""

    def now(self) -> datetime:
        return NOW

    corrected = now

    def monotonic(self) -> float:
        return 0.0

    def boot(self) -> str:
        return "boot"

    def since_boot(self) -> float:
        return 0.0

    def true_at(self, boot: str, boot_s: float) -> datetime | None:
        return NOW

    def learn(self, server_now: datetime, asked_at: float, answered_at: float) -> None:
        raise AssertionError("nothing is learnt here")


class NobodyHere:
    """People of an empty laptop. `lock` is what whoever sits at it is said to have."""

    lock: PersonLock | None = None

    def list(self) -> tuple[Person, ...]:
        return ()

    def lock_of(self, person_id: str) -> PersonLock | None:
        return self.lock

    def aside(self) -> tuple[Person, ...]:
        return ()

    def waiting(self, person_id: str) -> Waiting | None:
        return Waiting(3) if person_id else None

    def note(self, person_id: str, waiting: Waiting) -> None:
        """Nobody's."""


class Attempt:
    """A sign-in that nobody finishes."""

    address = "http://127.0.0.1:8712/auth/realms/sunbird/protocol/openid-connect/auth?client_id=karmadesk&state=x"

    def __init__(self, *, needs_paste: bool) -> None:
        self.needs_paste = needs_paste
        self.is_closed = False

    def wait(self, context: Context, timeout_s: float = 300.0) -> Tokens:
        context.pause(timeout_s)
        raise AssertionError("nobody comes")

    def finish(self, address: str) -> Tokens:
        return Tokens("access", address, datetime(2030, 1, 1, tzinfo=UTC))

    def close(self) -> None:
        self.is_closed = True


class ProgramDouble:
    """Satisfies `services.program.Program` as far as a window without a person goes."""

    def __init__(self, post: Post, translations: Path, settings: Settings | None = None) -> None:
        self.problems: list[BaseException] = []
        self.jobs = Jobs(post, self.problems.append)
        self.settings = settings or Settings(language="en", theme="light")
        self.translations = translations
        self.resources = ROOT / "resources"
        self.home = Path("/home/learner/karmadesk")
        self.is_demo = False
        self.demo_link: LinkSwitch | None = None
        self.secrets = "keyring"
        self.passphrase = ""
        """What opens the keys; "" where none is wanted."""
        self.keys_wanted: KarmaDeskError | None = None
        self.version = "0.1.0"
        self.policy = NO_POLICY
        self.people = cast("People", NobodyHere())
        self.clock = cast("Clock", StillClock())
        self.servers: Mapping[str, ServerRow] = {
            "demo": ServerRow("demo", "KarmaDesk demo", "igot", "http://127.0.0.1:1", "")
        }
        self.attempt = Attempt(needs_paste=False)
        self.asked: list[str] = []
        self.charge = Charge.NONE
        self.in_the_way: KarmaDeskError | None = None
        """What a server that is asked for raises."""
        self._subscribers: list[Changed] = []

    def support_code(self, check: Callable[[], None]) -> str:
        check()
        return SUPPORT_CODE

    def subscribe(self, changed: Changed) -> None:
        self._subscribers.append(changed)

    def announce(self, topic: Topic) -> None:
        for changed in self._subscribers:
            changed(topic)

    def change_settings(self, **changes: object) -> None:
        self.settings = self.settings.with_(**changes)
        self.announce(Topic.SETTINGS)

    def meet_server(self, server_id: str, host: str) -> None:
        if server_id not in self.servers:
            raise UnknownServer(name=host)

    def desk(self, person_id: str) -> Desk:
        raise AssertionError(f"nobody is here, not even {person_id}")

    def open_keys(self) -> None:
        if self.keys_wanted is not None:
            raise self.keys_wanted

    def unlock(self, passphrase: str) -> None:
        if passphrase != self.passphrase:
            raise WrongPassphrase
        self.keys_wanted = None

    @property
    def carrying(self) -> Carrying:
        raise AssertionError("nobody carries anything here")

    def link(self) -> Link:
        return Link.OFFLINE

    def is_sending(self) -> bool:
        return False

    def sends_at(self) -> datetime | None:
        return None

    def network(self) -> Charge:
        return self.charge

    def say_network(self, charge: Charge) -> None:
        self.charge = charge

    def hint_link(self, medium: str = "") -> None:
        self.asked.append(f"look {medium}".strip())

    def request_sync(self, *, interactive: bool = False) -> None:
        self.asked.append("sync now" if interactive else "sync")

    def tidy(self) -> None:
        self.asked.append("tidy")

    def request_downloads(self) -> None:
        self.asked.append("downloads")

    def look_up_server(self, typed: str) -> ServerRow:
        self.asked.append(f"look up {typed}")
        if self.in_the_way is not None:
            raise self.in_the_way
        return ServerRow("found", typed, "igot", f"https://{typed}", "")

    def ask_server(self, server_id: str) -> None:
        self.asked.append(f"ask {server_id}")
        if self.in_the_way is not None:
            raise self.in_the_way

    def choose_server(self, row: ServerRow) -> None:
        self.servers = {**self.servers, row.id: row}
        self.change_settings(server=row.id)

    def tour(self) -> Desk:
        raise AssertionError("nobody looks around")

    def end_tour(self) -> None:
        raise AssertionError("nobody looked around")

    def begin_sign_in(self, server_id: str, *, fresh: bool, language: str) -> SignInAttempt:
        self.open_keys()
        self.asked.append(f"sign in to {server_id} {fresh=} {language}")
        return self.attempt

    def complete_sign_in(self, tokens: Tokens, server_id: str, person_id: str | None, label: str) -> Person:
        raise AssertionError("nobody finishes")

    def new_player(self) -> Player:
        raise AssertionError("nothing is played")


def opens_nothing(address: str) -> bool:
    """An `OpenAddress` for a machine without a browser."""
    del address
    return False


def settle() -> None:
    """Runs what is queued, and what that queues in turn."""
    for _ in range(12):
        QCoreApplication.processEvents()
        # On a busy machine the loop takes due timers first, and leaves what was posted for another turn.
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
