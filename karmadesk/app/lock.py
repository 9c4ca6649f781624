"""One process a home owns sync and downloads; another one learns who holds it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from karmadesk.errors import HomeBusy


class HomeLock:
    """An advisory lock on a file, freed by the system however the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Raises HomeBusy with the holder's process id. Taking it again changes nothing."""
        if self._file is not None:
            return
        file = self._path.open("a+", encoding="ascii")
        try:
            _lock(file)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "?"
            file.close()
            raise HomeBusy(pid=holder) from None
        self._file = file
        # The lock holds without it: on a full disk nobody learns who holds the home.
        with suppress(OSError):
            os.ftruncate(file.fileno(), 0)
            os.write(file.fileno(), str(os.getpid()).encode("ascii"))

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    FAR = 1 << 30

    def _lock(file: IO[str]) -> None:
        """Locks a byte far behind the text, so that others can read who holds the home."""
        file.seek(FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
