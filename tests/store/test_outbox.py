"""The outbox, act by act: what waits, what is frozen, what was answered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from karmadesk.model import ItemState, Place, ServerState
from karmadesk.statement import Verb
from karmadesk.store.learner.keys import ItemKey
from karmadesk.store.learner.store import LearnerStore
from tests.store.acts import ACCEPTED, NOON, REFUSED, WATER, act, frozen, joined, joining
from tests.store.clock import OwnClock
from tests.store.conftest import KEY

UNJOINED = Place("do_water", "", "do_video")


def test_watching_on_is_one_item_with_one_statement(learner: LearnerStore) -> None:
    for fraction in (0.2, 0.4, 0.6):
        with learner.write() as db:
            db.record([act(Verb.PROGRESSED, fraction=fraction, position_s=fraction * 100)])
    with learner.read() as db:
        [item] = db.items()
        assert [s.body["fraction"] for s in db.statements_of(item.key)] == [0.6]
        assert db.item_counts() == {"waiting": 1, "sending": 0, "accepted": 0, "refused": 0}
    assert item.state is ItemState.WAITING
    assert item.verbs == ("progressed",)
    assert item.summary == {"fraction": 0.6, "position_s": 60.0, "count": 1}
    assert item.place == WATER
    assert item.attempts == 0
    assert item.receipt is None


def test_a_completion_joins_what_gathers_and_nothing_replaces_it(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([act(Verb.PROGRESSED, fraction=0.9), act(Verb.COMPLETED, fraction=1.0)])
        db.record([act(Verb.PROGRESSED, fraction=0.3)])
        [item] = db.items()
        assert [s.verb for s in db.statements_of(item.key)] == [Verb.COMPLETED, Verb.PROGRESSED]
    assert item.summary == {"fraction": 1.0, "completed": True, "count": 2}


def test_marks_of_a_practice_set_stand_in_the_summary(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([act(Verb.ANSWERED, correct=1, answered=3, total=3, completed=True, answers={"q": ["secret"]})])
        db.record([act(Verb.ANSWERED, correct=2, answered=3, total=3, completed=True)])
        [item] = db.items()
    assert item.summary == {"correct": 2, "answered": 3, "total": 3, "completed": True, "count": 2}


def test_places_and_sinks_are_items_of_their_own(tmp_path: Path, clock: OwnClock) -> None:
    store = LearnerStore(tmp_path / "learner.db", KEY, clock, "laptop", ["progress", "records"], may_create=True)
    with store.write() as db:
        db.record([act(Verb.PROGRESSED), act(Verb.PROGRESSED, Place("do_water", "b1", "do_pdf")), joining("do_fire")])
        db.record([act(Verb.PROGRESSED)])
        items = db.items()
        assert len(db.pending()) == 3
        assert sorted((i.sink, i.place.resource_id) for i in items) == [
            ("progress", ""),
            ("progress", "do_pdf"),
            ("progress", "do_video"),
            ("records", "do_pdf"),
            ("records", "do_video"),
        ]
        assert db.item_counts()["waiting"] == 5
        [at_one] = [i for i in items if (i.sink, i.place.resource_id) == ("progress", "do_video")]
        frozen(db, at_one.key, "m1", "state", {}, NOON)
        db.settle("m1", ACCEPTED)
        assert len(db.pending()) == 3
        db.record([act(Verb.PROGRESSED)])
        assert db.item_counts() == {"waiting": 5, "sending": 0, "accepted": 1, "refused": 0}
    store.close()


def test_freezing_takes_what_gathered_and_nothing_later(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([act(Verb.PROGRESSED, fraction=0.5)])
        [item] = db.items()
        message = frozen(db, item.key, "m1", "state", {"status": 1, "list": [1, "दो"]}, NOON)
        db.record([act(Verb.PROGRESSED, fraction=0.7)])
        db.record([act(Verb.PROGRESSED, fraction=0.8)])
        waiting, sending = db.items()
        assert [m.id for m in db.messages()] == ["m1"]
        assert db.messages() == (message,)
        assert [s.body["fraction"] for s in db.statements_of(sending.key)] == [0.5]
        assert [s.body["fraction"] for s in db.statements_of(waiting.key)] == [0.8]
        assert message.statement_ids == tuple(s.id for s in db.statements_of(sending.key))
    assert (waiting.state, sending.state) == (ItemState.WAITING, ItemState.SENDING)
    assert message.body == {"status": 1, "list": [1, "दो"]}
    assert (message.place, message.sink, message.kind) == (WATER, "progress", "state")


def test_what_is_not_gathering_cannot_be_frozen(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([act(Verb.PROGRESSED)])
        [item] = db.items()
        frozen(db, item.key, "m1", "state", {}, NOON)
        for key in (item.key, db.items()[0].key):
            with pytest.raises(LookupError):
                frozen(db, key, "m2", "state", {}, NOON)


def test_an_unanswered_message_stays_and_says_when_it_goes_again(learner: LearnerStore) -> None:
    later = NOON + timedelta(minutes=5)
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)])
        message = frozen(db, db.items()[0].key, "m1", "state", {"a": 1}, NOON)
        db.tried(["m1"], "offline", later)
        db.tried(["m1"], "server_busy", later)
        [again] = db.messages()
        [item] = db.items(["sending"])
    assert (again.attempts, again.next_at) == (2, later)
    assert again.body == message.body
    assert (item.attempts, item.next_at) == (2, later)
    assert item.summary["error"] == "server_busy"


def test_an_answer_settles_every_statement_and_folds_the_state(learner: LearnerStore) -> None:
    state = ServerState("do_water", "b1", "do_video", 2, 100.0, {}, NOON, NOON)
    with learner.write() as db:
        db.record([act(Verb.ANSWERED, correct=1), act(Verb.COMPLETED)])
        frozen(db, db.items()[0].key, "m1", "state", {}, NOON)
    with learner.write() as db:
        db.settle("m1", ACCEPTED, [state])
    with learner.read() as db:
        [item] = db.items()
        assert db.pending() == ()
        assert db.messages() == ()
        assert db.states() == {("do_water", "do_video"): state}
    assert item.state is ItemState.ACCEPTED
    assert item.receipt == ACCEPTED
    assert "error" not in item.summary


def test_an_answer_that_could_not_be_kept_leaves_the_message_open(learner: LearnerStore) -> None:
    with learner.write() as before:
        before.record([act(Verb.COMPLETED)])
        frozen(before, before.items()[0].key, "m1", "state", {}, NOON)

    def settle_and_be_killed() -> None:
        with learner.write() as edit:
            edit.settle("m1", ACCEPTED, [ServerState("do_water", "b1", "do_video", 2)])
            raise KeyError("killed")

    with pytest.raises(KeyError):
        settle_and_be_killed()
    with learner.read() as db:
        assert [m.id for m in db.messages()] == ["m1"]
        assert db.states() == {}


def test_a_second_answer_changes_no_receipt(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)])
        frozen(db, db.items()[0].key, "m1", "state", {}, NOON)
        db.settle("m1", ACCEPTED)
        db.settle("m1", REFUSED)
        db.tried(["m1"], "offline", NOON)
        [item] = db.items()
    assert item.receipt == ACCEPTED
    assert item.attempts == 1


def test_a_refused_item_stays_until_somebody_retries(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([act(Verb.PROGRESSED, fraction=0.4)])
        frozen(db, db.items()[0].key, "m1", "state", {}, NOON)
        db.settle("m1", REFUSED)
        db.record([act(Verb.PROGRESSED, fraction=0.6)])
        [refused] = db.items(["refused"])
        assert refused.receipt == REFUSED
        assert db.item_counts() == {"waiting": 1, "sending": 0, "accepted": 0, "refused": 1}
        assert len(db.pending()) == 2
        db.retry(refused.key)
        db.retry(refused.key)
        [item] = db.items()
        assert db.item_counts() == {"waiting": 1, "sending": 0, "accepted": 0, "refused": 0}
        db.record([act(Verb.PROGRESSED, fraction=0.8)])
        told = [s.body["fraction"] for s in db.statements_of(item.key)]
        assert told == [0.4, 0.8]
        frozen(db, item.key, "m2", "state", {}, NOON)
        db.settle("m2", ACCEPTED)
        assert db.item_counts() == {"waiting": 0, "sending": 0, "accepted": 1, "refused": 0}
    assert item.state is ItemState.WAITING


def test_only_a_refused_item_can_be_retried(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)])
        db.retry(db.items()[0].key)
        frozen(db, db.items()[0].key, "m1", "state", {}, NOON)
        db.retry(db.items()[0].key)
        assert [m.id for m in db.messages()] == ["m1"]


def test_an_act_before_joining_waits_for_its_batch(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([joining("do_water"), act(Verb.PROGRESSED, UNJOINED, fraction=0.5)])
        waiting, enrol = db.items()
        assert waiting.state is ItemState.WAITING
        assert waiting.place == UNJOINED
        assert enrol.place == Place("do_water", "", "")
        with pytest.raises(LookupError, match="nothing to freeze"):
            frozen(db, waiting.key, "m1", "state", {}, NOON)
        frozen(db, enrol.key, "m1", "enrol", {}, NOON)
        db.put_enrolments([joined("do_water", "b1")], is_whole=False)
        db.settle("m1", ACCEPTED)
        [ready] = db.items(["waiting"])
        assert ready.place == WATER
        assert [s.place for s in db.pending()] == [WATER]
        db.record([act(Verb.PROGRESSED, UNJOINED, fraction=0.7)])
        [ready] = db.items(["waiting"])
        assert ready.summary["fraction"] == 0.7
        message = frozen(db, ready.key, "m2", "state", {}, NOON)
    assert message.place == WATER


@pytest.mark.parametrize("is_told_first", [True, False])
def test_what_an_ended_batch_refused_goes_to_the_new_one(learner: LearnerStore, is_told_first: bool) -> None:
    with learner.write() as db:
        db.put_enrolments([joined("do_water", "b1")])
        db.record([act(Verb.COMPLETED)])
        frozen(db, db.items()[0].key, "m1", "state", {}, NOON)
        db.settle("m1", REFUSED)
        [refused] = db.items(["refused"])
        if is_told_first:
            db.put_enrolments([joined("do_water", "b2")])
            assert db.items(["refused"])[0].place == WATER, "where it was refused stays to be seen"
        db.retry(refused.key)
        db.put_enrolments([joined("do_water", "b2")])
        [ready] = db.items(["waiting"])
        assert ready.place == Place(WATER.course_id, "b2", WATER.resource_id)
        message = frozen(db, ready.key, "m2", "state", {}, NOON)
    assert message.place.batch_id == "b2"


def test_what_waits_for_its_first_answer_stays_with_its_batch(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.put_enrolments([joined("do_water", "b1")])
        db.record([act(Verb.COMPLETED)])
        db.put_enrolments([joined("do_water", "b2")])
        [waiting] = db.items()
    assert waiting.place == WATER


def test_joining_again_keeps_its_own_item_and_needs_no_batch(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.put_enrolments([joined("do_water", "b1")])
        db.record([joining("do_water")])
        db.put_enrolments([joined("do_water", "b1")])
        [item] = db.items()
        assert item.place == Place("do_water", "", "")
        frozen(db, item.key, "m1", "enrol", {}, NOON)


def test_somebody_who_left_the_course_learns_no_batch_from_that(learner: LearnerStore) -> None:
    left = joined("do_water", "b0")
    with learner.write() as db:
        db.put_enrolments([type(left)(**{**vars(left), "is_active": False})])
        db.record([act(Verb.COMPLETED, UNJOINED)])
        db.put_enrolments([type(left)(**{**vars(left), "is_active": False})])
        assert [i.place.batch_id for i in db.items()] == [""]
        db.put_enrolments([joined("do_water", "b1")])
        assert [i.place.batch_id for i in db.items()] == ["b1"]


def test_the_ledger_goes_page_by_page_newest_first(learner: LearnerStore) -> None:
    places = [Place("do_water", "b1", f"do_{n:03}") for n in range(320)]
    with learner.write() as db:
        db.record([act(Verb.COMPLETED, place) for place in places])
        whole = db.items(limit=1000)
        paged = [item for start in range(0, 320, 50) for item in db.items(limit=50, offset=start)]
        frozen(db, whole[0].key, "m1", "state", {}, NOON)
        db.settle("m1", ACCEPTED)
        assert len(db.items(["accepted"])) == 1
        assert len(db.items(["waiting", "sending"], limit=1000)) == 319
        assert len(db.items(["accepted", "waiting"], limit=1000)) == 320
    assert [item.place for item in whole] == list(reversed(places))
    assert paged == list(whole)


def test_pending_of_one_course(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.record([act(Verb.COMPLETED), act(Verb.COMPLETED, Place("do_fire", "b2", "do_pdf"))])
        assert [s.place.course_id for s in db.pending("do_fire")] == ["do_fire"]


def test_a_key_says_what_it_is_the_key_of() -> None:
    for key in (ItemKey("progress", WATER, None), ItemKey('s"', Place("a|b", "", "ह"), "m1")):
        assert ItemKey.parse(str(key)) == key
