"""Room on the disk that is held for what learners do: a file that shrinks when everything else is full."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from pathlib import Path

from karmadesk.disk import FULL, flush_folder

log = logging.getLogger(__name__)

NAME = "reserve.bin"
SIZE_BYTES = 16 << 20
STEP_BYTES = 128 << 10
TIGHT_BYTES = 256 << 10
"""With less than this free an act may find no room: its pages, its journal and the index of that.

Little more is given up at a time: whoever else fills the disk takes what an act leaves of it.
"""
PLENTY_BYTES = 64 << 20
"""Taken back only where so much is left beside it: what downloads leave free (`sync.downloads.RESERVE_BYTES`)."""


class Reserve:
    """One home's. Only a store of a person asks for it; catalogue, shelf, media and backups stop long before."""

    def __init__(self, home: Path, size_bytes: int = SIZE_BYTES, plenty_bytes: int = PLENTY_BYTES) -> None:
        self._path = home / NAME
        self._size = size_bytes
        self._plenty = plenty_bytes
        self._lock = threading.Lock()

    @property
    def held_bytes(self) -> int:
        """How much is held now."""
        try:
            return self._path.stat().st_size
        except OSError:
            return 0

    def make_room(self) -> None:
        """Gives up as much as an act needs, where it would find none; two calls of the system where there is plenty."""
        if self._free() < TIGHT_BYTES:
            with self._lock:
                while self._free() < TIGHT_BYTES and self._give():
                    pass

    def give_step(self) -> bool:
        """After a write found no room all the same: one step is given up; False when nothing is left."""
        with self._lock:
            return self._give()

    def take(self) -> None:
        """Holds the whole of it (again) where there is plenty of room; a disk that fills meanwhile gets it back."""
        with self._lock:
            missing = self._size - self.held_bytes
            if missing <= 0 or self._free() < missing + self._plenty:
                return
            try:
                self._grow(missing)
            except OSError as error:
                if error.errno not in FULL:
                    log.warning("no room can be held: %s", error.strerror)
                    return
                self._path.unlink(missing_ok=True)

    def _give(self) -> bool:
        held = self.held_bytes
        if not held:
            return False
        try:
            os.truncate(self._path, max(0, held - STEP_BYTES))
        except OSError as error:
            log.warning("the held room can't be given up: %s", error.strerror)
            return False
        log.warning("the disk is full: %s bytes of held room are left", self.held_bytes)
        return True

    def _grow(self, missing: int) -> None:
        """With bytes that no file system can leave out or squeeze."""
        with self._path.open("ab") as file:
            self._path.chmod(0o600)
            while missing > 0:
                missing -= file.write(os.urandom(min(1 << 20, missing)))
            file.flush()
            os.fsync(file.fileno())
        flush_folder(self._path.parent)

    def _free(self) -> int:
        try:
            return shutil.disk_usage(self._path.parent).free
        except OSError:
            return self._plenty
