"""A database that can be fetched or found again: damaged, it is set aside, and its last copy or a new one goes on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from karmadesk.errors import DamagedDatabase, KarmaDeskError, SetAside
from karmadesk.store.copy import Copy
from karmadesk.store.database import Database
from karmadesk.store.kinds import Kind

log = logging.getLogger(__name__)


class Renewable:
    """Transactions on the database that is current; damage found in one costs that one and renews the database."""

    def __init__(self, path: Path, kind: Kind, mark: Callable[[Connection], None] | None = None) -> None:
        """Raises NewerDatabase, DiskFull; a damaged file is set aside at once and `was_rebuilt` says so.

        `mark` writes the first thing into a database that was begun anew: what a later start must know of it.
        """
        self._path = path
        self._kind = kind
        self._mark = mark
        self._swap = threading.Lock()
        self.was_rebuilt = False
        try:
            self._database = Database(path, kind)
        except DamagedDatabase as error:
            self._database = self._renewed(error)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view. Raises SetAside once; the next one finds an empty database."""
        database = self._database
        with self._renewing(database), database.read() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The one write transaction. Raises as `read` does."""
        database = self._database
        with self._renewing(database), database.write() as connection:
            yield connection

    def keep_copy(self, wanted: Callable[[], None]) -> None:
        """A copy to go on with after damage, when something changed since the last. Raises StoreError."""
        Copy(self._path).renew(wanted)

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def _renewing(self, database: Database) -> Iterator[None]:
        try:
            yield
        except DamagedDatabase as error:
            with self._swap:
                if self._database is database:
                    database.close()
                    self._database = self._renewed(error)
            raise SetAside(error.detail) from error

    def _renewed(self, error: DamagedDatabase) -> Database:
        aside = set_aside(self._path)
        log.warning("%s is damaged (%s): set aside as %s", self._path, error.detail, aside.name)
        copy = Copy(self._path)
        if copy.put_back():
            try:
                return Database(self._path, self._kind)
            except KarmaDeskError as fault:
                log.warning("its copy does not open either: %s", fault.key)
                copy.path.unlink(missing_ok=True)
                set_aside(self._path)
        self.was_rebuilt = True
        database = Database(self._path, self._kind)
        if self._mark is not None:
            with database.write() as connection:
                self._mark(connection)
        return database


def set_aside(path: Path) -> Path:
    """Renames a database, with what SQLite keeps beside it, to `.damaged-<time>`; the new name."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    path.replace(aside)
    for suffix in ("-wal", "-shm"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + suffix))
    return aside
