"""The two databases that are nobody's: the catalogue and the shelf."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from karmadesk.finding import Facets, Matches, Wanted
from karmadesk.model import Course, CourseCard, Download, DownloadState, Json, Placement

SET_ASIDE = "set-aside"
"""The checkpoint of a catalogue that was begun anew after damage and whose courses were not fetched again yet."""


class CatalogueReads(Protocol):
    """One server's public metadata."""

    def course(self, course_id: str) -> Course | None: ...
    def cards(self, course_ids: Sequence[str]) -> Mapping[str, CourseCard]:
        """The cards that are known, by course id; unknown ids are left out."""

    def all_cards(self, limit: int = 100, offset: int = 0) -> tuple[CourseCard, ...]:
        """A page of all cards, by name."""

    def count(self) -> int: ...
    def courses_with(self, content_id: str) -> tuple[str, ...]:
        """The ids of the courses in whose trees this content is."""

    def search(self, words: str, limit: int = 50) -> tuple[CourseCard, ...]:
        """Best matches first; every word must occur (the last one as a prefix); any script; () for no words."""

    def find(
        self, wanted: Wanted, here: Collection[str] = (), first: Sequence[str] = (), limit: int = 50, offset: int = 0
    ) -> Matches:
        """A page of what is wanted: best matches first; without words those of `first`, then all by name.

        `here` are the courses that count as being on this laptop. A course's other languages are found as the course.
        """

    def facets(self, wanted: Wanted, here: Collection[str] = ()) -> Facets:
        """What each filter can be set to, counted with everything else that is wanted."""

    def holding(self, content_ids: Collection[str]) -> frozenset[str]:
        """The courses that hold any of these contents."""

    def checkpoint(self, name: str) -> str: ...


class CatalogueWrites(CatalogueReads, Protocol):
    def put_cards(self, cards: Sequence[CourseCard]) -> None:
        """Adds or replaces list entries; a tree already held stays."""

    def put_course(self, course: Course) -> None:
        """Adds or replaces a course with its tree (and its card)."""

    def set_checkpoint(self, name: str, mark: str) -> None: ...


class Catalogue(Protocol):
    """`catalogue.db`. Reads and writes are transactions; writes hold this database's one lock (BEGIN IMMEDIATE)."""

    def read(self) -> AbstractContextManager[CatalogueReads]: ...
    def write(self) -> AbstractContextManager[CatalogueWrites]: ...
    def keep_copy(self, wanted: Callable[[], None]) -> None:
        """Keeps a copy to begin with when this one is found damaged; blocking. Mostly nothing is to be done.

        `wanted` raises what ends it. Raises StoreError.
        """

    def close(self) -> None: ...


class ShelfReads(Protocol):
    """What is on this machine, for everybody."""

    def downloads(self) -> tuple[Download, ...]:
        """The queue in its order, finished ones last (newest first)."""

    def download(self, download_id: str) -> Download | None: ...
    def placements(self, server_id: str, content_id: str) -> tuple[Placement, ...]:
        """The files of the newest version of a content that is here; () when it isn't."""

    def placed(self, server_id: str, content_ids: Sequence[str]) -> Mapping[str, float]:
        """Of these contents the ones that can be opened offline, with their newest version here."""

    def placed_contents(self, server_id: str) -> frozenset[str]:
        """Everything of this server that can be opened offline."""

    def placed_bytes(self, server_id: str, content_ids: Sequence[str]) -> int: ...
    def used_bytes(self) -> int: ...
    def needed_by(self, server_id: str, content_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Who needs each of these contents; what nobody needs is left out."""

    def unneeded(self, sha256s: Sequence[str]) -> tuple[str, ...]:
        """Of these objects the ones that no content needs."""

    def orphans(self) -> frozenset[str]:
        """Objects that no content needs any more, as far as they were not released yet."""

    def objects(self) -> frozenset[str]:
        """The sha256 of every object that some content needs. StoreError while the shelf waits to be rebuilt."""


class ShelfWrites(ShelfReads, Protocol):
    def enqueue(self, downloads: Sequence[Download]) -> int:
        """Adds what is not queued yet (by server, content, version, role) and wants it for `needed_by` too.

        A failed or cancelled one starts again where it stopped. How many were added or revived.
        """

    def claim(self, now: datetime) -> Download | None:
        """The next waiting download whose `next_at` has come, made RUNNING; None when there is none."""

    def recover(self) -> int:
        """At start: RUNNING downloads of a process that died become WAITING again; how many."""

    def advance(self, download_id: str, bytes_done: int, bytes_total: int, etag: str) -> None: ...
    def settle(
        self,
        download_id: str,
        state: DownloadState,
        error_key: str = "",
        error_arguments: Mapping[str, Json] | None = None,
        next_at: datetime | None = None,
    ) -> None:
        """Sets a state (WAITING with `next_at` = try again then; counts an attempt when there is an error)."""

    def remove_download(self, download_id: str) -> None: ...
    def place(self, placements: Sequence[Placement], needed_by: Sequence[str]) -> None:
        """Records files of one content version, replacing an older version's."""

    def forget(self, server_id: str, content_ids: Sequence[str]) -> tuple[str, ...]:
        """Forgets contents; the sha256 of every object that nothing needs any more, an orphan until it is released."""

    def release(self, sha256s: Sequence[str]) -> None:
        """These objects leave the disk: they are orphans no longer."""


class Shelf(Protocol):
    """`shelf.db`."""

    def read(self) -> AbstractContextManager[ShelfReads]: ...
    def write(self) -> AbstractContextManager[ShelfWrites]: ...
    def close(self) -> None: ...
