"""Small documents of a person that are replaced whole or not at all, with a copy beside each."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from karmadesk.disk import flush_folder, room
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
    with room():
        if _found(path) is not None:
            _put(beside, path.read_bytes())
            beside.replace(path.with_name(path.name + ".bak"))
        _put(beside, json.dumps(dict(document), ensure_ascii=False, indent=1).encode("utf-8"))
        beside.replace(path)
        flush_folder(path.parent)


def _put(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_twice(path: Path, document: Mapping[str, Json]) -> None:
    """As `write`, but the copy is of this document: what stood there before must not open anything any more."""
    write(path, document)
    write(path, document)


def remove(path: Path) -> None:
    """Takes the document and its copy away."""
    with room():
        for name in (path.name + ".bak", path.name):
            path.with_name(name).unlink(missing_ok=True)
        flush_folder(path.parent)
