"""One person's store, open and unlocked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from karmadesk.ports import Clock
from karmadesk.store.database import Database
from karmadesk.store.learner.edit import LearnerEdit
from karmadesk.store.learner.record import Recorder
from karmadesk.store.learner.view import LearnerView
from karmadesk.store.tables.learner import KIND


class LearnerStore:
    """The port `Learner`."""

    def __init__(
        self, path: Path, key: bytes, clock: Clock, device_id: str, sinks: Sequence[str], *, may_create: bool = False
    ) -> None:
        """Raises WrongKey, NewerDatabase, DamagedDatabase (also when the file is gone and may not be made)."""
        self._database = Database(path, KIND, key, may_create=may_create)
        self._recorder = Recorder(clock, device_id, tuple(sinks))

    @contextmanager
    def read(self) -> Iterator[LearnerView]:
        with self._database.read() as connection:
            yield LearnerView(connection)

    @contextmanager
    def write(self) -> Iterator[LearnerEdit]:
        """Holds the database's lock; never touch the network inside, and give bulk in slices."""
        with self._database.write() as connection:
            yield LearnerEdit(connection, self._recorder)

    def close(self) -> None:
        self._database.close()
