"""Whatever happens in whatever order: nothing a learner did is lost, nothing is counted twice."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from karmadesk.model import Item, ItemState, Place, ServerState
from karmadesk.statement import Act, StatementKind, Verb
from karmadesk.store.learner.store import LearnerStore
from tests.matrix import ALL
from tests.store.acts import ACCEPTED, NOON, REFUSED, frozen, joined
from tests.store.clock import OwnClock
from tests.store.conftest import KEY, START

SINKS = {"progress": {"statement", "enrol"}, "records": {"statement"}}
COURSES = ("do_a", "do_b")
RESOURCES = ("r1", "r2")
VERBS = (Verb.PROGRESSED, Verb.PROGRESSED, Verb.COMPLETED, Verb.ANSWERED)


@dataclass
class Modelled:
    """One delivery as the law sees it: a number for the act, where it goes, and what became of it."""

    number: int
    verb: Verb
    sink: str
    course: str
    batch: str
    resource: str
    state: str = "waiting"
    message: str = ""
    was_refused: bool = False

    @property
    def item(self) -> tuple[str, str, str, str, str]:
        return self.sink, self.course, self.batch, self.resource, self.message


class Outbox(RuleBasedStateMachine):
    """The store beside a model of plain lists."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="karmadesk-outbox-"))
        self.clock = OwnClock(START, timedelta(milliseconds=300))
        self.deliveries: list[Modelled] = []
        self.batches: dict[str, str] = {}
        self.acts = 0
        self.frozen = 0
        self.sent: dict[str, list[int]] = {}
        self.open()

    def open(self) -> None:
        self.store = LearnerStore(self.folder / "learner.db", KEY, self.clock, "laptop", list(SINKS), may_create=True)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    @rule(course=st.sampled_from(COURSES), resource=st.sampled_from(RESOURCES), verb=st.sampled_from(VERBS))
    def learn(self, course: str, resource: str, verb: Verb) -> None:
        self.act(StatementKind.STATEMENT, verb, Place(course, "", resource))

    @rule(course=st.sampled_from(COURSES))
    def ask_to_join(self, course: str) -> None:
        self.act(StatementKind.ENROL, Verb.ENROLLED, Place(course, "", ""))

    @rule(course=st.sampled_from(COURSES))
    def note_in_private(self, course: str) -> None:
        self.act(StatementKind.PRIVATE, Verb.INITIALIZED, Place(course, "", "r1"))

    def act(self, kind: StatementKind, verb: Verb, place: Place) -> None:
        self.acts += 1
        with self.store.write() as db:
            db.record([Act(kind, verb, place, {"n": self.acts})])
        for sink, kinds in SINKS.items():
            if kind.value not in kinds:
                continue
            batch = "" if kind is StatementKind.ENROL else self.batches.get(place.course_id, "")
            new = Modelled(self.acts, verb, sink, place.course_id, batch, place.resource_id)
            if verb is Verb.PROGRESSED:
                self.deliveries = [d for d in self.deliveries if not self.replaces(d, new)]
            self.deliveries.append(new)

    @staticmethod
    def replaces(old: Modelled, new: Modelled) -> bool:
        return old.item == new.item and old.verb is Verb.PROGRESSED and not old.was_refused

    @rule(course=st.sampled_from(COURSES))
    def join(self, course: str) -> None:
        if course in self.batches:
            return
        self.batches[course] = f"batch of {course}"
        with self.store.write() as db:
            db.put_enrolments([joined(course, self.batches[course])], is_whole=False)
        for one in self.deliveries:
            if one.course == course and one.verb is not Verb.ENROLLED and not one.message and not one.batch:
                one.batch = self.batches[course]

    @rule(choice=st.integers(0, 100))
    def freeze(self, choice: int) -> None:
        with self.store.write() as db:
            ready = [i for i in db.items(["waiting"]) if i.place.batch_id or i.verbs == ("enrolled",)]
            if not ready:
                return
            item = ready[choice % len(ready)]
            self.frozen += 1
            message_id = f"m{self.frozen}"
            numbers = sorted(s.body["n"] for s in db.statements_of(item.key))
            message = frozen(db, item.key, message_id, "state", {"numbers": numbers}, self.clock.corrected())
        assert message.body == {"numbers": numbers}
        key = (item.sink, item.place.course_id, item.place.batch_id, item.place.resource_id, "")
        taken = [d for d in self.deliveries if d.item == key]
        assert sorted(d.number for d in taken) == numbers
        for one in taken:
            one.message, one.state = message_id, "sending"

    def one_sending(self, choice: int) -> str:
        sending = sorted({d.message for d in self.deliveries if d.state == "sending"})
        return sending[choice % len(sending)] if sending else ""

    @rule(choice=st.integers(0, 100))
    def get_no_answer(self, choice: int) -> None:
        message_id = self.one_sending(choice)
        if message_id:
            with self.store.write() as db:
                db.tried([message_id], "offline", NOON)

    @rule(choice=st.integers(0, 100), accepted=st.booleans(), twice=st.booleans())
    def get_an_answer(self, choice: int, accepted: bool, twice: bool) -> None:
        message_id = self.one_sending(choice)
        if not message_id:
            return
        settled = [d for d in self.deliveries if d.message == message_id]
        state = ServerState(settled[0].course, settled[0].batch, settled[0].resource, 1)
        for _ in range(1 + twice):
            with self.store.write() as db:
                db.settle(message_id, ACCEPTED if accepted else REFUSED, [state])
        for one in settled:
            one.state = "accepted" if accepted else "refused"
        if accepted:
            self.sent[message_id] = [d.number for d in settled]

    @rule(choice=st.integers(0, 100))
    def retry(self, choice: int) -> None:
        with self.store.write() as db:
            refused = db.items(["refused"])
            if not refused:
                return
            item = refused[choice % len(refused)]
            db.retry(item.key)
        message_id = self.message_of(item)
        for one in self.deliveries:
            if one.message == message_id:
                one.message, one.state, one.was_refused = "", "waiting", True
                # What was refused before its course was joined again goes on under the batch it had.

    def message_of(self, item: Item) -> str:
        place = item.place
        key = (item.sink, place.course_id, place.batch_id, place.resource_id)
        found = {d.message for d in self.deliveries if d.item[:4] == key and d.state == "refused"}
        [message_id] = [m for m in found if f'"{m}"' in item.key]
        return message_id

    @precondition(lambda self: self.acts > 0)
    @rule()
    def be_killed_and_start_again(self) -> None:
        self.store.close()
        self.open()

    @invariant()
    def the_store_agrees_with_the_model(self) -> None:
        with self.store.read() as db:
            pending = [s.body["n"] for s in db.pending()]
            counts, items, messages = db.item_counts(), db.items(), db.messages()
        assert pending == sorted({d.number for d in self.deliveries if d.state != "accepted"})
        modelled = {d.item: d.state for d in self.deliveries}
        assert sorted(i.state.value for i in items) == sorted(modelled.values())
        assert counts == {s.value: list(modelled.values()).count(s.value) for s in ItemState}
        assert {m.id for m in messages} == {d.message for d in self.deliveries if d.state == "sending"}
        for message in messages:
            assert len(message.statement_ids) == len(message.body["numbers"])

    @invariant()
    def nothing_is_accepted_twice(self) -> None:
        for sink in SINKS:
            accepted = [
                number
                for message_id, numbers in self.sent.items()
                if any(d.message == message_id and d.sink == sink for d in self.deliveries)
                for number in numbers
            ]
            assert len(accepted) == len(set(accepted))


@pytest.mark.timeout(1200)
class TestOutbox(Outbox.TestCase):  # type: ignore[misc, valid-type]  # made by hypothesis
    settings = settings(max_examples=400 if ALL else 25, stateful_step_count=30, deadline=None)
