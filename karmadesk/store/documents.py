"""Small documents of a person that are replaced whole or not at all, with a copy beside each."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from karmadesk.errors import DiskFull
from karmadesk.model import Json


def load(path: Path) -> dict[str, Json]:
    """The document, else its previous copy, else nothing."""
    found = _found(path)
    return found if found is not None else _found(path.with_name(path.name + ".bak")) or {}


def _found(path: Path) -> dict[str, Json] | None:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write(path: Path, document: Mapping[str, Json]) -> None:
    """Replaces the file whole or not at all; the previous copy is kept beside it."""
    beside = path.with_name(path.name + ".new")
    with disk():
        if _found(path) is not None:
            _put(beside, path.read_bytes())
            beside.replace(path.with_name(path.name + ".bak"))
        _put(beside, json.dumps(dict(document), ensure_ascii=False, indent=1).encode("utf-8"))
        beside.replace(path)
        flush(path.parent)


@contextmanager
def disk() -> Iterator[None]:
    """Tells a full disk by its name."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(str(error)) from error
        raise


def _put(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def flush(folder: Path) -> None:
    """Makes a rename in the folder outlast a power cut, where the system lets a folder be opened."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_twice(path: Path, document: Mapping[str, Json]) -> None:
    """As `write`, but the copy is of this document: what stood there before must not open anything any more."""
    write(path, document)
    write(path, document)


def remove(path: Path) -> None:
    """Takes the document and its copy away."""
    with disk():
        for name in (path.name + ".bak", path.name):
            path.with_name(name).unlink(missing_ok=True)
        flush(path.parent)
