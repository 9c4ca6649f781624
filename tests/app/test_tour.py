"""A tour: the real program on sample courses; nothing of it can be sent, and nothing stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from karmadesk.app import places
from karmadesk.app.clock import SystemClock
from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.app.tour import ASSIGNED, HERE, Tour
from karmadesk.errors import WrongKey
from karmadesk.finding import Wanted
from karmadesk.jobs import Context
from karmadesk.model import DownloadState, Link, Place, Topic
from karmadesk.packages import EcarPackages
from karmadesk.services import course, explore, learning, plan, removing, shelf, status
from karmadesk.services.views import Presence
from karmadesk.store.connection import connect

HEAT, FIRE = "do_1140000000000001", "do_1140000000000009"
SAMPLES = places.resources() / "demo" / "packages"


@pytest.fixture
def told() -> list[Topic]:
    return []


@pytest.fixture
def tour(tmp_path: Path, told: list[Topic]) -> Iterator[Tour]:
    made = Tour(tmp_path / "tour", SAMPLES, EcarPackages(), SystemClock(), told.append)
    yield made
    made.end()


def test_it_begins_with_a_plan_of_which_some_can_be_opened_at_once(tour: Tour) -> None:
    (year,) = plan.my_plan(tour.desk).years
    assert {item.card.id for item in year.items} == {course_id for course_id, _, _ in ASSIGNED}
    assert {i.card.id for i in year.items if i.presence is Presence.WHOLE} == HERE & {a[0] for a in ASSIGNED}
    assert all(item.poster is not None and item.poster.is_file() for item in year.items)
    assert all(item.due_days > 0 for item in year.items)
    heat = course.view(tour.desk, HEAT)
    for row in (row for unit in heat.units for row in unit.rows):
        assert learning.open_resource(tour.desk, row.place).path.is_file()
    assert course.view(tour.desk, HEAT, "hindi").presence is Presence.WHOLE


def test_what_is_learnt_shows_and_has_nowhere_to_go(tour: Tour) -> None:
    heat = course.view(tour.desk, HEAT)
    video = next(r for unit in heat.units for r in unit.rows if r.resource.kind == "video")
    whole = round(video.resource.duration_s * 1000)
    learning.opened(tour.desk, video.place)
    learning.record_watched(tour.desk, video.place, video.resource, ((0, whole),), whole, whole)
    seen = course.view(tour.desk, HEAT)
    assert next(r for unit in seen.units for r in unit.rows if r.resource.id == video.resource.id).progress.is_completed
    with tour.desk.learner.read() as learner:
        assert not any(learner.item_counts().values())
        assert learner.items() == ()
        assert learner.pending() == ()
        assert learner.tokens() is None
    assert status.strip(tour.desk, Link.ONLINE, is_sending=False).to_send == 0


def test_the_other_courses_are_fetched_like_any(tour: Tour, told: list[Topic]) -> None:
    shelf.fetch_course(tour.desk, FIRE)
    assert course.view(tour.desk, FIRE).presence is Presence.FETCHING
    assert tour.fetch(Context()) == 3
    assert course.view(tour.desk, FIRE).presence is Presence.WHOLE
    assert Topic.DOWNLOADS in told[-1]
    assert {d.state for d in shelf.view(tour.desk).downloads} == {DownloadState.DONE}
    removing.finish(tour.desk, removing.remove_course(tour.desk, FIRE))
    assert course.view(tour.desk, FIRE).presence is Presence.NONE
    shelf.fetch_course(tour.desk, FIRE)
    tour.fetch(Context())
    assert explore.facets(tour.desk, Wanted()).here == 3


def test_a_sample_that_is_missing_is_told_not_raised(tmp_path: Path) -> None:
    samples = tmp_path / "samples"
    samples.mkdir()
    for package in SAMPLES.glob("*.ecar"):
        if package.name != "do_1140000000000911.ecar":
            (samples / package.name).symlink_to(package)
    tour = Tour(tmp_path / "tour", samples, EcarPackages(), SystemClock(), lambda _: None)
    try:
        shelf.fetch_course(tour.desk, FIRE)
        tour.fetch(Context())
        assert course.view(tour.desk, FIRE).presence is Presence.PART
        states = [d.state for d in shelf.view(tour.desk).downloads]
        assert states.count(DownloadState.FAILED) == 1
    finally:
        tour.end()


def test_nobody_else_can_read_it_and_leaving_removes_it(tmp_path: Path) -> None:
    tour = Tour(tmp_path / "tour", SAMPLES, EcarPackages(), SystemClock(), lambda _: None)
    learning.opened(tour.desk, Place(HEAT, "", "do_1140000000000111"))
    (database,) = (tmp_path / "tour" / "people").rglob("learner.db")
    with pytest.raises(WrongKey):
        connect(database, bytes(32), "FULL").close()
    shelf.fetch_course(tour.desk, FIRE)
    tour.end()
    assert not (tmp_path / "tour").exists()
    assert tour.fetch(Context()) == 0
    assert list(tmp_path.iterdir()) == []


def test_the_program_knows_nobody_of_a_tour_and_clears_away_one_that_was_killed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    left = home / "tour" / "objects"
    left.mkdir(parents=True)
    core = Core(home, post=lambda call: call(), unexpected=_raise, secrets=Secrets("memory"))
    try:
        core.jobs.run("read", lambda context: context.check()).future.result(5)
        assert not left.exists()
        desk = core.tour()
        assert desk.is_tour
        assert core.people.list() == ()
        assert desk.server.id not in core.servers
        shelf.fetch_course(desk, FIRE)
        core.request_downloads()
        core.jobs.run("download", lambda context: context.check()).future.result(20)
        assert course.view(desk, FIRE).presence is Presence.WHOLE
        again = core.tour()
        assert course.view(again, FIRE).presence is Presence.NONE
    finally:
        assert core.close()
    assert not (home / "tour").exists()


def _raise(error: BaseException) -> None:
    raise error
