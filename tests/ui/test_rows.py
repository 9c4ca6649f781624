"""Lists by mouse and by keyboard, from either side, at any size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from karmadesk.ui.parts.page import Page
from karmadesk.ui.posters import Posters
from karmadesk.ui.rows.row import Action, Chip, Joint, Row, RowAct, Shape, in_cards, skeletons
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.theme.look import Theme
from tests.ui.doubles import ROOT, ProgramDouble, settle
from tests.ui.hands import click, press

OPEN = Action("open", "Open", "play")
FETCH = Action("fetch", "Fetch", "download")
NOTE = "What was asked for is not there any more. Nothing else is touched by that. Ask those who made it. " * 2
REMOVE = Action("remove", "Remove", "remove")
ROWS = [
    Row("head", "Assigned", shape=Shape.HEADING, trailing="APAR first"),
    Row(
        "one",
        "Heat",
        "NIRDPR · 40 min",
        icon="course",
        fraction=0.5,
        chips=(Chip("Due today", "accent", "clock"),),
        actions=(OPEN, FETCH),
    ),
    Row("two", "Fire", "FSI", shape=Shape.LINE, icon="play", actions=(OPEN,), more=(REMOVE,)),
    Row("three", "Forms", "ISTM", shape=Shape.LINE, icon="quiz", actions=(OPEN,)),
    Row("four", "Wells", "3 MB", note=NOTE, shape=Shape.LINE, icon="play", chips=(Chip("Failed"),), actions=(FETCH,)),
]


@pytest.fixture
def theme(application: QApplication) -> Theme:
    made = Theme(ROOT / "resources", "light")
    made.dress()
    return made


@pytest.fixture
def rows(qtbot: QtBot, theme: Theme, program: ProgramDouble) -> Iterator[RowList]:
    made = RowList(theme, Posters(program.jobs), grows=True)
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.set_rows(in_cards(ROWS))
    made.show()
    made.activateWindow()
    settle()
    yield made
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def acts(rows: RowList) -> list[RowAct]:
    found: list[RowAct] = []
    rows.acted.connect(found.append)
    return found


def middle(rows: RowList, row: int, action: int) -> QPoint:
    index = rows.model().index(row, 0)
    return rows._parts(index).actions[action][1].center()


def test_enter_does_what_a_row_is_for(qtbot: QtBot, rows: RowList, acts: list[RowAct]) -> None:
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    press(rows, Qt.Key.Key_Return)
    assert acts == [RowAct("one", "open")]


def test_the_other_buttons_are_reached_with_the_arrows(qtbot: QtBot, rows: RowList, acts: list[RowAct]) -> None:
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    press(rows, Qt.Key.Key_Right)
    press(rows, Qt.Key.Key_Space)
    press(rows, Qt.Key.Key_Down)
    press(rows, Qt.Key.Key_Return)
    assert acts == [RowAct("one", "fetch"), RowAct("two", "open")]


def test_a_click_on_a_button_and_beside_it(qtbot: QtBot, rows: RowList, acts: list[RowAct]) -> None:
    click(rows.viewport(), middle(rows, 1, 1))
    index = rows.model().index(1, 0)
    click(rows.viewport(), rows._parts(index).title.center())
    assert acts == [RowAct("one", "fetch"), RowAct("one", "open")]


def test_a_heading_does_nothing(qtbot: QtBot, rows: RowList, acts: list[RowAct]) -> None:
    click(rows.viewport(), QPoint(20, 10))
    assert acts == []


def test_from_right_to_left_everything_is_mirrored(qtbot: QtBot, rows: RowList, acts: list[RowAct]) -> None:
    before = rows._parts(rows.model().index(1, 0))
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    settle()
    after = rows._parts(rows.model().index(1, 0))
    whole = rows.visualRect(rows.model().index(1, 0))
    assert after.poster == QRect(
        whole.left() + whole.right() - before.poster.right(),
        before.poster.top(),
        before.poster.width(),
        before.poster.height(),
    )
    click(rows.viewport(), middle(rows, 1, 0))
    assert acts == [RowAct("one", "open")]


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("width", [420, 800, 1240])
def test_nothing_in_a_row_overlaps(rows: RowList, theme: Theme, percent: int, width: int) -> None:
    theme.set(text_percent=percent)
    rows.resize(width, 400)
    settle()
    for place in range(1, len(ROWS)):
        parts = rows._parts(rows.model().index(place, 0))
        pieces = [
            parts.title,
            parts.detail,
            parts.note,
            *(rect for _, rect in parts.chips),
            *(rect for _, rect in parts.actions),
        ]
        pieces = [piece for piece in pieces if not piece.isEmpty()]
        for number, piece in enumerate(pieces):
            assert parts.card.contains(piece)
            assert not any(piece.intersects(other) for other in pieces[number + 1 :])
    theme.set(text_percent=100)


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("width", [420, 1240])
def test_the_sentences_of_a_row_are_never_cut(rows: RowList, theme: Theme, percent: int, width: int) -> None:
    theme.set(text_percent=percent)
    rows.resize(width, 400)
    settle()
    note = rows._parts(rows.model().index(len(ROWS) - 1, 0)).note
    needed = QFontMetrics(theme.font("small")).boundingRect(note, Qt.TextFlag.TextWordWrap, NOTE)
    assert needed.height() <= note.height()
    assert needed.width() <= note.width()
    theme.set(text_percent=100)


@pytest.mark.parametrize("percent", [100, 200])
def test_a_button_of_a_row_is_large_enough_to_hit(rows: RowList, theme: Theme, percent: int) -> None:
    theme.set(text_percent=percent)
    settle()
    for place in range(1, len(ROWS)):
        for _, rect in rows._parts(rows.model().index(place, 0)).actions:
            assert rect.width() >= 24
            assert rect.height() >= 24
    theme.set(text_percent=100)


def test_a_reader_hears_the_whole_row(rows: RowList) -> None:
    index = rows.model().index(1, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Heat. NIRDPR · 40 min. Due today"
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "Open, Fetch"


def test_the_place_of_the_keyboard_stays_when_rows_come_and_go(qtbot: QtBot, rows: RowList) -> None:
    rows.setCurrentIndex(rows.model().index(3, 0))
    rows.set_rows(in_cards([ROWS[0], ROWS[3]]))
    assert rows.currentIndex().data() == "Forms"
    rows.set_rows(in_cards([ROWS[0], replace(ROWS[3], title="Forms, new")]))
    assert rows.currentIndex().data() == "Forms, new"


def test_a_list_that_grows_is_as_tall_as_its_rows(rows: RowList) -> None:
    short = rows.height()
    rows.set_rows(in_cards([*ROWS, Row("four", "More", icon="course"), Row("five", "Yet more", icon="course")]))
    assert rows.height() > short
    last = rows.visualRect(rows.model().index(5, 0))
    assert last.bottom() <= rows.viewport().height()


def test_lines_that_follow_each_other_share_a_card() -> None:
    joints = [row.joint for row in in_cards(ROWS)]
    assert joints == [Joint.SINGLE, Joint.SINGLE, Joint.FIRST, Joint.MIDDLE, Joint.LAST]
    three = in_cards([replace(ROWS[2], id=str(number)) for number in range(3)])
    assert [row.joint for row in three] == [Joint.FIRST, Joint.MIDDLE, Joint.LAST]


def test_the_shape_of_what_is_to_come_can_not_be_pressed(qtbot: QtBot, rows: RowList, acts: list[RowAct]) -> None:
    rows.set_rows(skeletons(3))
    settle()
    click(rows.viewport(), QPoint(100, 40))
    assert acts == []
    assert not rows.act("skeleton-0")


def test_five_thousand_rows_are_there_in_a_moment(qtbot: QtBot, theme: Theme, program: ProgramDouble) -> None:
    page = Page()
    long_list = RowList(theme, Posters(program.jobs), grows=True)
    page.box.addWidget(long_list)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    settle()
    started = perf_counter()
    long_list.set_rows([replace(ROWS[1], id=str(number)) for number in range(5000)])
    settle()
    assert perf_counter() - started < 4
    assert long_list.height() > 5000 * 80


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("width", [420, 1240])
def test_a_list_is_as_tall_as_each_of_its_rows(rows: RowList, theme: Theme, percent: int, width: int) -> None:
    theme.set(text_percent=percent)
    layout = rows._painter.layout
    shown = in_cards([*ROWS, replace(ROWS[1], id="four", note="Words that say what happened. " * 9), *skeletons(2)])
    each = [layout._height(row, width, is_first=place == 0) for place, row in enumerate(shown)]
    assert layout.heights(shown, width) == sum(each)
    assert [layout.height(row, width, is_first=place == 0) for place, row in enumerate(shown)] == each
    assert layout.heights([], width) == 0
    theme.set(text_percent=100)


def test_the_keyboards_row_is_marked_also_where_rows_have_no_buttons(rows: RowList) -> None:
    rows.set_rows([Row("a", "One", shape=Shape.LINE), Row("b", "Two", shape=Shape.LINE)])
    settle()
    rows.clearFocus()
    settle()
    before = rows.viewport().grab().toImage()
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    assert rows.viewport().grab().toImage() != before
