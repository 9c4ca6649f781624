"""One open database: any number of readers beside one writer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from karmadesk.errors import DamagedDatabase
from karmadesk.store import schema
from karmadesk.store.connection import connect, driver
from karmadesk.store.faults import told_apart
from karmadesk.store.kinds import Kind

READERS = 4
"""Connections kept open; more are made when more threads read at once."""


class Database:
    """A file of one kind at its head revision. Transactions map the world's faults (see `faults`)."""

    def __init__(self, path: Path, kind: Kind, key: bytes | None = None, *, may_create: bool = True) -> None:
        """Raises NewerDatabase (nothing changed), WrongKey, DamagedDatabase, DiskFull."""
        if not may_create and not (path.is_file() and path.stat().st_size):
            raise DamagedDatabase(f"{path.name} is missing or empty")
        self.path = path
        self.kind = kind
        self._is_locked = key is not None
        self._lock = threading.Lock()
        self._writer: int | None = None
        found = schema.revision(path, key)
        schema.check(kind, found, path)
        self._engine = _engine(path, kind, key)
        self._writing = self._engine.execution_options(writes=True)
        if found != kind.head:
            try:
                with self.write() as connection:
                    schema.prepare(connection, kind, found)
            except BaseException:
                self.close()
                raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view; never waits for a writer. Raises what `faults` names."""
        with told_apart(self.path, is_locked=self._is_locked), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The one write transaction: committed at the end, rolled back when anything is raised."""
        if self._writer == threading.get_ident():
            raise RuntimeError("a write inside a write would wait for itself")
        with self._lock:
            self._writer = threading.get_ident()
            try:
                with told_apart(self.path, is_locked=self._is_locked), self._writing.begin() as connection:
                    yield connection
            finally:
                self._writer = None

    def close(self) -> None:
        """Closes every connection that isn't in use; those in use are closed when their transaction ends."""
        self._engine.dispose()


class View:
    """What is read, and in its heirs written, inside one transaction; of no use after it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection


def _engine(path: Path, kind: Kind, key: bytes | None) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=driver(key),
        creator=lambda: connect(path, key, kind.synchronous),
        poolclass=QueuePool,
        pool_size=READERS,
        max_overflow=-1,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
