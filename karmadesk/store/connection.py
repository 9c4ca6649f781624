"""The one place that makes connections: for reads, writes, migrations and backups alike."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from karmadesk.store.faults import told_apart

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection

KEY_BYTES = 32
BUSY_MS = 5000
"""How long to wait for another process; within this one the database's lock comes first."""


def driver(key: bytes | None) -> ModuleType:
    """The DB-API module for a database with this key: plain SQLite without one, SQLCipher with one."""
    if key is None:
        return sqlite3
    import sqlcipher3.dbapi2

    module: ModuleType = sqlcipher3.dbapi2
    return module


def connect(path: Path, key: bytes | None = None, synchronous: str = "FULL") -> DBAPIConnection:
    """A connection ready for use, on a file that only this user may read; transactions are begun by hand alone.

    Raises WrongKey, DamagedDatabase, DiskFull.
    """
    connection = bare(path, key)
    try:
        with told_apart(path, is_locked=key is not None):
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute(f"PRAGMA synchronous={synchronous}")
            cursor.execute("PRAGMA foreign_keys=ON")
            # SQLCipher encrypts neither temporary files nor what a sort spills.
            cursor.execute("PRAGMA temp_store=MEMORY")
            cursor.close()
    except BaseException:
        connection.close()
        raise
    return connection


def bare(path: Path, key: bytes | None = None) -> DBAPIConnection:
    """A connection that has changed nothing in the file yet; for the look before opening it in earnest."""
    if key is not None and len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    connection: Any
    with told_apart(path, is_locked=key is not None):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        # isolation_level None: the driver begins nothing (else half of all updates got lost: docs/adr/0004).
        connection = driver(key).connect(
            str(path), timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        )
    if key is not None:
        # SQLCipher tells standard error about every wrong key; ours is told once, to the learner.
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    made: DBAPIConnection = connection
    return made
