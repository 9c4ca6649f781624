"""What a learner saw last stands there at the next start, with today's dates, and is never in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from karmadesk.model import Json, Place
from karmadesk.ports import People
from karmadesk.services import glimpse, learning, plan
from karmadesk.services.desk import Desk
from karmadesk.services.views import Due
from tests.services.conftest import NOW, PDF, VIDEO


def test_the_plan_that_was_shown_is_there_before_anything_is_opened(desk: Desk, people: People) -> None:
    learning.record_watched(desk, Place("do_heat", "", "do_v"), VIDEO, ((0, 30_000),), 30_000, 60_000)
    shown = glimpse.shown_plan(desk)
    assert shown.resume is not None
    found = glimpse.last_plan(people, desk.person.id, NOW)
    assert found is not None
    assert shown.fetch is not None
    assert found.fetch is not None
    assert found == replace(shown, fetch=replace(shown.fetch, free_bytes=found.fetch.free_bytes))
    assert 0 <= shown.fetch.free_bytes - found.fetch.free_bytes < glimpse.COARSE_BYTES


def test_due_dates_are_counted_from_the_day_it_is_looked_at(desk: Desk, people: People) -> None:
    glimpse.shown_plan(desk)
    found = glimpse.last_plan(people, desk.person.id, NOW + timedelta(days=8))
    assert found is not None
    (year,) = found.years
    assert [(item.card.id, item.due, item.due_days) for item in year.items] == [
        ("do_heat", Due.OVERDUE, -2),
        ("do_old", Due.OVERDUE, -10),
        ("do_prog", Due.LATER, 82),
    ]


def test_it_is_written_only_when_something_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    glimpse.shown_plan(desk)
    with desk.learner.write() as learner:
        kind = type(learner)
        put = kind.put_glimpse

    def counted(self: object, name: str, body: Json) -> None:
        written.append(name)
        put(self, name, body)  # type: ignore[arg-type]  # the class that it was taken from

    monkeypatch.setattr(kind, "put_glimpse", counted)
    glimpse.shown_plan(desk)
    assert written == []
    learning.record_pages(desk, Place("do_old", "", "do_p"), PDF, [0], 1)
    glimpse.shown_plan(desk)
    assert written == ["plan"]


@pytest.mark.parametrize("kept", [None, [], {}, {"person_label": "Sunita"}, "plan", {"years": 3}])
def test_what_another_version_kept_is_no_glimpse(desk: Desk, people: People, kept: Json) -> None:
    glimpse.shown_plan(desk)
    with desk.learner.write() as learner:
        learner.put_glimpse(glimpse.PLAN, kept)
    assert glimpse.last_plan(people, desk.person.id, NOW) is None
    assert glimpse.shown_plan(desk).years == plan.my_plan(desk).years
    assert glimpse.last_plan(people, desk.person.id, NOW) is not None


def test_nobody_and_somebody_new_have_none(desk: Desk, people: People) -> None:
    assert glimpse.last_plan(people, desk.person.id, NOW) is None
    assert glimpse.last_plan(people, "nobody", NOW) is None
