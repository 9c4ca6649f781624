"""Every screen's main acts without a mouse: Tab leads there, Enter and the space bar press, the menu key opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.parts.buttons import Button, ChipButton
from karmadesk.ui.parts.icon_button import IconButton
from karmadesk.ui.rail import Avatar, RailButton
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.screens.who import PersonCard
from karmadesk.ui.theme.look import Theme
from tests.ui.doubles import ROOT, settle
from tests.ui.hands import press
from tests.ui.test_access import worked
from tests.ui.walk import SCREENS, name_of, show


def walked(root: QWidget, steps: int = 400) -> list[QWidget]:
    """Where real presses of Tab lead, from where the screen begins until they come round."""
    found: list[QWidget] = []
    for _ in range(steps):
        at: QWidget | None = QApplication.focusWidget()
        press(at if at is not None else root, Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        if at is None or at in found:
            break
        found.append(at)
    return found


@pytest.mark.parametrize("name", SCREENS)
def test_tab_leads_to_everything_and_round(window: MainWindow, name: str) -> None:
    root = show(window, name)
    window.activateWindow()
    settle()
    reached = walked(root)
    for widget in worked(root):
        group = widget.group() if isinstance(widget, QAbstractButton) else None
        # Tab leads to a row of chips, arrows from one to the next.
        members: list[QWidget] = list(group.buttons()) if group is not None else [widget]
        if widget.isEnabled():
            assert any(member in reached for member in members), name_of(widget)


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
    assert {type(button) for button in buttons} <= set(KINDS), [name_of(button) for button in buttons]


@pytest.mark.parametrize("name", ["plan", "course", "downloads", "ledger", "search"])
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
