"""The tray tells what is worth telling, and keeps the program only for those who chose so."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from karmadesk.model import Assignment
from karmadesk.services.desk import Desk
from karmadesk.services.notices import Notice, NoticeKind
from karmadesk.services.views import StripView
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.notice_words import notice_words, tray_words
from karmadesk.ui.parts.buttons import ChipButton
from karmadesk.ui.tray import Tray, system_icon
from tests.services.conftest import clock, desk, people
from tests.ui.desk_shows import in_shell, show_settings
from tests.ui.doubles import NobodyHere, ProgramDouble, StillClock, settle
from tests.ui.samples import NOW

__all__ = ["clock", "desk", "people"]
NOON = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


class Icon(QObject):
    """Satisfies `TrayIcon` where there is no tray."""

    activated = Signal(object)
    messageClicked = Signal()  # noqa: N815 - Qt's name

    def __init__(self) -> None:
        super().__init__()
        self.tip = ""
        self.menu: QMenu | None = None
        self.is_shown = False
        self.has_picture = False
        self.told: list[tuple[str, str]] = []

    def setIcon(self, icon: QIcon) -> None:
        self.has_picture = not icon.isNull()

    def setToolTip(self, tip: str) -> None:
        self.tip = tip

    def setContextMenu(self, menu: QMenu) -> None:
        self.menu = menu

    def show(self) -> None:
        self.is_shown = True

    def hide(self) -> None:
        self.is_shown = False

    def showMessage(self, title: str, text: str, icon: QIcon, shown_ms: int) -> None:
        assert not icon.isNull()
        assert shown_ms > 0
        self.told.append((title, text))


class Noon(StillClock):
    """The middle of the day on this machine's wall, whatever its zone."""

    def now(self) -> datetime:
        return NOW.astimezone().replace(hour=12)

    corrected = now


@pytest.fixture
def icon() -> Icon:
    return Icon()


@pytest.fixture
def tray(window: MainWindow, program: ProgramDouble, icon: Icon, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tray]:
    monkeypatch.setattr(program, "clock", Noon())
    # Only the figures of the test: what the window reads by itself comes whenever it likes.
    monkeypatch.setattr(window, "read_strip", settle)
    made = window.at_hand.show_tray(icon)
    made._quit_program = lambda: program.asked.append("quit")
    yield made
    program.settings = program.settings.with_(stays_in_tray=False)
    QApplication.setQuitOnLastWindowClosed(True)


def at(window: MainWindow, desk: Desk) -> None:
    in_shell(window, "ledger")
    window.stage.desk = desk
    settle()


def strip(window: MainWindow, **figures: object) -> None:
    window.shell.top.strip.show_strip(StripView(**figures))  # type: ignore[arg-type]  # figures of several types


def action(icon: Icon, place: int) -> QAction:
    assert icon.menu is not None
    return icon.menu.actions()[place]


def test_where_there_is_no_tray_nothing_breaks(window: MainWindow) -> None:
    assert system_icon(window) is None or QSystemTrayIcon.isSystemTrayAvailable()
    alone = Tray(window, window.stage, None, window.shell.leave, window.shell.resume)
    alone.show_strip(StripView(to_send=3))
    alone.look()
    window.stage.program.change_settings(stays_in_tray=True)
    window.close()
    assert not window.isVisible()
    assert not alone._is_away


def test_it_says_how_things_stand(window: MainWindow, tray: Tray, icon: Icon, qtbot: QtBot) -> None:
    assert icon.is_shown
    assert icon.has_picture
    strip(window, to_send=3, fetching=2)
    assert icon.tip == "KarmaDesk · 3 to send · fetching 2"
    strip(window, refused=1)
    assert icon.tip == "KarmaDesk · 1 refused"
    window.stage.program.change_settings(language="hi")
    qtbot.waitUntil(lambda: action(icon, 0).text() == "KarmaDesk खोलें")
    assert tray_words(StripView()) == "KarmaDesk"


def test_its_menu_opens_sends_and_quits(window: MainWindow, tray: Tray, icon: Icon, program: ProgramDouble) -> None:
    assert [action(icon, place).text() for place in range(3)] == ["Open KarmaDesk", "Send and fetch now", "Quit"]
    window.root.setCurrentWidget(window.shell)
    action(icon, 1).trigger()
    assert program.asked[-1] == "sync now"
    program.settings = program.settings.with_(stays_in_tray=True)
    action(icon, 2).trigger()
    assert program.asked[-1] == "quit"
    assert not window.isVisible()
    assert not icon.is_shown


def test_closing_ends_the_program_unless_somebody_chose_otherwise(window: MainWindow, tray: Tray, icon: Icon) -> None:
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    window.close()
    assert closed == [True]
    assert not icon.is_shown


def test_closing_leaves_it_in_the_tray_for_those_who_chose_so_and_says_it_once(
    qtbot: QtBot, window: MainWindow, tray: Tray, icon: Icon, program: ProgramDouble
) -> None:
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    program.change_settings(stays_in_tray=True)
    in_shell(window, "ledger")
    window.close()
    assert not window.isVisible()
    assert closed == []
    assert icon.is_shown
    assert [title for title, _ in icon.told] == ["KarmaDesk goes on here"]
    qtbot.waitUntil(lambda: program.settings.knows_tray)
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert window.isVisible()
    assert window.shell.screen_shown is window.shell.screen_named("ledger")
    window.close()
    assert len(icon.told) == 1
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    assert not window.isVisible()
    icon.messageClicked.emit()
    assert window.isVisible()


