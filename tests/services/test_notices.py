"""What is told to somebody who is not looking: enough, never twice, never at night."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.services.notices import DueCourse, Facts, Notice, NoticeKind, Told, due_courses, is_quiet, notices, seen
from karmadesk.services.views import Due, StripView
from tests.ui import samples

NOON = datetime(2026, 11, 24, 12, 0)  # noqa: DTZ001 - the time on the wall
NIGHT = NOON.replace(hour=22)
TODAY = NOON.date()
CALM = StripView()
HEAT, NOTING = DueCourse("Heat", 2), DueCourse("Noting", 1)


def told(facts: Facts, before: Told | None = None) -> list[Notice]:
    return list(notices(facts, before or seen(CALM))[0])


def test_a_finished_fetch_is_told_once_and_only_when_the_last_file_is_here() -> None:
    before = seen(CALM)
    found, before = notices(Facts(NOON, StripView(fetching=2, fetched=1)), before)
    assert found == ()
    found, before = notices(Facts(NOON, StripView(fetched=3)), before)
    assert found == (Notice(NoticeKind.FETCHED, 3),)
    assert notices(Facts(NOON, StripView(fetched=3)), before) == ((), before)


def test_what_the_window_shows_is_not_told() -> None:
    strip = StripView(fetched=3)
    found, after = notices(Facts(NOON, strip, is_window_active=True), seen(CALM))
    assert found == ()
    assert notices(Facts(NOON, strip), after)[0] == ()


def test_a_removed_course_is_no_news() -> None:
    _, after = notices(Facts(NOON, StripView(fetched=2)), seen(StripView(fetched=9)))
    assert notices(Facts(NOON, StripView(fetched=3)), after)[0] == (Notice(NoticeKind.FETCHED, 1),)


def test_a_refusal_is_told_also_in_the_window_and_each_once() -> None:
    found, after = notices(Facts(NOON, StripView(refused=1), is_window_active=True), seen(CALM))
    assert found == (Notice(NoticeKind.REFUSED, 1),)
    found, after = notices(Facts(NOON, StripView(refused=3)), after)
    assert found == (Notice(NoticeKind.REFUSED, 2),)
    assert notices(Facts(NOON, StripView(refused=2)), after)[0] == ()


def test_an_ended_session_is_told_when_something_waits_for_it() -> None:
    out = StripView(needs_sign_in=True)
    found, after = notices(Facts(NOON, out), seen(out))
    assert found == ()
    waiting = replace(out, to_send=2)
    found, after = notices(Facts(NOON, waiting), after)
    assert found == (Notice(NoticeKind.SIGNED_OUT, 2),)
    assert notices(Facts(NOON, replace(waiting, to_send=5)), after)[0] == ()
    _, after = notices(Facts(NOON, StripView(to_send=2)), after)
    assert notices(Facts(NOON, waiting), after)[0] == (Notice(NoticeKind.SIGNED_OUT, 2),)


def test_the_most_urgent_course_is_told_once_a_day() -> None:
    facts = Facts(NOON, CALM, due=(HEAT, NOTING))
    found, after = notices(facts, seen(CALM))
    assert found == (Notice(NoticeKind.DUE, 2, "Noting", 1),)
    assert after.due_on == TODAY
    assert notices(replace(facts, now=NOON + timedelta(hours=5)), after)[0] == ()
    assert notices(replace(facts, now=NOON + timedelta(days=1)), after)[0] == found
    assert told(facts, seen(CALM, due_on=TODAY)) == []


@pytest.mark.parametrize("days, is_told", [(-1, False), (0, True), (3, True), (4, False)])
def test_only_what_is_due_within_three_days_is_told(days: int, is_told: bool) -> None:
    assert bool(told(Facts(NOON, CALM, due=(DueCourse("Heat", days),)))) is is_told


def test_a_hidden_name_is_not_told() -> None:
    assert told(Facts(NOON, CALM, due=(HEAT,), hides_names=True)) == [Notice(NoticeKind.DUE, 1, "", 2)]


def test_the_night_is_quiet_and_the_morning_tells_what_still_holds() -> None:
    news = StripView(fetched=2, refused=1, needs_sign_in=True, to_send=1, mended="whole 2026-11-24T10:00:00+00:00")
    found, after = notices(Facts(NIGHT, news, due=(HEAT,)), seen(CALM))
    assert found == ()
    morning = Facts(NOON + timedelta(days=1), news, due=(DueCourse("Heat", 1),))
    assert {notice.kind for notice in notices(morning, after)[0]} == set(NoticeKind)
    solved = replace(morning, strip=StripView(fetched=2))
    assert {notice.kind for notice in notices(solved, after)[0]} == {NoticeKind.FETCHED, NoticeKind.DUE}


@pytest.mark.parametrize("hour, quiet", [(7, True), (8, False), (19, False), (20, True), (0, True)])
def test_quiet_from_eight_to_eight(hour: int, quiet: bool) -> None:
    assert is_quiet(NOON.replace(hour=hour, minute=59)) is quiet


def test_what_is_switched_off_is_not_told_later_either() -> None:
    news = StripView(fetched=2, refused=1, needs_sign_in=True, to_send=1)
    found, after = notices(Facts(NOON, news, due=(HEAT,), is_wanted=False), seen(CALM))
    assert found == ()
    assert notices(Facts(NOON, news, due=(HEAT,)), after)[0] == ()


def test_nothing_that_stood_before_we_looked_is_news() -> None:
    strip = StripView(fetched=40, refused=2)
    assert notices(Facts(NOON, strip), seen(strip)) == ((), Told(40, 2))


def test_a_plan_gives_the_unfinished_courses_that_are_due_soon() -> None:
    plan = samples.plan()
    assert due_courses(plan) == ()
    year = plan.years[0]
    near = replace(year.items[1], due_days=3)
    done = replace(near, is_done=True)
    changed = replace(plan, years=(replace(year, items=(near, done, replace(near, due=Due.NONE))),))
    assert due_courses(changed) == (DueCourse("Staying safe online at work", 3),)


STRIPS = st.builds(
    StripView,
    to_send=st.integers(0, 3),
    refused=st.integers(0, 3),
    needs_sign_in=st.booleans(),
    fetching=st.integers(0, 2),
    fetched=st.integers(0, 5),
)
COURSES = st.lists(st.builds(DueCourse, st.sampled_from("ab"), st.integers(-2, 6)), max_size=3).map(tuple)
FACTS = st.builds(
    Facts,
    now=st.integers(0, 96).map(lambda hours: NOON + timedelta(hours=hours)),
    strip=STRIPS,
    is_window_active=st.booleans(),
    due=COURSES,
    is_wanted=st.booleans(),
    hides_names=st.booleans(),
)
DAYS = st.lists(FACTS, max_size=12).map(lambda days: sorted(days, key=lambda facts: facts.now))


def lived(days: Sequence[Facts]) -> list[tuple[Facts, Notice]]:
    """Everything that is told in the course of these days."""
    before, heard = seen(CALM), []
    for facts in days:
        found, before = notices(facts, before)
        heard += [(facts, notice) for notice in found]
        assert notices(facts, before)[0] == (), "the same facts again tell nothing"
    return heard


@given(DAYS)
def test_whatever_happens(days: list[Facts]) -> None:
    heard = lived(days)
    due_days: list[date] = [facts.now.date() for facts, notice in heard if notice.kind is NoticeKind.DUE]
    assert len(due_days) == len(set(due_days))
    for facts, notice in heard:
        assert facts.is_wanted
        assert not is_quiet(facts.now)
        assert notice.count > 0
        assert not (notice.name and facts.hides_names)
        assert not (notice.kind is NoticeKind.FETCHED and facts.is_window_active)


@given(FACTS)
def test_a_calm_desk_is_silent(facts: Facts) -> None:
    calm = replace(facts, strip=replace(facts.strip, needs_sign_in=False), due=())
    assert notices(calm, seen(calm.strip))[0] == ()


def test_mended_records_are_told_of_once_also_by_the_next_run() -> None:
    strip = StripView(mended="part 2026-11-24T10:00:00+00:00")
    night, told_by_night = notices(Facts(NIGHT, strip), seen(strip))
    assert night == ()
    found, before = notices(Facts(NOON, strip), told_by_night)
    assert found == (Notice(NoticeKind.MENDED, mended=strip.mended),)
    assert notices(Facts(NOON, strip), before) == ((), before)
    assert told(Facts(NOON, strip), seen(strip, mended=before.mended)) == []
    again = StripView(mended="whole 2026-11-25T10:00:00+00:00")
    assert told(Facts(NOON, again), before) == [Notice(NoticeKind.MENDED, mended=again.mended)]
    assert notices(Facts(NOON, StripView()), before)[1].mended == before.mended
