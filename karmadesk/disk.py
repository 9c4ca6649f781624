"""A disk that fills up, told by its name; a rename that outlasts a power cut."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from karmadesk.errors import DiskFull

FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def room(place: Path | None = None) -> Iterator[None]:
    """Raises DiskFull for a write that found no room; every other fault stays what it is."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(f"writing {place.name}" if place is not None else str(error)) from error
        raise


def flush_folder(folder: Path) -> None:
    """Waits until the folder's names are on the disk, where the system lets us ask."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
