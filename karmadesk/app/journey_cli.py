"""The journey by the services alone: what the window does when it is clicked, without a window."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from karmadesk.app.core import Core
from karmadesk.app.journey import PLAYED_S, Act
from karmadesk.app.journey_browser import sign_in
from karmadesk.app.secrets import Secrets
from karmadesk.app.servers import DEMO_ID
from karmadesk.content import Completion, kind
from karmadesk.errors import NoEngine, Offline, Unplayable
from karmadesk.jobs import Context
from karmadesk.learning.intervals import covered_ms
from karmadesk.learning.watching import Tracker
from karmadesk.model import DownloadState, ItemState, Person, ServerRow
from karmadesk.player.choose import DUMMY, choose, make_player
from karmadesk.ports import Clock, Player, PlayerState
from karmadesk.services import course, learning, plan, shelf
from karmadesk.services.desk import Desk
from karmadesk.services.views import OpenResource, ResourceRow

MARGIN_S = 3.0
"""A little more than must be watched: engines start and stop with a fraction of a second's doubt."""
TRIES = 30


class CliFace:
    """Implements `journey.Face`."""

    def __init__(self, home: Path, secrets: Secrets, engine: str = "auto", rate: float = 2.0) -> None:
        self.core = Core(home, post=_at_once, unexpected=_raise, secrets=secrets, is_demo=True)
        self._engine = engine
        self._rate = rate

    def close(self) -> None:
        self.core.close()

    def use(self, row: ServerRow) -> None:
        self.core.keep_server(row)

    def secrets(self) -> str:
        return self.core.secrets

    def sign_in(self, username: str, password: str) -> None:
        """Through the login form. Somebody who was added but has no session yet signs in again."""
        person = self._person()
        if person is not None:
            with self.core.people.open(person.id).read() as learner:
                if learner.tokens() is not None and learner.profile() is not None:
                    return
        attempt = self.core.begin_sign_in(DEMO_ID, fresh=person is None, language="en")
        try:
            sign_in(attempt.address, username, password, follow=True)
            tokens = attempt.wait(Context(), 30.0)
        finally:
            attempt.close()
        half_made = person.id if person is not None else None
        self.core.complete_sign_in(tokens, DEMO_ID, half_made, "Sunita")

    def pull(self) -> int:
        self.sync()
        with self._desk().learner.read() as learner:
            return len(learner.assignments())

    def download(self) -> tuple[int, int]:
        desk = self._desk()
        with desk.learner.read() as learner:
            ids = [a.course_id for a in learner.assignments()]
        shelf.fetch_many(desk, ids)
        for _ in range(TRIES):
            self.core.downloads.run(Context())
            if self.core.downloads.next_due() is None:
                break
            time.sleep(0.2)
        here = sum(1 for year in plan.my_plan(desk).years for item in year.items if not item.fetch_bytes)
        with desk.shelf.read() as db:
            fetched = sum(d.bytes_done for d in db.downloads() if d.state is DownloadState.DONE)
        return here, fetched

    def learn(self, done: Callable[[Act], None]) -> str:
        """One video for a while, one article, one practice set; of courses whose batch still runs."""
        name = choose(None if self._engine == "auto" else self._engine, headless=True)
        rows = self._rows()
        video = max(_of(rows, Completion.WATCHED), key=_length)
        self._watch(name, video, done)
        self._read(_of(rows, Completion.READ)[0], done)
        self._answer(_of(rows, Completion.ANSWERED)[0], done)
        return name

    def played_s(self) -> float:
        desk = self._desk()
        media = [row.resource.id for row in _of(self._rows(), Completion.WATCHED)]
        with desk.learner.read() as learner:
            return sum(covered_ms(w.intervals) for w in learner.watched(media).values()) / 1000

    def outbox(self) -> int:
        with self._desk().learner.read() as learner:
            counts = learner.item_counts()
        return counts.get(ItemState.WAITING.value, 0) + counts.get(ItemState.SENDING.value, 0)

    def sync(self) -> None:
        """Rounds until one is whole and nothing waits; Offline when none comes to that."""
        for attempt in range(TRIES):
            reports = self.core.sync.run_all(Context(), interactive=True)
            if reports and not any(r.stopped_by or r.waiting for r in reports):
                return
            time.sleep(min(2.0, 0.1 * (attempt + 1)))
        raise Offline("; ".join(f"{r.stopped_by} {r.waiting}" for r in reports))

    # What it does

    def _person(self) -> Person | None:
        return next((p for p in self.core.people.list() if p.server_id == DEMO_ID), None)

    def _desk(self) -> Desk:
        person = self._person()
        if person is None:
            raise Offline("nobody signed in")
        return self.core.desk(person.id)

    def _rows(self) -> list[ResourceRow]:
        desk = self._desk()
        rows: list[ResourceRow] = []
        with desk.learner.read() as learner:
            ids = [a.course_id for a in learner.assignments()]
        for course_id in ids:
            seen = course.view(desk, course_id)
            if not seen.is_batch_ended and not seen.courses:
                rows += [row for unit in seen.units for row in unit.rows if row.is_here and not self._had(row)]
        return rows

    def _had(self, row: ResourceRow) -> bool:
        """Whether the server knew it as complete before: doing it again would have nothing to send."""
        with self._desk().learner.read() as learner:
            state = learner.states(row.place.course_id).get((row.place.course_id, row.resource.id))
        return state is not None and state.status >= 2

    def _watch(self, name: str, row: ResourceRow, done: Callable[[Act], None]) -> None:
        desk = self._desk()
        learning.opened(desk, row.place)
        shown = learning.open_resource(desk, row.place)
        wanted = PLAYED_S + MARGIN_S - self.played_s()
        if wanted > 0:
            watching = _Watching(desk, shown, self._rate)
            watching.run(name, wanted)
        after = learning.open_resource(desk, row.place).progress
        percentage = 100.0 if after.is_completed else after.fraction * 100
        done(Act(row.place.course_id, row.resource.id, 2 if after.is_completed else 1, round(percentage, 1)))

    def _read(self, row: ResourceRow, done: Callable[[Act], None]) -> None:
        desk = self._desk()
        learning.open_resource(desk, row.place)
        learning.record_read(desk, row.place, row.resource, 1.0)
        done(Act(row.place.course_id, row.resource.id, 2, 100.0))

    def _answer(self, row: ResourceRow, done: Callable[[Act], None]) -> None:
        """Answers every question rightly, once: a journey that was cut off after recording doesn't answer again."""
        desk = self._desk()
        shown = learning.open_resource(desk, row.place)
        assert shown.questions is not None
        with desk.learner.read() as learner:
            is_answered = bool(learner.attempts(row.resource.id))
        if not is_answered:
            answers = {q.id: q.correct for q in shown.questions.questions}
            learning.record_answers(desk, row.place, row.resource, shown.questions, answers)
        done(Act(row.place.course_id, row.resource.id, 2, 100.0))


