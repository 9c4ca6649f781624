"""The content store: an object is named by its sha256, a part is a download not yet whole."""

from __future__ import annotations

import logging
import shutil
import tempfile
import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from karmadesk.disk import flush_folder, room
from karmadesk.errors import DiskFull, NotDownloaded
from karmadesk.files.durable import digest, move
from karmadesk.files.labels import Labels
from karmadesk.files.names import id_name, is_digest, safe_name
from karmadesk.model import Placement

log = logging.getLogger(__name__)


class ContentStore:
    """Satisfies `ports.Files`. Everything lies under one folder, so that moving a file in is one rename."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts = folder / "parts"
        self._staging = folder / "staging"
        self._named = folder / "named"
        self._labels = Labels(folder / "labels")
        self._sound: dict[str, tuple[int, int]] = {}

    def part(self, download_id: str) -> Path:
        """Where a download grows; survives restarts. What is known of it lies beside it in a `.json` file."""
        with room(self._parts):
            self._parts.mkdir(parents=True, exist_ok=True)
        return self._parts / f"{id_name(download_id)}.part"

    def drop_part(self, download_id: str) -> None:
        part = self._parts / f"{id_name(download_id)}.part"
        for path in (part, part.with_suffix(".json"), part.with_suffix(".json~")):
            path.unlink(missing_ok=True)

    def adopt(self, source: Path) -> tuple[str, int]:
        """Moves a whole file in; (sha256, size). Atomic, durable; the same bytes are kept once."""
        sha256, size = digest(source)
        target = self.path(sha256)
        if target.is_file() and target.stat().st_size == size:
            source.unlink()
            return sha256, size
        with room(target):
            self._make(target.parent)
            spare = self._staging / uuid.uuid4().hex
            self._staging.mkdir(parents=True, exist_ok=True)
            try:
                move(source, target, spare)
            finally:
                spare.unlink(missing_ok=True)
        return sha256, size

    def path(self, sha256: str) -> Path:
        """Where an object lies (may be missing)."""
        if not is_digest(sha256):
            raise ValueError(f"not a sha256: {sha256!r}")
        return self._folder / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def open(self, sha256: str) -> BinaryIO:
        """The object's bytes, checked against its name once a run. Raises NotDownloaded for a missing or spoilt one.

        A spoilt object is taken away, so that the next download brings a sound one.
        """
        path = self.path(sha256)
        try:
            self._check(sha256, path)
            return path.open("rb")
        except FileNotFoundError as problem:
            raise NotDownloaded(f"object {sha256} is missing") from problem

    def remove(self, sha256s: Sequence[str]) -> None:
        """Takes objects away, and every name they were given; missing ones are no fault."""
        for sha256 in sha256s:
            self._sound.pop(sha256, None)
            shutil.rmtree(self._named / sha256, ignore_errors=True)
            try:
                self.path(sha256).unlink(missing_ok=True)
            except PermissionError:
                log.warning("object %s is in use; it goes at the next tidying", sha256)

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A new empty folder on the same disk, removed afterwards."""
        with room(self._staging):
            self._staging.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self._staging))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def free_bytes(self) -> int:
        self._folder.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self._folder).free

    def named(self, sha256: str, name: str) -> Path:
        """A path to the object that ends in `name`: a hard link, or a copy where the disk knows no links.

        On a full disk it is the object's own path.
        """
        source = self.path(sha256)
        target = self._named / sha256 / safe_name(name)
        try:
            size = source.stat().st_size
        except FileNotFoundError as problem:
            raise NotDownloaded(f"object {sha256} is missing") from problem
        if target.is_file() and (source.samefile(target) or target.stat().st_size == size):
            return target
        try:
            with room(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                self._link(source, target)
        except DiskFull:
            # What is here must open on a full disk too; there it opens under the object's own name.
            return source
        return target

    def label(self, placements: Sequence[Placement], needed_by: Sequence[str]) -> None:
        """Notes beside the objects which content they are: from these notes a lost shelf is built anew."""
        self._labels.write(placements, needed_by)

    def labels(self) -> Iterator[tuple[tuple[Placement, ...], tuple[str, ...]]]:
        """What the notes tell of objects that are here: one content's files and who needs them."""
        for placements, needed_by in self._labels.read():
            here = tuple(placement for placement in placements if self.has(placement.sha256))
            if here:
                yield here, needed_by

    def tidy(self, objects: Collection[str], download_ids: Collection[str]) -> int:
        """Bytes freed by removing what nothing names: other objects and parts, folders of a run that died.

        Only the process that holds the home's lock may call this, and before it downloads anything.
        """
        before = _used(self._folder)
        shutil.rmtree(self._staging, ignore_errors=True)
        known_parts = {id_name(download_id) for download_id in download_ids}
        if self._parts.is_dir():
            for path in list(self._parts.iterdir()):
                if path.name.partition(".")[0] not in known_parts:
                    path.unlink(missing_ok=True)
        self.remove([sha256 for sha256 in self._objects() if sha256 not in objects])
        self._labels.forget_without(self.has)
        return max(0, before - _used(self._folder))

    def _objects(self) -> list[str]:
        return [path.name for path in self._folder.glob("??/??/*") if is_digest(path.name)]

    def _check(self, sha256: str, path: Path) -> None:
        stamp = path.stat().st_size, path.stat().st_mtime_ns
        if self._sound.get(sha256) == stamp:
            return
        if digest(path)[0] != sha256:
            log.error("object %s is spoilt on the disk and was taken away", sha256)
            self.remove([sha256])
            raise NotDownloaded(f"object {sha256} is spoilt")
        self._sound[sha256] = stamp

    def _make(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            flush_folder(folder.parent)

    def _link(self, source: Path, target: Path) -> None:
        target.unlink(missing_ok=True)
        with suppress(OSError):
            target.hardlink_to(source)
            return
        spare = target.with_name(f".{uuid.uuid4().hex}")
        try:
            shutil.copyfile(source, spare)
            spare.replace(target)
        finally:
            spare.unlink(missing_ok=True)


def _used(folder: Path) -> int:
    """Bytes of the files below, each counted once however many names it has."""
    seen: dict[tuple[int, int], int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            status = path.stat()
            seen[(status.st_dev, status.st_ino)] = status.st_size
    return sum(seen.values())
