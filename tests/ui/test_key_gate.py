"""The passphrase asked inside the window: when somebody needs the keys, as often as it takes, and kept nowhere."""

from __future__ import annotations

import re
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from karmadesk.errors import DiskFull, KarmaDeskError, KeysLocked, NoKeyring, NoPassphrase, WrongKey
from karmadesk.model import Person, Topic
from karmadesk.ports import Learner
from karmadesk.services.desk import Desk
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.screens.choose_passphrase import ChoosePassphraseScreen
from karmadesk.ui.screens.passphrase import PassphraseScreen
from karmadesk.ui.screens.unlock import UnlockScreen
from karmadesk.ui.screens.who import PersonCard
from tests.ui import samples
from tests.ui.doubles import ProgramDouble, settle
from tests.ui.hands import press, type_in
from tests.ui.walk import show

PHRASE = "neem bicycle cloud seven"


class LockedLaptop:
    """People whose keys are locked: a desk is reached for again once they are open, and then has another fault."""

    def __init__(self, program: ProgramDouble, error: KarmaDeskError) -> None:
        self.program = program
        self.reached: list[str] = []
        program.keys_wanted, program.passphrase = error, PHRASE

    def desk(self, person_id: str) -> Desk:
        self.program.open_keys()
        self.reached.append(person_id)
        raise WrongKey

    def open(self, person_id: str) -> Learner:
        self.program.open_keys()
        raise WrongKey

    def list(self) -> tuple[Person, ...]:
        return (samples.SUNITA,)


