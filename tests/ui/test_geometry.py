"""The window comes back where it was, and tells of it once it rests."""

from __future__ import annotations

import gc

import pytest
from pytestqt.qtbot import QtBot

from karmadesk.settings import Settings
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.geometry import words
from karmadesk.ui.main_window import SIZE, MainWindow
from karmadesk.ui.start import make_window
from karmadesk.ui.theme.look import Theme
from tests.ui.desk_shows import show_course, show_plan
from tests.ui.doubles import ROOT, ProgramDouble, opens_nothing, settle
from tests.ui.walk import show


def test_a_window_that_was_moved_is_there_again_at_the_next_start(
    qtbot: QtBot, window: MainWindow, program: ProgramDouble
) -> None:
    assert (window.width(), window.height()) == SIZE
    window.resize(780, 600)
    window.move(40, 30)
    qtbot.waitUntil(lambda: bool(program.settings.window))
    again = MainWindow(window.stage.theme, has_person=False, kept=program.settings.window)
    assert (again.width(), again.height()) == (780, 600)
    again.deleteLater()


def test_what_is_remembered_is_written_once_it_rests_and_only_when_it_differs(
    qtbot: QtBot, window: MainWindow, program: ProgramDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[dict[str, object]] = []
    monkeypatch.setattr(program, "change_settings", lambda **changes: written.append(changes))
    for width in range(722, 800, 16):
        window.resize(width, 600)
    qtbot.waitUntil(lambda: bool(written))
    assert [list(changes) for changes in written] == [["window"]]
    assert written[0]["window"] == words(window)


@pytest.mark.parametrize("kept", ["", "not base64 !", "AAAA"])
def test_nonsense_gives_the_usual_size(application: object, kept: str) -> None:
    window = MainWindow(Theme(ROOT / "resources"), has_person=False, kept=kept)
    assert (window.width(), window.height()) == SIZE
    window.deleteLater()
    settle()


def test_the_list_of_windows_names_the_screen_and_nobody(window: MainWindow) -> None:
    show_course(window)
    assert window.windowTitle() == "Heat-wave first response – KarmaDesk"
    show_plan(window)
    assert window.windowTitle() == "My plan – KarmaDesk"
    show(window, "who")
    assert window.windowTitle() == "KarmaDesk"


def test_a_kept_place_reaches_the_window(program: ProgramDouble, bridge: Bridge, window: MainWindow) -> None:
    window.resize(770, 640)
    program.settings = Settings(language="en", window=words(window))
    second = make_window(program, bridge, opens_nothing)
    assert (second.width(), second.height()) == (770, 640)
    second.close()
    second.deleteLater()
    settle()
    gc.enable()
