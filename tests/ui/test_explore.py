"""Explore as a learner uses it, on a real catalogue."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from karmadesk.errors import DamagedDatabase
from karmadesk.finding import Length
from karmadesk.model import Assignment, Competency, Course, CourseCard, Resource, Unit
from karmadesk.services.desk import Desk
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.rows.row import Row
from karmadesk.ui.screens.explore import ExploreScreen
from karmadesk.ui.screens.explore_filters import FilterChip
from karmadesk.ui.stage import Destination
from karmadesk.ui.start import make_window
from tests.ui.doubles import ProgramDouble, opens_nothing, settle
from tests.ui.hands import click, press, type_in
from tests.ui.viewers.stand import make_desk

NO_GRAB = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""What Qt says of every menu where there is no display."""

LESSON = Resource("do_lesson", "पानी की जाँच", "video", "video/mp4", size_bytes=900, package_url="/v.ecar")
COUNT = 130


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made, close = make_desk(tmp_path)
    cards = [
        CourseCard(
            f"do_{n:03}",
            f"Course {n:03}",
            provider=("NIRDPR", "CERT-In")[n % 2],
            language=("hindi", "english")[n % 2],
            duration_s=(n % 3) * 1200,
            size_bytes=5_000_000,
            competencies=(Competency("Domain", "Water", ""),) if n % 5 == 0 else (),
        )
        for n in range(COUNT)
    ]
    with made.catalogue.write() as catalogue:
        catalogue.put_cards(cards)
        catalogue.put_course(Course(CourseCard("do_water", "स्वच्छ जल"), (Unit("u", "One", (LESSON,)),)))
    with made.learner.write() as learner:
        learner.put_plan([Assignment("do_water")])
    yield made
    close()


@pytest.fixture
def window(program: ProgramDouble, bridge: Bridge, desk: Desk) -> Iterator[MainWindow]:
    made = make_window(program, bridge, opens_nothing)
    made.show()
    made.show_desk(desk)
    settle()
    yield made
    made.close()
    # What is being read still has its databases.
    program.jobs.close(2.0)
    made.deleteLater()
    settle()
    gc.enable()


@pytest.fixture
def screen(qtbot: QtBot, window: MainWindow) -> ExploreScreen:
    window.shell.go_to("explore")
    shown = window.shell.screen_named("explore")
    assert isinstance(shown, ExploreScreen)
    qtbot.waitUntil(lambda: count(shown) == f"{COUNT + 1} courses")
    return shown


def count(screen: ExploreScreen) -> str:
    return screen._count.text()


def titles(screen: ExploreScreen) -> list[str]:
    return [row.title for row in screen._list.rows]


def type_hindi(field: QLineEdit, words: str) -> None:
    """What an input method does, which Qt's test keys can't: the words stand there and the field tells of them."""
    field.setText(words)
    field.textEdited.emit(words)


def choose(qtbot: QtBot, chip: FilterChip, value: str) -> list[str]:
    """Opens a filter's menu with the mouse and clicks a choice; what was to be chosen from."""
    offered: list[str] = []

    def pick() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        offered.extend(action.text() for action in menu.actions())
        action: QAction = next(action for action in menu.actions() if action.data() == value)
        click(menu, menu.actionGeometry(action).center())

    QTimer.singleShot(0, pick)
    click(chip, chip.rect().center())
    qtbot.waitUntil(lambda: bool(offered))
    return offered


def test_what_is_assigned_comes_first_and_more_follows_while_one_scrolls(qtbot: QtBot, screen: ExploreScreen) -> None:
    assert titles(screen)[:2] == ["स्वच्छ जल", "Course 000"]
    assert len(titles(screen)) == 40
    bar = screen._list.verticalScrollBar()
    while len(titles(screen)) < COUNT + 1:
        before, at = len(titles(screen)), bar.maximum()
        bar.setValue(at)
        qtbot.waitUntil(lambda: len(titles(screen)) > before)  # noqa: B023 - waited for at once
        qtbot.waitUntil(lambda: bar.maximum() > at)  # noqa: B023 - the same
        assert bar.value() == at
    assert len(set(titles(screen))) == COUNT + 1


def test_typing_anywhere_leads_here_and_narrows_with_each_letter(qtbot: QtBot, window: MainWindow) -> None:
    field = window.shell.top.search
    field.setFocus()
    type_in(field, "course 12")
    assert isinstance(window.shell.screen_shown, ExploreScreen)
    screen = window.shell.screen_shown
    qtbot.waitUntil(lambda: count(screen) == "10 courses with “course 12”")
    assert sorted(titles(screen)) == [f"Course {n}" for n in range(120, 130)]
    assert field.hasFocus()
    type_in(field, "5")
    qtbot.waitUntil(lambda: titles(screen) == ["Course 125"])
    field.selectAll()
    press(field, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: count(screen) == f"{COUNT + 1} courses")


def test_hindi_is_found_by_the_name_of_a_lesson(qtbot: QtBot, window: MainWindow, screen: ExploreScreen) -> None:
    field = window.shell.top.search
    type_hindi(field, "पान")
    qtbot.waitUntil(lambda: titles(screen) == ["स्वच्छ जल"])