@pytest.fixture
def laptop(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> LockedLaptop:
    # Nobody was there when the window opened: what it does about that comes first.
    qtbot.waitUntil(lambda: window.root.currentWidget() is window.first_run)
    program = double(window)
    made = LockedLaptop(program, KeysLocked())
    monkeypatch.setattr(program, "desk", made.desk)
    monkeypatch.setattr(program, "people", made)
    show(window, "who")
    window._has_chosen = True
    window.activateWindow()
    settle()
    return made


def double(window: MainWindow) -> ProgramDouble:
    return cast("ProgramDouble", window.stage.program)


def shown(window: MainWindow) -> PassphraseScreen:
    screen = window.root.currentWidget()
    assert isinstance(screen, PassphraseScreen)
    return screen


def asked(qtbot: QtBot, window: MainWindow) -> PassphraseScreen:
    """The question, once somebody has opened their card."""
    window.open_person("p-sunita")
    qtbot.waitUntil(lambda: window.keys.is_asking)
    settle()
    return shown(window)


def button(screen: PassphraseScreen, name: str) -> QAbstractButton:
    found = screen.findChild(QAbstractButton, name)
    assert found is not None
    return found


def test_a_card_is_opened_wrongly_typed_again_and_goes_on(
    qtbot: QtBot, window: MainWindow, laptop: LockedLaptop
) -> None:
    card = window.who.findChild(PersonCard, "person-p-arif")
    assert card is not None
    card.click()
    qtbot.waitUntil(lambda: window.keys.is_asking)
    screen = shown(window)
    assert isinstance(screen, UnlockScreen)
    assert screen.field.line.hasFocus()
    for wrong in ("seven cloud", "neem"):
        type_in(screen.field.line, wrong)
        assert screen.field.trouble == ""
        press(screen.field.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(screen.field.trouble))
        assert "does not open the keys" in screen.field.line.accessibleDescription()
        assert screen.field.line.selectedText() or screen.field.line.hasSelectedText()
        assert laptop.reached == []
    type_in(screen.field.line, PHRASE)
    press(screen.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: laptop.reached == ["p-arif"])
    qtbot.waitUntil(window.who._notice.isVisible)
    assert "can't be unlocked" in window.who._notice.text, "what was wanted went on, to its own end"


def test_nothing_that_was_typed_stays(qtbot: QtBot, window: MainWindow, laptop: LockedLaptop) -> None:
    screen = asked(qtbot, window)
    button(screen, "unlock-passphrase-show").click()
    type_in(screen.field.line, PHRASE)
    assert screen.field.line.displayText() == PHRASE
    button(screen, "unlock-use").click()
    qtbot.waitUntil(lambda: bool(laptop.reached))
    assert screen.field.line.echoMode() is QLineEdit.EchoMode.Password
    screen.field.reveal(is_shown=True)
    screen.field.line.undo()
    assert screen.field.text == "", "nor can Undo bring it back"


@pytest.mark.parametrize("way", ["esc", "cancel"])
def test_who_would_rather_not_is_back_at_the_cards(
    qtbot: QtBot, window: MainWindow, laptop: LockedLaptop, way: str
) -> None:
    screen = asked(qtbot, window)
    type_in(screen.field.line, "neem")
    if way == "esc":
        press(window, Qt.Key.Key_Escape)
    else:
        button(screen, "unlock-cancel").click()
    settle()
    assert window.root.currentWidget() is window.who
    assert screen.field.text == ""
    assert laptop.reached == []
    again = asked(qtbot, window)
    assert again is screen
    assert again.field.line.hasFocus()


def test_an_empty_field_is_told_and_not_tried(qtbot: QtBot, window: MainWindow, laptop: LockedLaptop) -> None:
    screen = asked(qtbot, window)
    given: list[object] = []
    screen.given.connect(given.append)
    press(screen.field.line, Qt.Key.Key_Return)
    assert screen.field.trouble == "Type the passphrase of this laptop."
    assert given == []


def test_what_is_wrong_is_told_in_the_language_that_is_shown(
    qtbot: QtBot, window: MainWindow, laptop: LockedLaptop
) -> None:
    screen = asked(qtbot, window)
    type_in(screen.field.line, "neem")
    press(screen.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(screen.field.trouble))
    button(screen, "unlock-language-hi").click()
    qtbot.waitUntil(lambda: bool(re.search("[ऀ-ॿ]", screen.field.trouble)))
    assert screen.field.text == "neem", "what was typed is still there"
    type_in(screen.field.line, "s")
    assert screen.field.trouble == ""


def test_another_fault_than_the_passphrase_is_told_too(
    qtbot: QtBot, window: MainWindow, laptop: LockedLaptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(passphrase: str) -> None:
        raise DiskFull

    monkeypatch.setattr(laptop.program, "unlock", full)
    screen = asked(qtbot, window)
    type_in(screen.field.line, PHRASE)
    press(screen.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen._notice.text.startswith("The disk is full."))
    assert button(screen, "unlock-use").isEnabled()


def test_nothing_is_asked_that_nobody_wanted(window: MainWindow, laptop: LockedLaptop) -> None:
    window.stage.bridge.announce(Topic.LINK | Topic.OUTBOX | Topic.PEOPLE | Topic.SETTINGS)
    settle()
    assert window.root.currentWidget() is window.who
    assert window.findChild(PassphraseScreen) is None


def test_a_key_store_that_is_away_is_told_where_the_cards_are(
    qtbot: QtBot, window: MainWindow, laptop: LockedLaptop
) -> None:
    laptop.program.keys_wanted = NoKeyring()
    window.open_person("p-sunita")
    qtbot.waitUntil(window.who._notice.isVisible)
    assert not window.keys.is_asking
    assert "no usable key store" in window.who._notice.text


def test_sending_from_the_first_screen_unlocks_first(qtbot: QtBot, window: MainWindow, laptop: LockedLaptop) -> None:
    press(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.keys.is_asking)
    assert "sync now" not in laptop.program.asked
    screen = shown(window)
    type_in(screen.field.line, PHRASE)
    press(screen.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "sync now" in laptop.program.asked)
    assert window.root.currentWidget() is window.who


def test_sending_where_nobody_is_asks_for_no_passphrase(qtbot: QtBot, window: MainWindow) -> None:
    double(window).keys_wanted = NoPassphrase()
    show(window, "welcome")
    window.activateWindow()
    press(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "sync now" in double(window).asked)
    assert not window.keys.is_asking


def test_the_first_person_chooses_a_passphrase_before_the_browser_opens(qtbot: QtBot, window: MainWindow) -> None:
    program = double(window)
    program.keys_wanted, program.passphrase = NoPassphrase(), PHRASE
    window.activateWindow()
    window.start_sign_in()
    qtbot.waitUntil(lambda: window.keys.is_asking)
    screen = shown(window)
    assert isinstance(screen, ChoosePassphraseScreen)
    assert not any(word.startswith("sign in to") for word in program.asked)
    type_in(screen.field.line, "1234567")
    press(screen.field.line, Qt.Key.Key_Return)
    assert screen.again.line.hasFocus()
    press(screen.again.line, Qt.Key.Key_Return)
    assert screen.field.trouble == "It needs at least 8 characters."
    assert screen.field.line.hasFocus()
    type_in(screen.field.line, PHRASE)
    assert screen._chip.text == "good"
    press(screen.field.line, Qt.Key.Key_Tab)
    press(screen.field.eye, Qt.Key.Key_Space)
    assert screen.again.line.echoMode() is screen.field.line.echoMode() is QLineEdit.EchoMode.Normal
    type_in(screen.again.line, "neem bicycle")
    press(screen.again.line, Qt.Key.Key_Return)
    assert screen.again.trouble.startswith("The two are not the same.")
    type_in(screen.again.line, PHRASE)
    press(screen.again.line, Qt.Key.Key_Return)
    qtbot.waitUntil(window.first_run.sign_in._address.isVisible)
    assert program.asked[-1].startswith("sign in to demo")
    assert (screen.field.text, screen.again.text) == ("", "")
    window.first_run.sign_in.give_up()


def test_the_tab_key_goes_through_in_reading_order(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    assert window.keys.asks(NoPassphrase(), settle)
    screen = shown(window)
    settle()
    order = []
    for _ in range(5):
        focused = window.focusWidget()
        assert focused is not None
        order.append(focused.objectName())
        press(focused, Qt.Key.Key_Tab)
    assert order == [
        "choose-passphrase",
        "choose-passphrase-show",
        "choose-again",
        "choose-use",
        "choose-cancel",
    ]
    screen.give_up()
