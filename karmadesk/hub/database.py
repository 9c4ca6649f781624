"""The hub's database: readers side by side, one writer at a time; SQLite or PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, and_, bindparam, create_engine, event, insert, select, text, update
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from karmadesk.hub import tables
from karmadesk.hub.place import Place, TroubleError, keep_secret

_WRITERS_KEY = 0x4B61726D61  # one number for every hub on one PostgreSQL: whoever writes holds it


class Database:
    """Transactions on one database. Never let the driver begin them: it would begin as a reader and lose updates."""

    def __init__(self, url: str) -> None:
        self._lock = threading.Lock()
        try:
            self._engine = _engine(url)
        except (ArgumentError, NoSuchModuleError, ImportError) as problem:
            raise TroubleError(f"the database address cannot be used: {_first_line(problem)}") from problem
        self._is_sqlite = self._engine.dialect.name == "sqlite"

    def prepare(self) -> None:
        """Make the tables, or bring an older hub's up to date; refuse a database that a newer hub has written."""
        from karmadesk.hub.upgrading import bring_up  # which reads and writes rows by this module

        try:
            with self.write() as db:
                bring_up(db)
        except DBAPIError as problem:
            raise TroubleError(f"the database cannot be opened: {_first_line(problem.orig or problem)}") from problem

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one moment."""
        with self._engine.connect() as db, db.begin():
            yield db

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that no other writer shares; all of it happens or nothing."""
        with self._lock, self._engine.connect().execution_options(hub_writes=True) as db, db.begin():
            if not self._is_sqlite:
                db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS_KEY})
            yield db

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()


def database_in(place: Place, url: str | None) -> Database:
    """The database at this address, else the one in the hub's folder, its tables made if need be."""
    if url is None:
        keep_secret(place.database_file, "")
    database = Database(place.database_url(url))
    database.prepare()
    return database


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=10, max_overflow=30, pool_pre_ping=True)
    engine = create_engine(url, pool_size=10, max_overflow=30, connect_args={"check_same_thread": False, "timeout": 30})
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return engine


def _settle(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(db: Connection) -> None:
    db.exec_driver_sql("BEGIN IMMEDIATE" if db.get_execution_options().get("hub_writes") else "BEGIN")


def _first_line(problem: object) -> str:
    return str(problem).strip().splitlines()[0]


def put(db: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Write the row of this key, new or changed. For use inside `write`, where nobody comes between."""
    where = and_(*(table.c[name] == value for name, value in key.items()))
    if not db.execute(update(table).where(where).values(**values)).rowcount:
        db.execute(insert(table).values(**key, **values))


def put_all(db: Connection, table: Table, key: Sequence[str], rows: Sequence[Mapping[str, Any]], old: set[Any]) -> None:
    """Write these rows, each with a key of its own; `old` are the keys that the table has. For use inside `write`."""
    new = [row for row in rows if tuple(row[name] for name in key) not in old]
    changed = [
        {(f"key_{name}" if name in key else name): value for name, value in row.items()}
        for row in rows
        if tuple(row[name] for name in key) in old
    ]
    if new:
        db.execute(insert(table), new)
    if changed:
        where = and_(*(table.c[name] == bindparam(f"key_{name}") for name in key))
        values: dict[str, Any] = {name: bindparam(name) for name in changed[0] if not name.startswith("key_")}
        db.execute(update(table).where(where).values(**values), changed)


def fact(db: Connection, name: str) -> str | None:
    """What the hub wrote down about itself under this name."""
    return db.execute(select(tables.facts.c.value).where(tables.facts.c.name == name)).scalar()
