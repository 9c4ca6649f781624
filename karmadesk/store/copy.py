"""A copy beside a database that is not a person's: what to go on with, without a link, when that one is damaged."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from karmadesk.disk import flush_folder, room
from karmadesk.errors import DamagedDatabase
from karmadesk.store.backups import SPARE_BYTES, copy
from karmadesk.store.connection import bare
from karmadesk.store.faults import told_apart

log = logging.getLogger(__name__)

SUFFIX = ".copy"
EVERY_S = 3600.0
SETTLED_S = 10.0
"""So long nothing must have been written: in the middle of a pull the next page is on its way."""


class Copy:
    """The one copy of one database; an older one goes when a newer one was looked through."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self.path = source.with_name(f"{source.name}{SUFFIX}")

    def renew(self, wanted: Callable[[], None]) -> bool:
        """Whether a new one was made: something was written since the last, which is an hour old, or there is none."""
        written, now = self._written_at(), time.time()
        made = _modified(self.path)
        if made is not None and (made >= written or 0 <= now - made < EVERY_S):
            return False
        if now - written < SETTLED_S or shutil.disk_usage(self.path.parent).free < _size(self._source) + SPARE_BYTES:
            return False
        beside = self.path.with_name(f"{self.path.name}.new")
        beside.unlink(missing_ok=True)
        try:
            copy(self._source, None, beside, wanted)
            _verify(beside)
            with room():
                with beside.open("rb+") as file:
                    os.fsync(file.fileno())
                beside.replace(self.path)
                flush_folder(self.path.parent)
        finally:
            beside.unlink(missing_ok=True)
        return True

    def put_back(self) -> bool:
        """Puts the copy where its database was, if there is a sound one. Raises DiskFull."""
        try:
            _verify(self.path)
        except DamagedDatabase as error:
            log.warning("no copy to go on with: %s", error.detail)
            return False
        beside = self._source.with_name(f"{self._source.name}.new")
        with room():
            shutil.copyfile(self.path, beside)
            beside.chmod(0o600)
            beside.replace(self._source)
        return True

    def _written_at(self) -> float:
        # Opening makes a journal in which nothing is written yet.
        journal = self._source.with_name(f"{self._source.name}-wal")
        names = (self._source, journal) if _size(journal) else (self._source,)
        return max(_modified(name) or 0.0 for name in names)


def _modified(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except OSError:
        return None


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _verify(path: Path) -> None:
    """Raises DamagedDatabase for a copy that is missing or not sound."""
    if not path.is_file():
        raise DamagedDatabase(f"{path.name} is missing")
    connection = bare(path)
    try:
        with told_apart(path, is_locked=False):
            cursor = connection.cursor()
            cursor.execute("PRAGMA quick_check(1)")
            said = cursor.fetchone()
            cursor.close()
    finally:
        connection.close()
    if said is None or said[0] != "ok":
        raise DamagedDatabase(f"{path.name} is not sound")
