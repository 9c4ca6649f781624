"""When to sync and fetch: at start, on reconnect, every few minutes, on the button. Rounds don't pile up."""

from __future__ import annotations

import logging
import threading

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context, Jobs
from karmadesk.model import Link, Topic
from karmadesk.ports import Changed, Downloads, Reachability, Sync, SyncReport

log = logging.getLogger(__name__)

LINKED = {Link.ONLINE, Link.METERED}
PROBE_S = 20.0
"""How often a lost link is looked for; the request is a few hundred bytes."""


class Rounds:
    """Asks the sync and download lanes for work, one round of each at a time."""

    def __init__(
        self,
        jobs: Jobs,
        sync: Sync,
        downloads: Downloads,
        reachability: Reachability,
        announce: Changed,
        minutes: int,
    ) -> None:
        self._jobs = jobs
        self._sync = sync
        self._downloads = downloads
        self._reachability = reachability
        self._announce = announce
        self._minutes = minutes
        self._lock = threading.Lock()
        self._queued = False
        self._interactive = False
        self._fetching = False
        self._fetch_again = False
        self._sending = False
        self._reports: tuple[SyncReport, ...] = ()
        self._seconds_since_round = 0.0

    @property
    def is_sending(self) -> bool:
        return self._sending

    @property
    def reports(self) -> tuple[SyncReport, ...]:
        """What the last round did, one report a person."""
        return self._reports

    def link(self) -> Link:
        return self._reachability.link()

    def request(self, *, interactive: bool = False) -> None:
        """A round for everybody; one that is already queued serves this request too."""
        with self._lock:
            self._interactive = self._interactive or interactive
            if self._queued:
                return
            self._queued = True
        self._jobs.run("sync", self._round, self._after_round, self._fault)

    def tick(self, seconds: float) -> None:
        """Called now and then by the face's timer: looks for a lost link, and syncs every few minutes."""
        self._seconds_since_round += seconds
        if self._seconds_since_round >= self._minutes * 60:
            self.request()
        elif self.link() not in LINKED:
            self._jobs.run("sync", self._reachability.probe, self._after_probe, self._fault, key="probe")

    def _after_probe(self, link: Link) -> None:
        if link in LINKED:
            self.request()

    def _round(self, context: Context) -> tuple[SyncReport, ...]:
        with self._lock:
            self._queued = False
            interactive, self._interactive = self._interactive, False
        self._seconds_since_round = 0.0
        self._sending = True
        self._announce(Topic.LINK)
        try:
            if self._reachability.probe(context) not in LINKED:
                return ()
            return self._sync.run_all(context, interactive=interactive)
        finally:
            self._sending = False
            self._announce(Topic.LINK | Topic.OUTBOX)

    def _after_round(self, reports: tuple[SyncReport, ...]) -> None:
        self._reports = reports
        if self.link() in LINKED:
            self.request_downloads()

    def _fault(self, error: KarmaDeskError) -> None:
        log.warning("a round stopped: %s", error.key)

    def request_downloads(self) -> None:
        """Starts the downloads; while they run, asks them to look again when done."""
        with self._lock:
            if self._fetching:
                self._fetch_again = True
                return
            self._fetching = True
        self._jobs.run("download", self._fetch, None, self._fault)

    def _fetch(self, context: Context) -> int:
        finished = 0
        again = True
        try:
            while again:
                finished += self._downloads.run(context)
                with self._lock:
                    again, self._fetch_again = self._fetch_again, False
                    self._fetching = again
        finally:
            with self._lock:
                self._fetching = False
            self._announce(Topic.DOWNLOADS)
        return finished
