"""What was asked for by somebody who has left meanwhile arrives for nobody."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from karmadesk.model import Place
from karmadesk.services.desk import Desk
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.screens.viewer import ViewerScreen
from karmadesk.ui.stage import Destination
from tests.services.conftest import ARTICLE, clock, desk, people, put_here
from tests.ui.desk_shows import in_shell
from tests.ui.doubles import ProgramDouble, settle

__all__ = ["clock", "desk", "people"]


@pytest.mark.parametrize("to", ["cards", "another screen"])
def test_a_lesson_that_was_still_being_opened_opens_behind_nothing(
    qtbot: QtBot, desk: Desk, window: MainWindow, program: ProgramDouble, to: str
) -> None:
    put_here(desk, ARTICLE, text=b"<p>Boil the water.</p>")
    window.stage.desk = desk
    screen = in_shell(window, "viewer")
    assert isinstance(screen, ViewerScreen)
    place = Place("do_heat", "b_do_heat", ARTICLE.id)
    window.stage.go.emit(Destination("viewer", place=place))
    if to == "cards":
        window.ask_who()
    else:
        window.shell.go_to("settings")
    qtbot.waitUntil(lambda: not program.jobs._running)
    settle()
    assert screen.viewer is None
    window.stage.desk = desk
    window.stage.go.emit(Destination("viewer", place=place))
    qtbot.waitUntil(lambda: screen.viewer is not None)
    window.shell.leave()
    window.stage.desk = None
    qtbot.waitUntil(lambda: not program.jobs._running)
