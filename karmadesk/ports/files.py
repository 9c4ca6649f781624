"""Files on the disk and the packages that they arrive in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from karmadesk.jobs import Context
from karmadesk.model import Course, Placement, QuestionSet


class Files(Protocol):
    """The content store: an object is its sha256; a part is a download not yet whole."""

    def part(self, download_id: str) -> Path:
        """Where a download grows; survives restarts."""

    def drop_part(self, download_id: str) -> None: ...
    def adopt(self, source: Path) -> tuple[str, int]:
        """Moves a whole file in; (sha256, size). Atomic, durable; the same bytes are kept once."""

    def path(self, sha256: str) -> Path:
        """Where an object lies (may be missing)."""

    def open(self, sha256: str) -> BinaryIO: ...
    def has(self, sha256: str) -> bool: ...
    def remove(self, sha256s: Sequence[str]) -> None: ...
    def staging(self) -> AbstractContextManager[Path]:
        """A new empty folder on the same disk, removed afterwards."""

    def free_bytes(self) -> int: ...
    def named(self, sha256: str, name: str) -> Path:
        """A path to the object that ends in `name` (hard link or copy): engines and readers go by file endings."""

    def label(self, placements: Sequence[Placement], needed_by: Sequence[str]) -> None:
        """Notes beside the objects which content they are: from these notes a lost shelf is built anew."""


@dataclass(frozen=True)
class Unpacked:
    """One file of a package, extracted: which content and role it serves."""

    content_id: str
    version: float
    role: str
    path: Path
    name: str
    mime_type: str


class Packages(Protocol):
    """Reads what arrives. Raises NotAPackage, DamagedPackage, HostilePackage."""

    def unpack(
        self, archive: Path, into: Path, context: Context, told: Callable[[int], None] | None = None
    ) -> tuple[Unpacked, ...]:
        """Extracts an ECAR safely and says what each file is for (roles: see `model.Placement`).

        `told` hears now and then how many bytes have come out.
        """

    def course(self, archive: Path) -> Course | None:
        """The course tree of a spine ECAR; None when the archive holds no collection."""

    def questions(self, path: Path) -> QuestionSet:
        """The practice set in a `questions` file."""
