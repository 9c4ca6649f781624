"""Reads what can still be read of a damaged database: row by row around the pages that are gone. Changes nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from karmadesk.errors import DamagedDatabase, StoreError, WrongKey
from karmadesk.store.connection import bare
from karmadesk.store.faults import told_apart

log = logging.getLogger(__name__)

UNREADABLE = (DamagedDatabase, WrongKey, StoreError)
"""A page whose seal is broken is reported as any of these."""
HIGHEST = 1 << 40
"""Above every row number that a store of ours has, where even the highest can't be read."""
MOST_TRIES = 6_000
"""Looks at one table; each leaves the connection of no use and needs another, which takes a millisecond."""

Row = dict[str, Any]


@dataclass
class Found:
    """The rows of one table that could be read. `gaps` counts the places where some could not."""

    rows: list[Row] = field(default_factory=list)
    gaps: int = 0

    @property
    def is_whole(self) -> bool:
        return not self.gaps


class Salvage:
    """One damaged file, which should be a copy: SQLite may fold its journal into it."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._connection: Any = None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def tables(self) -> frozenset[str]:
        """The tables that the file says it has; none where not even that can be read."""
        try:
            return frozenset(str(name) for (name,) in self._rows("SELECT name FROM sqlite_master WHERE type='table'"))
        except UNREADABLE:
            return frozenset()

    def read(self, table: str) -> Found:
        """All rows of one of our tables that can be read, in their order."""
        found = Found()
        highest = self._highest(table)
        if not self._is_reachable(table, highest):
            return Found(gaps=1)
        left = [(-HIGHEST, highest)]
        tries = 0
        while left:
            low, high = left.pop()
            tries += 1
            rows, is_whole = self._range(table, low, high)
            found.rows += rows
            if is_whole:
                continue
            low = rows[-1]["rowid"] + 1 if rows else low
            if low >= high or tries > MOST_TRIES:
                found.gaps += 1
                continue
            middle = self._middle(low, high)
            left += [(middle + 1, high), (low, middle)]
        for row in found.rows:
            del row["rowid"]
        return found

    def _is_reachable(self, table: str, highest: int) -> bool:
        """Whether there is a way to any row: the page at which every search begins may be the one that is gone."""
        points = [2**n for n in range(highest.bit_length())]
        points += [highest * n // 8 for n in range(9)]
        return any(self._range(table, point, point)[1] for point in points)

    @staticmethod
    def _middle(low: int, high: int) -> int:
        # Row numbers are small and positive: nothing is looked for in the vast empty part below them.
        return 0 if low < 0 < high else (low + high) // 2

    def _highest(self, table: str) -> int:
        try:
            [(highest,)] = self._rows(f"SELECT max(rowid) FROM {table}")  # noqa: S608 - one of our own names
        except UNREADABLE:
            return self._found_highest(table)
        return int(highest or 0)

    def _found_highest(self, table: str) -> int:
        """The first power of two above which there is nothing, or nothing that can be read."""
        bound = 1
        while bound < HIGHEST:
            try:
                if not self._rows(f"SELECT 1 FROM {table} WHERE rowid > {bound} LIMIT 1"):  # noqa: S608 - the same
                    return bound
            except UNREADABLE:
                pass
            bound *= 2
        return 1 << 24

    def _range(self, table: str, low: int, high: int) -> tuple[list[Row], bool]:
        """The rows of a range up to the first that can't be read; whether that was all of them."""
        rows: list[Row] = []
        # NOT INDEXED: by an index a row may be found whose page is gone, and the other way round.
        query = f"SELECT rowid AS rowid, * FROM {table} NOT INDEXED WHERE rowid BETWEEN {low} AND {high} ORDER BY rowid"  # noqa: S608 - the same
        try:
            with told_apart(self._path, is_locked=True):
                cursor = self._open().execute(query)
                names = [column[0] for column in cursor.description]
                # One by one: those before the damage are kept.
                for values in cursor:
                    rows.append(dict(zip(names, values, strict=True)))  # noqa: PERF401 - a list display would lose them
        except UNREADABLE:
            self.close()
            return rows, False
        return rows, True

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        try:
            with told_apart(self._path, is_locked=True):
                return list(self._open().execute(query).fetchall())
        except UNREADABLE:
            self.close()
            raise

    def _open(self) -> Any:
        # After one broken page SQLCipher trusts nothing more of the connection.
        if self._connection is None:
            self._connection = bare(self._path, self._key)
        return self._connection


def everything(path: Path, key: bytes, tables: tuple[str, ...]) -> dict[str, Found]:
    """What could be read of these tables; one that the file does not say it has is a gap."""
    salvage = Salvage(path, key)
    try:
        there = salvage.tables()
        found = {name: salvage.read(name) if name in there else Found(gaps=1) for name in tables}
    finally:
        salvage.close()
    for name, part in _told(found):
        log.warning("of %s %s rows were read, around %s places that can't be", name, len(part.rows), part.gaps)
    return found


def _told(found: dict[str, Found]) -> Iterator[tuple[str, Found]]:
    return ((name, part) for name, part in found.items() if part.gaps)
