"""In-process schedules: two laptops of one learner, a model server, and whatever can go wrong, in any order.

The store is the real one, encrypted on disk; a crash is an exception that nothing catches, raised at any call to the
server or at any begin or commit of a transaction, and the laptop is opened again from what is on disk.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from karmadesk.model import Place
from karmadesk.vault.memory import MemoryVault
from tests.soak.acts import ANSWERED, JOINED, WATCHED, Act, ActLog
from tests.soak.drifting import EPOCH, FAR, DriftingClock
from tests.soak.model import CLOSING, COURSES, SoakServer, soak_server
from tests.soak.oracle import Verdict, judge
from tests.sync.clock import StillClock
from tests.sync.desk import Laptop

SHORTEST, LONGEST = 12, 36
"""Steps of a schedule."""
ROUNDS = 6
"""Rounds of each laptop with a good link, after which nothing may wait."""
MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Weather:
    """What a schedule is rich in: courses, how many places, how often calls fail and the power goes, and the steps."""

    courses: tuple[str, ...]
    places: int
    rates: tuple[float, ...]
    crashes: float
    steps: Mapping[str, int]


_STEPS = {"watch": 34, "answer": 8, "join": 5, "sync": 28, "wait": 8, "jump": 8, "restart": 3, "office": 4}
WEATHERS = (
    Weather(("c",), 4, (0.2, 0.4, 0.6), 0.0, {**_STEPS, "sync": 50, "jump": 0}),
    Weather((CLOSING,), 2, (0.0, 0.1), 0.1, {**_STEPS, "office": 24, "jump": 0}),
    Weather(("d",), 2, (0.0, 0.0, 0.1), 0.0, {**_STEPS, "jump": 20, "sync": 45}),
    Weather(("c", "d", CLOSING), 8, (0.0, 0.05, 0.2, 0.5), 0.3, _STEPS),
    Weather(("c", "d"), 2, (0.0, 0.1, 0.3), 0.6, _STEPS),
)
"""Taken in turn: one bad link, one restless office, wrong clocks, everything, and a bad battery."""


class CrashedError(BaseException):
    """Nothing in the program catches this: the process is gone."""


class Power:
    """Cuts the power at the n-th boundary from now: a call to the server, a begin or a commit."""

    def __init__(self) -> None:
        self.left = 0
        self.cuts = 0

    def boundary(self, *_: Any) -> None:
        if self.left > 0:
            self.left -= 1
            if self.left == 0:
                self.cuts += 1
                raise CrashedError


POWER = Power()
event.listen(Engine, "begin", POWER.boundary)
event.listen(Engine, "commit", POWER.boundary)


@dataclass
class Ended:
    """What became of one schedule."""

    verdict: Verdict
    stuck: list[str]
    acts: int
    faults: int
    crashes: int


@dataclass
class Device:
    """One laptop: its clock outlives the program on it."""

    name: str
    home: Path
    clock: DriftingClock
    vault: MemoryVault = field(default_factory=MemoryVault)
    program: Laptop | None = None


class Schedule:
    """One story, the same for the same seed."""

    def __init__(self, seed: str, folder: Path, weather: Weather) -> None:
        self._dice = random.Random(seed)
        self._weather = weather
        every = [(course, name) for course in weather.courses for name in COURSES[course]]
        self._places = self._dice.sample(every, min(weather.places, len(every)))
        self._true = StillClock()
        self._log = ActLog()
        self._number = 0
        self._server: SoakServer = soak_server(self._true, weather.courses)
        self._server.dice = random.Random(f"{seed} faults")
        self._devices = [Device(name, folder / name, DriftingClock(self._true)) for name in ("a", "b")]
        self._stuck: list[str] = []

    def run(self) -> Ended:
        """The whole story, its end and its judgement."""
        POWER.left, POWER.cuts = 0, 0
        try:
            for device in self._devices:
                self._open(device)
                self._sign_in(device)
                if self._dice.random() < 0.5:
                    self._calm(device)
            for _ in range(self._dice.randint(SHORTEST, LONGEST)):
                self._step()
            self._settle()
        finally:
            POWER.left = 0
            for device in self._devices:
                self._close(device)
        verdict = judge(self._log.acts(), self._server.held(), blur_s=0.0)
        return Ended(verdict, self._stuck, len(self._log.acts()), self._server.faults, POWER.cuts)

    # The laptops

    def _open(self, device: Device) -> Laptop:
        if device.program is None:
            device.clock.starts += 1
            device.program = Laptop(device.home, self._server, device.clock, device.name, device.vault)
            if not device.program.people.list():
                device.program.add()
        return device.program

    def _close(self, device: Device) -> None:
        if device.program is not None:
            device.program.close()
            device.program = None

    def _sign_in(self, device: Device) -> None:
        with self._open(device).learner.write() as db:
            db.put_tokens(self._server.tokens())

    def _risk(self, device: Device, work: Callable[[Laptop], Any], chance: float, far: int) -> bool:
        """Does it, and cuts the power in the middle now and then; whether it was done."""
        program = self._open(device)
        POWER.left = self._dice.randint(1, far) if self._dice.random() < chance else 0
        try:
            work(program)
        except CrashedError:
            self._close(device)
            return False
        finally:
            POWER.left = 0
        return True

    # What happens

    def _step(self) -> None:
        device = self._dice.choice(self._devices)
        steps: dict[str, Callable[[Device], None]] = {
            "watch": self._watch,
            "answer": self._answer,
            "join": self._join,
            "sync": self._sync,
            "wait": self._wait,
            "jump": self._jump,
            "restart": self._restart,
            "office": self._office,
        }
        steps[self._dice.choices(list(self._weather.steps), list(self._weather.steps.values()))[0]](device)

    def _act(self, device: Device, kind: str, course: str, resource: str, share: float, mark: str) -> Act:
        self._true.pass_(seconds=self._dice.randint(1, 600))
        self._number += 1
        at = self._true.at.timestamp()
        name = f"{device.name}{self._number}"
        return Act(name, device.name, kind, course, resource, share, mark, at, device.clock.is_right)

    def _record(self, device: Device, act: Act, work: Callable[[Laptop], Any], *, is_risky: bool = True) -> bool:
        self._log.intend(act)
        is_done = self._risk(device, work, self._weather.crashes / 2 if is_risky else 0.0, 6)
        if is_done:
            self._log.recorded(act)
        return is_done

    def _place(self, device: Device, chosen: str = "") -> tuple[Place, bool]:
        """Somewhere to learn, and whether its course is joined or about to be."""
        course, resource = self._dice.choice([place for place in self._places if not chosen or place[1] == chosen])
        with self._open(device).learner.read() as db:
            is_joined = course in db.enrolments() or any(s.place.course_id == course for s in db.pending())
        return self._open(device).place(course, resource), is_joined

    def _watch(self, device: Device, chosen: str = "", *, is_risky: bool = True) -> None:
        place, is_joined = self._place(device, chosen)
        if not is_joined and not self._begin(device, place.course_id, is_risky=is_risky):
            return
        share = self._dice.choice([0.1, 0.25, 0.4, 0.5, 0.75, 0.9, 1.0, 1.0])
        position = round(self._number + self._dice.random(), 3)
        act = self._act(device, WATCHED, place.course_id, place.resource_id, share, str(position))

        def watch(program: Laptop) -> None:
            program.watch(place, self._furthest(act), position)

        self._record(device, act, watch, is_risky=is_risky)

    def _furthest(self, act: Act) -> float:
        """What a laptop tells of a place never falls: its `watched` row only grows."""
        here = [a for a in self._log.acts() if a.place == act.place and a.device == act.device]
        return max(a.share for a in here if a.is_recorded or a.id == act.id)

    def _answer(self, device: Device) -> None:
        place, is_joined = self._place(device)
        if not is_joined and not self._begin(device, place.course_id):
            return
        correct = 1000 + self._number
        act = self._act(device, ANSWERED, place.course_id, place.resource_id, 1.0, str(correct))
        self._record(device, act, lambda program: program.answer(place, correct, 2000))

    def _join(self, device: Device) -> None:
        place, is_joined = self._place(device)
        if not is_joined:
            self._begin(device, place.course_id)

    def _begin(self, device: Device, course: str, *, is_risky: bool = True) -> bool:
        """Joining, which comes before the first act in a course; whether it was recorded."""
        act = self._act(device, JOINED, course, "", 0.0, "")
        return self._record(device, act, lambda program: program.join(course), is_risky=is_risky)

    def _sync(self, device: Device) -> None:
        if not self._server.session_lives and self._dice.random() < 0.5:
            self._server.session_lives = True
            self._sign_in(device)
        self._server.rate = self._dice.choice(self._weather.rates)
        self._server.heard = self._hears(device, 0.25)
        button = self._dice.random() < 0.5
        self._risk(device, lambda program: program.sync(interactive=button), self._weather.crashes, 60)
        self._server.rate = 0.0

    def _hears(self, device: Device, busy: float) -> Callable[[str], None]:
        """Each call that got through tells the time, may be the last one, and may find the learner still learning."""

        def heard(name: str) -> None:
            device.clock.known = device.clock.skew
            POWER.boundary()
            _, _, resource = name.partition(" ")
            if resource and self._dice.random() < busy:
                self._learn_on(device, resource)

        return heard

    def _learn_on(self, device: Device, resource: str) -> None:
        """An act in the middle of a round, where something is just being sent: recording waits for no answer."""
        left, POWER.left = POWER.left, 0
        self._watch(device, resource, is_risky=False)
        POWER.left = left

    def _wait(self, _: Device) -> None:
        self._true.pass_(hours=self._dice.choice([1, 13, 60, 500]))

    def _jump(self, device: Device) -> None:
        clock, day = device.clock, timedelta(days=1)
        chosen = self._dice.randrange(6)
        if chosen == 5:
            clock.suspend(hours=self._dice.randint(1, 40))
        else:
            clock.jump_to([EPOCH, FAR, self._true.at + day, self._true.at - day, self._true.at][chosen])
        if self._dice.random() < 0.5:
            self._calm(device)  # a wrong clock that the laptop has learnt of

    def _restart(self, device: Device) -> None:
        self._close(device)

    def _office(self, device: Device) -> None:
        """The server's side: a batch ends or is opened again, a session ends."""
        if self._dice.random() < 0.3:
            self._server.session_lives = not self._server.session_lives
        elif CLOSING in self._server.ended:
            if self._dice.random() < 0.4:
                self._server.reopen()
        elif CLOSING in self._server.joined:
            self._server.end_batch(CLOSING)

    # The end

    def _calm(self, device: Device) -> bool:
        """One round with a good link; what was refused is tried again, as its learner would."""
        self._server.heard = self._hears(device, 0.0)
        program = self._open(device)
        for item in program.items("refused"):
            with program.learner.write() as db:
                db.retry(item.key)
        sent = program.sync(interactive=True).sent
        return sent == 0 and not program.items("waiting", "sending", "refused")

    def _settle(self) -> None:
        self._server.reopen()
        self._server.session_lives = True
        self._true.pass_(days=1)
        for device in self._devices:
            self._close(device)
            self._sign_in(device)
        for _ in range(ROUNDS):
            rested = [self._calm(device) for device in self._devices]
            if all(rested):
                break
        for device in self._devices:
            self._look(device)

    def _look(self, device: Device) -> None:
        """What still waits, and what the server has that this laptop never heard of."""
        program = self._open(device)
        for item in program.items("waiting", "sending", "refused"):
            self._stuck.append(f"{device.name}: {item.state.value} {item.place} {item.verbs}")
        with program.learner.read() as db:
            known = db.states()
        for place, row in self._server.rows.items():
            here = known.get((place.course_id, place.resource_id))
            if here is None or here.status != row.status or here.percentage < row.percentage:
                self._stuck.append(f"{device.name}: {place} never came here")


def run_one(seed: int | str, number: int) -> Ended:
    """One schedule in a folder of its own, in memory where the system has such a place."""
    where = MEMORY if MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="karmadesk-soak-", dir=where))
    try:
        return Schedule(f"{seed}/{number}", folder, WEATHERS[number % len(WEATHERS)]).run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
