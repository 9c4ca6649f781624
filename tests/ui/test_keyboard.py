"""Every screen's acts without a mouse: Enter and the space bar press, the menu key opens (tests/access has Tab)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QMenu, QRadioButton
from pytestqt.qtbot import QtBot

from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.parts.buttons import Button, ChipButton
from karmadesk.ui.parts.icon_button import IconButton
from karmadesk.ui.rail import Avatar, RailButton
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.screens.who import PersonCard
from karmadesk.ui.theme.look import Theme
from tests.access.worked import worked
from tests.ui.doubles import ROOT, settle
from tests.ui.hands import press
from tests.ui.walk import SCREENS, name_of, show

KINDS: dict[type[QAbstractButton], Callable[[Theme], QAbstractButton]] = {
    Button: Button,
    ChipButton: ChipButton,
    IconButton: lambda theme: IconButton(theme, "play", "play"),
    RailButton: lambda theme: RailButton(theme, "plan", "plan", 1),
    Avatar: Avatar,
    PersonCard: PersonCard,
}


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_enter_and_the_space_bar_press(
    qtbot: QtBot, application: object, kind: type[QAbstractButton], key: Qt.Key
) -> None:
    button = KINDS[kind](Theme(ROOT / "resources"))
    qtbot.addWidget(button)
    heard: list[str] = []
    button.clicked.connect(partial(heard.append, "pressed"))
    button.show()
    press(button, key)
    assert heard == ["pressed"]


@pytest.mark.parametrize("name", SCREENS)
def test_every_button_of_a_screen_is_one_of_these(window: MainWindow, name: str) -> None:
    buttons = [each for each in worked(show(window, name)) if isinstance(each, QAbstractButton)]
    # The marks of a choice are the space bar's, as everywhere.
    marks = (QRadioButton, QCheckBox)
    assert [name_of(button) for button in buttons if not isinstance(button, (*KINDS, *marks))] == []


@pytest.mark.parametrize("name", ["plan", "course", "downloads", "ledger", "explore"])
def test_the_menu_key_opens_what_can_be_done_with_a_row(
    window: MainWindow, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QMenu] = []
    # Without a screen no menu can be shown: Qt says so in a warning.
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: opened.append(menu))
    root = show(window, name)
    window.activateWindow()
    rows = next(found for found in root.findChildren(RowList) if found.isVisible() and found.rows)
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    middle = QPoint(rows.width() // 2, rows.height() // 2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, rows.mapToGlobal(middle))
    QApplication.sendEvent(rows, event)
    (menu,) = opened
    assert menu.actions()
    assert all(action.text() for action in menu.actions())
    menu.close()
    settle()
