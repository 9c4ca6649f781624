"""The download queue at work: two files at a time, resumed for ever, placed in the store once they are whole."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

from karmadesk.errors import ContentError, DiskFull, KarmaDeskError, LinkError
from karmadesk.jobs import Cancelled, Context
from karmadesk.model import Download, DownloadState, Topic
from karmadesk.ports import Changed, Clock, Files, Packages, Shelf
from karmadesk.sync.backoff import pause
from karmadesk.sync.download_fetch import Beside, Companion, ResolvedSource, Stopped, Transfer, fetch
from karmadesk.sync.download_part import Part
from karmadesk.sync.download_place import Placing
from karmadesk.sync.http import Http

log = logging.getLogger(__name__)

AT_A_TIME = 2
TICK_S = 0.1
LOOK_S = 0.4
ADVANCE_S = 1.0
SHORTEST_PAUSE = timedelta(seconds=0.5)
FULL_PAUSE = timedelta(seconds=60)
STRIKES = 3
"""So many link faults in a row without one byte end the run: the link is down for everybody."""
RESERVE_BYTES = 64 * 1024 * 1024
"""Left free on the disk, so that the databases can always write what somebody learnt."""
PACKAGE_FACTOR = 2.1
"""A package and what comes out of it lie side by side for a moment."""


def part_key(download: Download) -> str:
    """The name of a download's part: the file's identity, so that one queued anew after a cancel finds its bytes."""
    identity = f"{download.server_id}\n{download.content_id}\n{download.version!r}\n{download.role}"
    return hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:40]


class Downloader:
    """Satisfies `ports.Downloads`. One run at a time; the home's lock keeps other processes out."""

    def __init__(
        self,
        shelf: Shelf,
        files: Files,
        packages: Packages,
        clock: Clock,
        changed: Changed,
        http: Callable[[str], Http],
        resolve: Callable[[Download], ResolvedSource],
        *,
        reserve_bytes: int = RESERVE_BYTES,
        jitter: random.Random | None = None,
    ) -> None:
        """`http` gives the connection for a server id; `resolve` says where a download's bytes are today."""
        self._shelf = shelf
        self._files = files
        self._placing = Placing(shelf, files, packages)
        self._clock = clock
        self._changed = changed
        self._http = http
        self._resolve = resolve
        self._reserve_bytes = reserve_bytes
        self._jitter = jitter or random.Random()  # noqa: S311 - spreads clients, guards no secret
        self._turn = threading.Condition()
        self._one_run = threading.Lock()
        self._active: dict[str, Transfer] = {}
        self._claimed_again: set[str] = set()
        self._is_recovered = False
        self._strikes = 0
        self._full: tuple[str, int] | None = None
        self._rest_until: datetime | None = None
        self._is_dirty = False

    def run(self, context: Context) -> int:
        """Works until nothing is due, the link is down or the disk is full; how many files were finished."""
        if not self._one_run.acquire(blocking=False):
            return 0
        try:
            return self._run(context)
        finally:
            self._one_run.release()

    def progress(self) -> Mapping[str, tuple[int, int]]:
        """(bytes done, bytes in all or 0) of what is being fetched now, by download id; fresher than the shelf."""
        with self._turn:
            return {download_id: transfer.figures for download_id, transfer in self._active.items()}

    def next_due(self) -> datetime | None:
        """When `run` has something to do again; None when nothing waits."""
        now = self._clock.now()
        with self._shelf.read() as shelf:
            waiting = [d.next_at or now for d in shelf.downloads() if d.state is DownloadState.WAITING]
        if not waiting:
            return None
        due = min(waiting)
        return max(due, self._rest_until) if self._rest_until is not None else due

    def hurry(self) -> bool:
        """Makes everything that waits for the link due now (it is back, or somebody asked); whether anything waits."""
        self._rest_until = None
        with self._shelf.write() as shelf:
            waiting = [d for d in shelf.downloads() if d.state is DownloadState.WAITING]
            for download in waiting:
                if download.next_at is not None:
                    shelf.settle(download.id, DownloadState.WAITING)
        return bool(waiting)

    def _run(self, context: Context) -> int:
        if not self._is_recovered:
            self._recover()
            self._is_recovered = True
        if self._is_full():
            self._rest(FULL_PAUSE)
            return 0
        self._strikes, self._full, self._rest_until = 0, None, None
        with ThreadPoolExecutor(AT_A_TIME, "karmadesk-fetch") as pool:
            workers = [pool.submit(self._work, context) for _ in range(AT_A_TIME)]
            self._watch(workers, context)
        self._tell()
        return sum(worker.result() for worker in workers)

    def _recover(self) -> None:
        """Takes up what a process that died was fetching, and drops the parts of what it had just placed."""
        with self._shelf.write() as shelf:
            shelf.recover()
            finished = [d for d in shelf.downloads() if d.state is DownloadState.DONE]
        for download in finished:
            self._files.drop_part(part_key(download))

    def _is_full(self) -> bool:
        """Whether the download that found no room still waits and would find none again."""
        if self._full is None:
            return False
        download_id, needed_bytes = self._full
        with self._shelf.read() as shelf:
            download = shelf.download(download_id)
        is_waiting = download is not None and download.state is DownloadState.WAITING
        return is_waiting and self._files.free_bytes() < needed_bytes + self._reserve_bytes

    def _work(self, context: Context) -> int:
        finished = 0
        servers: set[str] = set()
        try:
            while (claimed := self._next(context)) is not None:
                download, transfer = claimed
                try:
                    servers.add(download.server_id)
                    finished += self._one(download, transfer, context)
                finally:
                    self._release(download)
        finally:
            # This thread ends here, and its kept-alive connections with it.
            for server_id in servers:
                with contextlib.suppress(KarmaDeskError):
                    self._http(server_id).session().close()
        return finished

    def _next(self, context: Context) -> tuple[Download, Transfer] | None:
        """Claims a download; None when nothing is due and nobody is at work who could make something due."""
        with self._turn:
            while not (context.is_cancelled or self._is_resting()):
                with self._shelf.write() as shelf:
                    download = shelf.claim(self._clock.now())
                if download is None:
                    if not self._active:
                        break
                    self._turn.wait(ADVANCE_S)
                elif download.id in self._active:
                    self._claimed_again.add(download.id)
                else:
                    self._active[download.id] = transfer = Transfer(download.bytes_done, download.bytes_total)
                    self._is_dirty = True
                    return download, transfer
            self._turn.notify_all()
        return None

    def _release(self, download: Download) -> None:
        """Ends the transfer. One that was paused and resumed before we noticed waits for its turn again."""
        with self._turn:
            del self._active[download.id]
            if download.id in self._claimed_again:
                self._claimed_again.discard(download.id)
                self._settle(download, DownloadState.WAITING)
            self._is_dirty = True
            self._turn.notify_all()

    def _one(self, download: Download, transfer: Transfer, context: Context) -> int:
        """Fetches and places one file; 1 when it is here. The world's faults end in the shelf."""
        state: tuple[DownloadState, KarmaDeskError | None, datetime | None] | None
        state = DownloadState.FAILED, KarmaDeskError("a bug; see the log"), None
        try:
            is_placed = self._fetch_and_place(download, transfer, context)
            state = None
            return int(is_placed)
        except (Stopped, Cancelled):
            state = DownloadState.WAITING, None, None
        except DiskFull as problem:
            self._full = download.id, int(problem.arguments.get("needed_bytes", 0))
            self._rest(FULL_PAUSE)
            state = DownloadState.WAITING, problem, None
        except LinkError as problem:
            state = DownloadState.WAITING, problem, self._try_again_at(download, transfer, problem)
        except KarmaDeskError as problem:
            state = DownloadState.FAILED, problem, None
        finally:
            if state is not None:
                self._settle(download, *state)
        return 0

    def _fetch_and_place(self, download: Download, transfer: Transfer, context: Context) -> bool:
        source = self._resolve(download)
        http = self._http(download.server_id)
        part = Part(self._files.part(part_key(download)), self._clock.boot())
        if not self._placing.is_stored(part):
            factor = PACKAGE_FACTOR if source.is_package else 1.0
            fetch(http, source, part, transfer, lambda more: self._need(int(more * factor)))
        companions = [self._companion(http, download, each, transfer) for each in source.companions]
        here = [each for each in companions if each is not None]

        def check() -> None:
            context.check()
            transfer.check()

        return self._placing.place(download, source, part, here, context, check)

    def _companion(
        self, http: Http, download: Download, companion: Companion, transfer: Transfer
    ) -> tuple[Companion, Part] | None:
        """A small file beside a bare artifact; None when it can't be had: a film plays without its captions."""
        part = Part(self._files.part(f"{part_key(download)}-{companion.role.replace(':', '-')}"), self._clock.boot())
        source = ResolvedSource(companion.url, mime_type=companion.mime_type)
        try:
            if not self._placing.is_stored(part):
                fetch(http, source, part, Beside(transfer), self._need)
        except ContentError as problem:
            log.warning("%s of %s is left out: %s", companion.role, download.content_id, problem)
            return None
        return companion, part

    def _need(self, more: int) -> None:
        if self._files.free_bytes() < more + self._reserve_bytes:
            raise DiskFull(f"{more} bytes to come", needed_bytes=more)

    def _try_again_at(self, download: Download, transfer: Transfer, problem: LinkError) -> datetime:
        """Full jitter under a doubling ceiling, but not before the server said; counts strikes against the link."""
        with self._turn:
            self._strikes = 0 if transfer.moved_bytes else self._strikes + 1
            is_down = self._strikes >= STRIKES
        attempts = 0 if transfer.moved_bytes else download.attempts
        rest = max(SHORTEST_PAUSE, pause(attempts, problem, self._jitter))
        log.info("download %s waits %s: %s", download.id, rest, problem)
        if is_down:
            self._rest(rest)
        return self._clock.now() + rest

    def _rest(self, rest: timedelta) -> None:
        """Ends this run after what is under way, and asks the caller to wait."""
        self._rest_until = self._clock.now() + rest

    def _is_resting(self) -> bool:
        return self._rest_until is not None

    def _settle(
        self,
        download: Download,
        state: DownloadState,
        problem: KarmaDeskError | None = None,
        next_at: datetime | None = None,
    ) -> None:
        """Sets the state of one that is still ours: a pause or removal by the learner stands."""
        with self._shelf.write() as shelf:
            current = shelf.download(download.id)
            if current is not None and current.state is DownloadState.RUNNING:
                key = problem.key if problem is not None else ""
                shelf.settle(download.id, state, key, problem.arguments if problem is not None else None, next_at)

    def _watch(self, workers: list[Future[int]], context: Context) -> None:
        """While the workers work: tells of progress, writes it down, and stops what is not wanted any more."""
        looked_at = advanced_at = time.monotonic()
        pending = set(workers)
        while pending:
            _, pending = wait(pending, TICK_S, FIRST_COMPLETED)
            now = time.monotonic()
            if context.is_cancelled:
                self._stop_all()
            elif now - looked_at >= LOOK_S:
                looked_at = now
                self._look()
            if now - advanced_at >= ADVANCE_S:
                advanced_at = now
                self._advance()
            if self._is_dirty:
                self._tell()

    def _stop_all(self) -> None:
        with self._turn:
            for transfer in self._active.values():
                transfer.stop()
            self._turn.notify_all()

    def _look(self) -> None:
        """Stops transfers whose download was paused or removed meanwhile."""
        with self._turn:
            active = dict(self._active)
        if not active:
            return
        with self._shelf.read() as shelf:
            states = {download_id: shelf.download(download_id) for download_id in active}
        for download_id, download in states.items():
            if download is None or download.state is not DownloadState.RUNNING:
                active[download_id].stop()

    def _advance(self) -> None:
        """Writes how far the transfers are. Under the lock, so that no figure is written after a settlement."""
        with self._turn:
            moving = {download_id: t for download_id, t in self._active.items() if t.moved_bytes}
            if not moving:
                return
            with self._shelf.write() as shelf:
                for download_id, transfer in moving.items():
                    shelf.advance(download_id, *transfer.figures, transfer.validator)
            self._is_dirty = True

    def _tell(self) -> None:
        self._is_dirty = False
        self._changed(Topic.DOWNLOADS)
