"""The one safe way out of a ZIP: everything is checked before the first byte, and the real bytes are counted."""

from __future__ import annotations

import contextlib
import errno
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from karmadesk.errors import DamagedPackage, DiskFull, HostilePackage, NotAPackage
from karmadesk.jobs import Context
from karmadesk.packages.entries import check_collisions, check_form, inner_path, is_folder

CHUNK_BYTES = 256 * 1024
SMALL_BYTES = 1024 * 1024
"""Below this an entry may be as compressible as it likes."""
_END_SIZE = 22
_LONGEST_COMMENT = 0xFFFF
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class Limits:
    """What an archive may ask of this machine."""

    entries: int = 20_000
    total_bytes: int = 16 * 1024**3
    ratio: int = 200
    allowance: float = 0.05
    """How much more than was declared may come out before we stop."""


class Archive:
    """An open archive that passed every check that needs no unpacking."""

    def __init__(self, archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], limits: Limits) -> None:
        self._archive = archive
        self._entries = entries
        self._limits = limits

    @property
    def names(self) -> tuple[str, ...]:
        """The files inside, without folders."""
        return tuple(self._entries)

    @property
    def declared_bytes(self) -> int:
        return sum(entry.file_size for entry in self._entries.values())

    def read(self, name: str, most_bytes: int) -> bytes:
        """One small file. Raises KeyError for an unknown name, HostilePackage for one that is not small."""
        entry = self._entries[name]
        if entry.file_size > most_bytes:
            raise HostilePackage(f"{name!r} says it has {entry.file_size} bytes")
        with _readable(name), self._archive.open(entry) as source:
            content = source.read(most_bytes + 1)
        if len(content) != entry.file_size:
            raise DamagedPackage(f"{name!r} has another length than it says")
        return content

    def extract(self, into: Path, context: Context, told: Callable[[int], None] | None = None) -> Mapping[str, Path]:
        """Every file, by its path inside, in the empty folder `into`; on any failure `into` is left empty.

        `told` hears, after each file and now and then in a long one, how many bytes have come out.
        """
        into.mkdir(parents=True, exist_ok=True)
        if any(into.iterdir()):
            raise ValueError(f"{into} is not empty")
        if self.declared_bytes > shutil.disk_usage(into).free:
            raise DiskFull(f"{self.declared_bytes} bytes to unpack", needed_bytes=self.declared_bytes)
        left = min(self._limits.total_bytes, int(self.declared_bytes * (1 + self._limits.allowance)))
        allowed = left
        done: dict[str, Path] = {}
        try:
            for name, entry in self._entries.items():
                done[name] = into.joinpath(*name.split("/"))
                for size in self._extract_one(entry, name, done[name], left, context):
                    left -= size
                    if told is not None:
                        told(allowed - left)
        except BaseException:
            empty(into)
            raise
        return done

    def _extract_one(self, entry: zipfile.ZipInfo, name: str, path: Path, left: int, context: Context) -> Iterator[int]:
        """How many bytes came out, chunk by chunk."""
        size = 0
        with _readable(name):
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._archive.open(entry) as source, path.open("xb") as target:
                while chunk := source.read(CHUNK_BYTES):
                    context.check()
                    size += len(chunk)
                    if size > left:
                        raise HostilePackage("more comes out than the archive declares")
                    target.write(chunk)
                    yield len(chunk)
        if size != entry.file_size:
            raise DamagedPackage(f"{name!r} has another length than it says")


@contextlib.contextmanager
def opened(path: Path, limits: Limits | None = None, *, forgive_root: bool = False) -> Iterator[Archive]:
    """The archive, checked. Raises NotAPackage, DamagedPackage or HostilePackage; nothing was written then."""
    limits = limits or Limits()
    _check_end(path, limits)
    with _readable(path.name):
        archive = zipfile.ZipFile(path)
    with archive:
        yield Archive(archive, _checked(archive, path.stat().st_size, limits, forgive_root=forgive_root), limits)


def _checked(
    archive: zipfile.ZipFile, archive_bytes: int, limits: Limits, *, forgive_root: bool
) -> dict[str, zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise HostilePackage(f"{len(entries)} entries")
    total = sum(entry.file_size for entry in entries)
    if total > limits.total_bytes or _is_bomb(total, archive_bytes, limits):
        raise HostilePackage(f"{total} bytes in an archive of {archive_bytes}")
    paths: list[tuple[str, zipfile.ZipInfo]] = []
    for entry in entries:
        check_form(entry)
        if _is_bomb(entry.file_size, entry.compress_size, limits):
            raise HostilePackage(f"{entry.orig_filename!r} grows from {entry.compress_size} to {entry.file_size}")
        if is_folder(entry) and entry.file_size:
            raise DamagedPackage(f"a folder with content: {entry.orig_filename!r}")
        paths.append((inner_path(entry, forgive_root=forgive_root), entry))
    check_collisions((path, is_folder(entry)) for path, entry in paths if path)
    return {path: entry for path, entry in paths if path and not is_folder(entry)}


def _is_bomb(full: int, packed: int, limits: Limits) -> bool:
    return full > SMALL_BYTES and full > limits.ratio * max(packed, 1)


def _check_end(path: Path, limits: Limits) -> None:
    """Reads the end record ourselves: Python's reader overlooks other disks, trailing bytes and huge counts."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
        tail = file.read()
        file.seek(0)
        is_begun = file.read(4) == b"PK\x03\x04"
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END_SIZE:
        if is_begun:
            raise DamagedPackage("the archive's end is missing")
        raise NotAPackage("no archive")
    disk, first_disk, here, count, _size, _offset, comment = struct.unpack(
        "<HHHHIIH", tail[place + 4 : place + _END_SIZE]
    )
    if place + _END_SIZE + comment != len(tail):
        raise DamagedPackage("the archive's comment has another length than it says")
    if (disk, first_disk) not in {(0, 0), (0xFFFF, 0xFFFF)} or here != count:
        raise DamagedPackage("the archive spans several disks")
    if limits.entries < count < 0xFFFF:
        raise HostilePackage(f"{count} entries")


@contextlib.contextmanager
def _readable(name: str) -> Iterator[None]:
    """Turns the many ways in which a broken archive shows into DamagedPackage, a full disk into DiskFull."""
    try:
        yield
    except OSError as problem:
        if problem.errno in _FULL:
            raise DiskFull(f"unpacking {name}") from problem
        if problem.errno == errno.EINVAL:  # an offset before the file's beginning
            raise DamagedPackage(f"{name}: {problem}") from problem
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError) as problem:
        raise DamagedPackage(f"{name}: {problem}") from problem


def empty(folder: Path) -> None:
    """Takes everything out of a folder of ours."""
    for path in list(folder.iterdir()):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
