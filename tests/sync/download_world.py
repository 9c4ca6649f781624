"""Everything that downloads need, real, in a test's folder."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from karmadesk.files import ContentStore
from karmadesk.jobs import Context
from karmadesk.model import Download, DownloadState, Placement, ServerRow, Topic
from karmadesk.packages import EcarPackages
from karmadesk.store import open_shelf
from karmadesk.store.shelf import ShelfStore
from karmadesk.sync.download_fetch import ResolvedSource
from karmadesk.sync.downloads import Downloader, part_key
from karmadesk.sync.http import Http
from tests.sync.clock import StillClock
from tests.sync.media_server import Media, MediaServer

SERVER = "hub"


FILM = b"".join(hashlib.sha256(bytes([number % 256, number // 256])).digest() for number in range(8000))
OTHER = FILM[::-1]
LATE = 100_000


def within_a_second(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 1.0
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    return holds()


class Middle(random.Random):
    """Chance that always falls in the middle."""

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2


def wanted(content_id: str, role: str = "artifact") -> Download:
    """The queue's line for one file."""
    return Download(
        f"id-{content_id}", SERVER, "do_course", content_id, 1.0, role, content_id, DownloadState.WAITING,
        needed_by=("asha",),
    )  # fmt: skip


class World:
    """A shelf, a content store, a downloader and the sources that its downloads resolve to."""

    def __init__(self, home: Path, server: MediaServer, clock: StillClock, shelf: ShelfStore) -> None:
        self.server = server
        self.clock = clock
        self.shelf = shelf
        self.files = ContentStore(home / "objects")
        self.sources: dict[str, ResolvedSource] = {}
        self.topics: list[Topic] = []
        self.http = Http(ServerRow(SERVER, "Hub", "igot", server.url, "key"), clock, connect_s=2, read_s=2)
        self.downloader = self.make()

    def make(self, files: ContentStore | None = None) -> Downloader:
        """Another downloader over the same shelf, as a new process has."""
        return Downloader(
            self.shelf,
            files or self.files,
            EcarPackages(),
            self.clock,
            self.topics.append,
            lambda _: self.http,
            lambda download: self.sources[download.content_id],
            reserve_bytes=0,
            jitter=Middle(),
        )

    def queue(self, content_id: str, source: ResolvedSource, role: str = "artifact") -> Download:
        """Wants one file."""
        self.sources[content_id] = source
        download = wanted(content_id, role)
        with self.shelf.write() as db:
            db.enqueue([download])
        return download

    def film(self, **wrong: Any) -> Media:
        """Wants the film, with this wrong with it."""
        media = Media(FILM, **wrong)
        self.queue("film", ResolvedSource(self.server.put("/film.mp4", media), mime_type="video/mp4"))
        return media

    def has_film(self, content: bytes = FILM) -> bool:
        return self.bytes_of(self.placed("film")["artifact"]) == content

    def rests(self) -> bool:
        """Whether nothing is being fetched any more, at the latest in a second."""
        return within_a_second(lambda: not self.downloader.progress())

    def run(self) -> int:
        return self.downloader.run(Context())

    def later(self) -> int:
        """Runs again once everything that waits is due."""
        self.clock.pass_(hours=1)
        return self.run()

    @contextmanager
    def running(self, context: Context | None = None) -> Iterator[Context]:
        """Downloads go on beside the test's body; joined afterwards."""
        context = context or Context()
        thread = threading.Thread(target=self.downloader.run, args=(context,))
        thread.start()
        try:
            yield context
        finally:
            self.server.go_on.set()
            thread.join()

    def now(self, content_id: str) -> Download:
        with self.shelf.read() as db:
            found = db.download(f"id-{content_id}")
        assert found is not None
        return found

    def placed(self, content_id: str) -> dict[str, Placement]:
        """What is on the shelf, by role."""
        with self.shelf.read() as db:
            return {placement.role: placement for placement in db.placements(SERVER, content_id)}

    def bytes_of(self, placement: Placement) -> bytes:
        with self.files.open(placement.sha256) as file:
            return file.read()

    def part(self, download: Download) -> Path:
        return self.files.part(part_key(download))


@contextmanager
def world(home: Path, server: MediaServer) -> Iterator[World]:
    shelf = open_shelf(home / "shelf.db")
    made = World(home, server, StillClock(), shelf)
    try:
        yield made
    finally:
        made.http.close()
        shelf.close()
