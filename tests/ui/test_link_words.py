"""The strip says when it sends and asks what a network costs; a button always sends at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from karmadesk.model import Charge, Link
from karmadesk.services import status
from karmadesk.services.views import StripView
from karmadesk.ui.formats import time_by
from karmadesk.ui.link_hint import LinkHint
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.network_question import NetworkQuestion
from karmadesk.ui.parts.bubble import Bubble
from karmadesk.ui.screens.ledger import LedgerScreen
from tests.ui.desk_shows import in_shell, show_network_question, show_plan
from tests.ui.doubles import ProgramDouble, settle
from tests.ui.samples import NOW

LATER = StripView(Link.ONLINE, to_send=3, sends_at=NOW + timedelta(minutes=18, seconds=1))
ASKED = StripView(Link.METERED, to_send=3, asks_network=True)


def bubble_of(window: MainWindow) -> Bubble:
    found = window.shell.top.strip._bubble
    assert found is not None
    assert found.isVisible()
    return found


def double(window: MainWindow) -> ProgramDouble:
    assert isinstance(window.stage.program, ProgramDouble)
    return window.stage.program


def test_what_waits_for_its_turn_says_by_when_and_can_be_sent_now(window: MainWindow) -> None:
    show_plan(window)
    strip = window.shell.top.strip
    strip.show_strip(LATER)
    assert strip.sending.text() == f"Will send by {time_by(NOW + timedelta(minutes=19))}"
    assert "waits for its turn" in strip.sending.accessibleName()
    strip.sending.setFocus()
    QTest.keyClick(strip.sending, Qt.Key.Key_Return)
    bubble = bubble_of(window)
    assert bubble.button.text() == "Send now"
    assert bubble.button.hasFocus()
    QTest.keyClick(bubble.button, Qt.Key.Key_Return)
    assert double(window).asked[-1] == "sync now"
    assert not bubble.isVisible()


def test_what_waits_can_be_looked_at(window: MainWindow) -> None:
    show_plan(window)
    strip = window.shell.top.strip
    strip.show_strip(LATER)
    strip.sending.click()
    bubble_of(window).other.click()
    assert isinstance(window.shell.screen_shown, LedgerScreen)


@pytest.mark.parametrize(
    "view",
    [
        StripView(Link.ONLINE, to_send=3, is_sending=True, sends_at=LATER.sends_at),
        StripView(Link.ONLINE, to_send=3, needs_sign_in=True, sends_at=LATER.sends_at),
        StripView(Link.ONLINE, sends_at=LATER.sends_at),
    ],
)
def test_what_matters_more_than_a_turn_is_said_instead(window: MainWindow, view: StripView) -> None:
    window.shell.top.strip.show_strip(view)
    assert "Will send" not in window.shell.top.strip.sending.text()


@pytest.mark.parametrize("is_free", [True, False])
def test_the_strip_asks_what_the_network_costs(qtbot: QtBot, window: MainWindow, is_free: bool) -> None:
    show_plan(window)
    strip = window.shell.top.strip
    strip.show_strip(ASKED)
    assert strip.link.text() == "Is this network free of charge?"
    assert not window.findChildren(Bubble, "bubble"), "it stands in nobody's way"
    strip.link.click()
    bubble = bubble_of(window)
    assert (bubble.button.text(), bubble.other.text()) == ("Yes, always", "No, it costs by the byte")
    QTest.keyClick(bubble.button if is_free else bubble.other, Qt.Key.Key_Return)
    wanted = Charge.FREE if is_free else Charge.BY_BYTE
    qtbot.waitUntil(lambda: double(window).charge is wanted)


def test_the_bubble_goes_from_one_chip_to_another(window: MainWindow) -> None:
    show_plan(window)
    strip = window.shell.top.strip
    strip.show_strip(LATER)
    strip.sending.click()
    strip.link.click()
    bubble = bubble_of(window)
    assert bubble.button.text() == "Check now"
    assert not bubble.other.isVisible()
    strip.link.click()
    assert not bubble.isVisible()


def test_downloads_ask_too_where_courses_wait_for_the_answer(qtbot: QtBot, window: MainWindow) -> None:
    show_network_question(window)
    question = window.findChild(NetworkQuestion, "network-question")
    assert question is not None
    assert question.isVisible()
    question.costs.click()
    qtbot.waitUntil(lambda: double(window).charge is Charge.BY_BYTE)


def test_the_answer_can_be_changed_in_the_settings(qtbot: QtBot, window: MainWindow) -> None:
    program = double(window)
    screen = in_shell(window, "settings")
    settle()
    assert not window.findChildren(QPushButton, "setting-network-free")[0].isVisible()
    program.charge = Charge.BY_BYTE
    screen.retranslate()
    [free] = window.findChildren(QPushButton, "setting-network-free")
    [costs] = window.findChildren(QPushButton, "setting-network-by byte")
    assert free.isVisible()
    assert costs.isChecked()
    free.click()
    qtbot.waitUntil(lambda: program.charge is Charge.FREE)


def test_whoever_lets_courses_come_at_any_cost_is_not_asked(program: ProgramDouble) -> None:
    program.charge = Charge.UNSAID
    assert status.shown(None, program).asks_network
    program.change_settings(downloads_on_metered=True)
    assert not status.shown(None, program).asks_network


class Information(QObject):
    """What the toolkit would say."""

    reachabilityChanged = Signal(object)  # noqa: N815 - Qt's name
    transportMediumChanged = Signal(object)  # noqa: N815 - Qt's name
    isBehindCaptivePortalChanged = Signal(bool)  # noqa: N815 - Qt's name
    isMeteredChanged = Signal(bool)  # noqa: N815 - Qt's name
    medium = QNetworkInformation.TransportMedium.WiFi

    def transportMedium(self) -> QNetworkInformation.TransportMedium:
        return self.medium


def test_the_toolkits_word_is_a_reason_to_ask_once(qtbot: QtBot) -> None:
    said: list[str] = []
    parent, information = QObject(), Information()
    hint = LinkHint(parent, said.append, information)  # type: ignore[arg-type]  # its signals and its medium are all that is used
    hint._timer.setInterval(0)
    information.reachabilityChanged.emit(None)
    information.transportMediumChanged.emit(None)
    information.isMeteredChanged.emit(True)
    assert said == []
    qtbot.waitUntil(lambda: said == ["wifi"])
    information.medium = QNetworkInformation.TransportMedium.Unknown
    information.isBehindCaptivePortalChanged.emit(True)
    qtbot.waitUntil(lambda: said == ["wifi", ""])
    parent.deleteLater()
    settle()
