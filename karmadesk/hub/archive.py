"""The hub's own reader of ECAR packages, which doubts every name, size and link (contract, section 3.3)."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from karmadesk.hub.place import TroubleError

Json = dict[str, Any]

_ENTRIES_LIMIT = 20_000
_BYTES_LIMIT = 4_000_000_000
_TEXT_LIMIT = 50_000_000
_RATIO_LIMIT = 200
_SMALL = 10_000_000
_CHUNK = 1 << 20
_PAYLOADS = ("content", "collection", "questionset", "questionSet")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")


@dataclass(frozen=True)
class Package:
    """What one ECAR says: its objects, the root first, and the root's tree if it brings one."""

    items: tuple[Json, ...]
    tree: Json | None
    names: frozenset[str]

    @property
    def root(self) -> Json:
        """The object that the package is about."""
        return self.items[0]


@dataclass(frozen=True)
class Stored:
    """One file that came out of a package."""

    name: str
    sha256: str
    size: int


@contextmanager
def opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Package]]:
    """A package that is fit to be read; TroubleError says why another is not."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _entries(file, archive)
            yield archive, _described(file, archive, entries)
    except zipfile.BadZipFile as problem:
        raise TroubleError(f"{file}: not a package, because it is not a ZIP or is damaged ({problem})") from problem
    except OSError as problem:
        raise TroubleError(f"{file}: cannot be read ({problem.strerror or problem})") from problem
    except (NotImplementedError, RuntimeError, zlib.error, EOFError, struct.error, UnicodeError) as problem:
        raise TroubleError(f"{file}: packed in a way that cannot be read here ({problem})") from problem


def extract(archive: zipfile.ZipFile, package: Package, folder: Path) -> list[Stored]:
    """The files of a package, written under a folder that replaces any of its name; manifests are left out."""
    unfinished = folder.with_name(folder.name + ".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    stored = [
        _extract_one(archive, info, name, unfinished / name)
        for info in archive.infolist()
        if (name := _clean(info.filename)) in package.names and PurePosixPath(name).name != "manifest.json"
    ]
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.replace(folder)
    return stored


def in_package(package: Package, identifier: str, value: object) -> str | None:
    """The name in the package that a node's relative address means; some packages double the directory."""
    if not isinstance(value, str) or "://" in value or not value:
        return None
    relative = value.lstrip("/")
    for name in (relative, f"{identifier}/{relative}", f"{identifier}/{identifier}/{PurePosixPath(relative).name}"):
        if name in package.names:
            return name
    return None


def digest(file: Path) -> str:
    """The file's sha256."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_identifier(value: object) -> bool:
    """Whether this can name an object: what names a directory must not wander."""
    return isinstance(value, str) and _IDENTIFIER.fullmatch(value) is not None


def _extract_one(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, target: Path) -> Stored:
    target.parent.mkdir(parents=True, exist_ok=True)
    hashed, size = hashlib.sha256(), 0
    with archive.open(info) as source, target.open("wb") as out:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > info.file_size:
                raise zipfile.BadZipFile(f"{info.filename} is longer than it says")
            hashed.update(chunk)
            out.write(chunk)
    return Stored(name, hashed.hexdigest(), size)


def _entries(file: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files in an archive by clean name."""
    found = archive.infolist()
    if len(found) > _ENTRIES_LIMIT:
        raise TroubleError(f"{file}: more than {_ENTRIES_LIMIT} files in one package")
    if sum(info.file_size for info in found) > _BYTES_LIMIT:
        raise TroubleError(f"{file}: larger than {_BYTES_LIMIT // 1_000_000_000} GB when unpacked")
    entries: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for info in found:
        if info.is_dir():
            continue
        _doubt(file, info)
        name = _clean(info.filename)
        same = unicodedata.normalize("NFC", name).casefold()
        if same in seen:
            raise TroubleError(f"{file}: refused, because two entries would be one file: {info.filename!r}")
        seen.add(same)
        entries[name] = info
    return entries


def _doubt(file: Path, info: zipfile.ZipInfo) -> None:
    name = _clean(info.filename)
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or "\\" in name or ":" in parts[0] or any(ord(sign) < 32 for sign in name):
        raise TroubleError(f"{file}: refused, because an entry's name leaves its folder: {info.filename!r}")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise TroubleError(f"{file}: refused, because an entry is a link or a device: {info.filename!r}")
    if info.file_size > _SMALL and info.file_size > _RATIO_LIMIT * max(info.compress_size, 1):
        raise TroubleError(f"{file}: refused, because an entry swells beyond reason: {info.filename!r}")


def _clean(name: str) -> str:
    return name.lstrip("/")


def _described(file: Path, archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> Package:
    manifest = _json(file, archive, entries, "manifest.json")
    if manifest is None:
        raise TroubleError(f"{file}: not a package, because it has no manifest.json at its root")
    inner = manifest.get("archive")
    items = inner.get("items") if isinstance(inner, dict) else None
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise TroubleError(f"{file}: its manifest lists no objects")
    for item in items:
        if not is_identifier(item.get("identifier")) or not isinstance(item.get("mimeType"), str):
            raise TroubleError(f"{file}: its manifest has an object without a proper identifier or mimeType")
    hierarchy = _json(file, archive, entries, "hierarchy.json") or {}
    trees = [hierarchy[name] for name in _PAYLOADS if isinstance(hierarchy.get(name), dict)]
    return Package(tuple(items), trees[0] if trees else None, frozenset(entries))


def _json(file: Path, archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str) -> Json | None:
    if name not in entries:
        return None
    if entries[name].file_size > _TEXT_LIMIT:
        raise TroubleError(f"{file}: its {name} is larger than {_TEXT_LIMIT // 1_000_000} MB")
    try:
        found = json.loads(archive.read(entries[name]))
    except (ValueError, RecursionError) as problem:
        raise TroubleError(f"{file}: its {name} is not valid JSON ({problem})") from problem
    if not isinstance(found, dict):
        raise TroubleError(f"{file}: its {name} is not a JSON object")
    return found
