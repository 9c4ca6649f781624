"""While something is read its shape keeps its place: what arrives moves nothing that stands below."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics

from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.parts.states import NEAR, balanced
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.screen import Screen
from karmadesk.ui.screens.course import CourseScreen
from karmadesk.ui.screens.downloads import DownloadsScreen
from karmadesk.ui.screens.plan import PlanScreen
from tests.ui import samples
from tests.ui.desk_shows import in_shell
from tests.ui.doubles import settle
from tests.ui.walk import show

CLOSE = 6
"""Pixels that nobody sees move."""


def plan_arrives(screen: Screen) -> None:
    assert isinstance(screen, PlanScreen)
    screen.show_plan(samples.plan())


def course_arrives(screen: Screen) -> None:
    assert isinstance(screen, CourseScreen)
    screen.show_course(samples.course())


def downloads_arrive(screen: Screen) -> None:
    assert isinstance(screen, DownloadsScreen)
    screen.show_downloads(samples.downloads())


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize(
    "name, arrives", [("plan", plan_arrives), ("course", course_arrives), ("downloads", downloads_arrive)]
)
def test_a_list_stays_where_it_was_while_it_was_read(
    window: MainWindow, name: str, arrives: Callable[[Screen], None], language: str
) -> None:
    window.stage.languages.show(language)
    window.resize(1366, 768)
    show(window, f"{name}-loading")
    screen = window.shell.screen_shown
    assert screen is not None
    rows = screen.findChild(RowList)
    assert rows is not None
    before = rows.mapTo(screen, QPoint(0, 0)).y(), rows.width()
    arrives(screen)
    settle()
    after = rows.mapTo(screen, QPoint(0, 0)).y(), rows.width()
    assert abs(after[0] - before[0]) <= CLOSE, (before, after)
    assert abs(after[1] - before[1]) <= CLOSE, (before, after)


def test_the_question_of_the_first_run_stands_still_whatever_comes_below(window: MainWindow) -> None:
    window.resize(1366, 768)
    show(window, "first-server-found")
    page = window.first_run.server
    before = page.question.mapTo(page, QPoint(0, 0)).y()
    page.show_error(samples.TROUBLE)
    settle()
    assert page.question.mapTo(page, QPoint(0, 0)).y() == before
    assert page.next.mapTo(page, QPoint(0, 0)).y() < page.height() - page.next.height()


def test_buttons_of_a_list_stand_in_a_column(window: MainWindow) -> None:
    screen = in_shell(window, "plan")
    plan_arrives(screen)
    settle()
    rows = screen.findChild(RowList)
    assert rows is not None
    layout = rows._painter.layout
    found = [layout.parts(rows._rows.row(at), rows.visualRect(at)) for at in map(rows._rows.index, range(1, 5))]
    assert len({parts.actions[0][1].left() for parts in found}) == 1
    assert len({action.text for parts in found for action, _ in parts.actions}) > 1


@pytest.mark.parametrize("width", [300, 560])
def test_the_last_line_of_an_empty_state_is_no_single_word(window: MainWindow, width: int) -> None:
    theme = window.stage.theme
    words = "When your office assigns a course, it appears here. You can search for others meanwhile."
    metrics = QFontMetrics(theme.font("body"))
    chosen = balanced(words, theme, width)
    lines = [
        metrics.boundingRect(0, 0, at, 10_000, Qt.TextFlag.TextWordWrap, words).height()
        for at in (chosen - 3 * NEAR, chosen, width)
    ]
    assert lines[0] > lines[1] == lines[2], "as narrow as it can be without one line more"
