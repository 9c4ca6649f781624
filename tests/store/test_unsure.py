"""What was done before anybody told the time gets its own once somebody does; what was written stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from karmadesk.model import Watched
from karmadesk.statement import Verb
from karmadesk.store.learner.store import LearnerStore
from karmadesk.store.merging import TABLES, merge
from karmadesk.store.salvage import everything
from tests.store.acts import WATER, act
from tests.store.conftest import KEY
from tests.turned import NEAR, TRUTH, WRONG, Laptop, TurnedClock, hears

FILM = Watched(WATER.resource_id, 1.0, 60_000, ((0, 60_000),), 60_000)


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(Laptop(WRONG[0]))


@pytest.fixture
def learner(tmp_path: Path, clock: TurnedClock) -> Iterator[LearnerStore]:
    store = LearnerStore(tmp_path / "learner.db", KEY, clock, "laptop", ["progress", "records"], may_create=True)
    yield store
    store.close()


def test_acts_get_their_time_when_the_boot_gets_its_own(learner: LearnerStore, clock: TurnedClock) -> None:
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)], [replace(FILM, completed_at=clock.corrected())])
    clock.pass_(60)
    with learner.write() as db:
        db.record([act(Verb.ANSWERED, correct=1)])
        db.learn_times()
        assert [one.at.year for one in db.pending()] == [1970, 1970], "nobody has told yet"
    hears(clock, TRUTH + timedelta(seconds=60))
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)])
        db.learn_times()
        db.learn_times()
    with learner.read() as db:
        first, second, third = db.pending()
        assert abs(first.at - TRUTH) <= NEAR
        assert abs(second.at - TRUTH - timedelta(seconds=60)) <= NEAR
        assert third.boot_s is None, "its time was known"
        assert first.at_raw == WRONG[0], "what the wall showed stays"
        assert [one.acted_at.year for one in db.items()] == [2026, 2026]
        completed = db.watched([FILM.resource_id])[FILM.resource_id].completed_at
    assert completed is not None
    assert abs(completed - TRUTH) <= NEAR


def test_a_completion_from_elsewhere_keeps_its_time(learner: LearnerStore, clock: TurnedClock) -> None:
    elsewhere = TRUTH - timedelta(days=3)
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)], [replace(FILM, completed_at=elsewhere)])
    hears(clock, TRUTH)
    with learner.write() as db:
        db.learn_times()
    with learner.read() as db:
        assert db.watched([FILM.resource_id])[FILM.resource_id].completed_at == elsewhere


def test_progress_that_is_taken_back_leaves_nothing_unsure(learner: LearnerStore, clock: TurnedClock) -> None:
    with learner.write() as db:
        db.record([act(Verb.PROGRESSED, fraction=0.1)])
        db.record([act(Verb.PROGRESSED, fraction=0.2)])
    hears(clock, TRUTH)
    with learner.write() as db:
        db.learn_times()
        [only] = db.pending()
    assert only.body == {"fraction": 0.2}
    assert abs(only.at - TRUTH) <= NEAR


def test_a_boot_of_which_nothing_is_known_keeps_what_it_was_told(learner: LearnerStore, clock: TurnedClock) -> None:
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)])
    clock._boot = "another"
    hears(clock, TRUTH)
    with learner.write() as db:
        db.learn_times()
        [only] = db.pending()
    assert only.at == WRONG[0]


def test_a_store_that_is_mended_still_knows_what_is_unsure(
    learner: LearnerStore, clock: TurnedClock, tmp_path: Path
) -> None:
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)])
    clock.pass_(60)
    learner.close()
    found = everything(tmp_path / "learner.db", KEY, TABLES)
    store = LearnerStore(tmp_path / "sound.db", KEY, clock, "laptop", ["progress"], may_create=True)
    with store.write() as db:
        db._connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        merge(db._connection, found, ["progress"])
    hears(clock, TRUTH + timedelta(seconds=60))
    with store.write() as db:
        db.learn_times()
        [only] = db.pending()
    store.close()
    assert abs(only.at - TRUTH) <= NEAR
