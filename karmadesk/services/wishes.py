"""Courses that somebody wants of which only the card is known: asked for at the next link, then fetched."""

from __future__ import annotations

import json
from collections.abc import Sequence

from karmadesk.model import Topic
from karmadesk.ports import LearnerReads, LearnerWrites

WISHES = "wishes"


def wished(learner: LearnerReads) -> tuple[str, ...]:
    """The ids of the wanted courses, the first first."""
    return tuple(json.loads(learner.checkpoint(WISHES) or "[]"))


def wish(learner: LearnerWrites, course_ids: Sequence[str]) -> Topic:
    """Wants these courses too. Nothing of a wish is sent: the next round asks the server for their lessons."""
    learner.set_checkpoint(WISHES, json.dumps(list(dict.fromkeys([*wished(learner), *course_ids]))))
    return Topic.PLAN | Topic.OUTBOX


def drop(learner: LearnerWrites, course_ids: Sequence[str]) -> None:
    """Wants these no longer."""
    kept = [course_id for course_id in wished(learner) if course_id not in course_ids]
    learner.set_checkpoint(WISHES, json.dumps(kept) if kept else "")
