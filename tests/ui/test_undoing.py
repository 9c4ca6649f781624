"""Removing a course asks nothing: a bar at the foot holds the way back for ten seconds."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QEnterEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from karmadesk.errors import KarmaDeskError
from karmadesk.model import DownloadState
from karmadesk.ports import People
from karmadesk.services import shelf
from karmadesk.services.desk import Desk
from karmadesk.services.removing import Removed
from karmadesk.ui import undoing
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.parts.undo_bar import Undoable, UndoBar
from karmadesk.ui.screens.downloads import DownloadsScreen
from tests.services.conftest import PDF, VIDEO, clock, desk, people, put_here
from tests.ui.desk_shows import in_shell, show_downloads, show_plan, show_settings
from tests.ui.doubles import settle
from tests.ui.hands import press

__all__ = ["clock", "desk", "people"]
CONTROL = Qt.KeyboardModifier.ControlModifier


class Hand:
    """Remembers which way an act went."""

    def __init__(self) -> None:
        self.went: list[str] = []

    def act(self, name: str) -> Undoable:
        return Undoable(lambda: f"Did {name}", partial(self.went.append, f"undo {name}"),
                        partial(self.went.append, f"finish {name}"))  # fmt: skip


def offered(window: MainWindow, act: Undoable) -> UndoBar:
    """The bar in the shell, holding this."""
    window.stage.undoable.emit(act)
    settle()
    bar = window.shell.findChild(UndoBar)
    assert bar is not None
    assert bar.isVisible()
    return bar


def downloads(window: MainWindow, desk: Desk) -> DownloadsScreen:
    """The downloads of somebody who has two lessons of the heat course here."""
    for resource in (VIDEO, PDF):
        put_here(desk, resource, text=resource.id.encode() * 10_000)
    window.stage.desk = desk
    screen = in_shell(window, "downloads")
    assert isinstance(screen, DownloadsScreen)
    return screen


def ids(screen: DownloadsScreen) -> set[str]:
    return {row.id for row in screen._list.rows}


def test_a_removed_course_can_be_undone_with_a_key(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    screen = downloads(window, desk)
    qtbot.waitUntil(lambda: "course:do_heat" in ids(screen))
    window.activateWindow()
    assert screen._list.act("course:do_heat", "remove")
    qtbot.waitUntil(lambda: "course:do_heat" not in ids(screen) and bool(window.shell.findChildren(UndoBar)))
    bar = window.shell.findChild(UndoBar)
    assert bar is not None
    assert bar.words == "Removed “Heat” · 80 KB freed"
    assert bar.button.text() == "Undo"
    press(window, Qt.Key.Key_Z, CONTROL)
    assert not bar.isVisible()
    qtbot.waitUntil(lambda: "course:do_heat" in ids(screen))
    assert shelf.view(desk).used_bytes == 80_000


def test_who_else_has_it_no_longer_is_said_first(
    qtbot: QtBot, desk: Desk, people: People, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.stage.program, "people", people)
    arif = people.add("demo", "Arif")
    screen = downloads(window, desk)
    with desk.shelf.write() as shelf_db:
        shelf_db.place(shelf_db.placements("demo", VIDEO.id), [arif.id])
    qtbot.waitUntil(lambda: "course:do_heat" in ids(screen))
    screen._list.act("course:do_heat", "remove")
    qtbot.waitUntil(lambda: bool(window.shell.findChildren(UndoBar)))
    bar = window.shell.findChild(UndoBar)
    assert bar is not None
    assert bar.words == "Removed, also for Arif: “Heat” · 80 KB freed"
    removed = Removed("do_heat", "Heat", 80_000, (), (), ())
    words = undoing.removed_words(removed, ["Arif", "Bina", "Chitra", "Dev", "Esha"])
    assert words == "Removed, also for Arif, Bina, Chitra and 2 more: “Heat” · 80 KB freed"


def test_closed_it_is_final(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    screen = downloads(window, desk)
    qtbot.waitUntil(lambda: "course:do_heat" in ids(screen))
    with desk.shelf.read() as db:
        path = desk.files.path(db.placements("demo", "do_v")[0].sha256)
    screen._list.act("course:do_heat", "remove")
    qtbot.waitUntil(lambda: bool(window.shell.findChildren(UndoBar)))
    assert path.exists()
    window.activateWindow()
    press(window, Qt.Key.Key_Escape)
    assert window.shell.screen_shown is screen, "Esc took the bar, not the screen"
    qtbot.waitUntil(lambda: not path.exists())
    press(window, Qt.Key.Key_Z, CONTROL)
    assert shelf.view(desk).used_bytes == 0
    press(window, Qt.Key.Key_Escape)
    assert window.shell.screen_shown is window.shell.screen_named("plan")


def test_a_cancelled_download_can_be_taken_up_again(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    shelf.fetch_course(desk, "do_heat")
    first = shelf.view(desk).downloads[0].id
    screen = downloads(window, desk)
    qtbot.waitUntil(lambda: first in ids(screen))
    screen._list.act(first, "cancel")
    qtbot.waitUntil(lambda: first not in ids(screen) and bool(window.shell.findChildren(UndoBar)))
    bar = window.shell.findChild(UndoBar)
    assert bar is not None
    assert bar.words == "“Cooling” is no longer fetched"
    bar.button.click()
    qtbot.waitUntil(lambda: first in ids(screen))
    with desk.shelf.read() as db:
        found = db.download(first)
    assert found is not None
    assert found.state is DownloadState.WAITING


@pytest.mark.parametrize("failing", ["remove_course", "cancel_download"])
def test_what_goes_wrong_is_told_and_nothing_is_offered(
    failing: str, qtbot: QtBot, desk: Desk, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[KarmaDeskError] = []
    desk.shelf.close()
    monkeypatch.setattr(desk.shelf, "write", full)
    getattr(undoing, failing)(window.stage, "do_heat", heard.append, desk)
    qtbot.waitUntil(lambda: bool(heard))
    assert window.shell.findChild(UndoBar) is None


def full() -> None:
    raise KarmaDeskError("no room")


def test_the_newest_act_can_be_undone_and_the_one_before_is_final(window: MainWindow) -> None:
    show_plan(window)
    hand = Hand()
    offered(window, hand.act("one"))
    bar = offered(window, hand.act("two"))
    assert hand.went == ["finish one"]
    assert bar.words == "Did two"
    bar.button.click()
    bar.undo()
    assert hand.went == ["finish one", "undo two"]
    assert not bar.dismiss()


def test_the_time_runs_out_but_not_in_somebodys_hands(window: MainWindow) -> None:
    show_plan(window)
    window.activateWindow()
    settle()
    hand = Hand()
    bar = offered(window, hand.act("one"))
    assert (bar._timer.isActive(), bar._timer.interval()) == (True, 10_000)
    bar.button.setFocus()
    bar._timer.timeout.emit()
    assert bar.isVisible()
    window.shell.screen_named("plan").setFocus()
    QApplication.sendEvent(bar, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    bar._timer.timeout.emit()
    assert hand.went == []
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    bar._timer.timeout.emit()
    assert hand.went == ["finish one"]
    assert not bar.isVisible()


def test_the_bar_is_said_and_reached_and_speaks_the_language_that_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    show_downloads(window)
    window.activateWindow()
    hand = Hand()
    bar = offered(window, hand.act("one"))
    heard = QAccessible.queryAccessibleInterface(bar)
    assert heard is not None
    assert heard.text(QAccessible.Text.Name) == "Did one"
    bar.button.setFocus()
    press(bar.button, Qt.Key.Key_Tab)
    assert window.focusWidget() is bar.close_button
    window.stage.program.change_settings(language="hi")
    qtbot.waitUntil(lambda: bar.button.text() == "वापस लाएँ")
    press(bar.close_button, Qt.Key.Key_Return)
    assert hand.went == ["finish one"]


def test_tab_comes_to_the_bar_last_also_when_a_screen_is_built_later(window: MainWindow) -> None:
    show_plan(window)
    bar = offered(window, Hand().act("one"))
    show_settings(window)
    settings = window.shell.screen_named("settings")
    window.activateWindow()
    settle()
    assert bar.mapTo(window, QPoint()).y() >= settings.mapTo(window, QPoint(0, settings.height())).y()
    stops: list[QWidget] = []
    window.shell.rail.findChildren(QAbstractButton)[0].setFocus()
    while bar.close_button not in stops and len(stops) < 100:
        now = QApplication.focusWidget()
        assert now is not None
        stops.append(now)
        press(now, Qt.Key.Key_Tab)
    inside = [number for number, stop in enumerate(stops) if settings.isAncestorOf(stop)]
    assert inside
    assert max(inside) < stops.index(bar.button) < stops.index(bar.close_button)


def test_nobody_else_sees_what_was_removed(window: MainWindow) -> None:
    show_plan(window)
    hand = Hand()
    bar = offered(window, hand.act("one"))
    window.ask_who()
    settle()
    window.root.setCurrentWidget(window.shell)
    assert not bar.isVisible()
    assert hand.went == ["finish one"]
