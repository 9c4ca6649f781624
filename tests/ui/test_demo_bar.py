"""Anybody can pull a demonstration's network in one click."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from karmadesk.services.program import LINK_MODES
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.start import make_window
from tests.ui.desk_shows import show_plan
from tests.ui.doubles import ProgramDouble, opens_nothing, settle
from tests.ui.hands import press


class Switch:
    """Remembers what was chosen."""

    def __init__(self) -> None:
        self.mode = "on"

    def set(self, mode: str) -> None:
        self.mode = mode


@pytest.fixture
def switch(program: ProgramDouble) -> Switch:
    made = Switch()
    program.demo_link = made
    return made


@pytest.fixture
def demo(switch: Switch, program: ProgramDouble, bridge: Bridge) -> Iterator[MainWindow]:
    made = make_window(program, bridge, opens_nothing)
    made.show()
    show_plan(made)
    settle()
    yield made
    made.stage.languages.show("en")
    made.close()
    made.deleteLater()
    settle()
    gc.enable()


def chip(window: MainWindow, mode: str) -> QPushButton:
    found = window.shell.findChild(QPushButton, f"demo-link-{mode}")
    assert found is not None
    return found


def test_each_mode_is_one_click_away_and_says_what_to_look_at(
    qtbot: QtBot, demo: MainWindow, switch: Switch, program: ProgramDouble
) -> None:
    assert chip(demo, "on").isChecked()
    said = set()
    for mode in reversed(LINK_MODES):
        asked = program.asked.count("sync")
        chip(demo, mode).click()
        qtbot.waitUntil(lambda: program.asked.count("sync") > asked)  # noqa: B023 - waited for here
        assert switch.mode == mode
        assert [m for m in LINK_MODES if chip(demo, m).isChecked()] == [mode]
        bar = demo.shell._demo_bar
        assert bar is not None
        said.add(bar._text.text())
    assert len(said) == len(LINK_MODES)
    assert program.asked.count("sync") == len(LINK_MODES)


def test_the_keyboard_pulls_it_too_and_hindi_has_its_words(qtbot: QtBot, demo: MainWindow, switch: Switch) -> None:
    off = chip(demo, "off")
    off.setFocus()
    press(off, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: switch.mode == "off")
    before = off.text()
    demo.stage.languages.show("hi")
    settle()
    assert off.text() != before
    assert off.accessibleName() == off.text()


def test_a_real_home_has_no_such_bar(window: MainWindow) -> None:
    assert window.shell._demo_bar is None


def test_it_leaves_the_picture_alone_in_full_screen(demo: MainWindow) -> None:
    bar = demo.shell._demo_bar
    assert bar is not None
    assert bar.isVisibleTo(demo.shell)
    demo.shell._full_screen(True)
    assert not bar.isVisibleTo(demo.shell)
    demo.shell._full_screen(False)
    assert bar.isVisibleTo(demo.shell)
