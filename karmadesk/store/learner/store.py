"""One person's store, open and unlocked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from karmadesk.errors import DamagedDatabase, DiskFull
from karmadesk.ports import Clock
from karmadesk.store.database import Database
from karmadesk.store.learner.edit import LearnerEdit
from karmadesk.store.learner.record import Recorder
from karmadesk.store.learner.view import LearnerView
from karmadesk.store.tables.learner import KIND


class Keeper(Protocol):
    """Whoever looks after one person's store while it is open."""

    def make_room(self) -> None:
        """Before anything is written."""

    def begin(self, database: Database) -> str:
        """The store was opened; the device to record under."""

    def was_full(self) -> None:
        """A write found no room."""

    def is_damaged(self, error: DamagedDatabase) -> None:
        """A page could not be read."""

    def end(self, database: Database) -> None:
        """The store is about to be closed."""


class LearnerStore:
    """The port `Learner`."""

    def __init__(
        self,
        path: Path,
        key: bytes,
        clock: Clock,
        device_id: str,
        sinks: Sequence[str] | Callable[[], Sequence[str]],
        *,
        may_create: bool = False,
        keeper: Keeper | None = None,
    ) -> None:
        """Raises WrongKey, NewerDatabase, DamagedDatabase (also when the file is gone and may not be made)."""
        self._keeper = keeper
        if keeper is not None:
            keeper.make_room()
        self._database = Database(path, KIND, key, may_create=may_create)
        try:
            device = keeper.begin(self._database) if keeper is not None else device_id
        except BaseException:
            self._database.close()
            raise
        self._recorder = Recorder(clock, device, sinks if callable(sinks) else lambda: sinks)

    @property
    def database(self) -> Database:
        """For who looks after it."""
        return self._database

    @property
    def keeper(self) -> Keeper | None:
        """Who looks after it."""
        return self._keeper

    @contextmanager
    def read(self) -> Iterator[LearnerView]:
        with self._noticing(), self._database.read() as connection:
            yield LearnerView(connection)

    @contextmanager
    def write(self) -> Iterator[LearnerEdit]:
        """Holds the database's lock; never touch the network inside, and give bulk in slices."""
        if self._keeper is not None:
            self._keeper.make_room()
        with self._noticing(), self._database.write() as connection:
            yield LearnerEdit(connection, self._recorder)

    def close(self) -> None:
        if self._keeper is not None:
            self._keeper.end(self._database)
        self._database.close()

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            yield
        except DamagedDatabase as error:
            if self._keeper is not None:
                self._keeper.is_damaged(error)
            raise
        except DiskFull:
            if self._keeper is not None:
                self._keeper.was_full()
            raise
