"""What the drivers report, told apart: the world's faults become KarmaDeskErrors, all else stays a bug.

`sqlite3` and `sqlcipher3` have exceptions of their own that share no parent, but the same result codes.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from karmadesk.errors import DamagedDatabase, DiskFull, StoreError, WrongKey

CORRUPT, FULL, IOERR, CANTOPEN, NOTADB = 11, 13, 10, 14, 26
"""SQLite's primary result codes: https://www.sqlite.org/rescode.html"""

TIGHT_BYTES = 1 << 20
"""With less room than this an I/O error is taken for a full disk: SQLite reports some of those as IOERR."""


def fault(error: BaseException | None, path: Path, *, is_locked: bool) -> StoreError | None:
    """The world's fault behind a driver's exception, None for a bug. `is_locked`: the database is encrypted."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return DiskFull(str(error))
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    primary = code & 0xFF
    detail = f"{path.name}: {error} ({code})"
    if primary == FULL or (primary in {IOERR, CANTOPEN} and _is_tight(path)):
        return DiskFull(detail)
    if primary == CORRUPT:
        return DamagedDatabase(detail)
    if primary == NOTADB:
        return WrongKey(detail) if is_locked else DamagedDatabase(detail)
    return StoreError(detail) if primary == IOERR else None


@contextmanager
def told_apart(path: Path, *, is_locked: bool) -> Iterator[None]:
    """Lets bugs through and raises the world's faults as DiskFull, WrongKey, DamagedDatabase or StoreError."""
    try:
        yield
    except Exception as error:
        # SQLAlchemy, which may not even be loaded here, wraps the driver's own exception.
        mapped = fault(getattr(error, "orig", None) or error, path, is_locked=is_locked)
        if mapped is None:
            raise
        raise mapped from error


def _is_tight(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < TIGHT_BYTES
    except OSError:
        return False
