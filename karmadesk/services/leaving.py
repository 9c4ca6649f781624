"""What somebody needs before they leave: the assigned courses that are not here yet, the urgent ones chosen."""

from __future__ import annotations

from dataclasses import dataclass

from karmadesk.services.desk import Desk
from karmadesk.services.plan import my_plan, ordered
from karmadesk.services.views import Due, PlanItem, Presence

WITHIN_DAYS = 30
"""What is due this soon is chosen from the start."""


@dataclass(frozen=True)
class LeavingView:
    """`items` most urgent first; `urgent` the ids among them that are due soon; `was_pulled` once the plan is here."""

    items: tuple[PlanItem, ...]
    urgent: frozenset[str]
    free_bytes: int
    was_pulled: bool


def needs(desk: Desk, within_days: int = WITHIN_DAYS) -> LeavingView:
    """The unfinished assigned courses that something of is still to be fetched."""
    plan = my_plan(desk)
    items = ordered(
        item
        for year in plan.years
        for item in year.items
        if not item.is_done and item.presence in {Presence.NONE, Presence.PART}
    )
    urgent = frozenset(i.card.id for i in items if i.due is not Due.NONE and i.due_days <= within_days)
    return LeavingView(items, urgent, desk.files.free_bytes(), plan.was_pulled)
