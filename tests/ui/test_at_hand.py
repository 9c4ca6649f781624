"""Whatever one wants is found by its name, or by its key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from karmadesk.ui.commands import Command, commands, matching
from karmadesk.ui.key_sheet import KeySheet
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.palette import Palette
from karmadesk.ui.rail import PLACES
from karmadesk.ui.screens.ledger import LedgerScreen
from karmadesk.ui.screens.plan import PlanScreen
from tests.ui.desk_shows import show_plan
from tests.ui.doubles import ProgramDouble, settle
from tests.ui.hands import press, type_in
from tests.ui.walk import show


def opened(qtbot: QtBot, window: MainWindow) -> Palette:
    """The palette, by its key, over the plan."""
    qtbot.waitUntil(lambda: window._who is not None and window._who._is_read)
    show_plan(window)
    window.activateWindow()
    settle()
    press(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    found = window.at_hand._palette
    assert found is not None
    assert found.isVisible()
    return found


def test_typing_finds_a_place_and_enter_goes_there(qtbot: QtBot, window: MainWindow) -> None:
    palette = opened(qtbot, window)
    assert [row.id for row in palette._list.rows][:2] == ["go-plan", "go-explore"]
    type_in(palette._field, "sen")
    assert [row.id for row in palette._list.rows] == ["go-ledger", "send"]
    press(palette._field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert isinstance(window.shell.screen_shown, LedgerScreen)


def test_the_arrows_choose_and_stop_at_the_ends(qtbot: QtBot, window: MainWindow, program: ProgramDouble) -> None:
    palette = opened(qtbot, window)
    type_in(palette._field, "sen")
    press(palette._field, Qt.Key.Key_Up)
    press(palette._field, Qt.Key.Key_Down)
    press(palette._field, Qt.Key.Key_Down)
    press(palette._field, Qt.Key.Key_Return)
    assert program.asked[-1] == "sync now"
    assert isinstance(window.shell.screen_shown, PlanScreen)


def test_nonsense_finds_nothing_and_says_so_and_esc_gives_the_keyboard_back(qtbot: QtBot, window: MainWindow) -> None:
    palette = opened(qtbot, window)
    type_in(palette._field, "zzz")
    assert palette._nothing.isVisible()
    assert not palette._list.isVisible()
    press(palette._field, Qt.Key.Key_Return)
    assert palette.isVisible()
    press(palette._field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert isinstance(window.shell.screen_shown, PlanScreen)


def test_looks_and_language_are_changed_by_name(qtbot: QtBot, window: MainWindow, program: ProgramDouble) -> None:
    palette = opened(qtbot, window)
    type_in(palette._field, "dark")
    press(palette._field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.settings.theme == "dark")
    palette = opened(qtbot, window)
    palette._field.setText("भाषा हिन्दी")
    assert [row.id for row in palette._list.rows] == ["language-hi"]
    press(palette._field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.stage.languages.current == "hi")


def test_nobody_s_palette_opens_where_people_are_chosen(window: MainWindow) -> None:
    show(window, "who")
    window.at_hand.show_palette()
    assert window.at_hand._palette is None


def test_the_sheet_names_every_command_that_has_a_key(qtbot: QtBot, window: MainWindow) -> None:
    show_plan(window)
    window.activateWindow()
    settle()
    press(window, Qt.Key.Key_F1)
    sheet = window.at_hand._keys
    assert isinstance(sheet, KeySheet)
    assert sheet.isVisible()
    texts = {found.text() for found in sheet.findChildren(QLabel)}
    every = [command for command in commands(window.at_hand) if command.keys]
    assert {command.words for command in every} <= texts
    assert len(every) >= len(PLACES) + 3
    press(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


@pytest.mark.parametrize(
    "typed, found", [("", "ab"), ("go", "ab"), ("go d", "b"), ("GO MY", "a"), ("my go", "a"), ("o", ""), ("plan", "a")]
)
def test_every_word_must_begin_a_word(typed: str, found: str) -> None:
    every = (Command("a", "Go to my plan", settle), Command("b", "Go to Downloads", settle))
    assert "".join(command.id for command in matching(every, typed)) == found
