"""The pages between an empty laptop and a plan: what each asks, says and leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from karmadesk.errors import KarmaDeskError, NotAServer, Offline, ServerBusy, TlsFailed
from karmadesk.jobs import Context
from karmadesk.model import Assignment, CourseCard, ServerRow, SignInWay, Topic
from karmadesk.services import leaving, shelf
from karmadesk.services.desk import Desk
from karmadesk.services.leaving import LeavingView
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.screens.first_run import FirstRun
from karmadesk.ui.screens.first_server import OTHER
from tests.ui import samples
from tests.ui.doubles import ProgramDouble, settle
from tests.ui.hands import click, press, type_in
from tests.ui.viewers.stand import make_desk

IGOT = ServerRow("igot", "iGOT Karmayogi", "igot", "https://portal.example.in", "", SignInWay.PASTE)


@pytest.fixture
def first(window: MainWindow, program: ProgramDouble) -> FirstRun:
    """On a laptop that knows two servers and nobody."""
    program.servers = {IGOT.id: IGOT, **program.servers}
    window.start_first_run(is_first=True)
    settle()
    return window.first_run


def at_server(qtbot: QtBot, first: FirstRun) -> None:
    first.language.next.click()
    qtbot.waitUntil(first.server.isVisible)


def test_a_language_is_chosen_in_its_own_script_and_shown_at_once(qtbot: QtBot, first: FirstRun) -> None:
    hindi = first.language._options["hi"]
    assert hindi.text() == "हिन्दी"
    click(hindi, hindi.rect().center())
    qtbot.waitUntil(lambda: first.language.question.text() == "KarmaDesk में आपका स्वागत है")
    assert first.stage.program.settings.language == "hi"
    heard = QAccessible.queryAccessibleInterface(hindi)
    assert heard is not None
    assert (heard.role(), heard.state().checked) == (QAccessible.Role.RadioButton, 1)


def test_a_server_that_answers_is_kept_and_signed_in_to(
    qtbot: QtBot, window: MainWindow, first: FirstRun, program: ProgramDouble
) -> None:
    at_server(qtbot, first)
    assert first.steps.accessibleName() == "Step 2 of 4"
    qtbot.waitUntil(first.server.next.isEnabled)
    assert program.asked[-1] == "ask igot"
    assert first.server._state.text() == "iGOT Karmayogi answers."
    press(first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(word.startswith("sign in to igot") for word in program.asked))
    assert program.settings.server == "igot"
    press(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(first.server.isVisible)
    press(window, Qt.Key.Key_Escape)
    assert first.language.isVisible()


def test_an_address_is_asked_for_when_one_stops_typing(qtbot: QtBot, first: FirstRun, program: ProgramDouble) -> None:
    at_server(qtbot, first)
    first.server._options[OTHER].click()
    assert first.server.address.isVisible()
    assert not first.server.next.isEnabled()
    type_in(first.server.address, "hub.example.in")
    assert "look up hub.example.in" not in program.asked
    qtbot.waitUntil(first.server.next.isEnabled)
    assert [word for word in program.asked if word.startswith("look up")] == ["look up hub.example.in"]
    first.server.next.click()
    qtbot.waitUntil(lambda: any(word.startswith("sign in to found") for word in program.asked))
    type_in(first.server.address, "x")
    assert not first.server.next.isEnabled()


@pytest.mark.parametrize(
    "error, told",
    [
        (NotAServer(), "Something answered at this address, but it is not the learning server."),
        (TlsFailed(), "The server's certificate is not trusted by this laptop."),
        (Offline(), "There is no link to the server now. Look at the link and at the address, then try again."),
        (ServerBusy(), "The server is busy. Look at the link and at the address, then try again."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_in_the_way_is_one_sentence_and_is_tried_again(
    qtbot: QtBot, first: FirstRun, program: ProgramDouble, error: KarmaDeskError, told: str
) -> None:
    program.in_the_way = error
    at_server(qtbot, first)
    qtbot.waitUntil(first.server.notice.isVisible)
    assert first.server.notice.text.startswith(told)
    assert not first.server.next.isEnabled()
    program.in_the_way = None
    first.server.notice.pressed.emit()
    qtbot.waitUntil(first.server.next.isEnabled)
    assert not first.server.notice.isVisible()


def test_half_an_address_is_told_and_asked_of_nobody(qtbot: QtBot, first: FirstRun, program: ProgramDouble) -> None:
    at_server(qtbot, first)
    first.server._options[OTHER].click()
    type_in(first.server.address, "two words")
    press(first.server.address, Qt.Key.Key_Return)
    assert first.server.notice.text.startswith("This is not an address yet.")
    assert not [word for word in program.asked if word.startswith("look up")]


def test_somebody_else_is_not_asked_for_language_and_server_again(
    qtbot: QtBot, window: MainWindow, first: FirstRun, program: ProgramDouble
) -> None:
    program.change_settings(server="igot")
    window.start_sign_in()
    settle()
    assert first.sign_in.isVisible()
    assert first.steps.accessibleName() == "Step 1 of 2"
    qtbot.waitUntil(first.sign_in._servers.isVisible)


@pytest.fixture
def desk(tmp_path: Path, program: ProgramDouble) -> Iterator[Desk]:
    made, close = make_desk(tmp_path)
    with made.catalogue.write() as catalogue:
        catalogue.put_cards([CourseCard("do_soon", "Soon", size_bytes=5_000_000), CourseCard("do_far", "Far")])
    yield made
    program.jobs.close(2.0)
    close()


def assign(desk: Desk, *assignments: Assignment) -> None:
    with desk.learner.write() as learner:
        learner.put_plan(assignments)
        learner.set_checkpoint("plan", "yes")


def test_what_is_due_soon_is_chosen_and_fetched(
    qtbot: QtBot, window: MainWindow, first: FirstRun, desk: Desk, program: ProgramDouble
) -> None:
    first._show("needs")
    first._opened(desk)
    needs = first.needs
    assert (
        needs.about.text() == "The server can't be reached now; your courses arrive by themselves with the next link."
    )
    assert "sync now" in program.asked
    now = desk.clock.now()
    assign(desk, Assignment("do_soon", now, is_apar=True), Assignment("do_far"))
    program.announce(Topic.PLAN)
    qtbot.waitUntil(lambda: list(needs._picks) == ["do_soon", "do_far"])
    assert [item.card.id for item in needs.chosen] == ["do_soon"]
    assert needs.next.text() == "Fetch 1 course · 5.0 MB"
    assert needs._picks["do_soon"].accessibleName() == "Soon. Due today · APAR. 5.0 MB"
    far = needs._picks["do_far"]
    click(far, far.rect().center())
    assert needs.next.text() == "Fetch 2 courses · 5.0 MB"
    program.announce(Topic.PLAN)
    settle()
    assert [item.card.id for item in needs.chosen] == ["do_soon", "do_far"]
    with qtbot.waitSignal(first.done) as done:
        press(first, Qt.Key.Key_Return)
    assert done.args == [desk]
    view = leaving.needs(desk)
    assert view.items == ()
    shelf.grant_wishes(desk)
    assert window.shell.isVisible()
    window.stage.desk = None


def test_later_fetches_nothing(qtbot: QtBot, window: MainWindow, first: FirstRun, desk: Desk) -> None:
    assign(desk, Assignment("do_soon", desk.clock.now()))
    first._show("needs")
    first._opened(desk)
    qtbot.waitUntil(first.needs.later.isVisible)
    with qtbot.waitSignal(first.done):
        first.needs.later.click()
    assert [item.card.id for item in leaving.needs(desk).items] == ["do_soon"]
    window.stage.desk = None


def test_more_than_fits_is_not_fetched(first: FirstRun) -> None:
    first._show("needs")
    view: LeavingView = replace(samples.leaving(), free_bytes=1000)
    first.needs.show_needs(view)
    assert first.needs.notice.text.startswith("That is more than fits on this laptop.")
    assert not first.needs.next.isEnabled()
    first.needs._picks["do_online"].click()
    assert (first.needs.next.text(), first.needs.next.isEnabled()) == ("Go to my plan", True)
    assert not first.needs.notice.isVisible()


def test_a_desk_that_does_not_open_is_told_where_one_is(qtbot: QtBot, first: FirstRun) -> None:
    def closed(person_id: str, _context: Context) -> Desk:
        raise Offline(person_id)

    first._open_desk = closed
    first._signed_in(samples.SUNITA)
    qtbot.waitUntil(first.notice.isVisible)
    assert first.notice.text.startswith("There is no link")
