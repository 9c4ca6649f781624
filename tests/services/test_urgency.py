"""What jumps its turn: a first plan, a due date that comes near, the last lesson before a certificate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from karmadesk.model import Assignment, Batch, Enrolment, Place
from karmadesk.services.plan import PULLED
from karmadesk.services.urgency import is_urgent
from karmadesk.statement import Verb
from karmadesk.store.learner.store import LearnerStore
from tests.store.acts import act
from tests.store.clock import OwnClock
from tests.store.conftest import KEY, START

ENROLMENT = Enrolment("c", Batch("b", "c"), resources_done=1, resource_count=3)


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[LearnerStore]:
    """Somebody whose plan is known; one course is due in a month."""
    clock = OwnClock(START, timedelta(seconds=1))
    store = LearnerStore(tmp_path / "learner.db", KEY, clock, "laptop", ["progress"], may_create=True)
    with store.write() as db:
        db.set_checkpoint(PULLED, "yes")
        db.put_enrolments([ENROLMENT])
        db.put_plan([Assignment("c", START + timedelta(days=30))])
    yield store
    store.close()


def judged(learner: LearnerStore) -> bool:
    with learner.read() as db:
        return is_urgent(db, START)


def does(learner: LearnerStore, resource: str, verb: Verb = Verb.PROGRESSED, course: str = "c") -> None:
    with learner.write() as db:
        db.record([act(verb, Place(course, "b", resource), fraction=0.5)])


def test_nothing_waits_and_nothing_is_urgent(learner: LearnerStore) -> None:
    assert not judged(learner)


def test_a_first_plan_is(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.set_checkpoint(PULLED, "")
    assert judged(learner)


@pytest.mark.parametrize("hours, expected", [(49, False), (47, True), (-24, True)])
def test_a_due_date_that_is_near_or_over_is(learner: LearnerStore, hours: int, expected: bool) -> None:
    with learner.write() as db:
        db.put_plan([Assignment("c", START + timedelta(hours=hours)), Assignment("other", None)])
    assert not judged(learner), "as long as nothing of it waits"
    does(learner, "r1")
    assert judged(learner) is expected


def test_another_course_that_waits_is_not(learner: LearnerStore) -> None:
    with learner.write() as db:
        db.put_plan([Assignment("c", START + timedelta(hours=1))])
    does(learner, "r1", course="other")
    assert not judged(learner)


def test_the_last_lesson_of_a_course_is(learner: LearnerStore) -> None:
    does(learner, "r1", Verb.COMPLETED)
    assert not judged(learner)
    does(learner, "r2", Verb.COMPLETED)
    assert judged(learner), "its certificate waits for it"
    with learner.write() as db:
        db.put_enrolments([replace(ENROLMENT, completed_at=START)])
    assert not judged(learner), "the server knows that it is done"
