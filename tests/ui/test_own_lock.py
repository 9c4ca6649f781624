"""One's own PIN in the window: chosen, asked for, forgotten; locked by hand and by itself; nothing left to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from karmadesk.app.secrets import Secrets
from karmadesk.app.window_core import WindowCore
from karmadesk.errors import KeysLocked
from karmadesk.model import Person, Place, Topic
from karmadesk.ports import PersonLock
from karmadesk.services import locking
from karmadesk.statement import Act, StatementKind, Verb
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.idle import Idle
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.people_flow import PeopleFlow, forget_what_was_copied
from karmadesk.ui.screens.own_secret import OwnSecretScreen
from karmadesk.ui.screens.person_unlock import PersonUnlockScreen
from karmadesk.ui.screens.settings import SettingsScreen
from karmadesk.ui.screens.unlock import UnlockScreen
from karmadesk.ui.screens.who import PersonCard
from karmadesk.ui.stage import Destination
from tests.ui.doubles import settle
from tests.ui.hands import press, type_in
from tests.ui.over_core import core_in, window_over
from tests.ui.test_tray import Icon

PIN = "4711"


@pytest.fixture
def core(tmp_path: Path, bridge: Bridge) -> Iterator[WindowCore]:
    with core_in(tmp_path / "home", bridge, Secrets("memory"), ("Sunita", "Arif")) as made:
        yield made


@pytest.fixture
def window(core: WindowCore, bridge: Bridge, qtbot: QtBot) -> Iterator[MainWindow]:
    with window_over(core, bridge, qtbot) as made:
        yield made


@pytest.fixture
def sunita(core: WindowCore) -> Person:
    return core.people.list()[0]


@pytest.fixture
def locked(core: WindowCore, sunita: Person) -> Person:
    locking.protect(core.people, sunita.id, PIN, PersonLock(sends_locked=False))
    core.people.close(sunita.id)
    return sunita


def card(window: MainWindow, person: Person) -> PersonCard:
    found = window.who.findChild(PersonCard, f"person-{person.id}")
    assert found is not None
    return found


def at_desk(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    with qtbot.waitSignal(window.plan_shown, timeout=10_000):
        window.open_person(person.id)
    qtbot.waitUntil(lambda: not window.stage.program.jobs._running)
    settle()


def asked(qtbot: QtBot, window: MainWindow) -> PersonUnlockScreen:
    qtbot.waitUntil(lambda: window.keys.is_asking)
    screen = window.root.currentWidget()
    assert isinstance(screen, PersonUnlockScreen)
    return screen


def button(root: QWidget, name: str) -> QWidget:
    found = root.findChild(QWidget, name)
    assert found is not None
    return found


def unlocked(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    """Somebody with a PIN is at their desk."""
    window.open_person(person.id)
    screen = asked(qtbot, window)
    with qtbot.waitSignal(window.plan_shown, timeout=10_000):
        type_in(screen.field.line, PIN)
        press(screen.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.people._lock is not None)


def watched_five_minutes(qtbot: QtBot, window: MainWindow, person: Person) -> tuple[Idle, list[float]]:
    """A desk watched by its own setting, so that nothing read later sets another; and the seconds of its clock."""
    window.stage.set(lock_minutes=5)
    qtbot.waitUntil(lambda: window.stage.program.settings.lock_minutes == 5)
    unlocked(qtbot, window, person)
    idle, now = window.people._idle, [1000.0]
    qtbot.waitUntil(lambda: idle._limit_ms == 300_000)
    idle._now_s = lambda: now[0]
    idle.again()
    return idle, now


def test_a_locked_card_asks_tells_what_was_wrong_and_opens(
    qtbot: QtBot, window: MainWindow, core: WindowCore, locked: Person
) -> None:
    window.who.read()
    qtbot.waitUntil(lambda: card(window, locked).accessibleName() == "Sunita. locked")
    card(window, locked).click()
    screen = asked(qtbot, window)
    assert screen.field.line.hasFocus()
    assert "Sunita" in screen._heading.text()
    for tries, said in ((1, "please try again"), (2, "please try again"), (3, "has to wait 10 s")):
        type_in(screen.field.line, f"000{tries}")
        press(screen.field.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(screen.field.trouble), timeout=5_000)
        assert said in screen.field.trouble.lower()
    type_in(screen.field.line, PIN)
    press(screen.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "please wait another" in screen.field.trouble)
    press(window, Qt.Key.Key_Escape)
    assert window.root.currentWidget() is window.who
    assert not core.people.is_open(locked.id)
    assert window.stage.desk is None


def test_a_pin_is_chosen_in_settings_and_then_locks(
    qtbot: QtBot, window: MainWindow, core: WindowCore, sunita: Person
) -> None:
    at_desk(qtbot, window, sunita)
    window.stage.go.emit(Destination("settings"))
    settings = window.shell.screen_named("settings")
    assert isinstance(settings, SettingsScreen)
    qtbot.waitUntil(settings.own.set.isVisible)
    settings.own.set.click()
    screen = window.root.currentWidget()
    assert isinstance(screen, OwnSecretScreen)
    for first, second, told in (("471", "471", "at least 4"), (PIN, "4712", "not the same")):
        screen.field.line.setText(first)
        screen.again.line.setText(second)
        screen.submit()
        assert told in screen.field.trouble + screen.again.trouble
    screen.again.line.setText(PIN)
    press(screen.again.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.root.currentWidget() is window.shell, timeout=5_000)
    assert core.people.lock_of(sunita.id) == PersonLock(is_remembered=False, sends_locked=True)
    assert (screen.field.text, screen.again.text, screen.old.text) == ("", "", "")
    qtbot.waitUntil(settings.own.remove.isVisible)
    settings.own.remove.click()
    type_in(screen.old.line, "0000")
    press(screen.old.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(screen.old.trouble), timeout=5_000)
    type_in(screen.old.line, PIN)
    press(screen.old.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: core.people.lock_of(sunita.id) is None, timeout=5_000)
    qtbot.waitUntil(settings.own.set.isVisible)


@pytest.mark.parametrize("way", ["keys", "avatar", "settings"])
def test_locking_closes_the_window_to_begin_anew(
    qtbot: QtBot, window: MainWindow, core: WindowCore, locked: Person, way: str
) -> None:
    unlocked(qtbot, window, locked)
    with qtbot.waitSignal(window.closed):
        if way == "keys":
            press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        elif way == "avatar":
            window.shell.rail.avatar.click()
        else:
            window.stage.lock_wanted.emit()
    assert window.starts_anew
    assert window.windowTitle() == "KarmaDesk"
    qtbot.waitUntil(lambda: core.settings.last_person == "")


def test_who_has_no_pin_only_leaves_the_desk(qtbot: QtBot, window: MainWindow, sunita: Person) -> None:
    at_desk(qtbot, window, sunita)
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.root.currentWidget() is window.who
    assert not window.starts_anew


def test_it_locks_by_itself_but_not_while_a_video_plays(
    qtbot: QtBot, window: MainWindow, core: WindowCore, locked: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("karmadesk.ui.people_flow.MINUTE_MS", 10)
    unlocked(qtbot, window, locked)
    shown = window.shell.screen_shown
    assert shown is not None
    monkeypatch.setattr(shown, "is_playing", lambda: True)
    flow = window.people
    with qtbot.waitSignal(flow._idle.passed, timeout=5_000):
        window.stage.set(lock_minutes=5)
    assert not window.starts_anew
    assert flow._idle._timer.isActive(), "it looks again later"
    monkeypatch.setattr(shown, "is_playing", lambda: False)
    with qtbot.waitSignal(window.closed, timeout=5_000):
        pass
    assert window.starts_anew


def test_what_goes_on_in_the_background_does_not_put_the_lock_off(
    qtbot: QtBot, window: MainWindow, locked: Person
) -> None:
    window.stage.set(lock_minutes=5)
    unlocked(qtbot, window, locked)
    idle = window.people._idle
    qtbot.waitUntil(idle._timer.isActive)
    before = idle._touched_at_s
    for topic in (Topic.PEOPLE | Topic.OUTBOX, Topic.SETTINGS):
        window.stage.program.announce(topic)
        qtbot.waitUntil(lambda: not window.stage.program.jobs._running)
        settle()
    assert idle._touched_at_s == before, "an errand for a colleague is no touch"


def test_a_laptop_that_slept_longer_locks_before_it_does_what_it_is_told(
    qtbot: QtBot, window: MainWindow, locked: Person
) -> None:
    idle, now = watched_five_minutes(qtbot, window, locked)
    now[0] += 299
    press(window, Qt.Key.Key_Shift)
    assert idle._touched_at_s == now[0]
    now[0] += 301
    with qtbot.waitSignal(window.closed, timeout=5_000):
        press(window, Qt.Key.Key_Shift)
    assert window.starts_anew


def test_a_laptop_that_slept_longer_locks_without_a_touch(qtbot: QtBot, window: MainWindow, locked: Person) -> None:
    idle, now = watched_five_minutes(qtbot, window, locked)
    now[0] += 301
    with qtbot.waitSignal(window.closed, timeout=5_000):
        idle._glance.timeout.emit()


def test_what_was_copied_goes_with_the_lock_what_others_copied_stays(
    qtbot: QtBot, window: MainWindow, locked: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = QGuiApplication.clipboard()
    board.setText("boil the water")
    monkeypatch.setattr(board.__class__, "ownsClipboard", lambda _: False)
    forget_what_was_copied()
    assert board.text() == "boil the water"
    monkeypatch.setattr(board.__class__, "ownsClipboard", lambda _: True)
    unlocked(qtbot, window, locked)
    window.stage.lock_wanted.emit()
    assert board.text() == ""


def test_from_the_tray_the_window_comes_back_locked(qtbot: QtBot, window: MainWindow, locked: Person) -> None:
    window.stage.set(stays_in_tray=True)
    qtbot.waitUntil(lambda: window.stage.program.settings.stays_in_tray)
    tray = window.at_hand.show_tray(Icon())
    ended: list[bool] = []
    tray._quit_program = partial(ended.append, True)
    unlocked(qtbot, window, locked)
    window.close()
    assert not window.isVisible()
    assert not window.starts_anew, "in the tray it goes on sending"
    with qtbot.waitSignal(window.closed):
        tray.open()
    assert ended == [True]
    assert not window.isVisible()
    assert window.people._window.starts_anew


def test_who_has_chosen_a_pin_need_not_choose_that_it_locks(qtbot: QtBot, window: MainWindow, locked: Person) -> None:
    unlocked(qtbot, window, locked)
    qtbot.waitUntil(window.people._idle._timer.isActive)
    assert window.people._idle._timer.interval() == 15 * 60_000


def test_who_has_no_pin_comes_back_from_the_tray_to_where_they_were(
    qtbot: QtBot, window: MainWindow, sunita: Person
) -> None:
    window.stage.set(stays_in_tray=True)
    qtbot.waitUntil(lambda: window.stage.program.settings.stays_in_tray)
    tray = window.at_hand.show_tray(Icon())
    at_desk(qtbot, window, sunita)
    window.close()
    tray.open()
    assert window.root.currentWidget() is window.shell
    assert not window.starts_anew
    window.stage.set(stays_in_tray=False)
    qtbot.waitUntil(lambda: not window.stage.program.settings.stays_in_tray)


def test_every_touch_puts_the_lock_off(qtbot: QtBot, window: MainWindow, locked: Person) -> None:
    unlocked(qtbot, window, locked)
    idle = window.people._idle
    idle.watch(600_000)
    for touch in (Qt.Key.Key_Shift, Qt.Key.Key_Tab):
        idle._timer.stop()
        press(window, touch)
        assert idle._timer.isActive()
    idle.watch(0)
    assert not idle._timer.isActive()


def test_forgotten_says_what_is_lost_and_signs_in_again(
    qtbot: QtBot, window: MainWindow, core: WindowCore, locked: Person
) -> None:
    window.open_person(locked.id)
    screen = asked(qtbot, window)
    screen._forgot.click()
    assert "What was sent is on the server" in screen._loss.text
    screen._anew.click()
    assert window.root.currentWidget() is window.first_run
    window.first_run.back()
    assert core.people.person(locked.id) is not None, "nothing is set aside before the sign-in has worked"
    arif = core.desk(core.people.list()[1].id)
    window.people._begin_anew(locked.id)
    window.first_run.done.emit(arif)
    qtbot.waitUntil(lambda: core.people.person(locked.id) is None, timeout=5_000)
    assert [person.label for person in core.people.aside()] == ["Sunita"]
    core.people.bring_back(locked.id)
    locking.unlock(core.people, locked.id, PIN)


def test_who_leaves_while_their_pin_is_being_set_leaves_nothing_open(
    qtbot: QtBot, window: MainWindow, core: WindowCore, sunita: Person
) -> None:
    at_desk(qtbot, window, sunita)
    window.people.ask_secret("set")
    screen = window.root.currentWidget()
    assert isinstance(screen, OwnSecretScreen)
    for field in (screen.field, screen.again):
        field.line.setText(PIN)
    screen.submit()
    with qtbot.waitSignal(window.closed, timeout=5_000):
        press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        assert window.root.currentWidget() is window.who
    assert window.starts_anew


def test_who_leaves_while_their_pin_is_being_set_is_closed_behind_the_next_one(
    qtbot: QtBot, window: MainWindow, core: WindowCore, sunita: Person
) -> None:
    arif = core.desk(core.people.list()[1].id)
    at_desk(qtbot, window, sunita)
    window.people.ask_secret("set")
    screen = window.root.currentWidget()
    assert isinstance(screen, OwnSecretScreen)
    for field in (screen.field, screen.again):
        field.line.setText(PIN)
    screen.submit()
    window.ask_who()
    window.show_desk(arif)
    qtbot.waitUntil(lambda: core.people.lock_of(sunita.id) is not None, timeout=5_000)
    qtbot.waitUntil(lambda: not core.people.is_open(sunita.id), timeout=5_000)
    assert window.root.currentWidget() is window.shell
    assert not window.starts_anew


def test_who_is_added_after_a_beginning_anew_was_given_up_sets_nobody_aside(
    qtbot: QtBot, window: MainWindow, core: WindowCore, locked: Person
) -> None:
    window.people._begin_anew(locked.id)
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.root.currentWidget() is window.who
    window.start_sign_in()
    window.first_run.done.emit(core.desk(core.people.list()[1].id))
    qtbot.waitUntil(lambda: not core.jobs._running)
    settle()
    assert core.people.person(locked.id) is not None


def test_forgotten_says_that_what_may_be_sent_for_who_is_locked_is_not_lost_yet(
    qtbot: QtBot, window: MainWindow, core: WindowCore, sunita: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with core.people.open(sunita.id).write() as db:
        db.record([Act(StatementKind.STATEMENT, Verb.COMPLETED, Place("do_c", "b1", "do_lesson"))])
    locking.protect(core.people, sunita.id, PIN, PersonLock(sends_locked=True))
    core.people.close(sunita.id)
    window.open_person(sunita.id)
    screen = asked(qtbot, window)
    screen._forgot.click()
    qtbot.waitUntil(lambda: "still goes by itself" in screen._loss.text)
    asked_for: list[bool] = []
    monkeypatch.setattr(core, "request_sync", lambda *, interactive=False: asked_for.append(interactive))
    screen._anew.click()
    assert asked_for == [True], "what waits goes before the records are set aside"
    window.first_run.back()
    core.change_settings(send_locked=False)
    window.open_person(sunita.id)
    asked(qtbot, window)._forgot.click()
    qtbot.waitUntil(lambda: "nobody can read" in screen._loss.text)


def test_where_it_is_required_what_is_being_typed_outlasts_news(
    qtbot: QtBot, window: MainWindow, core: WindowCore, sunita: Person
) -> None:
    core.change_settings(require_secret=True)
    window.open_person(sunita.id)
    qtbot.waitUntil(lambda: isinstance(window.root.currentWidget(), OwnSecretScreen), timeout=10_000)
    screen = window.root.currentWidget()
    assert isinstance(screen, OwnSecretScreen)
    type_in(screen.field.line, "47")
    core.announce(Topic.PEOPLE)
    qtbot.waitUntil(lambda: not core.jobs._running)
    settle()
    assert screen.field.text == "47"


def test_where_it_is_required_nobody_learns_without(
    qtbot: QtBot, window: MainWindow, core: WindowCore, sunita: Person
) -> None:
    core.change_settings(require_secret=True)
    window.open_person(sunita.id)
    qtbot.waitUntil(lambda: isinstance(window.root.currentWidget(), OwnSecretScreen), timeout=10_000)
    press(window, Qt.Key.Key_Escape)
    assert window.root.currentWidget() is window.who
    assert isinstance(window.people, PeopleFlow)


def test_giving_up_while_the_right_pin_is_tried_leaves_nothing_open(
    qtbot: QtBot, window: MainWindow, core: WindowCore, locked: Person
) -> None:
    window.open_person(locked.id)
    screen = asked(qtbot, window)
    type_in(screen.field.line, PIN)
    press(screen.field.line, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Escape)
    assert window.root.currentWidget() is window.who
    qtbot.waitUntil(lambda: not core.jobs._running)
    settle()
    assert not core.people.is_open(locked.id)
    assert window.stage.desk is None
    window.open_person(locked.id)
    asked(qtbot, window)


def test_leaving_at_once_locks_before_anything_is_known(
    qtbot: QtBot, window: MainWindow, core: WindowCore, locked: Person
) -> None:
    window.open_person(locked.id)
    screen = asked(qtbot, window)
    with qtbot.waitSignal(window.desk_opened, timeout=10_000):
        type_in(screen.field.line, PIN)
        press(screen.field.line, Qt.Key.Key_Return)
    window.stage.leave.emit()
    assert window.starts_anew


def test_where_the_laptops_keys_are_locked_the_passphrase_is_asked_for_and_the_pin_is_set_then(
    qtbot: QtBot, window: MainWindow, core: WindowCore, sunita: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_desk(qtbot, window, sunita)
    get = core.keys.get
    typed: list[str] = []

    def locked_get(name: str) -> bytes | None:
        if not typed:
            raise KeysLocked
        return get(name)

    monkeypatch.setattr(core.keys, "get", locked_get)
    monkeypatch.setattr(core, "unlock", typed.append)
    window.people.ask_secret("set")
    screen = window.root.currentWidget()
    assert isinstance(screen, OwnSecretScreen)
    for field in (screen.field, screen.again):
        field.line.setText(PIN)
    screen.submit()
    qtbot.waitUntil(lambda: window.keys.is_asking, timeout=5_000)
    assert core.people.lock_of(sunita.id) is None
    asks = window.root.currentWidget()
    assert isinstance(asks, UnlockScreen)
    type_in(asks.field.line, "neem bicycle cloud")
    press(asks.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.root.currentWidget() is window.shell, timeout=5_000)
    assert core.people.lock_of(sunita.id) is not None
    core.people.close(sunita.id)
    locking.unlock(core.people, sunita.id, PIN)
    assert screen.field.text == ""


def test_ones_card_says_what_one_chooses_and_nothing_keeps_the_name_before(
    qtbot: QtBot, window: MainWindow, core: WindowCore, sunita: Person
) -> None:
    at_desk(qtbot, window, sunita)
    window.stage.go.emit(Destination("settings"))
    settings = window.shell.screen_named("settings")
    assert isinstance(settings, SettingsScreen)
    mine = settings.card_label
    assert (mine.line.text(), mine.line.accessibleName()) == ("Sunita", "Your card on this laptop says")
    assert not mine.keep.isEnabled()
    for typed in ("   ", " Sunita "):
        mine.line.clear()
        type_in(mine.line, typed)
        assert not mine.keep.isEnabled()
    mine.line.clear()
    type_in(mine.line, " Nurse  7 ")
    press(mine.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shell.rail.avatar.text() == "N7")
    qtbot.waitUntil(lambda: settings._person.text() == "Nurse 7 is learning now")
    assert (mine.line.text(), mine.keep.isEnabled()) == ("Nurse 7", False)
    type_in(mine.line, "8")
    settings.read()
    assert mine.line.text() == "Nurse 78", "what is being typed stays"
    window.ask_who()
    qtbot.waitUntil(lambda: card(window, sunita).text() == "Nurse 7")
    for path in core.paths.person(sunita.id).glob("person.json*"):
        assert "Sunita" not in path.read_text("utf-8")
