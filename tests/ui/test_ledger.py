"""The ledger in the window: what is on its way is with what waits, and the list can be handed on as a file."""

from __future__ import annotations

import csv
from pathlib import Path

from pytestqt.qtbot import QtBot

from karmadesk.model import ItemState
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.screens.ledger import LedgerScreen
from tests.ui import samples
from tests.ui.desk_shows import show_ledger


def test_the_list_is_saved_in_the_words_that_are_shown(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    show_ledger(window)
    screen = window.shell.screen_named("ledger")
    assert isinstance(screen, LedgerScreen)
    view, path = samples.ledger(), tmp_path / "list.csv"
    screen.save_to(path, view)
    qtbot.waitUntil(lambda: "list.csv" in screen._explained.text)
    with path.open(encoding="utf-8-sig", newline="") as file:
        heads, *rows = list(csv.reader(file))
    assert heads[4] == "State"
    assert len(rows) == len(view.rows)
    refused = [row for row in rows if row[4] == "Refused"]
    assert len(refused) == sum(1 for row in view.rows if row.item.state is ItemState.REFUSED) > 0
    assert all(row[5] for row in refused), "each with its reason"


def test_what_is_in_the_way_of_saving_is_said(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    show_ledger(window)
    screen = window.shell.screen_named("ledger")
    assert isinstance(screen, LedgerScreen)
    screen.save_to(tmp_path / "nowhere" / "list.csv", samples.ledger())
    qtbot.waitUntil(lambda: bool(screen._notice.text))
    assert "list.csv" in screen._notice.text
