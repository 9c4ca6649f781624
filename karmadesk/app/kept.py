"""What lies in a home: people, shelf, catalogues and files, each opened when first used and closed with the program."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from karmadesk.app import places
from karmadesk.app.clock import SystemClock
from karmadesk.app.device import Installation, known_device
from karmadesk.app.keys import Keys
from karmadesk.app.machine import machine_mark
from karmadesk.app.once import once
from karmadesk.disk import room
from karmadesk.paths import Paths
from karmadesk.ports import Catalogue, Identity, Named, Packages, People, Shelf

if TYPE_CHECKING:
    from karmadesk.app.care import Care
    from karmadesk.files import ContentStore


class Kept(ABC):
    """Heavy rooms are imported when first used."""

    holds_home = True
    """Not so in a process that works beside the one that does."""

    def __init__(self, paths: Paths, keys: Keys, clock: SystemClock) -> None:
        self.paths = paths
        self.keys = keys
        self._clock = clock
        self.making = threading.RLock()
        self._catalogues: dict[str, Catalogue] = {}
        self._opened: list[Callable[[], None]] = []

    @once
    def people(self) -> People:
        from karmadesk.store import open_people
        from karmadesk.store.reserve import Reserve
        from karmadesk.vault.wrapped import SecretWrapping

        with room():
            identity = self._identity()
        wrapping, reserve = SecretWrapping(), Reserve(self.paths.home)
        people = open_people(self.paths, self.keys, self._clock, identity, wrapping, self.sinks_of, reserve)
        self._opened.append(people.close_all)
        return people

    def _identity(self) -> Identity:
        """Only who holds the home keeps its record: two who did would each take the other's mark for a copy's."""
        if self.holds_home:
            return Installation(self.paths.device, places.state_folder() / "homes", machine_mark())
        return Named(known_device(self.paths.device))

    @abstractmethod
    def sinks_of(self, server_id: str) -> Sequence[str]:
        """Where the acts of this server's learners go."""

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
    def care(self) -> Care:
        from karmadesk.app.care import Care

        return Care(lambda: self.people, self._catalogues.values)

    @once
    def files(self) -> ContentStore:
        from karmadesk.files import ContentStore

        return ContentStore(self.paths.objects)

    @once
    def packages(self) -> Packages:
        from karmadesk.packages import EcarPackages

        return EcarPackages()
