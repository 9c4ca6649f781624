"""The ledger: every act as waiting, sending, accepted or refused, with the server's word."""

from __future__ import annotations

from karmadesk.model import ItemState, Topic
from karmadesk.services.desk import Desk
from karmadesk.services.views import LedgerRow, LedgerView

NEEDS_SIGN_IN = "needs_sign_in"
"""The checkpoint that sync sets while the session is over and something waits for a sign-in."""


def view(desk: Desk, state: ItemState | None = None, *, of_usage: bool = False) -> LedgerView:
    """The rows of one state or all, newest first, with the names of what they are about.

    With `of_usage` those that tell the platform how lessons are used: no work of the learner's, and in no count of it.
    """
    with desk.learner.read() as learner:
        items = learner.items(_states(state), of_usage=of_usage)
        usage = sum(learner.item_counts(of_usage=True).values())
        counts = learner.item_counts()
        needs_sign_in = bool(learner.checkpoint(NEEDS_SIGN_IN))
    names: dict[str, str] = {}
    course_ids = list(dict.fromkeys(item.place.course_id for item in items))
    with desk.catalogue.read() as catalogue:
        cards = catalogue.cards(course_ids)
        for course_id in course_ids:
            course = catalogue.course(course_id)
            trees = [course, *(catalogue.course(t) for t in course.card.languages.values())] if course else []
            names |= {r.id: r.name for tree in trees if tree is not None for r in tree.resources()}
    rows = tuple(
        LedgerRow(
            item=item,
            course_name=cards[item.place.course_id].name if item.place.course_id in cards else item.place.course_id,
            resource_name=names.get(item.place.resource_id, item.place.resource_id),
        )
        for item in items
    )
    return LedgerView(rows, {s: counts.get(s.value, 0) for s in ItemState}, needs_sign_in, usage)


def _states(state: ItemState | None) -> tuple[str, ...]:
    """What is on its way still waits for its answer."""
    if state is None:
        return ()
    also = (ItemState.SENDING,) if state is ItemState.WAITING else ()
    return tuple(one.value for one in (state, *also))


def retry(desk: Desk, key: str) -> Topic:
    """A refused item waits again."""
    with desk.learner.write() as learner:
        learner.retry(key)
    return Topic.OUTBOX | Topic.PROGRESS
