"""The window as a learner goes about in it, by mouse and by keyboard."""

from __future__ import annotations

import gc
import threading
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from karmadesk.errors import Offline, WrongKey
from karmadesk.jobs import Context
from karmadesk.model import Link, Topic
from karmadesk.services.desk import Desk
from karmadesk.services.views import PersonRow, PlanView, StripView
from karmadesk.settings import Settings
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.screens.explore import ExploreScreen
from karmadesk.ui.screens.ledger import LedgerScreen
from karmadesk.ui.screens.plan import PlanScreen
from karmadesk.ui.screens.viewer import ViewerScreen
from karmadesk.ui.screens.who import PersonCard
from karmadesk.ui.stage import Destination
from karmadesk.ui.start import make_window
from tests.ui import samples
from tests.ui.desk_shows import in_shell, show_ledger, show_plan
from tests.ui.doubles import Attempt, ProgramDouble, opens_nothing, settle
from tests.ui.hands import press, type_in
from tests.ui.walk import show


def double(window: MainWindow) -> ProgramDouble:
    return cast("ProgramDouble", window.stage.program)


def test_the_first_picture_is_told_once_and_comes_before_anything_is_read(
    qtbot: QtBot, program: ProgramDouble, bridge: Bridge
) -> None:
    window = make_window(program, bridge, opens_nothing)
    painted: list[str] = []
    arrived: list[object] = []
    window.first_painted.connect(lambda: painted.append("painted"))
    window.who.arrived.connect(arrived.append)
    assert arrived == []
    with qtbot.waitSignal(window.who.arrived):
        window.show()
    assert painted == ["painted"]
    window.close()
    window.deleteLater()
    settle()
    gc.enable()


def test_an_empty_laptop_welcomes_and_leads_to_signing_in(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.root.currentWidget() is window.first_run)
    first = window.first_run
    assert first.language.isVisible()
    first.language.next.click()
    qtbot.waitUntil(lambda: any(word.startswith("sign in to demo") for word in double(window).asked))
    assert "fresh=True" in double(window).asked[-1]
    qtbot.waitUntil(first.sign_in._address.isVisible)
    assert first.sign_in._address.text() == Attempt.address
    press(window, Qt.Key.Key_Escape)
    settle()
    assert double(window).attempt.is_closed
    assert first.language.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert first.language.isVisible()


def test_giving_up_to_add_somebody_closes_the_attempt(qtbot: QtBot, window: MainWindow) -> None:
    show(window, "who")
    window.start_sign_in()
    qtbot.waitUntil(window.first_run.sign_in._address.isVisible)
    attempt = double(window).attempt
    press(window, Qt.Key.Key_Escape)
    settle()
    assert attempt.is_closed
    qtbot.waitUntil(
        lambda: window.root.currentWidget() is not window.first_run or window.first_run.language.isVisible()
    )


def test_giving_up_a_new_session_leads_back_to_the_plan(qtbot: QtBot, window: MainWindow) -> None:
    show_plan(window)
    window.stage.desk = cast("Desk", object())
    window.start_sign_in(samples.SUNITA)
    qtbot.waitUntil(window.sign_in._address.isVisible)
    press(window, Qt.Key.Key_Escape)
    settle()
    assert double(window).attempt.is_closed
    assert window.shell.isVisible()
    window.stage.desk = None


