"""What lies in a home: people, shelf, catalogues and files, each opened when first used and closed with the program."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from karmadesk.app.clock import SystemClock
from karmadesk.app.device import device_id
from karmadesk.app.keys import Keys
from karmadesk.app.once import once
from karmadesk.disk import room
from karmadesk.paths import Paths
from karmadesk.ports import Catalogue, Packages, People, Shelf

if TYPE_CHECKING:
    from karmadesk.files import ContentStore


class Kept:
    """Heavy rooms are imported when first used."""

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
        from karmadesk.vault.wrapped import SecretWrapping

        with room():
            device = device_id(self.paths.device)
        people = open_people(self.paths, self.keys, self._clock, device, SecretWrapping(), self.sinks_of)
        self._opened.append(people.close_all)
        return people

    def sinks_of(self, server_id: str) -> Sequence[str]:
        """Where the acts of this server's learners go."""
        raise NotImplementedError

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
