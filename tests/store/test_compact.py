"""What every receiver accepted may go; what is shown stays the same, and the database refuses everything else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from karmadesk.jobs import Cancelled
from karmadesk.model import ItemState
from karmadesk.statement import Verb, new_id
from karmadesk.store.learner.compact import compact
from karmadesk.store.learner.epoch import COMPACTED
from karmadesk.store.learner.store import LearnerStore
from tests.matrix import ALL
from tests.store.acts import ACCEPTED, NOON, REFUSED, act, frozen
from tests.store.busy import fill, places, shown
from tests.store.test_outbox_laws import RESOURCES, SINKS, Outbox


def wanted() -> None:
    """Still."""


class Compacted(Outbox):
    """The outbox and its laws, with somebody who lets go at any moment."""

    def visible(self) -> tuple[object, ...]:
        with self.store.read() as db:
            rows = [i for i in db.items(limit=10_000) if i.state is not ItemState.ACCEPTED]
            return (
                db.pending(),
                db.item_counts(),
                [(i.key, i.state, i.verbs, i.acted_at, i.summary, i.receipt) for i in rows],
                [db.attempts(resource) for resource in RESOURCES],
                db.messages(),
                db.states(),
            )

    @rule(kept=st.integers(0, 3))
    def let_go(self, kept: int) -> None:
        before = self.visible()
        with self.store.read() as db:
            newest = [i for i in db.items(["accepted"], 10_000) if i.state is ItemState.ACCEPTED]
        gone = compact(self.store.database, wanted, kept)
        assert self.visible() == before
        with self.store.read() as db:
            left = [i for i in db.items(["accepted"], 10_000) if i.state is ItemState.ACCEPTED]
        assert len(left) == len(newest) - gone
        assert len(left) >= min(kept, len(newest))
        assert all(i.receipt is not None and i.receipt.accepted for i in left)
        assert compact(self.store.database, wanted, kept) == 0, "what may go has gone"

    @invariant()
    def the_store_agrees_with_the_model(self) -> None:
        with self.store.read() as db:
            pending = [s.body["n"] for s in db.pending()]
            counts = db.item_counts()
        assert pending == sorted({d.number for d in self.deliveries if d.state != "accepted"})
        modelled = list({d.item: d.state for d in self.deliveries}.values())
        assert counts == {s.value: modelled.count(s.value) for s in ItemState}, "also those that were let go"


@pytest.mark.timeout(1200)
class TestCompacted(Compacted.TestCase):  # type: ignore[misc, valid-type]  # made by hypothesis
    settings = settings(max_examples=400 if ALL else 25, stateful_step_count=30, deadline=None)


def test_the_newest_stay_and_answers_stay_for_ever(learner: LearnerStore) -> None:
    fill(learner, 300, settled=0.8)
    before = shown(learner, places(300))
    with learner.read() as db:
        ledger = [i for i in db.items(["accepted"], 1000) if i.verbs != ("answered",)]
    size = counted(learner, "statements")
    assert compact(learner.database, wanted, kept=50) == len(ledger) - 50
    after = shown(learner, places(300))
    assert after == before
    with learner.read() as db:
        kept = [i for i in db.items(["accepted"], 1000) if i.verbs != ("answered",)]
        answered = [i for i in db.items(["accepted"], 1000) if i.verbs == ("answered",)]
    assert len(kept) == 50
    assert len(answered) > 50
    assert counted(learner, "statements") == size - (len(ledger) - 50)
    assert counted(learner, "deliveries") == counted(learner, "statements")


def test_an_act_that_one_receiver_lacks_stays_whole(tmp_path: Path, clock: Any) -> None:
    with two_sinks(tmp_path, clock) as store:
        settle(store, "progress", ACCEPTED)
        assert compact(store.database, wanted, kept=0) == 0
        assert (counted(store, "statements"), counted(store, "deliveries")) == (1, 2)
        settle(store, "records", ACCEPTED)
        assert compact(store.database, wanted, kept=0) == 2
        assert (counted(store, "statements"), counted(store, "deliveries"), counted(store, "messages")) == (0, 0, 0)


def test_what_was_refused_stays_until_it_was_accepted_after_all(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)])
    settle(learner, "progress", REFUSED)
    assert compact(learner.database, wanted, kept=0) == 0
    with learner.write() as db:
        [item] = db.items(["refused"])
        db.retry(item.key)
    assert compact(learner.database, wanted, kept=0) == 0
    settle(learner, "progress", ACCEPTED)
    assert compact(learner.database, wanted, kept=0) == 1
    assert counted(learner, "messages") == 0, "the refused message went when nothing spoke of it any more"
    with learner.read() as db:
        assert db.item_counts()["accepted"] == 1
        assert db.checkpoint(COMPACTED) == "1"


@pytest.mark.parametrize("state", ["waiting", "sending", "refused"])
@pytest.mark.parametrize("table", ["statements", "deliveries", "messages"])
def test_the_database_itself_keeps_what_is_not_wholly_accepted(learner: LearnerStore, state: str, table: str) -> None:
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)])
    if state != "waiting":
        settle(learner, "progress", REFUSED if state == "refused" else None)
    if table == "messages" and state == "waiting":
        return
    with pytest.raises(DBAPIError), learner.database.write() as connection:
        emptied(connection, table)
    assert counted(learner, table) == 1


def test_the_database_itself_keeps_the_way_of_an_act_that_stays(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)])
    settle(learner, "progress", ACCEPTED)
    for table in ("deliveries", "messages"):
        with pytest.raises(DBAPIError), learner.database.write() as connection:
            emptied(connection, table)


def test_it_ends_between_two_slices_and_goes_on_another_time(learner: LearnerStore) -> None:
    fill(learner, 200, settled=1.0)
    looks = [3]

    def ends() -> None:
        looks[0] -= 1
        if looks[0] < 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        compact(learner.database, ends, kept=0, slice_s=0.002)
    between = counted(learner, "messages")
    with learner.read() as db:
        accepted = db.item_counts()["accepted"]
    assert 60 < between < 200
    compact(learner.database, wanted, kept=0)
    assert counted(learner, "messages") < between
    with learner.read() as db:
        assert db.item_counts()["accepted"] == accepted


def test_somebody_who_learns_meanwhile_waits_for_one_slice_at_most(learner: LearnerStore) -> None:
    fill(learner, 400, settled=1.0, refused_every=0)
    waits: list[float] = []
    real = learner.database.write

    @contextmanager
    def timed() -> Iterator[Connection]:
        began = time.perf_counter()
        with real() as connection:
            yield connection
        waits.append(time.perf_counter() - began)

    learner.database.write = timed  # type: ignore[method-assign]  # how long each transaction holds the lock
    compact(learner.database, wanted, kept=0)
    waits.sort()
    assert len(waits) > 3
    assert waits[len(waits) // 2] <= 0.03, "the middle one; a busy machine may hold up any single one"


def test_marks_and_glimpses_are_bounded(learner: LearnerStore) -> None:
    with learner.write() as db:
        for number in range(20):
            db.put_glimpse(f"screen{number}", {"n": number})
            db.set_checkpoint(f"states:do_{number}", "b1 1/1")
        db.set_checkpoint("plan", "yes")
    compact(learner.database, wanted)
    assert counted(learner, "glimpses") == 0
    with learner.read() as db:
        assert (db.checkpoint("states:do_3"), db.checkpoint("plan")) == ("", "yes")


@contextmanager
def two_sinks(folder: Path, clock: Any) -> Iterator[LearnerStore]:
    store = LearnerStore(folder / "two.db", bytes(32), clock, "laptop", list(SINKS), may_create=True)
    with store.write() as db:
        db.record([act(Verb.COMPLETED)])
    yield store
    store.close()


def settle(store: LearnerStore, sink: str, receipt: Any) -> None:
    with store.write() as db:
        [item] = [i for i in db.items(["waiting"]) if i.sink == sink]
        message = frozen(db, item.key, new_id(), "state", {}, NOON)
        if receipt is not None:
            db.settle(message.id, receipt)


def counted(store: LearnerStore, table: str) -> int:
    with store.database.read() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def emptied(connection: Connection, table: str) -> None:
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    connection.exec_driver_sql(f"DELETE FROM {table}")
