"""My plan as it was last shown, so that the next start has it at once; the true one follows a moment later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from karmadesk.ports import People
from karmadesk.services.desk import Desk
from karmadesk.services.documents import document, value_of
from karmadesk.services.plan import my_plan, ordered
from karmadesk.services.presence import due_of
from karmadesk.services.views import PlanItem, PlanView

PLAN = "plan"
COARSE_BYTES = 100_000_000
"""Free space is kept this coarsely: it changes all the time, and a glimpse that changed is written."""


def shown_plan(desk: Desk) -> PlanView:
    """My plan as it is now, kept for the next start where it differs from what was kept."""
    view = my_plan(desk)
    now = document(_coarse(view))
    with desk.learner.read() as learner:
        kept = learner.glimpse(PLAN)
    if kept != now:
        with desk.learner.write() as learner:
            learner.put_glimpse(PLAN, now)
    return view


def last_plan(people: People, person_id: str, now: datetime) -> PlanView | None:
    """The plan as this person last saw it, with due dates counted from `now`; None where none was kept.

    Raises VaultError.
    """
    found = people.glimpse(person_id, PLAN)
    if found is None:
        return None
    try:
        view = value_of(PlanView, found)
    except ValueError:
        return None
    years = tuple(replace(year, items=ordered(_due(item, now) for item in year.items)) for year in view.years)
    return replace(view, years=years)


def _due(item: PlanItem, now: datetime) -> PlanItem:
    due, days = due_of(item.due_at, now)
    return replace(item, due=due, due_days=days)


def _coarse(view: PlanView) -> PlanView:
    if view.fetch is None:
        return view
    return replace(view, fetch=replace(view.fetch, free_bytes=view.fetch.free_bytes // COARSE_BYTES * COARSE_BYTES))
