"""The plan of the last start is on the screen before anything is opened, and what is done with it counts."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from karmadesk.errors import WrongKey, WrongPassphrase
from karmadesk.model import Assignment, Course, CourseCard, Json, Person, Resource, Unit
from karmadesk.ports import People
from karmadesk.services.desk import Desk
from karmadesk.services.documents import document
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.screens.course import CourseScreen
from karmadesk.ui.screens.plan import PlanScreen
from karmadesk.ui.start import make_window
from tests.ui import samples
from tests.ui.doubles import NobodyHere, ProgramDouble, opens_nothing, settle
from tests.ui.viewers.stand import make_desk

Start = Callable[[], MainWindow]
LESSON = Resource("do_lesson", "Lesson", "video", "video/mp4", size_bytes=900, package_url="/v.ecar")


class OnePerson(NobodyHere):
    """A laptop of one, whose plan was seen before; `error` is what the vault says."""

    def __init__(self, person: Person) -> None:
        self.everybody = [person]
        self.error: Exception | None = None
        self.kept: Json = document(samples.plan())

    def list(self) -> tuple[Person, ...]:
        return tuple(self.everybody)

    def glimpse(self, person_id: str, name: str) -> Json:
        assert (person_id, name) == (self.everybody[0].id, "plan")
        if self.error is not None:
            raise self.error
        return self.kept

    def open(self, person_id: str) -> object:
        raise WrongKey(person_id)


class Waiting(ProgramDouble):
    """A program whose desk opens when it is told to."""

    real: Desk
    open_now: threading.Event

    def desk(self, person_id: str) -> Desk:
        assert self.open_now.wait(10)
        assert person_id == self.real.person.id
        return self.real


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made, close = make_desk(tmp_path)
    with made.catalogue.write() as catalogue:
        catalogue.put_course(Course(CourseCard("do_online", "Staying safe"), (Unit("u", "One", (LESSON,)),)))
    with made.learner.write() as learner:
        learner.put_plan([Assignment("do_online")])
    yield made
    close()


@pytest.fixture
def one(desk: Desk) -> OnePerson:
    return OnePerson(desk.person)


@pytest.fixture
def waiting(bridge: Bridge, translations: Path, desk: Desk, one: OnePerson) -> Iterator[Waiting]:
    made = Waiting(bridge.post, translations)
    made.real, made.open_now = desk, threading.Event()
    made.people = cast("People", one)
    made.settings = replace(made.settings, last_person=desk.person.id)
    yield made
    made.open_now.set()
    made.jobs.close(2.0)
    assert made.problems == []


@pytest.fixture
def start(waiting: Waiting, bridge: Bridge) -> Iterator[Start]:
    """Makes the window of a second start, not yet shown; nobody's desk is open yet."""
    made: list[MainWindow] = []

    def make() -> MainWindow:
        made.append(make_window(waiting, bridge, opens_nothing))
        return made[0]

    yield make
    waiting.open_now.set()
    settle()
    for window in made:
        window.close()
        window.deleteLater()
    settle()
    gc.enable()


def plan_of(window: MainWindow) -> PlanScreen:
    plan = window.shell.screen_named("plan")
    assert isinstance(plan, PlanScreen)
    return plan


def test_the_plan_stands_there_before_the_desk_is_open(qtbot: QtBot, start: Start, waiting: Waiting) -> None:
    early = start()
    with qtbot.waitSignal(early.plan_shown):
        early.show()
    assert early.stage.desk is None
    assert early.root.currentWidget() is early.shell
    assert {"do_online", "do_heat"} <= {row.id for row in plan_of(early)._list.rows}
    assert early.shell.rail.avatar.text() == "S"
    waiting.open_now.set()
    qtbot.waitUntil(lambda: early.stage.desk is waiting.real)
    qtbot.waitUntil(lambda: [row.id for row in plan_of(early)._list.rows if row.choices] == ["do_online"])
    assert waiting.asked == ["sync"]


def test_a_course_that_was_opened_meanwhile_stays_open_and_is_filled(
    qtbot: QtBot, start: Start, waiting: Waiting
) -> None:
    early = start()
    with qtbot.waitSignal(early.plan_shown):
        early.show()
    plan_of(early)._list.act("do_online", "open")
    course = early.shell.screen_shown
    assert isinstance(course, CourseScreen)
    waiting.open_now.set()
    qtbot.waitUntil(lambda: course._view is not None)
    assert early.shell.screen_shown is course
    assert course.title() == "Staying safe"


def test_what_was_pressed_meanwhile_is_fetched(qtbot: QtBot, start: Start, waiting: Waiting, desk: Desk) -> None:
    early = start()
    with qtbot.waitSignal(early.plan_shown):
        early.show()
    assert plan_of(early)._list.act("do_online", "fetch")
    assert waiting.asked == []
    waiting.open_now.set()
    qtbot.waitUntil(lambda: "downloads" in waiting.asked)
    with desk.shelf.read() as shelf:
        assert [download.content_id for download in shelf.downloads()] == ["do_lesson"]


def test_with_somebody_else_here_too_nobody_s_plan_is_shown(
    qtbot: QtBot, start: Start, waiting: Waiting, one: OnePerson
) -> None:
    one.everybody.append(Person("p-arif", "Arif", "demo"))
    early = start()
    with qtbot.waitSignal(early.who.arrived):
        early.show()
    qtbot.waitUntil(early.who.isVisible)
    assert early.shell.screen_shown is None or not early.shell.isVisible()
    assert plan_of(early)._view is None


def test_a_vault_that_does_not_open_is_told_where_people_are_chosen(
    qtbot: QtBot, start: Start, waiting: Waiting, one: OnePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(person_id: str) -> Desk:
        raise WrongPassphrase

    one.error = WrongPassphrase("no")
    monkeypatch.setattr(waiting, "desk", locked)
    early = start()
    early.show()
    qtbot.waitUntil(lambda: early.who.isVisible() and early.who._notice.isVisible())
    assert "passphrase" in early.who._notice.text


def test_without_a_glimpse_the_plan_is_awaited(qtbot: QtBot, start: Start, waiting: Waiting, one: OnePerson) -> None:
    one.kept = None
    waiting.open_now.set()
    early = start()
    with qtbot.waitSignal(early.plan_shown):
        early.show()
    assert early.stage.desk is waiting.real
