"""The real window over the real core, on a home of the test's own."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from karmadesk.app.secrets import Secrets
from karmadesk.app.window_core import WindowCore
from karmadesk.model import ServerRow
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.start import make_window
from tests.ui.doubles import opens_nothing, settle

NOWHERE = ServerRow("nowhere", "Nowhere", "igot", "http://127.0.0.1:9", "key")
"""A server that never answers."""


@contextmanager
def core_in(home: Path, bridge: Bridge, secrets: Secrets, labels: Sequence[str] = ()) -> Iterator[WindowCore]:
    """A core in this home, closed afterwards; with `labels`, these people of NOWHERE are there. A bug fails it."""
    problems: list[BaseException] = []
    made = WindowCore(home, post=bridge.post, unexpected=problems.append, secrets=secrets)
    if labels:
        made.keep_server(NOWHERE)
        for label in labels:
            made.people.add(NOWHERE.id, label, "en")
        made.change_settings(language="en", theme="light", server=NOWHERE.id)
    yield made
    made.close()
    assert problems == []


@contextmanager
def window_over(core: WindowCore, bridge: Bridge, qtbot: QtBot) -> Iterator[MainWindow]:
    """Its window, shown, once everybody's card is there; destroyed afterwards."""
    made = make_window(core, bridge, opens_nothing)
    with qtbot.waitSignal(made.who.arrived):
        made.show()
    made.activateWindow()
    settle()
    yield made
    made.close()
    made.deleteLater()
    settle()
    gc.enable()  # a window that starts switches it off
