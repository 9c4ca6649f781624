"""One laptop as a real process: it learns, sends and logs each act, until somebody kills it.

Started once; each order on standard input is done by a fork, so that a life costs a hundredth of a second and not the
second that Python takes to start. The pid of each life is told, and how it ended.
"""

from __future__ import annotations

import fcntl
import gc
import importlib
import json
import os
import random
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import karmadesk.app.core
from karmadesk.app.clock import SystemClock
from karmadesk.app.core import Core
from karmadesk.app.keys import Keys
from karmadesk.app.secrets import Secrets
from karmadesk.errors import BadRequest, DiskFull, KarmaDeskError
from karmadesk.jobs import Cancelled, Context, Job
from karmadesk.model import Choice, Item, ItemState, Place, Question, QuestionSet, Resource, Topic
from karmadesk.paths import Paths
from karmadesk.services import learning, ledger
from karmadesk.services.desk import Desk
from karmadesk.sync.igot import Igot
from tests.hub.login import Browser
from tests.soak.acts import ANSWERED, WATCHED, Act, ActLog
from tests.soak.hubs import COURSES, FILMS, PASSWORD
from tests.soak.sabotage import sabotaged
from tests.sync.test_with_hub import row_of, walk

LENGTH_MS = 120_000
SURE_S = 1.5
"""Nearer than this to the true time a laptop is taken to know it."""
QUESTIONS = 200
FULL, WAITS = 3, 0.01

PAUSE = threading.Event().wait
"""Not `time.sleep`, which libfaketime breaks where it leaves the counter alone."""

Order = dict[str, Any]


class FileVault:
    """Satisfies `ports.Vault`: keys in a plain file, for lives that must begin within milliseconds."""

    kind = "sealed-file"

    def __init__(self, path: Path) -> None:
        self._path = path

    def _all(self) -> dict[str, str]:
        return dict(json.loads(self._path.read_text("utf-8"))) if self._path.exists() else {}

    def get(self, name: str) -> bytes | None:
        found = self._all().get(name)
        return None if found is None else bytes.fromhex(found)

    def put(self, name: str, secret: bytes) -> None:
        self._write({**self._all(), name: secret.hex()})

    def delete(self, name: str) -> None:
        self._write({k: v for k, v in self._all().items() if k != name})

    def _write(self, every: dict[str, str]) -> None:
        beside = self._path.with_suffix(".tmp")
        beside.write_text(json.dumps(every), "utf-8")
        beside.replace(self._path)


class JumpingClock(SystemClock):
    """The program's own clock on a laptop whose time is set wrong, and whose lid is closed now and then."""

    skew = timedelta()
    slept_s = 0.0

    def __init__(self, kept: Path, true: Callable[[], float], unsure: Callable[[], None]) -> None:
        """`unsure` is called whenever the clock turns out to be wrong: jumped, or told a lie by a server."""
        super().__init__(kept)
        self._true = true
        self._unsure = unsure
        self.doubts = 0
        self.doubt()

    @property
    def is_right(self) -> bool:
        """Whether the laptop knows the true time."""
        return abs(self.corrected().timestamp() - self._true()) < SURE_S

    def doubt(self) -> None:
        """Says so if it is wrong."""
        if not self.is_right:
            self.doubts += 1
            self._unsure()

    def learn(self, server_now: datetime, asked_at: float, answered_at: float) -> None:
        super().learn(server_now, asked_at, answered_at)
        self.doubt()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.skew

    def monotonic(self) -> float:
        return time.monotonic() - self.slept_s

    def jump(self, dice: random.Random) -> None:
        """To 1970, a day ahead or behind, right again, or asleep for an hour."""
        true = self._true()
        places = [0.0, true + 86_400, true - 86_400, true]
        chosen = dice.randrange(5)
        if chosen == 4:
            self.slept_s = min(self.slept_s + 3600, time.monotonic())
        else:
            self.skew = datetime.fromtimestamp(places[chosen], UTC) - datetime.now(UTC)
        self.doubt()


