"""In the window, where the ledger is: out on a drive, handed over, taken in; and what a drive can refuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from karmadesk.app.secrets import Secrets
from karmadesk.app.window_core import WindowCore
from karmadesk.hub import seeding
from karmadesk.hub.database import database_in
from karmadesk.hub.place import Place as HubPlace
from karmadesk.jobs import Context
from karmadesk.model import ItemState
from karmadesk.ports import PersonLock
from karmadesk.services import ledger
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.carry_report import CarryReportPanel
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.screens.ledger import LedgerScreen
from karmadesk.ui.screens.ledger_carry import CarryPart
from karmadesk.ui.stage import Destination
from tests.app.test_carried import RAVI, finish
from tests.app.test_two_laptops import COURSE, SUNITA, VIDEO
from tests.hub.server import Hub, running_hub
from tests.sync.relay import Relay
from tests.sync.test_with_hub import row_of, signed_in
from tests.sync.wire import Said, wire
from tests.ui.doubles import ROOT, settle
from tests.ui.hands import press
from tests.ui.over_core import core_in, window_over


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    place = HubPlace(tmp_path_factory.mktemp("hub"))
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, ROOT / "resources" / "demo")
    database.close()
    with running_hub(place.root) as running:
        yield running


@pytest.fixture
def relay(hub: Hub) -> Relay:
    return Relay(hub.url)


@pytest.fixture
def core(tmp_path: Path, bridge: Bridge, hub: Hub, relay: Relay) -> Iterator[WindowCore]:
    """Sunita's and Ravi's laptop, which has lost its link."""
    with wire(relay) as between, core_in(tmp_path / "home", bridge, Secrets("memory")) as made:
        made.keep_server(row_of(between.url))
        made.change_settings(language="en", theme="light", server="hub", sync_minutes=60)
        for who in (SUNITA, RAVI):
            made.complete_sign_in(signed_in(hub.url, who), "hub", None, who[0].title())
        made.reachability.probe(Context())
        made.sync.run_all(Context(), interactive=True)
        relay.before = lambda _: Said(cut=True)
        yield made


@pytest.fixture
def window(core: WindowCore, bridge: Bridge, qtbot: QtBot) -> Iterator[MainWindow]:
    with window_over(core, bridge, qtbot) as made:
        yield made


def at_the_ledger(qtbot: QtBot, window: MainWindow, number: int = 0) -> CarryPart:
    with qtbot.waitSignal(window.plan_shown, timeout=10_000):
        window.open_person(window.stage.program.people.list()[number].id)
    window.stage.go.emit(Destination("ledger"))
    screen = window.shell.screen_named("ledger")
    assert isinstance(screen, LedgerScreen)
    qtbot.waitUntil(lambda: screen.carry.isVisible() and screen.carry.write.isEnabled())
    settle()
    return screen.carry


def told(qtbot: QtBot, window: MainWindow) -> str:
    """What the panel says, once it is there; then it is closed."""

    def panels() -> list[CarryReportPanel]:
        return [found for found in window.findChildren(CarryReportPanel) if found.isVisible()]

    qtbot.waitUntil(lambda: bool(panels()), timeout=30_000)
    [panel] = panels()
    said = panel.text
    assert panel._close.hasFocus()
    press(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    return said


def test_writes_for_everybody_hands_over_and_takes_in_until_the_ledger_is_green(
    qtbot: QtBot, window: MainWindow, core: WindowCore, relay: Relay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    monkeypatch.setattr(CarryPart, "choose_folder", lambda *_: drive)
    carry = at_the_ledger(qtbot, window)
    qtbot.waitUntil(carry.whom.isVisible)
    desk = core.desk(core.people.list()[0].id)
    finish(desk, COURSE, VIDEO)
    carry.write.click()
    assert not carry.take_in.isEnabled()
    said = told(qtbot, window)
    assert said.startswith("Written to the drive. Eject the drive")
    assert "Sunita: 1 item" in said
    assert "Ravi: Nothing waits" in said
    assert len(list((drive / "KarmaDesk-post").iterdir())) == 2

    relay.before = lambda _: None
    carry.hand_over.click()
    assert "accepted" in told(qtbot, window)
    relay.before = lambda _: Said(cut=True)
    carry.take_in.click()
    said = told(qtbot, window)
    assert "Sunita: 1 accepted · plan and courses are up to date" in said
    assert set(_counts(core)) == {ItemState.ACCEPTED}
    carry.take_in.click()
    assert "Sunita: 0 accepted" in told(qtbot, window)


def _counts(core: WindowCore) -> dict[ItemState, int]:
    found = ledger.view(core.desk(core.people.list()[0].id)).counts
    return {state: count for state, count in found.items() if count}


def test_only_me_writes_one_file_and_who_is_locked_is_left_out(
    qtbot: QtBot, window: MainWindow, core: WindowCore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    monkeypatch.setattr(CarryPart, "choose_folder", lambda *_: drive)
    carry = at_the_ledger(qtbot, window)
    qtbot.waitUntil(carry.whom.isVisible)
    carry.whom._chips["me"].click()
    carry.write.click()
    assert "Ravi" not in told(qtbot, window)
    assert len(list((drive / "KarmaDesk-post").iterdir())) == 1
    ravi = core.people.list()[1].id
    core.people.protect(ravi, "482915", PersonLock(is_remembered=False, sends_locked=False))
    core.people.close(ravi)
    carry.whom._chips["everybody"].click()
    carry.write.click()
    said = told(qtbot, window)
    assert "Sunita: Nothing waits" in said
    assert "Ravi: " in said
    assert len(list((drive / "KarmaDesk-post").iterdir())) == 1


def test_a_drive_that_is_full_pulled_out_or_read_only_is_told_in_place(
    qtbot: QtBot, window: MainWindow, core: WindowCore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CarryPart, "choose_folder", lambda *_: tmp_path / "gone")
    carry = at_the_ledger(qtbot, window)
    for button in (carry.write, carry.take_in):
        button.click()
        qtbot.waitUntil(button.isEnabled, timeout=20_000)
        assert "Check that the drive is still in" in carry.notice.text
    assert not (tmp_path / "gone").exists()
