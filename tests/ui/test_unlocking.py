"""The real program behind the window: keys in a sealed file, two people, and nobody at the key store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.app.window_core import WindowCore
from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Person
from karmadesk.ports import SyncReport
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.screens.passphrase import PassphraseScreen
from karmadesk.ui.screens.unlock import UnlockScreen
from karmadesk.ui.screens.who import PersonCard
from tests.ui.doubles import settle
from tests.ui.hands import press, type_in
from tests.ui.over_core import NOWHERE, core_in, window_over

PHRASE = "neem bicycle cloud seven"


def fail(error: BaseException) -> None:
    raise error


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose keys are sealed, with two people."""
    core = Core(
        tmp_path / "home",
        post=lambda work: work(),
        unexpected=fail,
        secrets=Secrets("sealed-file", choose=lambda: PHRASE),
    )
    core.keep_server(NOWHERE)
    for label in ("Sunita", "Arif"):
        core.people.add("nowhere", label, "en")
    core.change_settings(language="en", theme="light", server="nowhere")
    assert core.close()
    return core.home


@pytest.fixture
def core(home: Path, bridge: Bridge) -> Iterator[WindowCore]:
    with core_in(home, bridge, Secrets(asks_later=True)) as made:
        yield made


@pytest.fixture
def window(core: WindowCore, bridge: Bridge, qtbot: QtBot) -> Iterator[MainWindow]:
    with window_over(core, bridge, qtbot) as made:
        yield made


def card(window: MainWindow, person: Person) -> PersonCard:
    found = window.who.findChild(PersonCard, f"person-{person.id}")
    assert found is not None
    return found


def question(qtbot: QtBot, window: MainWindow) -> UnlockScreen:
    qtbot.waitUntil(lambda: window.keys.is_asking)
    screen = window.root.currentWidget()
    assert isinstance(screen, UnlockScreen)
    return screen


def test_a_round_in_the_background_asks_nobody(qtbot: QtBot, window: MainWindow, core: WindowCore) -> None:
    assert [card(window, person).accessibleName() for person in core.people.list()] == [
        "Sunita. locked",
        "Arif. locked",
    ]
    reports: list[tuple[SyncReport, ...]] = []
    failed: list[KarmaDeskError] = []

    def all_of_them(context: Context) -> tuple[SyncReport, ...]:
        return core.sync.run_all(context)

    core.jobs.run("sync", all_of_them, reports.append, failed.append)
    qtbot.waitUntil(lambda: bool(reports))
    settle()
    assert [report.stopped_by for report in reports[0]] == ["keys_locked", "keys_locked"]
    assert failed == []
    assert window.root.currentWidget() is window.who
    assert window.findChild(PassphraseScreen) is None
    assert core.sync_for_another() == "locked"


def test_it_is_asked_once_for_everybody_and_the_window_keeps_moving(
    qtbot: QtBot, window: MainWindow, core: WindowCore
) -> None:
    sunita, arif = core.people.list()
    card(window, sunita).click()
    screen = question(qtbot, window)
    type_in(screen.field.line, "bicycle")
    press(screen.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(screen.field.trouble))
    ticks: list[int] = []
    pulse = QTimer(window)
    pulse.timeout.connect(lambda: ticks.append(1))
    type_in(screen.field.line, PHRASE)
    with qtbot.waitSignal(window.desk_opened, timeout=10_000):
        pulse.start(5)
        press(screen.field.line, Qt.Key.Key_Return)
        assert not core.keys.is_open, "the key is derived elsewhere"
        assert screen._use.text() == "Unlocking…"
    pulse.stop()
    assert len(ticks) > 3
    assert window.root.currentWidget() is window.shell
    window.ask_who()
    qtbot.waitUntil(lambda: card(window, arif).accessibleName() == "Arif. all sent")
    with qtbot.waitSignal(window.desk_opened):
        card(window, arif).click()
    assert not window.keys.is_asking
    assert core.sync_for_another() == "syncing"


def test_giving_up_while_the_key_is_derived_opens_nobodys_desk(
    qtbot: QtBot, window: MainWindow, core: WindowCore
) -> None:
    opened: list[object] = []
    window.desk_opened.connect(opened.append)
    card(window, core.people.list()[0]).click()
    screen = question(qtbot, window)
    type_in(screen.field.line, PHRASE)
    press(screen.field.line, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Escape)
    assert window.root.currentWidget() is window.who
    qtbot.waitUntil(lambda: not core.jobs._running)
    settle()
    assert opened == []
    assert window.root.currentWidget() is window.who


def test_a_new_person_is_kept_under_the_passphrase_that_was_chosen(tmp_path: Path) -> None:
    home = tmp_path / "new"
    core = Core(home, post=lambda work: work(), unexpected=fail, secrets=Secrets(asks_later=True))
    core.keep_server(NOWHERE)
    core.unlock(PHRASE)
    person = core.people.add("nowhere", "Meena", "hi")
    assert core.close()
    again = Core(home, post=lambda work: work(), unexpected=fail, secrets=Secrets(asks_later=True))
    done = threading.Event()
    again.subscribe(lambda _topic: done.set())
    again.unlock(PHRASE)
    assert again.desk(person.id).person.label == "Meena"
    assert done.is_set(), "whoever shows cards reads them again"
    assert again.secrets == "sealed-file"
    assert again.close()
