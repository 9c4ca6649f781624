"""A download not yet whole: its bytes, and beside them a note of where they came from."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from karmadesk.errors import DiskFull

FLUSH_BYTES = 8 * 1024 * 1024
FLUSH_S = 5.0
CHUNK_BYTES = 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class Note:
    """What is known of a part. `validator` is a strong ETag or a Last-Modified; without one nothing can be resumed."""

    origin: str = ""
    validator: str = ""
    total: int = 0
    mime_type: str = ""
    flushed: int = 0
    boot: str = ""
    ended_at: int = -1
    ended_times: int = 0
    sha256: str = ""


class Part:
    """The growing file and its note. One thread at a time."""

    def __init__(self, path: Path, boot: str) -> None:
        """After a restart of the machine only what had reached the disk counts: a file system may grow a file first."""
        self.path = path
        self._sidecar = path.with_suffix(".json")
        self._boot = boot
        self.note = _read_note(self._sidecar)
        if self.note.boot != boot and self.length:
            self._cut(min(self.note.flushed, self.length))
            self.remember(flushed=self.length)

    @property
    def length(self) -> int:
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    @property
    def is_whole(self) -> bool:
        return 0 < self.note.total == self.length

    def remember(self, **facts: str | int) -> None:
        """Writes the note anew, whole or not at all."""
        self.note = dataclasses.replace(self.note, boot=self._boot, **facts)  # type: ignore[arg-type]  # checked by tests
        spare = self._sidecar.with_suffix(".json~")
        with _room(self.path):
            spare.write_text(json.dumps(dataclasses.asdict(self.note)), encoding="utf-8")
            spare.replace(self._sidecar)

    def begin(self, url: str, validator: str, total: int, mime_type: str) -> None:
        """Starts over: forgets the bytes and notes where the new ones come from."""
        parts = urlsplit(url)
        self._cut(0)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        kept = {"ended_at": self.note.ended_at, "ended_times": self.note.ended_times}
        self.note = Note()
        self.remember(origin=origin, validator=validator, total=total, mime_type=mime_type, **kept)

    @contextlib.contextmanager
    def growing(self) -> Iterator[Callable[[bytes], None]]:
        """Appends chunks: each is with the system at once, so that a kill loses none; on the disk every few seconds."""
        with _room(self.path), self.path.open("ab", buffering=0) as file:
            sink = _Sink(self, file)
            try:
                yield sink.write
            finally:
                sink.flush()

    def digest(self, check: Callable[[], None]) -> str:
        """The sha256 of the bytes; noted, so that a whole file is found again even after it moved into the store."""
        total = hashlib.sha256()
        with self.path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                check()
                total.update(chunk)
        self.remember(sha256=total.hexdigest())
        return self.note.sha256

    def broke_off(self) -> int:
        """Notes that the server ended the file here, short of its length; how often it did so at this very place."""
        here = self.length
        times = self.note.ended_times + 1 if self.note.ended_at == here else 1
        self.remember(ended_at=here, ended_times=times)
        return times

    def forgive(self) -> None:
        """Forgets earlier early ends."""
        self.remember(ended_at=-1, ended_times=0)

    def drop(self) -> None:
        for path in (self.path, self._sidecar, self._sidecar.with_suffix(".json~")):
            path.unlink(missing_ok=True)
        self.note = Note()

    def _cut(self, length: int) -> None:
        if self.length:
            os.truncate(self.path, length)


class _Sink:
    def __init__(self, part: Part, file: BinaryIO) -> None:
        self._part = part
        self._file = file
        self._loose = 0
        self._flushed_at = time.monotonic()

    def write(self, chunk: bytes) -> None:
        left = memoryview(chunk)
        while left:
            left = left[self._file.write(left) :]
        self._loose += len(chunk)
        if self._loose >= FLUSH_BYTES or time.monotonic() - self._flushed_at >= FLUSH_S:
            self.flush()

    def flush(self) -> None:
        if self._loose:
            os.fsync(self._file.fileno())
            self._part.remember(flushed=self._file.tell())
            self._loose = 0
            self._flushed_at = time.monotonic()


@contextlib.contextmanager
def _room(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno in _FULL:
            raise DiskFull(f"writing {path.name}") from problem
        raise


def _read_note(path: Path) -> Note:
    """The note, or an empty one when it is missing or not ours: then the part starts over."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError, RecursionError):
        return Note()
    empty = Note()
    if not isinstance(found, dict):
        return empty
    known = {field.name: type(getattr(empty, field.name)) for field in dataclasses.fields(Note)}
    return Note(**{key: value for key, value in found.items() if type(value) is known.get(key)})