class Life:
    """One run of the program on one home."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._dice = random.Random(order["seed"])
        self._log = ActLog(Path(order["log"]))
        home = Path(order["home"])
        home.mkdir(parents=True, exist_ok=True)
        self._clock = JumpingClock(Paths(home).clock, self._true, self._log.unsure)
        keys = Keys(Secrets("sealed-file"), Paths(home), FileVault(Path(order["keys"])))
        with patch.object(karmadesk.app.core, "SystemClock", lambda _kept: self._clock):
            self._core = Core(home, post=lambda work: work(), unexpected=_fails, keys=keys)
        self._core.keep_server(row_of(order["url"]))
        self._number = int(order["number"])

    # What a learner does

    def live(self) -> None:
        """Learns, sends and is killed; or ends by itself after `acts` acts."""
        desk = self._desk()
        sending = self._begin_sending() if self._dice.random() < 0.6 else None
        for _ in range(int(self._order["acts"])):
            if self._order["jumps"] and self._dice.random() < 0.1:
                self._clock.jump(self._dice)
            self._learn(desk)
            PAUSE(self._dice.random() * WAITS)
            if self._dice.random() < 0.35 and (sending is None or sending.future.done()):
                sending = self._begin_sending()
        if sending is not None:
            sending.future.result(60)

    def _begin_sending(self) -> Job[None]:
        is_button = self._dice.random() < 0.6
        return self._core.jobs.run("sync", lambda context: self._send(context, is_button=is_button))

    def calm(self) -> dict[str, Any]:
        """A round with a good link after what was refused was tried again; what is left, and what is known here."""
        desk = self._desk()
        for row in ledger.view(desk, ItemState.REFUSED).rows:
            ledger.retry(desk, row.item.key)
        (report,) = self._core.sync.run_all(Context(), interactive=True)
        if report.needs_sign_in:
            self._sign_in(desk.person.id)
            (report,) = self._core.sync.run_all(Context(), interactive=True)
        with desk.learner.read() as db:
            rows = [[c, r, s.status, s.percentage] for (c, r), s in db.states().items()]
            items = db.items(("waiting", "sending", "refused"))
        waits = [f"{item.state.value} {item.place} {item.verbs} {_said(item)}" for item in items]
        return {"sent": report.sent, "stopped_by": report.stopped_by, "waits": waits, "rows": rows}

    def _desk(self) -> Desk:
        people = self._core.people.list()
        person_id = people[0].id if people else self._sign_in(None)
        return self._core.desk(person_id)

    def _sign_in(self, person_id: str | None) -> str:
        """By the real form."""
        attempt = self._core.begin_sign_in("hub", fresh=True, language="en")
        try:
            tokens = walk(attempt, Browser(), (self._order["who"], PASSWORD))
        finally:
            attempt.close()
        return self._core.complete_sign_in(tokens, "hub", person_id, "Soak").id

    def _true(self) -> float:
        """The true time, whatever the laptop's clock says: the machine's counter goes on."""
        return float(self._order["epoch"]) + time.monotonic() - float(self._order["counter"])

    def _act(self, kind: str, place: Place, share: float, mark: str) -> Act:
        device, is_sure = self._order["device"], self._clock.is_right
        name = f"{device}{self._number}"
        return Act(name, device, kind, place.course_id, place.resource_id, share, mark, self._true(), is_sure)

    def _learn(self, desk: Desk) -> None:
        self._number += 1
        course = self._dice.choice(COURSES)
        if self._dice.random() < 0.12:
            self._answer(desk, Place(course, "", f"{course}90"))
        else:
            self._watch(desk, Place(course, "", f"{course}{self._dice.randrange(FILMS):02}"))

    def _watch(self, desk: Desk, place: Place) -> None:
        with desk.learner.read() as db:
            row = db.watched([place.resource_id]).get(place.resource_id)
        reached = max((end for _, end in row.intervals), default=0) / LENGTH_MS if row else 0.0
        share = min(1.0, round(reached + self._dice.choice([0.1, 0.3, 1.0]), 2))
        # Other places in the film for each act of each laptop, so that the newest can be told from all others.
        at_ms = (self._number * 2 + (self._order["device"] > "a")) % LENGTH_MS
        act = self._act(WATCHED, place, share, str(round(at_ms / 1000, 3)))
        film = Resource(place.resource_id, place.resource_id, "video", "video/mp4", duration_s=LENGTH_MS / 1000)
        intervals = ((0, round(share * LENGTH_MS)),)
        with self._logged(act) as told:
            told.append(learning.record_watched(desk, place, film, intervals, at_ms, LENGTH_MS))

    def _answer(self, desk: Desk, place: Place) -> None:
        correct = self._number % QUESTIONS
        act = self._act(ANSWERED, place, 1.0, str(correct))
        practice = Resource(place.resource_id, place.resource_id, "quiz", "application/vnd.sunbird.questionset")
        answers = {f"q{n}": frozenset({"0" if n < correct else "1"}) for n in range(QUESTIONS)}
        with self._logged(act) as told:
            told.append(learning.record_answers(desk, place, practice, ASKED, answers))

    @contextmanager
    def _logged(self, act: Act) -> Iterator[list[Topic]]:
        """The act in the log, before and after; one that changes nothing for the server is taken back."""
        told: list[Topic] = []
        doubts = self._clock.doubts
        self._log.intend(act)
        try:
            yield told
        except DiskFull:
            return
        if self._clock.doubts != doubts or not self._clock.is_right:
            self._log.unsure()
        if told[0] & Topic.OUTBOX:
            self._log.recorded(act)
        else:
            self._log.void(act)

    def _send(self, context: Context, *, is_button: bool) -> None:
        """One round. The laptops of one learner take turns: two at once would race, as the contract has it."""
        with open(self._order["turn"], "a", encoding="ascii") as turn:  # noqa: PTH123 - flock wants a file
            fcntl.flock(turn, fcntl.LOCK_EX)
            self._await_hub()
            with suppress(KarmaDeskError, Cancelled):
                (report,) = self._core.sync.run_all(context, interactive=is_button)
                if report.needs_sign_in and self._dice.random() < 0.5:
                    with suppress(OSError, AssertionError):  # the browser's: the hub is down, or its page broken
                        self._sign_in(report.person_id)

    def _await_hub(self) -> None:
        """Until the hub is done with what a laptop that was killed had sent it."""
        request = urllib.request.Request(
            f"{self._order['url']}/owner/v1/faults", headers={"X-Owner-Key": self._order["owner_key"]}
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        until = time.monotonic() + 3
        while time.monotonic() < until:
            with suppress(OSError, ValueError), opener.open(request, timeout=2) as answer:
                if json.load(answer)["in_flight"] == 0:
                    return
            PAUSE(0.02)

    def close(self) -> None:
        self._core.close()
        self._log.close()


def _said(item: Item) -> str:
    return str(item.summary.get("error", "")) if item.receipt is None else item.receipt.reason


def _fails(error: BaseException) -> None:
    raise error


_CHOICES = (Choice("0", "yes"), Choice("1", "no"))
ASKED = QuestionSet(
    "asked",
    "Asked",
    tuple(Question(f"q{n}", "?", _CHOICES, frozenset({"0"}), is_multiple=False) for n in range(QUESTIONS)),
)


def _lived(order: Order) -> int:
    try:
        life = Life(order)
    except DiskFull:
        return FULL
    with sabotaged(order["sabotage"], [Igot]):
        try:
            if order["do"] == "live":
                life.live()
            else:
                Path(order["result"]).write_text(json.dumps(life.calm()), "utf-8")
        except (DiskFull, BadRequest):
            return FULL
    life.close()
    return 0


def _warm() -> None:
    """Imports what a life needs, so that a fork has it."""
    for room in ("app.accounts", "app.adapters", "app.errands", "app.rounds", "store", "vault.wrapped"):
        importlib.import_module(f"karmadesk.{room}")
    gc.collect()
    gc.freeze()


def main() -> None:
    """One order a line, one life each."""
    _warm()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            code = 70
            try:
                code = _lived(order)
            finally:
                sys.stderr.flush()
                if code == 70:
                    import traceback

                    traceback.print_exc()
                os._exit(code)
        print(json.dumps({"pid": pid}), flush=True)  # noqa: T201 - it talks to the soak
        _, status = os.waitpid(pid, 0)
        print(json.dumps({"ended": os.waitstatus_to_exitcode(status)}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
