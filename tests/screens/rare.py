"""States that a demo seldom gets into, from sample values: what is empty, on its way, refused or in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from karmadesk.ui.parts.motion import Glide
from tests.access.gate import Look, dress
from tests.access.hall import Hall, open_resources, opened_hall
from tests.access.places import PLACES
from tests.screens.prints import LOOKS, develop, file_name, over
from tests.ui.doubles import ROOT, settle

SIZE = (1366, 768)
NAMES = (
    "plan-empty",
    "plan-loading",
    "plan-trouble",
    "plan-first-trouble",
    "course-loading",
    "course-first-trouble",
    "course-ended",
    "course-done",
    "course-awaited",
    "certificate",
    "viewer",
    "viewer-audio",
    "viewer-practice-feedback",
    "viewer-practice-marks",
    "downloads",
    "downloads-loading",
    "downloads-empty",
    "downloads-first-trouble",
    "ledger",
    "ledger-loading",
    "ledger-empty",
    "ledger-usage",
    "ledger-first-trouble",
    "explore-loading",
    "explore-narrowed",
    "explore-empty",
    "explore-trouble",
    "first-needs-waiting",
    "own-secret-change",
    "own-secret-remove",
    "own-secret-carry",
    "own-secret-bring-in",
    "settings-office",
    "undo",
    "import",
    "import-refused",
    "strip-0",
)
CALLED = {"downloads": "downloads-busy", "ledger": "ledger-all"}
"""What has another name than its place, where the demo has a picture of that name."""


def photograph(home: Path, folder: Path, names: Sequence[str] = NAMES, looks: Sequence[Look] = LOOKS) -> None:
    """Each of these places in each look, as the gate for everybody's use walks through them."""
    opened = open_resources(home / "resources")
    for name in names:
        for place, look in enumerate(looks):
            with opened_hall(home / f"{name}-{place}", ROOT / "translations", opened) as hall:
                hall.window.resize(*SIZE)
                _take(hall, name, look, folder)


def _take(hall: Hall, name: str, look: Look, folder: Path) -> None:
    dress(hall, look)
    shown = PLACES[name](hall)
    settle()
    while any(glide.state() == Glide.State.Running for glide in hall.window.findChildren(Glide)):
        settle()
    above = next(_above(hall), shown)
    develop(over(hall.window, above), folder / file_name(CALLED.get(name, name), look))


def _above(hall: Hall) -> Iterator[QWidget]:
    """A panel or a menu that lies over the window."""
    for found in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
        if found is not None and found is not hall.window:
            yield found
