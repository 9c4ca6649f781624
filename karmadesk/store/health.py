"""A look at a database that changes nothing in it: its revision, and whether SQLite finds it sound."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from karmadesk.errors import DamagedDatabase
from karmadesk.store import schema
from karmadesk.store.connection import bare
from karmadesk.store.faults import told_apart
from karmadesk.store.kinds import Kind

KindName = Literal["catalogue", "shelf", "learner"]


@dataclass(frozen=True)
class Health:
    """`is_current` is False for a revision that will be migrated when it is next opened."""

    revision: str
    is_current: bool


def look(path: Path, name: KindName, key: bytes | None = None) -> Health:
    """How the database is. Raises NewerDatabase, WrongKey, DamagedDatabase, StoreError."""
    kind: Kind = importlib.import_module(f"karmadesk.store.tables.{name}").KIND
    if not path.is_file():
        raise DamagedDatabase(f"{path.name} is missing")
    found = schema.revision(path, key)
    schema.check(kind, found, path)
    connection: Any = bare(path, key)
    try:
        with told_apart(path, is_locked=key is not None):
            connection.execute("PRAGMA query_only=ON")
            unsealed = connection.execute("PRAGMA cipher_integrity_check").fetchall() if key is not None else []
            said = [str(row[0]) for row in connection.execute("PRAGMA quick_check(3)")]
    finally:
        connection.close()
    if unsealed:
        raise DamagedDatabase(f"{path.name}: {len(unsealed)} broken seals")
    if said != ["ok"]:
        raise DamagedDatabase(f"{path.name}: {len(said)} faults or more")
    return Health(found, found == kind.head)
