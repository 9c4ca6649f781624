"""Somebody arrives in a file on a laptop where nobody is learning: a fresh one, or one that others use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from karmadesk.app.addresses import row_at
from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.app.window_core import WindowCore
from karmadesk.errors import UnknownServer
from karmadesk.model import Person, Place, ServerRow
from karmadesk.policy import NO_POLICY
from karmadesk.ports import PersonLock
from karmadesk.services import handing_over
from karmadesk.statement import Act, StatementKind, Verb
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.hand_over_flow import file_name
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.screens.own_secret import OwnSecretScreen
from tests.ui.hands import press, type_in
from tests.ui.over_core import core_in, window_over

PHRASE = "neem bicycle cloud seven"
OFFICE = row_at("http://127.0.0.1:9")


def fail(error: BaseException) -> None:
    raise error


def carried_away(folder: Path, row: ServerRow) -> Path:
    """Sunita, in a file of a laptop that she has left."""
    core = Core(folder / "old", post=lambda work: work(), unexpected=fail, secrets=Secrets("memory"))
    core.keep_server(row)
    sunita = core.people.add(row.id, "Sunita", "en")
    with core.people.open(sunita.id).write() as db:
        db.record([Act(StatementKind.STATEMENT, Verb.COMPLETED, Place("do_c", "b1", "do_lesson"))])
    file = folder / "Sunita.karmadesk"
    handing_over.carry_away(core.people, core.servers, sunita.id, file, PHRASE)
    assert core.people.list() == ()
    assert core.close()
    return file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return carried_away(tmp_path, OFFICE)


@pytest.fixture
def core(tmp_path: Path, bridge: Bridge) -> Iterator[WindowCore]:
    """A laptop that knows neither her nor her server."""
    with core_in(tmp_path / "new", bridge, Secrets("memory")) as made:
        made.change_settings(language="en", theme="light")
        yield made


@pytest.fixture
def window(core: WindowCore, bridge: Bridge, qtbot: QtBot) -> Iterator[MainWindow]:
    with window_over(core, bridge, qtbot) as made:
        yield made


def chosen(window: MainWindow, file: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window.people.hand_over, "choose_file", lambda **_: file)


def secret(window: MainWindow) -> OwnSecretScreen:
    shown = window.root.currentWidget()
    assert isinstance(shown, OwnSecretScreen)
    return shown


def button(window: MainWindow, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert found is not None
    assert found.isVisible()
    return found


def waiting(window: MainWindow) -> int:
    assert window.stage.desk is not None
    with window.stage.desk.learner.read() as db:
        return db.item_counts()["waiting"]


def test_on_a_fresh_laptop_from_the_welcome_to_ones_plan_by_keys_alone(
    qtbot: QtBot, window: MainWindow, core: WindowCore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.root.currentWidget() is window.first_run
    take_in = button(window, "first-bring-in")
    heard = QAccessible.queryAccessibleInterface(take_in)
    assert heard is not None
    assert heard.text(QAccessible.Text.Name) == "Take in somebody from a file"
    take_in.setFocus()
    chosen(window, None, monkeypatch)
    press(take_in, Qt.Key.Key_Space)
    assert window.root.currentWidget() is window.first_run, "somebody who would rather not is where they were"
    chosen(window, file, monkeypatch)
    press(take_in, Qt.Key.Key_Space)
    screen = secret(window)
    assert screen.old.line.hasFocus()
    press(window, Qt.Key.Key_Escape)
    assert window.root.currentWidget() is window.first_run
    press(take_in, Qt.Key.Key_Space)
    type_in(screen.old.line, "seven cloud")
    press(screen.old.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(screen.old.trouble), timeout=5_000)
    assert core.people.list() == ()
    with qtbot.waitSignal(window.plan_shown, timeout=10_000):
        type_in(screen.old.line, PHRASE)
        press(screen.old.line, Qt.Key.Key_Return)
    assert window.root.currentWidget() is window.shell
    assert screen.old.text == ""
    assert waiting(window) == 1
    assert core.servers[OFFICE.id].host == OFFICE.host
    (sunita,) = core.people.list()
    assert core.people.lock_of(sunita.id) == PersonLock(is_remembered=False, sends_locked=False)


def test_where_others_learn_a_quiet_link_stands_below_the_cards(
    qtbot: QtBot, window: MainWindow, core: WindowCore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core.keep_server(OFFICE)
    for label in ("Arif", "Bina"):
        core.people.add(OFFICE.id, label, "en")
    with qtbot.waitSignal(window.who.arrived):
        window.ask_who()
    qtbot.waitUntil(lambda: len(window.who._cards) == 2)
    window.who._add.setFocus()
    press(window.who._add, Qt.Key.Key_Tab)
    take_in = button(window, "who-bring-in")
    assert take_in.hasFocus(), "after the cards"
    chosen(window, file, monkeypatch)
    take_in.click()
    press(window, Qt.Key.Key_Escape)
    assert window.root.currentWidget() is window.who
    take_in.click()
    screen = secret(window)
    with qtbot.waitSignal(window.plan_shown, timeout=10_000):
        type_in(screen.old.line, PHRASE)
        screen.submit()
    assert window.stage.desk is not None
    assert window.stage.desk.person.label == "Sunita"


@pytest.mark.parametrize("by", ["name", "office"])
def test_a_file_brings_no_server_under_anothers_name_nor_past_the_office(
    qtbot: QtBot, window: MainWindow, core: WindowCore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    row = replace(OFFICE, id="hub.example.in") if by == "name" else OFFICE
    if by == "office":
        monkeypatch.setattr(
            core, "_policy", replace(NO_POLICY, server_id="own", server_host="https://learn.example.in")
        )
    chosen(window, carried_away(tmp_path, row), monkeypatch)
    button(window, "first-bring-in").click()
    screen = secret(window)
    type_in(screen.old.line, PHRASE)
    screen.submit()
    qtbot.waitUntil(lambda: "http://127.0.0.1:9" in screen._notice.text, timeout=5_000)
    assert core.people.list() == ()
    assert row.id not in core.servers


def test_who_learns_from_a_server_that_is_known_no_longer_is_told_so(core: WindowCore) -> None:
    person: Person = core.people.add("gone.example.in", "Arif")
    with pytest.raises(UnknownServer):
        core.desk(person.id)


@pytest.mark.parametrize(
    "label, name",
    [("Sunita D.", "Sunita-D"), ("सुनीता", "सुनीता"), ("../../etc", "etc"), ("CON/..\\x", "CON----x"), ("🙂", "")],
)
def test_a_file_is_called_by_the_label_as_far_as_every_system_takes_it(label: str, name: str) -> None:
    assert file_name(label) == name


@pytest.mark.parametrize("does", ["accepts", "gives up"])
def test_the_file_gets_its_ending_and_nobody_is_hurried(window: MainWindow, tmp_path: Path, does: str) -> None:
    titles: list[str] = []
    names: list[str] = []

    def answer() -> None:
        (dialog,) = window.findChildren(QFileDialog)
        titles.append(dialog.windowTitle())
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        names.append(line.text())
        line.setText(str(tmp_path / "mine"))
        if does == "accepts":
            dialog.accept()
        else:
            dialog.reject()

    QTimer.singleShot(50, window, answer)
    found = window.people.hand_over.choose_file(is_new=True, name="Sunita")
    assert (titles, names) == (["Take along in a file"], ["Sunita.karmadesk"])
    assert found == (tmp_path / "mine.karmadesk" if does == "accepts" else None)
