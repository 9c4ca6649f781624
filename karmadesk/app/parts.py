"""The program's parts: each is made when it is first needed, once, and closed with all the others."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from karmadesk.app.device import device_id
from karmadesk.app.once import once
from karmadesk.app.room import room
from karmadesk.errors import BadRequest
from karmadesk.model import ServerRow, Topic

if TYPE_CHECKING:
    from karmadesk.app.accounts import Accounts
    from karmadesk.app.adapters import Connections
    from karmadesk.app.keys import Keys
    from karmadesk.app.rounds import Rounds
    from karmadesk.app.tour import Tours
    from karmadesk.files import ContentStore
    from karmadesk.jobs import Jobs
    from karmadesk.paths import Paths
    from karmadesk.policy import Policy
    from karmadesk.ports import (
        Catalogue,
        Clock,
        Downloads,
        Packages,
        People,
        Reachability,
        Shelf,
        Sync,
    )
    from karmadesk.services.desk import Desk
    from karmadesk.settings import Settings


class Parts(ABC):
    """What `Core` is put together from. Heavy rooms are imported when first used."""

    paths: Paths
    keys: Keys

    def __init__(self, jobs: Jobs, clock: Clock, policy: Policy, servers: Mapping[str, ServerRow]) -> None:
        self._jobs = jobs
        self._clock = clock
        self._policy = policy
        self._servers = servers
        self.making = threading.RLock()
        self._catalogues: dict[str, Catalogue] = {}
        self._opened: list[Callable[[], None]] = []

    @property
    @abstractmethod
    def settings(self) -> Settings: ...
    @property
    @abstractmethod
    def resources(self) -> Path: ...
    @abstractmethod
    def announce(self, topic: Topic) -> None: ...
    @abstractmethod
    def desk(self, person_id: str) -> Desk: ...
    @abstractmethod
    def tidy(self) -> None: ...

    def _row(self, server_id: str) -> ServerRow:
        if server_id not in self._servers:
            raise BadRequest(f"no server {server_id}", what=server_id)
        return self._servers[server_id]

    def _is_made(self, part: str) -> bool:
        parts: dict[str, object] = self.__dict__
        return part in parts

    @once
    def people(self) -> People:
        from karmadesk.store import open_people

        with room():
            device = device_id(self.paths.device)
        people = open_people(self.paths, self.keys, self._clock, device)
        self._opened.append(people.close_all)
        return people

    @once
    def shelf(self) -> Shelf:
        from karmadesk.store import open_shelf, rebuild_shelf

        shelf = open_shelf(self.paths.shelf)
        self._opened.append(shelf.close)
        if shelf.was_rebuilt:
            rebuild_shelf(shelf, self.files.labels())
        with shelf.write() as db:
            db.recover()
        return shelf

    def catalogue(self, server_id: str) -> Catalogue:
        """The server's catalogue, one object for everybody."""
        from karmadesk.store import open_catalogue

        with self.making:
            if server_id not in self._catalogues:
                path = self.paths.catalogue(server_id)
                path.parent.mkdir(parents=True, exist_ok=True)
                catalogue = open_catalogue(path)
                self._opened.append(catalogue.close)
                self._catalogues[server_id] = catalogue
            return self._catalogues[server_id]

    @once
    def files(self) -> ContentStore:
        from karmadesk.files import ContentStore

        return ContentStore(self.paths.objects)

    @once
    def packages(self) -> Packages:
        from karmadesk.packages import EcarPackages

        return EcarPackages()

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

        return make_sync(self.connections, self.people, self.catalogue, self._clock, self.announce)

    @once
    def reachability(self) -> Reachability:
        from karmadesk.app.adapters import make_reachability

        return make_reachability(self.connections, self._servers_in_use, self.announce)

    def _servers_in_use(self) -> list[str]:
        """The servers of the people here; before there are any, the one that was chosen."""
        used = dict.fromkeys(p.server_id for p in self.people.list() if p.server_id in self._servers)
        chosen = self.settings.server or next(iter(self._servers))
        return list(used) or [chosen if chosen in self._servers else next(iter(self._servers))]

    @once
    def rounds(self) -> Rounds:
        from karmadesk.app.rounds import Rounds
        from karmadesk.app.wishes import grant

        parts = (lambda: self.sync, lambda: self.downloads, self.reachability, self.announce)
        granted = partial(grant, self.people, self.desk, self.announce)
        return Rounds(self._jobs, *parts, self._clock, lambda: self.settings, self.tidy, granted)

    @once
    def tours(self) -> Tours:
        from karmadesk.app.tour import Tours

        samples = self.resources / "demo" / "packages"
        return Tours(self.paths.tour, samples, self.packages, self._clock, self.announce)
