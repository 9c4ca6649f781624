"""A full disk, told by its name, where the program keeps its own small files."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from karmadesk.errors import DiskFull

FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def room() -> Iterator[None]:
    """Raises DiskFull for a write that found no room; every other fault stays what it is."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(str(error)) from error
        raise
