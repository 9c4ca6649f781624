"""Two people, two laptops, two servers, and everything that can go wrong in between: the laws hold all the same."""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from karmadesk.errors import NotAServer, Offline, ServerBusy, ServerFault
from karmadesk.jobs import Context
from karmadesk.learning.intervals import covered_ms, normalised
from karmadesk.learning.shared import heard
from karmadesk.model import Assignment, Intervals, Place, Watched
from karmadesk.ports import PROGRESS, RECORDS, Learner
from karmadesk.statement import Act, StatementKind, Verb
from karmadesk.vault.memory import MemoryVault
from tests.matrix import ALL
from tests.sync.clock import StillClock
from tests.sync.crowd import Crowd, Member, Records
from tests.sync.desk import Laptop
from tests.sync.model_server import course

FILMS = ("film", "other", "third")
LENGTH_MS = 120_000
ASHA, BINA = "asha", "bina"
SEATS = ((0, ASHA), (1, ASHA), (0, BINA))
"""Who learns where: Asha on both laptops, Bina on the first one only."""


class KilledError(BaseException):
    """Nothing in the program catches this: the process is gone."""


FAULTS = (Offline(), ServerFault(), ServerBusy(retry_after_s=600.0), NotAServer(), KilledError())


class People(RuleBasedStateMachine):
    """The oracle looks at its own list of acts, at the servers' logs, and at the store only for receipts and rows."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = StillClock()
        self.members = {name: Member(self.clock, name=name) for name in (ASHA, BINA)}
        for member in self.members.values():
            member.courses = {"c": course("c", *FILMS)}
            member.assigned = [Assignment("c")]
        self.server = Crowd(list(self.members.values()))
        self.records = Records(self.clock)
        self.folder = tempfile.TemporaryDirectory(prefix="karmadesk-crowd-")
        self.vaults = [MemoryVault(), MemoryVault()]
        self.desks = [self._opened(0), self._opened(1)]
        self.acts: Counter[tuple[str, str, str]] = Counter()
        self.seen: dict[tuple[str, str], Intervals] = {}
        self.done: set[tuple[str, str]] = set()

    def _opened(self, number: int) -> Laptop:
        home = Path(self.folder.name) / str(number)
        return Laptop(home, self.server, self.clock, f"device-{number}", self.vaults[number], self.records)

    @initialize(most=st.sampled_from([1, 3, 100]), has_feed=st.booleans())
    def begins(self, most: int, has_feed: bool) -> None:
        tokens = {name: member.tokens() for name, member in self.members.items()}
        for member in self.members.values():
            member.most_messages = most
            if has_feed:
                member.announce("plan")
        for number, name in SEATS:
            person = self.desks[number].add(name)
            with self.desks[number].people.open(person.id).write() as db:
                db.put_tokens(tokens[name])
        for number, name in ((0, ASHA), (0, BINA)):
            self._act(number, name, Act(StatementKind.ENROL, Verb.ENROLLED, Place("c", "", "")))

    def _learner(self, number: int, name: str) -> Learner:
        desk = self.desks[number]
        [person] = [person for person in desk.people.list() if person.label == name]
        return desk.people.open(person.id)

    def _act(self, number: int, name: str, act: Act, watched: Watched | None = None) -> None:
        with self._learner(number, name).write() as db:
            db.record([act], [watched] if watched else [])

    @rule(
        seat=st.sampled_from(SEATS),
        film=st.sampled_from(FILMS),
        tenths=st.tuples(st.integers(0, 9), st.integers(1, 10)).filter(lambda pair: pair[0] < pair[1]),
    )
    def watches(self, seat: tuple[int, str], film: str, tenths: tuple[int, int]) -> None:
        """A part of a film; all of it in one go completes it."""
        number, name = seat
        self.clock.pass_(seconds=1)
        span = tuple(tenth * LENGTH_MS // 10 for tenth in tenths)
        is_whole = tenths == (0, 10)
        with self._learner(number, name).read() as db:
            joined = db.enrolments().get("c")
            before = db.watched([film]).get(film)
        spans = normalised([*(before.intervals if before else ()), (span[0], span[1])])
        place = Place("c", joined.batch.id if joined else "", film)
        body = {
            "fraction": covered_ms(spans) / LENGTH_MS,
            "position_s": span[1] / 1000,
            "duration_s": LENGTH_MS / 1000,
            "mime_type": "video/mp4",
        }
        row = Watched(film, 1.0, LENGTH_MS, spans, span[1], span[1])
        verb = Verb.COMPLETED if is_whole else Verb.PROGRESSED
        self._act(number, name, Act(StatementKind.STATEMENT, verb, place, body), row)
        key = (name, film)
        self.acts[(*key, verb.value)] += 1
        self.seen[key] = normalised([*self.seen.get(key, ()), (span[0], span[1])])
        if is_whole:
            self.done.add(key)

    @rule(number=st.integers(0, 1), seed=st.integers(0, 2**16), fault=st.sampled_from(FAULTS), after=st.integers(0, 25))
    def syncs_badly(self, number: int, seed: int, fault: BaseException, after: int) -> None:
        """Something happens at some call, before or after it took effect; then, more often than not, again."""
        dice, calls = random.Random(seed), iter(range(10_000))

        def breaks(_: str) -> None:
            made = next(calls)
            if made == after or (made > after and dice.random() < 0.1):
                raise fault

        self._fault(breaks)
        try:
            with contextlib.suppress(KilledError):
                self.desks[number].machine.run_all(Context(), interactive=dice.random() < 0.5)
        finally:
            self._fault(lambda _: None)
        if isinstance(fault, KilledError):
            self.desks[number].close()
            self.desks[number] = self._opened(number)

    def _fault(self, fault: object) -> None:
        self.server.breaks(fault)  # type: ignore[arg-type]  # a fault as above
        self.records.fault = fault  # type: ignore[assignment]  # the same

    @rule(number=st.integers(0, 1))
    def syncs(self, number: int) -> None:
        self.desks[number].machine.run_all(Context(), interactive=True)

    @rule(hours=st.integers(1, 100))
    def time_passes(self, hours: int) -> None:
        self.clock.pass_(hours=hours)

    @rule(film=st.sampled_from(FILMS), where=st.sampled_from([PROGRESS, RECORDS]), name=st.sampled_from([ASHA, BINA]))
    def poisons(self, film: str, where: str, name: str) -> None:
        """From now on whole requests are turned down for it."""
        (self.members[name].poisonous if where == PROGRESS else self.records.poisonous).add(film)

    @rule(film=st.sampled_from(FILMS), name=st.sampled_from([ASHA, BINA]))
    def falls_silent(self, film: str, name: str) -> None:
        self.members[name].mute.add(film)

    @rule()
    def heals(self) -> None:
        for member in self.members.values():
            member.poisonous.clear()
            member.mute.clear()
        self.records.poisonous.clear()

    @precondition(lambda self: any(member.joined for member in self.members.values()))
    @rule(name=st.sampled_from([ASHA, BINA]), is_new_at_once=st.booleans())
    def batch_ends(self, name: str, is_new_at_once: bool) -> None:
        member = self.members[name]
        if "c" in member.joined and member.joined["c"].batch.id not in member.over:
            member.ends("c")
            if is_new_at_once:
                member.takes_in_again("c")

    @rule()
    def coordinator_helps(self) -> None:
        for member in self.members.values():
            if "c" in member.joined and member.joined["c"].batch.id in member.over:
                member.takes_in_again("c")

    @rule(seat=st.sampled_from(SEATS))
    def asks_again(self, seat: tuple[int, str]) -> None:
        """Whatever was refused to this person on this laptop is to be tried again."""
        self._retry(*seat)

    def _retry(self, number: int, name: str) -> None:
        learner = self._learner(number, name)
        with learner.read() as db:
            refused = db.items(("refused",))
        with learner.write() as db:
            for item in refused:
                db.retry(item.key)

    @invariant()
    def no_write_is_applied_twice(self) -> None:
        for member in self.members.values():
            written = [(w.place, repr(sorted(w.body.items(), key=str))) for w in member.log]
            assert len(written) == len(set(written))
            assert member.enrols in ([], ["c"])

    @invariant()
    def completion_is_never_undone(self) -> None:
        for member in self.members.values():
            status: dict[Place, int] = {}
            for write in member.log:
                assert write.body["status"] >= status.get(write.place, 0)
                status[write.place] = write.body["status"]

    @invariant()
    def whatever_is_settled_has_its_receipt(self) -> None:
        for number, name in SEATS:
            if not any(person.label == name for person in self.desks[number].people.list()):
                continue
            with self._learner(number, name).read() as db:
                settled = db.items(("accepted", "refused"))
            for item in settled:
                assert item.receipt is not None
                assert item.receipt.accepted is (item.state.value == "accepted")
                assert item.receipt.accepted or item.receipt.reason

    @precondition(lambda self: self.seen)
    @rule()
    def all_come_home(self) -> None:
        """With good links everything arrives, once, and both laptops say the same."""
        self.heals()
        self.coordinator_helps()
        for _ in range(3):
            self.clock.pass_(days=1)
            reports = [r for desk in self.desks for r in desk.machine.run_all(Context(), interactive=True)]
            assert {report.stopped_by for report in reports} == {""}
            for seat in SEATS:
                self._retry(*seat)
        for _ in range(2):
            reports = [r for desk in self.desks for r in desk.machine.run_all(Context(), interactive=True)]
            assert {(report.stopped_by, report.waiting) for report in reports} == {("", 0)}
        for number, name in SEATS:
            with self._learner(number, name).read() as db:
                assert db.items(("waiting", "sending", "refused")) == ()
        self._are_recorded()
        for (name, film), spans in self.seen.items():
            self._is_whole(name, film, spans)

    def _are_recorded(self) -> None:
        """Each completion is in the record store, once; of a film's progress what was not overtaken before it went."""
        told = Counter((name, film, verb) for name, verb, film in self.records.kept.values())
        assert all(told[what] <= times for what, times in self.acts.items())
        for (name, film, verb), times in self.acts.items():
            if verb == Verb.COMPLETED.value:
                assert told[name, film, verb] == times
            else:
                assert told[name, film, verb] or told[name, film, Verb.COMPLETED.value]

    def _is_whole(self, name: str, film: str, spans: Intervals) -> None:
        """What this person watched of it is known to the server and to each of their laptops."""
        rows = [row for place, row in self.members[name].rows.items() if place.resource_id == film]
        assert any(row.status == 2 for row in rows) is ((name, film) in self.done)
        assert max(row.percentage for row in rows) >= min(99.0, 100 * covered_ms(spans) / LENGTH_MS) - 0.01
        told = [found for row in rows if (found := heard(film, row.details, self.clock.corrected())) is not None]
        assert any(found.intervals == spans for found in told), "one row holds all that all laptops saw"
        held = []
        for number, whose in SEATS:
            if whose == name:
                with self._learner(number, name).read() as db:
                    held.append(db.watched([film])[film])
        assert all(row.intervals == spans for row in held)
        assert len({(row.position_ms, row.position_clock, row.spent) for row in held}) == 1

    def teardown(self) -> None:
        for desk in self.desks:
            desk.close()
        self.folder.cleanup()


@pytest.mark.timeout(2400)
class TestPeople(People.TestCase):  # type: ignore[misc, valid-type]  # made by hypothesis
    settings = settings(max_examples=200 if ALL else 8, stateful_step_count=25, deadline=None)
