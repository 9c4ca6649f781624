"""Whether every page of a store is sealed and sound, looked at while it is in use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karmadesk.store.connection import bare
from karmadesk.store.ending import ended_by
from karmadesk.store.faults import told_apart

MOST_FAULTS = 5


@dataclass(frozen=True)
class Checkup:
    """Pages whose seal is broken, and what SQLite found wrong: a page in no use shows among the first only."""

    unsealed: int
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults

    def __str__(self) -> str:
        return f"{self.unsealed} broken seals, {', '.join(self.faults) or 'no faults'}"


def check(path: Path, key: bytes, wanted: Callable[[], None]) -> Checkup:
    """What the look found. Readers and writers don't wait for it; `wanted` raises what ends it. Raises StoreError."""
    wanted()
    connection: Any = bare(path, key)
    try:
        with told_apart(path, is_locked=True):
            connection.execute("PRAGMA query_only=ON")
            # One call for the whole file, 20 ms a MiB, outside Python's lock: it can't be cut into slices.
            unsealed = len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
            with ended_by(wanted, connection, key):
                said = [str(row[0]) for row in connection.execute(f"PRAGMA quick_check({MOST_FAULTS})")]
    finally:
        connection.close()
    return Checkup(unsealed, () if said == ["ok"] else tuple(said))
