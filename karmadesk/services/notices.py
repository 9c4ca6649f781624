"""What is worth telling somebody who is not looking: values in, notices out."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from karmadesk.services.views import Due, PlanView, StripView

QUIET_FROM, QUIET_TO = 20, 8
"""Hours of the clock on the wall between which nothing is told."""
DUE_DAYS = 3


class NoticeKind(enum.Enum):
    FETCHED = "fetched"
    REFUSED = "refused"
    SIGNED_OUT = "signed_out"
    DUE = "due"
    MENDED = "mended"


@dataclass(frozen=True)
class Notice:
    """One thing to tell. `count` of files or items; `name` of a course, "" where names are hidden; `days` until due.

    `mended` is the mark of how somebody's records were made whole.
    """

    kind: NoticeKind
    count: int = 0
    name: str = ""
    days: int = 0
    mended: str = ""


@dataclass(frozen=True)
class DueCourse:
    """An unfinished assigned course and in how many days it is due."""

    name: str
    days: int


@dataclass(frozen=True)
class Facts:
    """How things stand. `now` is the time on the wall; `due` the courses that may be told of."""

    now: datetime
    strip: StripView
    is_window_active: bool = False
    due: tuple[DueCourse, ...] = ()
    is_wanted: bool = True
    hides_names: bool = False


@dataclass(frozen=True)
class Told:
    """What was told, or seen in the window, before."""

    fetched: int = 0
    refused: int = 0
    is_signed_out: bool = False
    due_on: date | None = None
    mended: str = ""


def seen(strip: StripView, due_on: date | None = None, mended: str = "") -> Told:
    """How things stand when we begin to look: nothing of it is news but a sign-in that is needed and mended records.

    `mended` is the mark that was told of in an earlier run.
    """
    return Told(strip.fetched, strip.refused, is_signed_out=False, due_on=due_on, mended=mended)


def notices(facts: Facts, told: Told) -> tuple[tuple[Notice, ...], Told]:
    """What to tell now, and what has been told then.

    In the quiet hours nothing is told; what still holds in the morning is told then. What is switched off is as good
    as told.
    """
    found = [*_fetched(facts, told), *_refused(facts, told), *_signed_out(facts, told), *_due(facts, told)]
    found += _mended(facts, told)
    if facts.is_wanted and is_quiet(facts.now):
        return (), _seen_in_window(facts, told)
    after = _after(facts, told, found)
    return (tuple(found) if facts.is_wanted else ()), after


def is_quiet(now: datetime) -> bool:
    return now.hour >= QUIET_FROM or now.hour < QUIET_TO


def due_courses(plan: PlanView) -> tuple[DueCourse, ...]:
    """The unfinished courses of a plan that are due soon enough to be told of."""
    items = (item for year in plan.years for item in year.items if item.due is not Due.NONE and not item.is_done)
    return tuple(DueCourse(item.card.name, item.due_days) for item in items if 0 <= item.due_days <= DUE_DAYS)


def _fetched(facts: Facts, told: Told) -> Iterable[Notice]:
    """When the last file is here, all that came meanwhile; in the window it can be seen anyway."""
    news = facts.strip.fetched - told.fetched
    if news > 0 and not facts.strip.fetching and not facts.is_window_active:
        yield Notice(NoticeKind.FETCHED, count=news)


def _refused(facts: Facts, told: Told) -> Iterable[Notice]:
    news = facts.strip.refused - told.refused
    if news > 0:
        yield Notice(NoticeKind.REFUSED, count=news)


def _signed_out(facts: Facts, told: Told) -> Iterable[Notice]:
    if _must_sign_in(facts) and not told.is_signed_out:
        yield Notice(NoticeKind.SIGNED_OUT, count=facts.strip.to_send)


def _must_sign_in(facts: Facts) -> bool:
    return facts.strip.needs_sign_in and facts.strip.to_send > 0


def _due(facts: Facts, told: Told) -> Iterable[Notice]:
    """The most urgent one, once a day."""
    soon = [course for course in facts.due if 0 <= course.days <= DUE_DAYS]
    if soon and told.due_on != facts.now.date():
        first = min(soon, key=lambda course: (course.days, course.name))
        yield Notice(NoticeKind.DUE, len(soon), "" if facts.hides_names else first.name, first.days)


def _mended(facts: Facts, told: Told) -> Iterable[Notice]:
    if facts.strip.mended and facts.strip.mended != told.mended:
        yield Notice(NoticeKind.MENDED, mended=facts.strip.mended)


def _seen_in_window(facts: Facts, told: Told) -> Told:
    """What the quiet hours change: what was removed, sent after all or seen in the window is no news in the morning."""
    fetched = facts.strip.fetched if facts.is_window_active else min(told.fetched, facts.strip.fetched)
    return replace(
        told,
        fetched=fetched,
        refused=min(told.refused, facts.strip.refused),
        is_signed_out=told.is_signed_out and facts.strip.needs_sign_in,
    )


def _after(facts: Facts, told: Told, found: Iterable[Notice]) -> Told:
    kinds = {notice.kind for notice in found}
    is_counting = facts.strip.fetching and not facts.is_window_active
    return Told(
        fetched=min(told.fetched, facts.strip.fetched) if is_counting else facts.strip.fetched,
        refused=facts.strip.refused,
        is_signed_out=NoticeKind.SIGNED_OUT in kinds or (told.is_signed_out and facts.strip.needs_sign_in),
        due_on=facts.now.date() if NoticeKind.DUE in kinds else told.due_on,
        mended=facts.strip.mended or told.mended,
    )