class _Watching:
    """Plays one file and records what was watched, as the video viewer does."""

    def __init__(self, desk: Desk, shown: OpenResource, rate: float) -> None:
        self._desk = desk
        self._shown = shown
        self._rate = rate
        self._state = PlayerState(0, 0, is_playing=False)

    def run(self, name: str, wanted_s: float) -> None:
        """Until `wanted_s` seconds of content went by, or the end."""
        clock: Clock = self._desk.clock if name != DUMMY else QuickClock(self._desk.clock)
        player = make_player(name, _at_once, clock, headless=True)
        try:
            self._play(player, clock, wanted_s)
        finally:
            player.close()

    def _play(self, player: Player, clock: Clock, wanted_s: float) -> None:
        start_ms = self._shown.progress.position_ms
        player.open(self._shown.path, self._heard)
        player.set_rate(self._rate)
        player.play()
        if start_ms:
            player.seek(start_ms)
        tracker = Tracker(self._rate)
        deadline = clock.monotonic() + wanted_s / self._rate + 20
        while True:
            if isinstance(clock, QuickClock):
                clock.advance(0.25)
            else:
                time.sleep(0.25)
            now = player.state()
            if now.error:
                raise Unplayable(now.error)
            closed = tracker.report(now.position_ms, is_playing=now.is_playing, at_s=clock.monotonic())
            self._record(closed, now)
            if now.has_ended or now.position_ms - start_ms >= wanted_s * 1000:
                break
            if clock.monotonic() > deadline:
                raise NoEngine(f"{player.engine} does not get on")
        self._record(tracker.stop(), now)

    def _record(self, closed: tuple[tuple[int, int], ...], now: PlayerState) -> None:
        if closed:
            learning.record_watched(
                self._desk, self._shown.place, self._shown.resource, closed, now.position_ms, now.duration_ms
            )

    def _heard(self, state: PlayerState) -> None:
        self._state = state


class QuickClock:
    """The desk's clock, but its monotonic time passes only when told to: the dummy engine waits for nobody."""

    def __init__(self, real: Clock) -> None:
        self._real = real
        self._monotonic = real.monotonic()
        self.now = real.now
        self.corrected = real.corrected
        self.boot = real.boot
        self.learn = real.learn
        self.since_boot = real.since_boot
        self.true_at = real.true_at

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float) -> None:
        self._monotonic += seconds


def _length(row: ResourceRow) -> float:
    return row.resource.duration_s


def _of(rows: list[ResourceRow], completion: Completion) -> list[ResourceRow]:
    return [row for row in rows if kind(row.resource.kind).completion is completion]


def _at_once(work: Callable[[], None]) -> None:
    work()


def _raise(error: BaseException) -> None:
    raise error
