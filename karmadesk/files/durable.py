"""Bytes that are still there after the power went: write, flush to the disk, then name."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path

from karmadesk.disk import flush_folder

CHUNK_BYTES = 1024 * 1024


def digest(path: Path) -> tuple[str, int]:
    """(sha256, size) of a file."""
    total = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            total.update(chunk)
            size += len(chunk)
    return total.hexdigest(), size


def flush_file(path: Path) -> None:
    """Waits until the file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def move(source: Path, target: Path, spare: Path) -> None:
    """Moves a file in one step, durably. From another disk it is copied to `spare` (on the target's disk) first."""
    flush_file(source)
    try:
        source.replace(target)
    except OSError as problem:
        if problem.errno != errno.EXDEV:
            raise
        shutil.copyfile(source, spare)
        flush_file(spare)
        spare.replace(target)
        source.unlink()
    flush_folder(target.parent)
