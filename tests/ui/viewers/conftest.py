"""A desk with real databases, and viewers on it, dressed like the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from karmadesk.content import kind
from karmadesk.player.dummy import DummyPlayer
from karmadesk.services.desk import Desk
from karmadesk.settings import Settings
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.i18n import Languages
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.viewers import Viewer, viewer_for
from tests.player.worlds import HandClock
from tests.ui.doubles import ROOT, settle
from tests.ui.viewers.stand import Stand, make_desk


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made, close = make_desk(tmp_path / "home")
    yield made
    close()


@pytest.fixture
def stand(application: QApplication, bridge: Bridge, translations: Path, clock: HandClock) -> Iterator[Stand]:
    """The program, with the engine that only lets the test's own time pass."""
    made = Stand(bridge.post, translations, lambda: DummyPlayer(bridge.post, clock), Settings(language="en"))
    made.clock = clock
    yield made
    made.jobs.close(1.0)
    assert made.problems == []


@pytest.fixture
def languages(translations: Path) -> Iterator[Languages]:
    made = Languages(translations)
    made.show("en")
    yield made
    made.show("en")


@pytest.fixture
def theme(application: QApplication) -> Theme:
    made = Theme(ROOT / "resources", "light")
    made.dress()
    return made


@pytest.fixture
def make_viewer(stand: Stand, desk: Desk, theme: Theme, languages: Languages) -> Iterator[Callable[[str], Viewer]]:
    """A shown viewer for a kind, left and gone at the end."""
    made: list[Viewer] = []

    def make(kind_id: str) -> Viewer:
        viewer = viewer_for(kind(kind_id))(stand, desk, theme)
        viewer.resize(1206, 672)
        viewer.show()
        made.append(viewer)
        settle()
        return viewer

    yield make
    for viewer in made:
        viewer.leave()
        stand.jobs.run("act", lambda _context: None).future.result(5)
        viewer.close()
        viewer.deleteLater()
    settle()
