"""One person's store keeps what the learner did and what the server said."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from karmadesk.learning.clock import Stamp
from karmadesk.model import (
    Assignment,
    Batch,
    BatchStatus,
    Enrolment,
    Place,
    Profile,
    ServerState,
    Tokens,
    Watched,
)
from karmadesk.statement import Act, StatementKind, Verb
from karmadesk.store.learner.folding import folded
from karmadesk.store.learner.store import LearnerStore
from tests.store.acts import ACCEPTED, NOON, WATER, act, frozen, joined, joining
from tests.store.clock import OwnClock
from tests.store.conftest import KEY, START

HOUR = timedelta(hours=1)


def test_a_statement_remembers_who_when_and_in_what_order(learner: LearnerStore, clock: OwnClock) -> None:
    clock.skew = timedelta(days=-3)
    with learner.write() as db:
        db.record([act(Verb.INITIALIZED), act(Verb.COMPLETED, fraction=1.0)])
    with learner.write() as db:
        db.record([act(Verb.ANSWERED, correct=1)])
        told = db.pending()
    assert [s.sequence for s in told] == [1, 2, 3]
    assert [s.verb for s in told] == [Verb.INITIALIZED, Verb.COMPLETED, Verb.ANSWERED]
    assert told[1].body == {"fraction": 1.0}
    assert all(s.device == "laptop" and s.boot == "boot-1" and s.place == WATER for s in told)
    assert len({s.id for s in told}) == 3
    assert timedelta(days=-4) < told[0].at_raw - told[0].at < timedelta(days=-2)


def test_the_clock_never_goes_back_even_when_the_laptops_does(tmp_path: Path, clock: OwnClock) -> None:
    stamps = []
    for moved in (0, -400, 30):
        clock.time = START + timedelta(days=moved)
        store = LearnerStore(tmp_path / "learner.db", KEY, clock, "laptop", ["progress"], may_create=True)
        with store.write() as db:
            db.record([act(Verb.COMPLETED), act(Verb.COMPLETED)])
            stamps = [s.clock for s in sorted(db.pending(), key=lambda s: s.sequence)]
        store.close()
    assert len(stamps) == 6
    assert all(Stamp.parse(one) < Stamp.parse(two) for one, two in itertools.pairwise(stamps))


def test_a_record_that_fails_leaves_no_gap_and_no_trace(learner: LearnerStore) -> None:
    def record_and_be_killed() -> None:
        with learner.write() as db:
            db.record([act(Verb.COMPLETED)], [Watched(WATER.resource_id)], WATER)
            raise KeyError("power cut")

    with pytest.raises(KeyError):
        record_and_be_killed()
    with learner.write() as db:
        assert db.pending() == ()
        assert db.watched([WATER.resource_id]) == {}
        assert db.last_opened() is None
        db.record([act(Verb.COMPLETED)])
        assert [s.sequence for s in db.pending()] == [1]


def test_the_database_itself_keeps_statements_as_they_were(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)])
    for attempt in ("UPDATE statements SET verb = 'progressed'", "DELETE FROM statements"):
        with pytest.raises(IntegrityError, match="append-only"), learner._database.write() as connection:
            connection.exec_driver_sql(attempt)


def test_what_was_watched_is_joined_and_stamped_here(learner: LearnerStore) -> None:
    first = Watched("do_video", 1.0, 10_000, ((0, 4000),), 4000, 4000)
    with learner.write() as db:
        db.record([], [first])
        db.record([], [replace(first, intervals=((3000, 6000),), furthest_ms=6000, position_ms=100)])
        row = db.watched(["do_video", "do_unknown"])["do_video"]
        assert set(db.watched(["do_unknown"])) == set()
    assert row.intervals == ((0, 6000),)
    assert row.furthest_ms == 6000
    assert row.position_ms == 100
    assert row.position_clock.endswith(".laptop")


def test_a_position_from_another_device_counts_by_its_own_clock(learner: LearnerStore) -> None:
    later = str(Stamp(int((START + HOUR).timestamp() * 1000), 0, "phone"))
    with learner.write() as db:
        db.record([], [Watched("do_video", 1.0, 10_000, (), 0, 500)])
        db.record([], [Watched("do_video", 1.0, 10_000, (), 0, 9000, later)])
        assert db.watched(["do_video"])["do_video"].position_ms == 9000
        db.record([], [Watched("do_video", 1.0, 10_000, (), 0, 200)])
        assert db.watched(["do_video"])["do_video"].position_ms == 200


def test_where_the_learner_was_last(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([], opened=WATER)
        db.record([], opened=Place("do_fire", "", "do_pdf"))
    with learner.read() as db:
        found = db.last_opened()
    assert found is not None
    assert found[0] == Place("do_fire", "", "do_pdf")
    assert START < found[1] < START + HOUR


def test_practice_attempts_newest_first(learner: LearnerStore) -> None:
    with learner.write() as db:
        for correct in (1, 3):
            db.record([act(Verb.ANSWERED, correct=correct, answered=3, total=3, answers={"q": ["a"]})])
        db.record([act(Verb.COMPLETED)])
        attempts = db.attempts(WATER.resource_id)
    assert [a["correct"] for a in attempts] == [3, 1]
    assert set(attempts[0]) == {"correct", "answered", "total", "at"}
    assert attempts[0]["at"] > attempts[1]["at"]


def test_a_private_act_is_kept_and_never_sent(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([Act(StatementKind.PRIVATE, Verb.INITIALIZED, WATER, {"note": "x"})])
        assert db.pending() == ()
        assert db.items() == ()
    with learner._database.read() as connection:
        assert connection.exec_driver_sql("SELECT kind FROM statements").scalars().all() == ["private"]


def test_plan_batches_profile_and_marks_come_back_as_they_went_in(learner: LearnerStore) -> None:
    plan = [Assignment("do_b", NOON, True, "plan 1", 2026), Assignment("do_a")]
    batches = [Batch("b2", "do_a", "Second", NOON, NOON + HOUR, BatchStatus.UPCOMING), Batch("b1", "do_a")]
    with learner.write() as db:
        db.put_plan([Assignment("do_old")])
        db.put_plan(plan)
        db.put_batches("do_a", batches)
        db.put_batches("do_c", [Batch("b9", "do_c")])
        db.put_profile(Profile("u", "Asha", "Devi", "org", "Nurse", "Health"))
        db.put_profile(Profile("u", "Asha", "Kumari"))
        db.set_checkpoint("plan", "7")
        db.set_checkpoint("plan", "8")
        db.set_checkpoint("gone", "1")
        db.set_checkpoint("gone", "")
    with learner.read() as db:
        assert db.assignments() == tuple(plan)
        assert db.batches("do_a") == tuple(batches)
        assert db.batches("do_x") == ()
        assert db.profile() == Profile("u", "Asha", "Kumari")
        assert db.checkpoint("plan") == "8"
        assert db.checkpoint("gone") == db.checkpoint("never") == ""


def test_tokens_are_kept_replaced_and_forgotten(learner: LearnerStore) -> None:
    tokens = Tokens("access", "refresh", NOON, NOON + HOUR)
    with learner.write() as db:
        assert db.tokens() is None
        assert db.profile() is None
        db.put_tokens(tokens)
        assert db.tokens() == tokens
        db.put_tokens(replace(tokens, access="next", refresh_expires_at=None))
        assert db.tokens() == Tokens("next", "refresh", NOON, None)
        db.put_tokens(None)
        assert db.tokens() is None


def test_enrolments_are_replaced_or_added_to(learner: LearnerStore) -> None:
    whole = Enrolment("do_a", Batch("b1", "do_a", "A", NOON, None, BatchStatus.ENDED), NOON, NOON, 3, 4, "do_x", False)
    with learner.write() as db:
        db.put_enrolments([whole, joined("do_b", "b2")])
        assert db.enrolments() == {"do_a": whole, "do_b": joined("do_b", "b2")}
        db.put_enrolments([joined("do_c", "b3")], is_whole=False)
        assert set(db.enrolments()) == {"do_a", "do_b", "do_c"}
        db.put_enrolments([joined("do_b", "b4"), joined("do_b", "b5")])
        assert db.enrolments() == {"do_b": joined("do_b", "b5")}
        db.put_enrolments([])
        assert db.enrolments() == {}


def test_states_are_those_of_the_batch_that_was_joined(learner: LearnerStore) -> None:
    old = ServerState("do_a", "b1", "r", 2, 100.0, {}, NOON + HOUR, NOON)
    new = ServerState("do_a", "b2", "r", 1, 10.0, {"current": ["4"]}, NOON)
    with learner.write() as db:
        db.put_states([old, new, ServerState("do_b", "b1", "r", 1)])
        assert db.states("do_a") == {("do_a", "r"): old}
        db.put_enrolments([joined("do_a", "b2")])
        assert db.states("do_a") == {("do_a", "r"): new}
        assert set(db.states()) == {("do_a", "r"), ("do_b", "r")}


def test_an_older_answer_takes_nothing_back(learner: LearnerStore) -> None:
    done = ServerState("do_a", "b1", "r", 2, 100.0, {"current": ["90"]}, NOON, NOON)
    lagging = ServerState("do_a", "b1", "r", 1, 40.0, {"current": ["40"]}, NOON - HOUR, None)
    with learner.write() as db:
        db.put_states([done])
        db.put_states([lagging])
        assert db.states()[("do_a", "r")] == done
        db.put_states([replace(lagging, last_access_at=NOON + HOUR, completed_at=NOON - HOUR)])
        assert db.states()[("do_a", "r")] == ServerState(
            "do_a", "b1", "r", 2, 100.0, {"current": ["40"]}, NOON + HOUR, NOON - HOUR
        )


moments = st.one_of(st.none(), st.integers(0, 5).map(lambda n: NOON + n * HOUR))
server_states = st.builds(
    ServerState,
    st.just("c"),
    st.just("b"),
    st.just("r"),
    st.integers(0, 2),
    st.integers(0, 100).map(float),
    st.just({}),
    moments,
    moments,
)


@given(server_states, server_states)
def test_folding_never_goes_back_and_repeats_harmlessly(held: ServerState, said: ServerState) -> None:
    now = folded(held, said)
    assert now.status >= max(held.status, said.status)
    assert now.percentage >= max(held.percentage, said.percentage)
    assert folded(now, said) == now
    assert folded(now, held) == now
    assert folded(None, said) == said
    if held.completed_at and said.completed_at:
        assert now.completed_at == min(held.completed_at, said.completed_at)


def test_nothing_personal_lies_in_the_file_in_plain_text(tmp_path: Path, clock: OwnClock) -> None:
    path = tmp_path / "learner.db"
    store = LearnerStore(path, KEY, clock, "laptop", ["progress"], may_create=True)
    with store.write() as db:
        db.put_tokens(Tokens("canary-token", "canary-refresh", NOON))
        db.put_profile(Profile("canary-user", "canary-name"))
        db.record([act(Verb.ANSWERED, answers="canary-answer"), joining("canary-course")], opened=WATER)
        frozen(db, db.items()[0].key, "m1", "canary-kind", {"canary": 1}, NOON)
        db.settle("m1", ACCEPTED)
        written = [p.read_bytes() for p in tmp_path.iterdir()]
        assert len(written) >= 2
    store.close()
    for content in (*written, path.read_bytes()):
        assert b"canary" not in content
        assert b"SQLite format" not in content
        assert b"statements" not in content
    again = LearnerStore(path, KEY, clock, "laptop", ["progress"])
    with again.read() as db:
        assert db.tokens() == Tokens("canary-token", "canary-refresh", NOON)
    again.close()
