"""What moves: short, only forward, and not at all where the system wants no motion."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.parts import motion
from karmadesk.ui.parts.panels import Bar


@pytest.fixture
def bar(qtbot: QtBot, window: MainWindow) -> Bar:
    made = Bar(window.stage.theme)
    qtbot.addWidget(made)
    made.show_fraction(0.2)
    made.show()
    return made


def test_progress_grows_from_where_it_was_and_is_told_at_once(qtbot: QtBot, bar: Bar) -> None:
    bar.show_fraction(0.8)
    assert bar.value() == 80
    assert bar._drawn < 0.8
    qtbot.waitUntil(lambda: bar._drawn == 0.8)


def test_less_progress_is_simply_there(bar: Bar) -> None:
    bar.show_fraction(0.1)
    assert bar._drawn == 0.1


def test_nothing_moves_where_the_system_wants_no_motion(bar: Bar, monkeypatch: pytest.MonkeyPatch) -> None:
    assert motion.is_motion_wanted(bar)
    monkeypatch.setattr(motion, "is_motion_wanted", lambda _widget: False)
    bar.show_fraction(0.8)
    assert bar._drawn == 0.8
