"""Everything but the window: makes the real parts once, hands them to each other, and closes them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from karmadesk import __version__, logs, policy, settings
from karmadesk.app import places, servers
from karmadesk.app.clock import SystemClock
from karmadesk.app.keys import Keys
from karmadesk.app.linked import Linked
from karmadesk.app.lock import HomeLock
from karmadesk.app.once import once
from karmadesk.app.secrets import Secrets
from karmadesk.disk import room
from karmadesk.errors import BadRequest, DiskFull, KarmaDeskError, UnknownServer
from karmadesk.jobs import Jobs, Post
from karmadesk.model import Person, ServerRow, Tokens, Topic
from karmadesk.paths import Paths
from karmadesk.policy import Policy
from karmadesk.ports import (
    Carrying,
    Changed,
    Clock,
    Downloads,
    SignInAttempt,
    Sync,
)
from karmadesk.services.addresses import hosts
from karmadesk.services.desk import Desk
from karmadesk.settings import Settings

if TYPE_CHECKING:
    from karmadesk.app.accounts import Accounts
    from karmadesk.app.adapters import Connections
    from karmadesk.app.errands import Errands
    from karmadesk.app.tidying import Tidying
    from karmadesk.app.tour import Tours

log = logging.getLogger(__name__)

ERRAND_LOG = "errand.log"
"""Two processes must not turn one log over."""


class Core(Linked):
    """The program without a face. Implements `services.program.Program` but for the player.

    Heavy rooms are imported when first used, so that a window paints before any database is opened.
    """

    def __init__(
        self,
        home: Path,
        *,
        post: Post,
        unexpected: Callable[[BaseException], None],
        secrets: Secrets | None = None,
        keys: Keys | None = None,
        verbose: bool = False,
        is_demo: bool = False,
        lock: HomeLock | None = None,
        is_errand: bool = False,
        office: Policy | None = None,
    ) -> None:
        """Raises HomeBusy when another process works in this home, DiskFull where not even a home can be made.

        `lock` is this home's, if it was taken already; `keys` that are there already take the place of what `secrets`
        say, and `office` that of the machine's policy, which may raise PolicyError. `is_errand` in the process that
        sends for somebody who is locked, beside the one that holds the home.
        """
        decided = policy.load(places.policy_file()) if office is None else office
        self._policy = decided.for_demo() if is_demo else decided
        paths = Paths(home, places.media_folder(self._policy.media_folder, home))
        super().__init__(paths, keys or Keys(secrets or Secrets(), paths), SystemClock(paths.clock))
        self._lock = lock or HomeLock(self.paths.lock)
        with room():
            places.make(self.paths, self._policy)
            self._lock.take()
        logs.start(self.paths.logs, verbose=verbose, name=ERRAND_LOG if is_errand else logs.NAME)
        self.holds_home = not is_errand
        self._chosen = settings.load(self.paths.settings)
        self._choosing = threading.Lock()
        kept = servers.decided_by(self._policy, servers.rows(self.paths.servers))
        self._servers = {i: row for i, row in kept.items() if i == servers.DEMO_ID} if is_demo else kept
        self._is_demo = is_demo
        self.post = post
        self._jobs = Jobs(post, unexpected)
        self._subscribers: list[Changed] = []
        if self.paths.tour.exists() and not is_errand:  # one that was killed
            self._jobs.run("read", lambda _: self.tours.end())

    # What a face asks

    @property
    def jobs(self) -> Jobs:
        return self._jobs

    @property
    def settings(self) -> Settings:
        return self._policy.over(self._chosen)

    @property
    def policy(self) -> Policy:
        return self._policy

    @property
    def servers(self) -> Mapping[str, ServerRow]:
        return self._servers

    @property
    def clock(self) -> Clock:
        return self._clock

    @property
    def resources(self) -> Path:
        return places.resources()

    @property
    def translations(self) -> Path:
        return places.translations()

    @property
    def home(self) -> Path:
        return self.paths.home

    @property
    def is_demo(self) -> bool:
        return self._is_demo

    @property
    def version(self) -> str:
        return __version__

    @property
    def secrets(self) -> str:
        try:
            return self.keys.kind
        except KarmaDeskError:
            return ""

    def open_keys(self) -> None:
        self.keys.opened()

    def unlock(self, passphrase: str) -> None:
        self.keys.unlock(passphrase)
        self.announce(Topic.PEOPLE | Topic.OUTBOX)

    def support_code(self, check: Callable[[], None]) -> str:
        from karmadesk.app.doctor.from_window import support_code

        return support_code(self, check)

    def subscribe(self, changed: Changed) -> None:
        self._subscribers.append(changed)

    def announce(self, topic: Topic) -> None:
        """Tells everybody who subscribed, on the calling thread."""
        if topic:
            for changed in tuple(self._subscribers):
                changed(topic)

    def change_settings(self, **changes: object) -> None:
        """On a full disk they hold until the program ends: it must open and speak the learner's language there too.

        What people chose is kept as it was: it counts again when the office's file goes.
        """
        with self._choosing:
            self._chosen = self._chosen.with_(**changes)
            try:
                with room():
                    settings.save(self.paths.settings, self._chosen)
            except DiskFull as error:
                log.warning("the settings can't be kept: %s", error)
        self.announce(Topic.SETTINGS)

    def sinks_of(self, server_id: str) -> Sequence[str]:
        return servers.sinks_of(self._servers.get(server_id), tells_usage=self.settings.tells_usage)

    def use_servers(self, rows_now: Mapping[str, ServerRow]) -> None:
        """Adds or replaces server rows (the demo's hub tells its port late)."""
        with self.making:
            self._servers = {**self._servers, **rows_now}

    def keep_server(self, row: ServerRow) -> None:
        """Adds or replaces a row for this home, for good."""
        with self._choosing, room():
            servers.add(self.paths.servers, row)
        self.use_servers({row.id: row})

    def desk(self, person_id: str) -> Desk:
        person = self.people.person(person_id)
        if person is None:
            raise BadRequest(f"no person {person_id}", what=person_id)
        row = self._servers.get(person.server_id)
        if row is None:
            raise UnknownServer(person.server_id, name=person.server_id)
        return Desk(
            person=person,
            server=row,
            catalogue=self.catalogue(row.id),
            shelf=self.shelf,
            learner=self.people.open(person_id),
            files=self.files,
            packages=self.packages,
            clock=self._clock,
        )

    def tick(self, seconds: float) -> None:
        super().tick(seconds)
        self.care.ask(self._jobs)

    def live_downloads(self) -> Mapping[str, tuple[int, int]]:
        """(done, total) bytes of what is being fetched now, fresher than the shelf's."""
        return self.downloads.progress() if self._is_made("downloads") else {}

    def begin_sign_in(self, server_id: str, *, fresh: bool, language: str) -> SignInAttempt:
        # Before the browser: a session that was fetched and can't be kept would have to be fetched again.
        self.open_keys()
        return self.accounts.begin(self._row(server_id), fresh=fresh, language=language)

    def complete_sign_in(self, tokens: Tokens, server_id: str, person_id: str | None, label: str) -> Person:
        person = self.accounts.complete(tokens, self._row(server_id), person_id, label, self.settings.language)
        self.announce(Topic.PEOPLE | Topic.OUTBOX)
        return person

    def look_up_server(self, typed: str) -> ServerRow:
        from karmadesk.app.addresses import look_up

        return look_up(typed, self._servers, self._clock, self._policy)

    def ask_server(self, server_id: str) -> None:
        from karmadesk.app.addresses import ask

        ask(self._row(server_id), self._clock, self._policy)

    def choose_server(self, row: ServerRow) -> None:
        if self._servers.get(row.id) != row:
            self.keep_server(row)
        self.change_settings(server=row.id)

    def meet_server(self, server_id: str, host: str) -> None:
        if server_id in self._servers:
            return
        from karmadesk.app.addresses import row_at

        # The id is the address: no file can give a known server's name to another machine.
        row = row_at(host) if host in hosts(host) else None
        if row is None or row.id != server_id or self._policy.server is not None or self._is_demo:
            raise UnknownServer(server_id, name=host or server_id)
        self.keep_server(row)

    def tour(self) -> Desk:
        return self.tours.begin()

    def end_tour(self) -> None:
        self.tours.end()

    def _row(self, server_id: str) -> ServerRow:
        if server_id not in self._servers:
            raise BadRequest(f"no server {server_id}", what=server_id)
        return self._servers[server_id]

    # The parts, made when first needed

    @once
    def connections(self) -> Connections:
        """The ways to every server in use."""
        from karmadesk.app.adapters import Connections, way_of

        connections = Connections(self._row, self._clock, way_of(self._policy))
        self._opened.append(connections.close)
        return connections

    @once
    def accounts(self) -> Accounts:
        from karmadesk.app.accounts import Accounts

        return Accounts(self.people, self.connections, self._clock)

    @once
    def downloads(self) -> Downloads:
        from karmadesk.app.adapters import make_downloads
        from karmadesk.app.sources import Sources

        sources = Sources(self.catalogue, self._row)
        return make_downloads(
            self.connections, self.shelf, self.files, self.packages, self._clock, self.announce, sources
        )

    @once
    def sync(self) -> Sync:
        from karmadesk.app.adapters import make_sync

        errands = self.errands.run if self.holds_home else None
        parts = (self.connections, self.people, self.catalogue, self._clock, self.announce, errands)
        return make_sync(*parts, lambda: self.settings.tells_usage)

    @once
    def carrying(self) -> Carrying:
        from karmadesk.app.carrying import make_carrying

        return make_carrying(self)

    @once
    def errands(self) -> Errands:
        from karmadesk.app.errands import Errands

        return Errands(self.home, self.keys, lambda: self.people, lambda: self.settings.send_locked, self.announce)

    @once
    def tours(self) -> Tours:
        from karmadesk.app.tour import Tours

        samples = self.resources / "demo" / "packages"
        return Tours(self.paths.tour, samples, self.packages, self._clock, self.announce)

    @once
    def tidying(self) -> Tidying:
        from karmadesk.app.tidying import Tidying

        return Tidying(self.shelf, self.files)

    def tidy(self) -> None:
        self.tidying.once()

    def close(self, wait_s: float = 2.0) -> bool:
        """Stops every lane, closes every store; True when all came to rest (else end the process hard)."""
        rested = self._jobs.close(wait_s)
        if rested:
            if self._is_made("tours"):
                self.tours.end()
            for close in reversed(self._opened):
                close()
        self._lock.release()
        return rested
