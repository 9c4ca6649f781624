"""What can't wait for a quieter moment: a due date that comes near, a certificate, a first plan."""

from __future__ import annotations

from datetime import datetime, timedelta

from karmadesk.model import Item, ItemState
from karmadesk.ports import LearnerReads
from karmadesk.services.plan import PULLED

NEAR = timedelta(hours=48)
MOST_ITEMS = 2000
_WAITING = (ItemState.WAITING.value, ItemState.SENDING.value)


def is_urgent(learner: LearnerReads, now: datetime) -> bool:
    """Whether a round for this person should start at once.

    It should when nothing was ever pulled for them, when something waits for a course that is due within two days, and
    when what waits finishes a course: its certificate is given only once the server knows.
    """
    if not learner.checkpoint(PULLED):
        return True
    waiting = learner.items(_WAITING, MOST_ITEMS)
    courses = {item.place.course_id for item in waiting}
    if not courses:
        return False
    due = {a.course_id for a in learner.assignments() if a.due_at is not None and a.due_at - NEAR <= now}
    return bool(courses & due) or _finishes(learner, waiting)


def _finishes(learner: LearnerReads, waiting: tuple[Item, ...]) -> bool:
    """Whether the server would count a course as done with what waits."""
    done: dict[str, set[str]] = {}
    for item in waiting:
        if item.summary.get("completed"):
            done.setdefault(item.place.course_id, set()).add(item.place.resource_id)
    if not done:
        return False
    joined = learner.enrolments()
    return any(
        0 < joined[course].resource_count <= joined[course].resources_done + len(resources)
        for course, resources in done.items()
        if course in joined and joined[course].completed_at is None
    )