def test_an_error_while_signing_in_is_told_in_its_place(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_answers(server_id: str, *, fresh: bool, language: str) -> Attempt:
        raise Offline

    monkeypatch.setattr(double(window), "begin_sign_in", nobody_answers)
    window.start_sign_in()
    sign_in = window.first_run.sign_in
    qtbot.waitUntil(sign_in._notice.isVisible)
    assert sign_in._notice.text.startswith("There is no link to the server now.")
    assert sign_in._open.isEnabled()


def test_people_are_chosen_with_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    show(window, "who")
    chosen: list[object] = []
    window.who.person_chosen.disconnect()
    window.who.person_chosen.connect(chosen.append)
    window.who.focus_person("p-arif")
    card = window.who.findChild(PersonCard, "person-p-arif")
    assert card is not None
    press(card, Qt.Key.Key_Return)
    assert chosen == ["p-arif"]
    assert card.accessibleName() == "Arif. all sent"


def test_a_store_that_does_not_open_is_told_on_the_first_screen(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(person_id: str) -> object:
        raise WrongKey

    monkeypatch.setattr(double(window), "desk", locked)
    show(window, "who")
    window.open_person("p-ravi")
    qtbot.waitUntil(window.who._notice.isVisible)
    assert "can't be unlocked" in window.who._notice.text


def test_the_plan_leads_to_a_course_and_back(window: MainWindow) -> None:
    show_plan(window)
    plan = window.shell.screen_named("plan")
    assert isinstance(plan, PlanScreen)
    assert plan._list.act("do_heat")
    assert window.shell.screen_shown is window.shell.screen_named("course")
    assert window.shell.top.back.isVisible()
    window.shell.back()
    assert window.shell.screen_shown is plan
    assert not window.shell.top.back.isVisible()


def test_continue_opens_the_viewer_where_one_stopped(window: MainWindow) -> None:
    show_plan(window)
    went: list[object] = []
    window.stage.go.connect(went.append)
    button = window.shell.findChild(QPushButton, "continue")
    assert button is not None
    button.click()
    assert went == [Destination("viewer", place=samples.place(samples.COOLING))]
    assert isinstance(window.shell.screen_shown, ViewerScreen)


@pytest.mark.parametrize(
    "keys, screen", [("1", "plan"), ("2", "explore"), ("3", "downloads"), ("4", "ledger"), ("5", "settings")]
)
def test_the_rail_is_reached_with_alt_and_a_digit(qtbot: QtBot, window: MainWindow, keys: str, screen: str) -> None:
    in_shell(window, "course")
    window.activateWindow()
    settle()
    press(window, getattr(Qt.Key, f"Key_{keys}"), Qt.KeyboardModifier.AltModifier)
    # A button that is pressed by its shortcut shows it for a moment first.
    qtbot.waitUntil(lambda: window.shell.screen_shown is window.shell.screen_named(screen))  # type: ignore[arg-type]  # the names are right


def test_search_is_one_key_away_and_f5_sends(qtbot: QtBot, window: MainWindow) -> None:
    show_plan(window)
    window.activateWindow()
    settle()
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.shell.top.search.hasFocus()
    type_in(window.shell.top.search, "heat")
    assert type(window.shell.screen_shown) is ExploreScreen
    assert window.shell.top.search.text() == "heat"
    assert window.shell.top.search.hasFocus()
    press(window, Qt.Key.Key_F5)
    assert "sync now" in double(window).asked
    press(window, Qt.Key.Key_Escape)
    settle()
    assert window.shell.screen_shown is window.shell.screen_named("plan")


@pytest.mark.parametrize("view", samples.strips(), ids=lambda view: view.link.value)
def test_the_strip_says_what_is_and_leads_there(window: MainWindow, view: StripView) -> None:
    show_plan(window)
    strip = window.shell.top.strip
    strip.show_strip(view)
    assert strip.link.text()
    assert strip.link.toolTip()
    assert strip.fetching.isVisible() == bool(view.fetching or view.failed)
    strip.fetching.click()
    assert window.shell.screen_shown is window.shell.screen_named("downloads")
    if not view.needs_sign_in and view.sends_at is None:
        strip.sending.click()
        assert isinstance(window.shell.screen_shown, LedgerScreen)


def test_the_chip_of_the_link_explains_itself(window: MainWindow) -> None:
    show_plan(window)
    strip = window.shell.top.strip
    strip.show_strip(StripView(Link.OFFLINE))
    strip.link.click()
    bubble = strip._bubble
    assert bubble is not None
    assert bubble.isVisible()
    assert "kept and sent later" in bubble.accessibleName()
    bubble.button.click()
    assert double(window).asked[-1] == "sync now"
    assert not bubble.isVisible()


def test_a_refused_item_says_what_can_be_done(window: MainWindow) -> None:
    show_ledger(window)
    ledger = window.shell.screen_named("ledger")
    assert isinstance(ledger, LedgerScreen)
    shown = [chip.text() for chip in ledger._chips.values() if chip.isVisible()]
    assert shown == ["All 42", "Waiting 4", "Accepted 37", "Refused 1"]
    window.stage.desk = cast("Desk", object())
    assert ledger._list.act("i5", "explain")
    assert "Ask your coordinator for a new batch" in ledger._explained.text
    window.stage.desk = None


def test_settings_are_shown_at_once(qtbot: QtBot, window: MainWindow) -> None:
    settings = show(window, "settings")
    chip = settings.findChild(QPushButton, "setting-theme-dark")
    assert chip is not None
    chip.click()
    qtbot.waitUntil(lambda: window.stage.theme.tokens.name == "dark")
    large = settings.findChild(QPushButton, "setting-text_percent-150")
    assert large is not None
    large.click()
    qtbot.waitUntil(lambda: window.stage.theme.scale == 1.5)
    hindi = settings.findChild(QPushButton, "setting-language-hi")
    assert hindi is not None
    hindi.click()
    qtbot.waitUntil(lambda: window.shell.top.title.text() == "सेटिंग")
    kept = double(window).settings.with_(window="")
    assert kept == Settings(language="hi", theme="dark", text_percent=150)


def test_several_people_are_asked_who_they_are_and_one_is_not(qtbot: QtBot, window: MainWindow) -> None:
    # The laptop's own people, nobody, have been read: they don't come over the samples.
    qtbot.waitUntil(lambda: window._who is not None and window._who._is_read)
    opened: list[str] = []
    show(window, "who")
    window.open_person = opened.append  # type: ignore[method-assign,assignment]  # what it opens is another test's matter
    window._has_chosen = False
    window._people_arrived(samples.people())
    assert opened == []
    window._has_chosen = False
    window._people_arrived((PersonRow("p-one", "One", "O", "Demo", 0, needs_sign_in=False),))
    assert opened == ["p-one"]


def test_a_change_is_heard_only_by_the_screen_that_is_seen(window: MainWindow) -> None:
    show_plan(window)
    plan = window.shell.screen_named("plan")
    read: list[str] = []
    plan.read = lambda: read.append("plan")  # type: ignore[method-assign]  # counts what it would read
    window.stage.bridge.announce(Topic.PLAN | Topic.PROGRESS)
    settle()
    window.stage.bridge.announce(Topic.PEOPLE)
    settle()
    window.shell.go(Destination("settings"))
    window.stage.bridge.announce(Topic.PLAN)
    settle()
    assert read == ["plan"]


def test_there_is_one_primary_button_in_a_view(window: MainWindow) -> None:
    for name in (
        "plan",
        "plan-empty",
        "course",
        "downloads",
        "ledger",
        "settings",
        "explore",
        "sign-in",
        "unlock",
        "choose",
    ):
        root = show(window, name)
        primary = [
            button.objectName()
            for button in root.findChildren(Button)
            if button.isVisibleTo(root) and button.property("look") == "primary"
        ]
        assert len(primary) <= 1, (name, primary)


def test_the_window_fits_the_field_laptop_and_a_small_one(application: QApplication, window: MainWindow) -> None:
    show_plan(window)
    assert (window.width(), window.height()) == (1366, 768)
    window.resize(1280, 720)
    settle()
    assert (window.width(), window.height()) == (1280, 720)


def test_an_answer_for_somebody_who_has_left_reaches_nobody(qtbot: QtBot, window: MainWindow) -> None:
    show_plan(window)
    plan = window.shell.screen_named("plan")
    assert isinstance(plan, PlanScreen)
    go_on = threading.Event()

    def slow(context: Context) -> PlanView:
        go_on.wait(5)
        context.check()
        return samples.plan()

    window.shell.start("p-arif", "Arif")
    job = window.stage.read("slow", slow, plan.show_plan)
    window.shell.start("p-sunita", "Sunita")
    settle()
    assert not isValid(plan)
    go_on.set()
    job.future.result(5)
    settle()