def test_what_is_new_is_told_once(desk: Desk, window: MainWindow, tray: Tray, icon: Icon) -> None:
    at(window, desk)
    strip(window, fetched=4)
    assert icon.told == []
    strip(window, fetched=4, refused=2)
    assert icon.told == [("The server refused something", "2 items are kept here; see what to do under Sent.")]
    strip(window, fetched=4, refused=2, needs_sign_in=True, to_send=1)
    assert icon.told[1:] == [
        ("Sign in once, so that your work is sent", "1 item waits here, safe. Learning goes on without it.")
    ]
    strip(window, fetched=4, refused=2, needs_sign_in=True, to_send=1)
    assert len(icon.told) == 2


def test_a_finished_fetch_is_told_when_the_window_is_not_looked_at(
    desk: Desk, window: MainWindow, tray: Tray, icon: Icon
) -> None:
    at(window, desk)
    window.hide()
    for fetched, fetching in ((1, 2), (2, 1), (3, 0)):
        strip(window, fetched=fetched, fetching=fetching)
    assert icon.told == [("Everything is fetched", "2 files are on this laptop now and open without a network.")]


def test_another_person_s_figures_are_no_news(desk: Desk, window: MainWindow, tray: Tray, icon: Icon) -> None:
    at(window, desk)
    strip(window, refused=1)
    strip(window, refused=1)
    window.stage.desk = None
    strip(window)
    other = replace(desk.person, id="somebody-else")
    window.stage.desk = replace(desk, person=other)
    strip(window, refused=5)
    assert icon.told == []


def test_a_course_that_is_due_is_told_once_a_day_also_after_a_restart(
    qtbot: QtBot, desk: Desk, window: MainWindow, tray: Tray, icon: Icon, program: ProgramDouble
) -> None:
    with desk.learner.write() as own:
        own.put_plan([Assignment("do_heat", desk.clock.corrected() + timedelta(days=1), plan_year=2026)])
    at(window, desk)
    strip(window)
    qtbot.waitUntil(lambda: bool(icon.told))
    assert icon.told == [("A course is due tomorrow", "“Heat”")]
    qtbot.waitUntil(lambda: program.settings.told_due == Noon().now().date().isoformat())
    again = Icon()
    second = window.at_hand.show_tray(again)
    strip(window)
    second.look()
    settle()
    assert again.told == []
    assert len(icon.told) == 1


def test_mended_records_are_told_of_once_also_after_a_restart(
    qtbot: QtBot, desk: Desk, window: MainWindow, tray: Tray, icon: Icon, program: ProgramDouble
) -> None:
    at(window, desk)
    mark = "part 2026-11-24T10:00:00+00:00"
    strip(window, mended=mark)
    said = "The file with your records was damaged and is mended from a copy and what was left."
    assert icon.told == [("Your records were mended", said)]
    qtbot.waitUntil(lambda: program.settings.told_mended == mark)
    again = Icon()
    second = window.at_hand.show_tray(again)
    strip(window, mended=mark)
    second.look()
    settle()
    assert again.told == []


def test_switched_off_it_is_silent(desk: Desk, window: MainWindow, tray: Tray, icon: Icon) -> None:
    window.stage.program.change_settings(notifies=False)
    at(window, desk)
    strip(window)
    strip(window, refused=2)
    assert icon.told == []


def test_a_day_that_is_none_in_the_settings_does_no_harm(
    desk: Desk, window: MainWindow, tray: Tray, icon: Icon, program: ProgramDouble
) -> None:
    program.settings = program.settings.with_(told_due="yesterday")
    at(window, desk)
    strip(window)
    strip(window, refused=1)
    assert len(icon.told) == 1


@pytest.mark.parametrize(
    "notice, words",
    [
        (Notice(NoticeKind.DUE, 1, "Heat", 0), ("A course is due today", "“Heat”")),
        (Notice(NoticeKind.DUE, 3, "Heat", 3), ("A course is due in 3 days", "“Heat” 2 more are due soon.")),
        (Notice(NoticeKind.DUE, 1, "", 1), ("A course is due tomorrow", "See your plan.")),
        (Notice(NoticeKind.DUE, 2, "", 1), ("A course is due tomorrow", "1 more is due soon.")),
    ],
)
def test_a_due_course_in_words(window: MainWindow, notice: Notice, words: tuple[str, str]) -> None:
    assert notice_words(notice) == words


def test_both_are_chosen_in_the_settings(qtbot: QtBot, window: MainWindow, program: ProgramDouble) -> None:
    screen = show_settings(window)
    for name, field in (("setting-notifies-no", "notifies"), ("setting-stays_in_tray-yes", "stays_in_tray")):
        chip = screen.findChild(ChipButton, name)
        assert chip is not None
        before = getattr(program.settings, field)
        chip.click()
        qtbot.waitUntil(lambda field=field, before=before: getattr(program.settings, field) is not before)  # type: ignore[misc]  # mypy can't type a lambda's default
    assert isinstance(program.people, NobodyHere)
    gc.enable()