@NO_GRAB
def test_filters_say_what_they_would_leave_and_combine(qtbot: QtBot, screen: ExploreScreen) -> None:
    filters = screen.filters
    qtbot.waitUntil(filters.language.isVisible)
    assert choose(qtbot, filters.language, "hindi") == ["Any language", "English\t65", "हिन्दी\t65"]
    qtbot.waitUntil(lambda: count(screen) == "65 courses")
    assert filters.language.text() == "हिन्दी"
    assert filters.language.accessibleName() == "Language: हिन्दी"
    qtbot.waitUntil(lambda: [f.count for f in filters._facets.lengths] == [0, 43, 0])
    assert choose(qtbot, filters.length, "hour") == ["Any length", "Up to 1 h\t43"]
    qtbot.waitUntil(lambda: count(screen) == "43 courses")
    assert screen._wanted.length is Length.HOUR
    choose(qtbot, filters.area, "Domain")
    qtbot.waitUntil(lambda: count(screen) == "8 courses")
    filters.clear.click()
    qtbot.waitUntil(lambda: count(screen) == f"{COUNT + 1} courses")
    assert not filters.clear.isVisible()


@NO_GRAB
def test_filters_words_and_place_are_there_when_one_comes_back(
    qtbot: QtBot, window: MainWindow, screen: ExploreScreen
) -> None:
    qtbot.waitUntil(screen.filters.language.isVisible)
    choose(qtbot, screen.filters.language, "english")
    qtbot.waitUntil(lambda: count(screen) == "65 courses")
    field = window.shell.top.search
    field.setFocus()
    type_in(field, "course")
    qtbot.waitUntil(lambda: count(screen) == "65 courses with “course”")
    bar = screen._list.verticalScrollBar()
    bar.setValue(1200)
    assert screen._list.act(screen._list.rows[12].id, "open")
    assert window.shell.screen_shown is window.shell.screen_named("course")
    place = window.shell.rail._group.checkedButton()
    assert place is not None
    assert place.objectName() == "rail-explore"
    assert field.text() == ""
    window.shell.back()
    assert window.shell.screen_shown is screen
    assert field.text().strip() == "course"
    settle()
    assert (count(screen), bar.value()) == ("65 courses with “course”", 1200)
    assert screen.filters.language.text() == "English"


def test_nothing_that_fits_offers_to_clear_the_filters(qtbot: QtBot, screen: ExploreScreen) -> None:
    qtbot.waitUntil(screen.filters.here.isVisible)
    click(screen.filters.here, screen.filters.here.rect().center())
    qtbot.waitUntil(screen._empty.isVisible)
    button = screen.findChild(QPushButton, "explore-empty")
    assert button is not None
    assert button.text() == "Clear filters"
    button.click()
    qtbot.waitUntil(lambda: count(screen) == f"{COUNT + 1} courses")
    assert not screen.filters.here.isChecked()


def test_nothing_found_offers_to_look_on_the_server(
    qtbot: QtBot, window: MainWindow, screen: ExploreScreen, program: ProgramDouble, desk: Desk
) -> None:
    with desk.catalogue.write() as catalogue:
        catalogue.set_checkpoint("catalogue:swept", "2026-11-24T09:00:00+00:00")
    window.shell.go(Destination("explore", words="nowhere"))
    qtbot.waitUntil(screen._empty.isVisible)
    button = screen.findChild(QPushButton, "explore-empty")
    assert button is not None
    assert button.text() == "Look for it on the server at the next link"
    program.asked.clear()
    button.click()
    qtbot.waitUntil(lambda: "sync" in program.asked)
    with desk.catalogue.read() as view:
        assert view.checkpoint("catalogue:swept") == ""
    assert "asked for again" in screen._notice.text


def test_a_course_of_which_only_the_card_is_known_is_fetched_with_the_next_link(
    qtbot: QtBot, screen: ExploreScreen, program: ProgramDouble
) -> None:
    assert screen._list.act("do_007", "fetch")
    qtbot.waitUntil(lambda: [c.text for c in row_of(screen, "do_007").chips] == ["Fetched at the next link"])
    assert "sync" in program.asked
    assert [action.text for action in row_of(screen, "do_007").actions] == ["Open"]


def row_of(screen: ExploreScreen, row_id: str) -> Row:
    return next(row for row in screen._list.rows if row.id == row_id)


def test_trouble_is_told_and_tried_again(
    qtbot: QtBot, screen: ExploreScreen, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(desk.catalogue, "read", _damaged)
        screen.read()
        qtbot.waitUntil(screen._notice.isVisible)
    assert len(titles(screen)) == 40
    button = screen._notice.findChild(QWidget, "explore-notice-button")
    cast("QPushButton", button).click()
    qtbot.waitUntil(lambda: not screen._notice.isVisible())


def _damaged() -> object:
    raise DamagedDatabase


def test_five_thousand_courses_arrive_page_by_page_as_one_scrolls(
    qtbot: QtBot, window: MainWindow, screen: ExploreScreen, desk: Desk
) -> None:
    for start in range(1000, 6000, 500):
        with desk.catalogue.write() as catalogue:
            catalogue.put_cards([CourseCard(f"do_{n}", f"Course {n} जल", "d", "P") for n in range(start, start + 500)])
    field = window.shell.top.search
    for letter in "जल cour":
        type_hindi(field, field.text() + letter)
        qtbot.waitUntil(lambda: screen._view is not None and screen._view.wanted == screen._wanted)
    qtbot.waitUntil(lambda: count(screen) == "5000 courses with “जल cour”")
    for _ in range(10):
        before = len(titles(screen))
        screen._list.scrollToBottom()
        qtbot.waitUntil(lambda: len(titles(screen)) > before)  # noqa: B023 - waited for at once
    qtbot.waitUntil(lambda: screen._list.indexAt(QPoint(200, 100)).row() > 300)
