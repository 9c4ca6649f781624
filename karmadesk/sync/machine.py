"""The sync machine: walks a round through its steps and turns whatever the world does into a report."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from karmadesk.errors import (
    BadRequest,
    KarmaDeskError,
    LinkError,
    NotAServer,
    Offline,
    PersonLocked,
    ProxyFault,
    ProxyWantsLogin,
    ServerBusy,
    SignInError,
    TlsFailed,
)
from karmadesk.jobs import Context
from karmadesk.model import ItemState, Person, Topic
from karmadesk.ports import (
    PROGRESS,
    RECORDS,
    TELEMETRY,
    Catalogue,
    Changed,
    Clock,
    Learner,
    People,
    Server,
    Sink,
    SyncReport,
)
from karmadesk.sync.backoff import asked_for
from karmadesk.sync.certificates import fetch_certificates
from karmadesk.sync.enrol import join_courses
from karmadesk.sync.introducing import introduce
from karmadesk.sync.keeper import Keeper
from karmadesk.sync.news import ask_for_news
from karmadesk.sync.pull import pull_catalogue, pull_plan, pull_states, pull_trees
from karmadesk.sync.push import acknowledge, send_progress, send_records, send_results
from karmadesk.sync.round import Round
from karmadesk.sync.steps import Event, Step, after
from karmadesk.sync.usage import send_usage

log = logging.getLogger(__name__)

BUSY_UNTIL = "busy_until"
EVERYTHING = Topic.PLAN | Topic.PROGRESS | Topic.OUTBOX | Topic.CATALOGUE
UNREACHABLE = {Offline.key, ProxyFault.key, ProxyWantsLogin.key, TlsFailed.key, NotAServer.key, ServerBusy.key}


class ForLocked(Protocol):
    """Does the round of somebody whose store is locked here."""

    def __call__(self, person: Person, context: Context, *, interactive: bool) -> SyncReport: ...


WORK: Mapping[Step, Callable[[Round], None]] = {
    Step.TOKEN: lambda round_: round_.ask(lambda _session: None),
    Step.NEWS: ask_for_news,
    Step.ENROL: join_courses,
    Step.PROGRESS: send_progress,
    Step.RESULTS: send_results,
    Step.ACKNOWLEDGE: acknowledge,
    Step.INTRODUCE: introduce,
    Step.PLAN: pull_plan,
    Step.STATES: pull_states,
    Step.CERTIFICATES: fetch_certificates,
    Step.RECORDS: send_records,
    Step.TELEMETRY: send_usage,
    Step.TREES: pull_trees,
    Step.CATALOGUE: pull_catalogue,
}


class SyncMachine:
    """Satisfies `ports.Sync`. One round at a time; nothing is kept between rounds but what is on disk."""

    def __init__(
        self,
        people: People,
        server: Callable[[str], Server],
        catalogue: Callable[[str], Catalogue],
        clock: Clock,
        changed: Changed,
        jitter: random.Random | None = None,
        for_locked: ForLocked | None = None,
        records: Callable[[str], Sink | None] = lambda _: None,
        usage: Callable[[str], Sink | None] = lambda _: None,
    ) -> None:
        """`server` and `catalogue` give a server row's adapter and catalogue; BadRequest for a row that is gone.

        `records` gives the record store of a server row, where it has one; `usage` who hears how lessons are used,
        where that is wanted. `for_locked` sends elsewhere for somebody
        who is locked; without it their store is opened here where it may be.
        """
        self._for_locked = for_locked
        self._records = records
        self._usage = usage
        self._people = people
        self._server = server
        self._catalogue = catalogue
        self._clock = clock
        self._changed = changed
        self._jitter = jitter or random.Random()  # noqa: S311 - spreads load, guards nothing
        self._one_round = threading.Lock()

    def run(self, person_id: str, context: Context, *, interactive: bool = False) -> SyncReport:
        with self._one_round:
            person = self._people.person(person_id)
            if person is None:
                raise BadRequest(f"no person {person_id}", what=person_id)
            return self._report(person, context, interactive=interactive)

    def run_all(self, context: Context, *, interactive: bool = False) -> tuple[SyncReport, ...]:
        """One report a person. A server that could not be reached for one is not asked again for the next."""
        reports: list[SyncReport] = []
        out_of_reach: dict[str, str] = {}
        with self._one_round:
            for person in self._people.list():
                context.check()
                if person.server_id in out_of_reach:
                    reports.append(SyncReport(person.id, stopped_by=out_of_reach[person.server_id]))
                    continue
                reports.append(self._report(person, context, interactive=interactive))
                if reports[-1].stopped_by in UNREACHABLE:
                    out_of_reach[person.server_id] = reports[-1].stopped_by
        return tuple(reports)

    def _report(self, person: Person, context: Context, *, interactive: bool) -> SyncReport:
        try:
            if self._for_locked is None:
                with self._people.sending(person.id) as learner:
                    return self._rounded(person, learner, context, interactive=interactive)
            try:
                learner = self._people.open(person.id)
            except PersonLocked:
                return self._for_locked(person, context, interactive=interactive)
            return self._rounded(person, learner, context, interactive=interactive)
        except KarmaDeskError as error:
            log.warning("no round for %s: %s %s", person.id, error.key, error.detail)
            return SyncReport(person.id, stopped_by=error.key, finished_at=self._clock.corrected())

    def _rounded(self, person: Person, learner: Learner, context: Context, *, interactive: bool) -> SyncReport:
        server = self._server(person.server_id)
        others = {RECORDS: self._records(person.server_id), TELEMETRY: self._usage(person.server_id)}
        round_ = Round(
            learner,
            server,
            {PROGRESS: server, **{name: sink for name, sink in others.items() if sink is not None}},
            self._catalogue(person.server_id),
            Keeper(learner, server, self._clock),
            self._clock,
            self._changed,
            self._jitter,
            context,
            interactive,
        )
        until = self._busy_until(learner)
        if until is not None and until > self._clock.corrected() and not interactive:
            return self._told(person, round_, ServerBusy())
        return self._told(person, round_, self._walk(round_))

    def _walk(self, round_: Round) -> KarmaDeskError | None:
        """Step by step through the table; what stopped it, if anything did."""
        step, stopped = after(Step.REST, Event.START), None
        while step is not Step.REST:
            try:
                round_.context.check()
                WORK[step](round_)
                event = Event.DONE
            except KarmaDeskError as error:
                log.info("the round stopped at %s: %s %s", step.value, error.key, error.detail)
                stopped, event = error, _event(error)
                self._heed(round_, error)
            step = after(step, event)
        self._changed(EVERYTHING)
        return stopped

    def _heed(self, round_: Round, error: KarmaDeskError) -> None:
        """Remembers how long a busy server wants to be left alone, also by the next program on this disk."""
        asked_s = asked_for(error) if isinstance(error, LinkError) else None
        if asked_s is not None:
            until = self._clock.corrected() + timedelta(seconds=asked_s)
            with round_.learner.write() as db:
                db.set_checkpoint(BUSY_UNTIL, until.isoformat())

    def _busy_until(self, learner: Learner) -> datetime | None:
        with learner.read() as db:
            mark = db.checkpoint(BUSY_UNTIL)
        return datetime.fromisoformat(mark) if mark else None

    def _told(self, person: Person, round_: Round, stopped: KarmaDeskError | None) -> SyncReport:
        with round_.learner.read() as db:
            counts = db.item_counts()
        return SyncReport(
            person.id,
            sent=round_.sent,
            refused=round_.refused,
            waiting=counts.get(ItemState.WAITING.value, 0) + counts.get(ItemState.SENDING.value, 0),
            stopped_by=stopped.key if stopped else round_.trouble,
            needs_sign_in=isinstance(stopped, SignInError),
            finished_at=self._clock.corrected(),
        )


def _event(error: KarmaDeskError) -> Event:
    if isinstance(error, SignInError):
        return Event.SIGNED_OUT
    return Event.LINK_LOST if isinstance(error, LinkError) else Event.STORE_FAULT
