"""Whatever two laptops do, and whatever the network and the power do to them: nothing is lost, nothing is doubled."""

from __future__ import annotations

import contextlib
import random
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from karmadesk.errors import NotAServer, Offline, ServerBusy, ServerFault
from karmadesk.model import Assignment, Place
from karmadesk.vault.memory import MemoryVault
from tests.matrix import ALL
from tests.sync.clock import StillClock
from tests.sync.desk import Laptop
from tests.sync.model_server import ModelServer, course

FILMS = ("film", "other", "third")
FAULTS: tuple[BaseException, ...]


class KilledError(BaseException):
    """Nothing in the program catches this: the process is gone."""


FAULTS = (Offline(), ServerFault(), ServerBusy(), NotAServer(), KilledError())


class Laptops(RuleBasedStateMachine):
    """One learner on two laptops; the oracle looks at its own list of acts and at the server's log alone."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = StillClock()
        self.server = ModelServer(self.clock)
        self.server.courses = {"c": course("c", *FILMS)}
        self.server.assigned = [Assignment("c")]
        self.folder = tempfile.TemporaryDirectory(prefix="karmadesk-laws-")
        self.vaults = [MemoryVault(), MemoryVault()]
        self.desks = [self._opened(0), self._opened(1)]
        self.best: dict[str, float] = {}
        self.clocks: dict[str, tuple[Any, str]] = {}
        self.shares: list[dict[str, float]] = [{}, {}]

    def _opened(self, number: int) -> Laptop:
        home = Path(self.folder.name) / str(number)
        desk = Laptop(home, self.server, self.clock, f"device-{number}", self.vaults[number])
        if not desk.people.list():
            with desk.people.open(desk.add().id).write() as db:
                db.put_tokens(self.server.tokens())
        return desk

    @initialize()
    def begins(self) -> None:
        for desk in self.desks:
            with desk.learner.write() as db:
                db.put_tokens(self.server.tokens())
        self._share_tokens()
        self.desks[0].join("c")

    def _share_tokens(self) -> None:
        fresh = self.server.tokens()
        for desk in self.desks:
            with desk.learner.write() as db:
                db.put_tokens(fresh)

    @rule(number=st.integers(0, 1), film=st.sampled_from(FILMS), tenths=st.integers(1, 10), at=st.integers(0, 119))
    def watches(self, number: int, film: str, tenths: int, at: int) -> None:
        share = max(tenths / 10, self.shares[number].get(film, 0.0))
        self.shares[number][film] = share
        self.clock.pass_(seconds=1)
        desk = self.desks[number]
        desk.watch(desk.place("c", film), share, position_s=float(at))
        self.best[film] = max(self.best.get(film, 0.0), share)
        self.clocks[film] = max(self.clocks.get(film, (self.clock.at, "")), (self.clock.at, str(float(at))))

    @rule(number=st.integers(0, 1), seed=st.integers(0, 2**16), fault=st.sampled_from(FAULTS), after=st.integers(0, 25))
    def syncs_badly(self, number: int, seed: int, fault: BaseException, after: int) -> None:
        """Something happens at some call, before or after it took effect; then, more often than not, again."""
        dice, calls = random.Random(seed), iter(range(10_000))

        def breaks(_: str) -> None:
            made = next(calls)
            if made == after or (made > after and dice.random() < 0.1):
                raise fault

        self.server.fault = breaks
        try:
            with contextlib.suppress(KilledError):
                self.desks[number].sync(interactive=dice.random() < 0.5)
        finally:
            self.server.fault = lambda _: None
        if isinstance(fault, KilledError):
            self.desks[number].close()
            self.desks[number] = self._opened(number)

    @rule(number=st.integers(0, 1))
    def syncs(self, number: int) -> None:
        assert self.desks[number].sync(interactive=True).stopped_by == ""
        assert self.desks[number].outbox() == 0 or not self.server.joined

    @rule(hours=st.integers(1, 100))
    def time_passes(self, hours: int) -> None:
        self.clock.pass_(hours=hours)

    @invariant()
    def no_write_is_applied_twice(self) -> None:
        written = [(w.place.resource_id, repr(sorted(w.body.items(), key=str))) for w in self.server.log]
        assert len(written) == len(set(written))
        assert self.server.enrols in ([], ["c"])

    @invariant()
    def completion_is_never_undone(self) -> None:
        status: dict[Place, Any] = {}
        for write in self.server.log:
            assert write.body["status"] >= status.get(write.place, 0)
            status[write.place] = write.body["status"]
            assert write.body["completionPercentage"] <= 100.0

    @precondition(lambda self: self.best)
    @rule()
    def both_come_home(self) -> None:
        """With a good link everything arrives, and both laptops and the server say the same."""
        self.clock.pass_(days=1)
        for number in (0, 1, 0, 1):
            assert self.desks[number].sync(interactive=True).stopped_by == ""
        rows = {place.resource_id: row for place, row in self.server.rows.items()}
        for film, share in self.best.items():
            assert (rows[film].status == 2) is (share >= 1)
            assert rows[film].percentage == (100.0 if share >= 1 else round(100 * share, 2))
            assert rows[film].details["current"] == [self.clocks[film][1]], "the newest position of both"
            assert rows[film].last_access_at is not None
            assert abs(rows[film].last_access_at - self.clocks[film][0]) < timedelta(milliseconds=1)
        held = []
        for desk in self.desks:
            assert desk.outbox() == 0
            assert desk.items("refused") == []
            with desk.learner.read() as db:
                held.append(dict(db.states("c")))
        assert held[0] == held[1]

    def teardown(self) -> None:
        for desk in self.desks:
            desk.close()
        self.folder.cleanup()


@pytest.mark.timeout(1200)
class TestLaptops(Laptops.TestCase):  # type: ignore[misc, valid-type]  # made by hypothesis
    settings = settings(max_examples=300 if ALL else 12, stateful_step_count=20, deadline=None)
