"""Somebody carried away in one file: their database as it is, and its key wrapped by what they type."""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from karmadesk.disk import room
from karmadesk.errors import (
    DamagedDatabase,
    DiskFull,
    HoldsSomebody,
    KarmaDeskError,
    NotAPerson,
    UnreadableFile,
    UnwritableFile,
)
from karmadesk.model import Json, Person

CARD = "person.json"
DATABASE = "learner.db"
FILES = (DATABASE, f"{DATABASE}-wal")
"""What was not yet merged when a process was killed goes along."""

VERSION = 1
MOST_BYTES = 4 << 30
MOST_CARD_BYTES = 1 << 16
MOST_LETTERS = 200
"""Of a label: far more than anybody types, and little enough to show."""

ID = re.compile(r"[0-9a-f]{16}")
BROKEN = (KeyError, ValueError, RuntimeError, EOFError, OverflowError, zipfile.BadZipFile, struct.error)
"""What reading an archive raises that is damaged, encrypted, nested without end, or made by something else."""


@dataclass(frozen=True)
class Carried:
    """What such a file says of whom it carries. Nothing of it is to be believed."""

    person: Person
    host: str
    added_at: str
    wrapping: dict[str, Json]
    digests: dict[str, str]


def pack(path: Path, folder: Path, card: Mapping[str, Json]) -> None:
    """Writes the file whole or not at all, and reads it back.

    A file that carries somebody else is never written over: it may be all there is of them. Raises HoldsSomebody,
    UnwritableFile, DiskFull, NotAPerson, DamagedDatabase.
    """
    _spare(path, str(card["id"]))
    beside = path.with_name(f"{path.name}.new")
    names = [name for name in FILES if (folder / name).is_file()]
    if DATABASE not in names:
        raise DamagedDatabase(f"{DATABASE} is missing")
    with _writing(path):
        try:
            digests = _write(beside, folder, names, card)
            if carried(beside).digests != digests:
                raise NotAPerson("what was written is not what was read")
            for name in names:
                _checked(beside, name, digests)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


def carried(path: Path) -> Carried:
    """Whom the file carries. Raises NotAPerson, UnreadableFile."""
    with _reading(path), zipfile.ZipFile(path) as archive:
        found = json.loads(_stored(archive, CARD, MOST_CARD_BYTES))
        if not isinstance(found, dict) or found.get("version") != VERSION:
            raise NotAPerson(path.name)
        files, wrapping = found.get("files"), found.get("lock")
        if not isinstance(files, dict) or not isinstance(wrapping, dict) or DATABASE not in files:
            raise NotAPerson(path.name)
        host, added_at = (str(found.get(name, "")) for name in ("host", "added_at"))
        digests = {name: str(files[name]) for name in FILES if name in files}
        return Carried(_person(found), host, added_at, wrapping, digests)


def unpack(path: Path, folder: Path, digests: Mapping[str, str]) -> None:
    """Puts the database into a folder that is there. Raises NotAPerson, UnreadableFile, DiskFull."""
    for name in digests:
        content = _checked(path, name, digests)
        with room():
            (folder / name).touch(mode=0o600)
            (folder / name).write_bytes(content)


def _person(found: Mapping[str, Json]) -> Person:
    person_id, server_id, language = (str(found.get(name, "")) for name in ("id", "server", "language"))
    label = _shown(str(found.get("label", "")))
    if not ID.fullmatch(person_id) or not label or not server_id:
        raise NotAPerson("nobody's card")
    return Person(person_id, label, server_id, language)


def _shown(label: str) -> str:
    """Without what can't be seen or turns the words around it; the joiners of Indian scripts stay."""
    kept = [letter for letter in label if letter in "\u200c\u200d" or unicodedata.category(letter)[0] != "C"]
    return " ".join("".join(kept).split())[:MOST_LETTERS]


def _spare(path: Path, person_id: str) -> None:
    try:
        there = carried(path).person.id
    except KarmaDeskError:
        return  # something else, which whoever chose the file was asked about
    if there != person_id:
        raise HoldsSomebody(path.name, name=path.name)


def _write(path: Path, folder: Path, names: list[str], card: Mapping[str, Json]) -> dict[str, str]:
    digests = {name: _digest((folder / name).read_bytes()) for name in names}
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(CARD, json.dumps({**card, "version": VERSION, "files": digests}))
            for name in names:
                archive.write(folder / name, name)
        file.flush()
        os.fsync(file.fileno())
    return digests


def _checked(path: Path, name: str, digests: Mapping[str, str]) -> bytes:
    with _reading(path), zipfile.ZipFile(path) as archive:
        content = _stored(archive, name, MOST_BYTES)
    if _digest(content) != digests[name]:
        raise NotAPerson(name)
    return content


def _stored(archive: zipfile.ZipFile, name: str, most_bytes: int) -> bytes:
    """As we write it: not packed, so that nothing unfolds to more than what lies there."""
    info = archive.getinfo(name)
    if info.compress_type != zipfile.ZIP_STORED or info.file_size > most_bytes:
        raise NotAPerson(name)
    return archive.read(info)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise NotAPerson(f"{path.name}: {type(error).__name__}") from error
    except OSError as error:
        raise UnreadableFile(type(error).__name__, name=path.name) from error


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        with room():
            yield
    except DiskFull:
        raise
    except OSError as error:
        raise UnwritableFile(type(error).__name__, name=path.name) from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
