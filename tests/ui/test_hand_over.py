"""Handing the laptop over in the window: nobody's unsent work goes by accident, and others keep what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from karmadesk.app.secrets import Secrets
from karmadesk.app.window_core import WindowCore
from karmadesk.model import Person, Place
from karmadesk.ports import PersonLock
from karmadesk.services import locking
from karmadesk.statement import Act, StatementKind, Verb
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.screens.hand_over import AsidePanel, HandOverScreen, PersonPanel
from karmadesk.ui.screens.own_secret import OwnSecretScreen
from tests.ui.doubles import settle
from tests.ui.hands import press, type_in
from tests.ui.over_core import core_in, window_over

PHRASE = "neem bicycle cloud seven"


@pytest.fixture
def core(tmp_path: Path, bridge: Bridge) -> Iterator[WindowCore]:
    with core_in(tmp_path / "home", bridge, Secrets("memory"), ("Sunita", "Arif")) as made:
        with made.people.open(made.people.list()[0].id).write() as db:
            db.record([Act(StatementKind.STATEMENT, Verb.COMPLETED, Place("do_c", "b1", "do_lesson"))])
        yield made


@pytest.fixture
def window(core: WindowCore, bridge: Bridge, qtbot: QtBot) -> Iterator[MainWindow]:
    with window_over(core, bridge, qtbot) as made:
        yield made


def shown(qtbot: QtBot, window: MainWindow, people: int) -> HandOverScreen:
    screen = window.root.currentWidget()
    assert isinstance(screen, HandOverScreen)
    qtbot.waitUntil(lambda: len(screen._panels) == people)
    settle()
    return screen


def opened(qtbot: QtBot, window: MainWindow) -> HandOverScreen:
    with qtbot.waitSignal(window.plan_shown, timeout=10_000):
        window.open_person(window.stage.program.people.list()[1].id)
    window.stage.hand_over_wanted.emit()
    return shown(qtbot, window, 2)


def panel(screen: HandOverScreen, label: str) -> PersonPanel:
    return next(p for p in screen._panels if isinstance(p, PersonPanel) and p._leaving.row.label == label)


def words(root: QWidget) -> str:
    assert isinstance(root, PersonPanel)
    return f"{root._state.text()} {root._names.text()}"


def test_what_was_not_sent_is_listed_and_goes_only_by_its_name_typed(
    qtbot: QtBot, window: MainWindow, core: WindowCore
) -> None:
    screen = opened(qtbot, window)
    sunita = panel(screen, "Sunita")
    assert "1 item" in words(sunita)
    assert "do_lesson" in words(sunita)
    sunita.remove.click()
    assert sunita.sure.typed.hasFocus()
    type_in(sunita.sure.typed, "Arif")
    assert not sunita.sure.end.isEnabled()
    sunita.sure.keep.click()
    assert len(core.people.list()) == 2
    sunita.remove.click()
    type_in(sunita.sure.typed, "Sunita")
    sunita.sure.end.click()
    screen = shown(qtbot, window, 1)
    assert [person.label for person in core.people.list()] == ["Arif"]
    press(window, Qt.Key.Key_Escape)
    assert window.root.currentWidget() is window.shell


def test_who_sent_everything_is_removed_with_one_question_also_from_their_own_desk(
    qtbot: QtBot, window: MainWindow, core: WindowCore
) -> None:
    screen = opened(qtbot, window)
    arif = panel(screen, "Arif")
    assert "Everything was sent" in words(arif)
    arif.remove.click()
    assert not arif.sure.typed.isVisible()
    arif.sure.end.click()
    shown(qtbot, window, 1)
    press(window, Qt.Key.Key_Escape)
    assert window.root.currentWidget() is window.who
    assert window.stage.desk is None


def test_somebody_leaves_in_a_file_and_comes_back(
    qtbot: QtBot, window: MainWindow, core: WindowCore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sunita.karmadesk"
    screen = opened(qtbot, window)
    monkeypatch.setattr(window.people.hand_over, "choose_file", lambda **_: file)
    panel(screen, "Sunita").carry.click()
    qtbot.waitUntil(lambda: isinstance(window.root.currentWidget(), OwnSecretScreen))
    secret = window.root.currentWidget()
    assert isinstance(secret, OwnSecretScreen)
    secret.field.line.setText("4711")
    secret.submit()
    assert "at least 8" in secret.field.trouble
    for field in (secret.field, secret.again):
        field.line.setText(PHRASE)
    secret.submit()
    qtbot.waitUntil(file.exists, timeout=5_000)
    qtbot.waitUntil(lambda: isinstance(window.root.currentWidget(), HandOverScreen), timeout=5_000)
    screen = shown(qtbot, window, 1)
    screen._bring_in.click()
    for typed in ("wrong one", PHRASE):
        secret.old.line.setText(typed)
        secret.submit()
        qtbot.waitUntil(lambda: not secret._is_busy, timeout=5_000)
    shown(qtbot, window, 2)
    sunita = next(person for person in core.people.list() if person.label == "Sunita")
    locking.unlock(core.people, sunita.id, PHRASE)
    with core.people.open(sunita.id).read() as db:
        assert db.item_counts()["waiting"] == 1


def test_set_aside_is_brought_back_or_deleted_by_its_name_typed(
    qtbot: QtBot, window: MainWindow, core: WindowCore
) -> None:
    sunita: Person = core.people.list()[0]
    locking.protect(core.people, sunita.id, "4711", PersonLock())
    core.people.set_aside(sunita.id)
    window.stage.hand_over_wanted.emit()
    screen = shown(qtbot, window, 2)
    aside = next(p for p in screen._panels if isinstance(p, AsidePanel))
    aside.bring.click()
    qtbot.waitUntil(lambda: len(core.people.list()) == 2)
    core.people.set_aside(sunita.id)
    screen.read()
    qtbot.waitUntil(lambda: any(isinstance(p, AsidePanel) for p in screen._panels))
    aside = next(p for p in screen._panels if isinstance(p, AsidePanel))
    for _ in range(3):
        aside.delete.click()
    assert core.people.aside(), "no number of clicks destroys what was not sent"
    assert aside.sure.typed.hasFocus()
    type_in(aside.sure.typed, "Arif")
    assert not aside.sure.end.isEnabled()
    aside.sure.typed.clear()
    type_in(aside.sure.typed, "Sunita")
    aside.sure.end.click()
    qtbot.waitUntil(lambda: core.people.aside() == ())


def test_where_names_are_hidden_who_was_set_aside_is_initials_too(
    qtbot: QtBot, window: MainWindow, core: WindowCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    sunita = core.people.list()[0]
    locking.protect(core.people, sunita.id, "4711", PersonLock())
    core.people.set_aside(sunita.id)
    monkeypatch.setattr(core, "_policy", replace(core.policy, are_names_hidden=True))
    window.stage.hand_over_wanted.emit()
    screen = shown(qtbot, window, 2)
    shows = [text for part in screen.findChildren(QWidget) for text in (part.accessibleName(), part.toolTip())]
    shows += [part.text() for part in screen.findChildren(QLabel)]
    assert not [text for text in shows if "Sunita" in text or "Arif" in text]
    aside = next(p for p in screen._panels if isinstance(p, AsidePanel))
    aside.delete.click()
    type_in(aside.sure.typed, "S")
    aside.sure.end.click()
    qtbot.waitUntil(lambda: core.people.aside() == ())


def test_where_nothing_can_be_written_it_is_told_and_nobody_leaves(
    qtbot: QtBot, window: MainWindow, core: WindowCore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(qtbot, window)
    asked: list[str] = []

    def chosen(*, is_new: bool, name: str = "") -> Path:
        asked.append(name)
        return tmp_path / "pulled out" / "sunita.karmadesk"

    monkeypatch.setattr(window.people.hand_over, "choose_file", chosen)
    panel(screen, "Sunita").carry.click()
    qtbot.waitUntil(lambda: isinstance(window.root.currentWidget(), OwnSecretScreen))
    secret = window.root.currentWidget()
    assert isinstance(secret, OwnSecretScreen)
    for field in (secret.field, secret.again):
        field.line.setText(PHRASE)
    secret.submit()
    qtbot.waitUntil(lambda: "sunita.karmadesk" in secret._notice.text, timeout=5_000)
    assert not secret._is_busy
    assert len(core.people.list()) == 2
    assert asked == ["Sunita"], "each file is called by its own"


def test_when_the_last_one_has_left_the_laptop_welcomes_whoever_comes(
    qtbot: QtBot, window: MainWindow, core: WindowCore
) -> None:
    screen = opened(qtbot, window)
    for label, left in (("Sunita", 1), ("Arif", 0)):
        leaving = panel(screen, label)
        leaving.remove.click()
        if leaving.sure.typed.isVisible():
            type_in(leaving.sure.typed, label)
        leaving.sure.end.click()
        qtbot.waitUntil(lambda left=left: len(core.people.list()) == left)  # type: ignore[misc]  # a lambda with a default
        screen = shown(qtbot, window, left)
    press(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.root.currentWidget() is window.first_run)
    assert window.first_run.language.isVisible()
    assert core.settings.last_person == ""
