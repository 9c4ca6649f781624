"""When to sync and fetch: at start, on reconnect, every few minutes, on the button. Rounds don't pile up."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from datetime import datetime

from karmadesk.app.networks import Networks
from karmadesk.app.pace import Pace, Urgent
from karmadesk.errors import KarmaDeskError, Offline, ServerBusy, ServerFault
from karmadesk.jobs import Context, Jobs
from karmadesk.model import Charge, Link, Topic
from karmadesk.ports import Changed, Clock, Downloads, Reachability, Sync, SyncReport
from karmadesk.settings import Settings

log = logging.getLogger(__name__)

LINKED = {Link.ONLINE, Link.METERED}
ASKED_AGAIN_S = 20.0
"""How long an answer to "is anything urgent?" holds: it costs a look into everybody's records."""
TURNED_AWAY = {ServerBusy.key, ServerFault.key, Offline.key}


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
        *,
        pace: Pace,
        networks: Networks,
        urgent: Urgent = lambda: False,
    ) -> None:
        """`sync` and `downloads` are made in their lanes: they open databases, and a full disk ends that.

        `tidy` is called before the first download, `pulled` after each round and `obey` before it (what was forbidden
        meanwhile), all in their lanes; so is `urgent`, which says whether a round need not wait for its turn.
        """
        self._jobs = jobs
        self._sync = sync
        self._downloads = downloads
        self._reachability = reachability
        self._announce = announce
        self._clock = clock
        self._settings = settings
        self._pace = pace
        self._networks = networks
        self._urgent = urgent
        self._lock = threading.Lock()
        self._queued = False
        self._in_round = False
        self._interactive = False
        self._fetching = False
        self._fetch_again = False
        self._fetch_context: Context | None = None
        self._sending = False
        self._reports: tuple[SyncReport, ...] = ()
        self._seconds_since_round = 0.0
        self._is_news = False
        self._was_asked = False
        self._hurry = False
        self._is_wanted = False
        self._urgency: tuple[float, bool] | None = None
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

    def sends_at(self) -> datetime | None:
        """When the next round starts by itself, while it waits for its turn after the link was away."""
        return self._pace.starts_at if self.link() in LINKED and self._pace.is_held() else None

    def network(self) -> Charge:
        """What the learner said of the network here, as far as that is asked for."""
        if self.link() not in LINKED or self._reachability.is_near():
            return Charge.NONE
        return self._networks.charge

    def say_network(self, charge: Charge) -> None:
        """Takes the learner's word on the network here; courses go on, or wait."""
        self._networks.say(charge)
        self.look_again()

    def hint(self, medium: str = "") -> None:
        """The system says that the network changed: looked at soon. Nothing is believed of it but that."""
        self._networks.hint(medium)
        self.look_again()

    def look_again(self) -> None:
        """Asks the server now whether it is there, however long ago it was there last."""
        self._pace.hurry()
        self._jobs.run("sync", self._probe, self._after_probe, self._fault, key="probe")

    def request(self, *, interactive: bool = False) -> None:
        """A round for everybody; one that is already queued serves this request too."""
        with self._lock:
            self._interactive = self._interactive or interactive
            if self._queued:
                return
            self._queued = True
        self._jobs.run("sync", self._round, self._after_round, self._after_fault)

    def tick(self, seconds: float) -> None:
        """Called now and then by the face's timer: looks for a lost link, and syncs every few minutes."""
        self._seconds_since_round += seconds
        if self._seconds_since_round >= self._settings().sync_minutes * 60 or self._pace.is_due():
            self.request()
        elif self.link() not in LINKED and self._pace.may_probe():
            self._jobs.run("sync", self._probe, self._after_probe, self._fault, key="probe")
        else:
            self._jobs.run("read", self._glance, self._after_glance, self._fault, key="glance")

    def _glance(self, context: Context) -> tuple[bool, bool]:
        """Whether this laptop is elsewhere than it was, and whether a file may be tried again."""
        del context
        # Elsewhere than on Linux a look takes two programs of the system's, and the toolkit tells of changes.
        has_moved = sys.platform == "linux" and not self._reachability.is_near() and self._networks.look()
        due = self._downloads().next_due() if self.link() in LINKED else None
        return has_moved, due is not None and due <= self._clock.now()

    def _after_glance(self, found: tuple[bool, bool]) -> None:
        has_moved, is_due = found
        if has_moved:
            self.look_again()
        elif is_due:
            self._fetch_on()

    def _probe(self, context: Context) -> Link:
        return self._look(context)

    def _after_probe(self, link: Link) -> None:
        if link not in LINKED:
            return
        if self._is_news:
            self.request()
        else:
            self._fetch_on()

    def _look(self, context: Context) -> Link:
        """Asks the server whether it is there; the pace of further asking follows."""
        was = self.link()
        link = self._reachability.probe(context)
        if link in LINKED:
            self._pace.found()
            self._is_news = self._is_news or was not in LINKED
        else:
            self._pace.missed(is_near=self._reachability.is_near(), rest_s=self._reachability.rest_s())
        if link is Link.METERED and not self._settings().downloads_on_metered:
            self._stop_fetching()
        return link

    def _round(self, context: Context) -> tuple[SyncReport, ...]:
        with self._lock:
            self._queued, self._in_round = False, True
            interactive, self._interactive = self._interactive, False
        try:
            return self._turn(context, interactive=interactive)
        finally:
            self._in_round = False

    def _turn(self, context: Context, *, interactive: bool) -> tuple[SyncReport, ...]:
        self._seconds_since_round = 0.0
        self._obey()
        if not interactive and self._is_patient():
            return ()
        self._sending = True
        self._announce(Topic.LINK)
        try:
            if interactive:
                context.pause(self._pace.pressed(is_near=self._reachability.is_near()))
                self._pace.hurry()
            reports = self._reached(context, interactive=interactive)
            if interactive:
                # Whoever couldn't be reached, or was turned away, is not asked again at once.
                is_fruitful = bool(reports) and not any(report.stopped_by in TURNED_AWAY for report in reports)
                self._pace.answered(is_fruitful=is_fruitful)
            return reports
        finally:
            self._sending = False
            self._announce(Topic.LINK | Topic.OUTBOX)

    def _is_patient(self) -> bool:
        """Whether a round that nobody asked for waits: for its turn, or for the next look for a lost link."""
        if self.link() in LINKED:
            return self._pace.is_held() and not self._is_urgent()
        return not self._pace.may_probe()

    def _reached(self, context: Context, *, interactive: bool) -> tuple[SyncReport, ...]:
        """One round, with the server found; nothing where it isn't there, or where it isn't our turn yet."""
        if self._look(context) not in LINKED:
            return ()
        if not (interactive or self._pace.may_start(self._window_s()) or self._is_urgent()):
            return ()
        self._pace.started()
        self._was_asked = interactive
        reports = self._sync().run_all(context, interactive=interactive)
        self._pulled()
        return reports

    def _window_s(self) -> float:
        offered = self._reachability.window_s()
        return self._settings().window_minutes * 60.0 if offered is None else offered

    def _is_urgent(self) -> bool:
        now = self._clock.monotonic()
        if self._urgency is None or now - self._urgency[0] >= ASKED_AGAIN_S:
            self._urgency = now, self._urgent()
        return self._urgency[1]

    def _after_round(self, reports: tuple[SyncReport, ...]) -> None:
        self._reports = reports
        if self.link() not in LINKED:
            return
        hurry = self._is_news or self._was_asked
        self._is_news = self._is_news and self._pace.is_held()
        self._was_asked = False
        if any(report.stopped_by == Offline.key and report.waiting for report in reports):
            # The link went before everything was sent. Is it really gone, it must not come back for courses first.
            with self._lock:
                self._hurry = self._hurry or hurry
            self._jobs.run("sync", self._probe, self._after_probe, self._fault, key="probe")
        else:
            self._fetch_on(hurry=hurry)

    def _after_fault(self, error: KarmaDeskError) -> None:
        """A round that broke off holds no course up."""
        self._fault(error)
        if self.link() in LINKED:
            self._fetch_on()

    def _fetch_on(self, *, hurry: bool = False) -> None:
        """Downloads that nobody asks for just now wait for the same turn as the round does."""
        if self._is_wanted or not self._pace.is_held():
            self.request_downloads(hurry=hurry)

    def _fault(self, error: KarmaDeskError) -> None:
        log.warning("a round stopped: %s", error.key)

    def request_downloads(self, *, hurry: bool = False) -> None:
        """Starts the downloads; while they run, asks them to look again when done. `hurry` ends every pause.

        By a link that costs by the byte courses wait, unless the settings say otherwise; and by every link they wait
        until a round that is under way has sent what there is to send. Without a link it is looked for: what is sent
        comes first when it is found.
        """
        if self.link() not in LINKED:
            with self._lock:
                self._hurry = self._hurry or hurry
                self._is_wanted = True
            self._jobs.run("sync", self._probe, self._after_probe, self._fault, key="probe")
            return
        if self.link() is Link.METERED and not self._settings().downloads_on_metered:
            return
        with self._lock:
            self._hurry = self._hurry or hurry
            self._is_wanted = self._queued or self._in_round
            if self._is_wanted:
                return
            if self._fetching:
                self._fetch_again = True
                return
            self._fetching = True
        self._jobs.run("download", self._fetch, None, self._fault)

    def _stop_fetching(self) -> None:
        """What is being fetched waits from here on, and goes on later where it stopped."""
        with self._lock:
            self._fetch_again = False
            if self._fetch_context is not None:
                self._fetch_context.cancel()

    def _fetch(self, context: Context) -> int:
        finished = 0
        again = True
        with self._lock:
            self._fetch_context = context
        try:
            self._tidy_once()
            while again:
                with self._lock:
                    hurry, self._hurry = self._hurry, False
                if hurry:
                    self._downloads().hurry()
                finished += self._downloads().run(context)
                with self._lock:
                    again, self._fetch_again = self._fetch_again and not context.is_cancelled, False
                    self._fetching = again
        finally:
            with self._lock:
                self._fetching = False
                self._fetch_context = None
            self._announce(Topic.DOWNLOADS)
        return finished
