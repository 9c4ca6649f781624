"""When to sync and fetch: at start, on reconnect, every few minutes, on the button. Rounds don't pile up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context, Jobs
from karmadesk.model import Link, Topic
from karmadesk.ports import Changed, Clock, Downloads, Reachability, Sync, SyncReport
from karmadesk.settings import Settings

log = logging.getLogger(__name__)

LINKED = {Link.ONLINE, Link.METERED}
PROBE_S = 20.0
"""How often a lost link is looked for; the request is a few hundred bytes."""


class Rounds:
    """Asks the sync and download lanes for work, one round of each at a time."""

    def __init__(
        self,
        jobs: Jobs,
        sync: Callable[[], Sync],
        downloads: Callable[[], Downloads],
        reachability: Reachability,
        announce: Changed,
        clock: Clock,
        settings: Callable[[], Settings],
        tidy: Callable[[], None],
        pulled: Callable[[], None],
        obey: Callable[[], None],
    ) -> None:
        """`sync` and `downloads` are made in their lanes: they open databases, and a full disk ends that.

        `tidy` is called before the first download, `pulled` after each round and `obey` before it (what was forbidden
        meanwhile), all in their lanes.
        """
        self._jobs = jobs
        self._sync = sync
        self._downloads = downloads
        self._reachability = reachability
        self._announce = announce
        self._clock = clock
        self._settings = settings
        self._lock = threading.Lock()
        self._queued = False
        self._interactive = False
        self._fetching = False
        self._fetch_again = False
        self._sending = False
        self._reports: tuple[SyncReport, ...] = ()
        self._seconds_since_round = 0.0
        self._is_news = False
        self._was_asked = False
        self._hurry = False
        self._tidy: Callable[[], None] | None = tidy
        self._pulled = pulled
        self._obey = obey

    def _tidy_once(self) -> None:
        """Before this process first downloads: what a killed one left behind is cleared away."""
        tidy, self._tidy = self._tidy, None
        if tidy is not None:
            tidy()

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
        if self._seconds_since_round >= self._settings().sync_minutes * 60:
            self.request()
        elif self.link() not in LINKED:
            self._jobs.run("sync", self._reachability.probe, self._after_probe, self._fault, key="probe")
        else:
            self._jobs.run("read", self._is_fetch_due, self._after_due, self._fault, key="fetch-due")

    def _is_fetch_due(self, context: Context) -> bool:
        del context
        due = self._downloads().next_due()
        return due is not None and due <= self._clock.now()

    def _after_due(self, is_due: bool) -> None:
        if is_due:
            self.request_downloads()

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
            self._obey()
            was_linked = self.link() in LINKED
            if self._reachability.probe(context) not in LINKED:
                return ()
            self._is_news, self._was_asked = not was_linked, interactive
            reports = self._sync().run_all(context, interactive=interactive)
            self._pulled()
            return reports
        finally:
            self._sending = False
            self._announce(Topic.LINK | Topic.OUTBOX)

    def _after_round(self, reports: tuple[SyncReport, ...]) -> None:
        self._reports = reports
        if self.link() in LINKED:
            self.request_downloads(hurry=self._is_news or self._was_asked)

    def _fault(self, error: KarmaDeskError) -> None:
        log.warning("a round stopped: %s", error.key)

    def request_downloads(self, *, hurry: bool = False) -> None:
        """Starts the downloads; while they run, asks them to look again when done. `hurry` ends every pause.

        By a link that costs by the byte courses wait, unless the settings say otherwise.
        """
        if self.link() is Link.METERED and not self._settings().downloads_on_metered:
            return
        with self._lock:
            self._hurry = self._hurry or hurry
            if self._fetching:
                self._fetch_again = True
                return
            self._fetching = True
        self._jobs.run("download", self._fetch, None, self._fault)

    def _fetch(self, context: Context) -> int:
        finished = 0
        again = True
        try:
            self._tidy_once()
            while again:
                with self._lock:
                    hurry, self._hurry = self._hurry, False
                if hurry:
                    self._downloads().hurry()
                finished += self._downloads().run(context)
                with self._lock:
                    again, self._fetch_again = self._fetch_again, False
                    self._fetching = again
        finally:
            with self._lock:
                self._fetching = False
            self._announce(Topic.DOWNLOADS)
        return finished
