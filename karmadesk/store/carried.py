"""Somebody carried away in one file: their database as it is, and its key wrapped by what they type."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

from karmadesk.errors import DamagedPackage, NotAPackage
from karmadesk.model import Json
from karmadesk.store.documents import disk

CARD = "person.json"
FILES = ("learner.db", "learner.db-wal")
"""What was not yet merged when a process was killed goes along."""

VERSION = 1
MOST_BYTES = 4 << 30


def pack(path: Path, folder: Path, card: Mapping[str, Json]) -> None:
    """Writes the file whole or not at all, and reads it back. Raises DiskFull, DamagedPackage."""
    beside = path.with_name(f"{path.name}.new")
    names = [name for name in FILES if (folder / name).is_file()]
    with disk():
        handle = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                digests: dict[str, Json] = {name: _digest((folder / name).read_bytes()) for name in names}
                archive.writestr(CARD, json.dumps({**card, "version": VERSION, "files": digests}))
                for name in names:
                    archive.write(folder / name, name)
            file.flush()
            os.fsync(file.fileno())
        if card_of(beside)["files"] != digests:
            raise DamagedPackage("what was written is not what was read")
        for name in names:
            _checked(beside, name, digests)
        beside.replace(path)


def card_of(path: Path) -> dict[str, Json]:
    """What the file says of whom it carries. Raises NotAPackage."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = json.loads(archive.read(CARD))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise NotAPackage(path.name) from error
    if not isinstance(found, dict) or found.get("version") != VERSION or not isinstance(found.get("files"), dict):
        raise NotAPackage(path.name)
    return found


def unpack(path: Path, folder: Path) -> None:
    """Puts the database into a folder that is there. Raises DamagedPackage, NotAPackage, DiskFull."""
    digests = card_of(path)["files"]
    assert isinstance(digests, dict)
    for name in FILES:
        if name in digests:
            content = _checked(path, name, digests)
            with disk():
                (folder / name).touch(mode=0o600)
                (folder / name).write_bytes(content)


def _checked(path: Path, name: str, digests: Mapping[str, Json]) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(name).file_size > MOST_BYTES:
                raise DamagedPackage(name)
            content = archive.read(name)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise DamagedPackage(name) from error
    if _digest(content) != digests[name]:
        raise DamagedPackage(name)
    return content


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
