"""Every screen and state that the gate looks at: those of the walk, and those that need a desk or a press.

A new screen joins by one row in `tests.ui.walk.SCREENS`, or here if it needs more than values to be shown.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from karmadesk.ui.parts.buttons import ChipButton
from karmadesk.ui.screens.viewer import ViewerScreen
from karmadesk.ui.viewers.practice import PracticeViewer
from tests.access.hall import Hall
from tests.ui import samples
from tests.ui.desk_shows import in_shell, show_network_question, show_plan
from tests.ui.doubles import settle
from tests.ui.walk import SCREENS, UNSCORED, show

Place = Callable[[Hall], QWidget]


def _walked(name: str, hall: Hall) -> QWidget:
    # Nobody's desk, so that the values shown are the samples'.
    hall.window.stage.desk = None
    show(hall.window, name)
    return hall.window


def _viewer(kind: str, hall: Hall) -> QWidget:
    hall.window.stage.desk = hall.desk
    screen = in_shell(hall.window, "viewer")
    assert isinstance(screen, ViewerScreen)
    opened = hall.opened[kind]
    screen._place = opened.place
    screen.show_resource(opened)
    settle()
    hall.rest()
    return hall.window


def _practice(hall: Hall) -> PracticeViewer:
    _viewer("practice", hall)
    found = hall.window.findChild(PracticeViewer)
    assert found is not None
    return found


def _feedback(hall: Hall) -> QWidget:
    viewer = _practice(hall)
    viewer.choices.press(1)  # type: ignore[union-attr]  # a question is shown
    viewer.go_on()
    settle()
    return hall.window


def _marks(hall: Hall) -> QWidget:
    viewer = _practice(hall)
    while not viewer.marks.isVisible():
        viewer.choices.press(1)  # type: ignore[union-attr]  # a question is shown
        viewer.go_on()
        viewer.go_on()
        settle()
    return hall.window


def _strip(number: int, hall: Hall) -> QWidget:
    """The explanation of a state of the link."""
    hall.window.stage.desk = None
    show_plan(hall.window)
    strip = hall.window.shell.top.strip
    strip.show_strip(samples.strips()[number])
    settle()
    if strip._bubble is None or not strip._bubble.isVisible():
        strip.link.click()
    settle()
    return hall.window


def _turn(hall: Hall) -> QWidget:
    """What is said of a turn that is waited for."""
    hall.window.stage.desk = None
    show_plan(hall.window)
    strip = hall.window.shell.top.strip
    strip.show_strip(next(view for view in samples.strips() if view.sends_at is not None))
    settle()
    strip.sending.click()
    settle()
    return hall.window


def _network_question(hall: Hall) -> QWidget:
    hall.window.stage.desk = None
    show_network_question(hall.window)
    settle()
    return hall.window


def _chip_menu(name: str, hall: Hall) -> QWidget:
    _viewer("video", hall)
    chip = hall.window.findChild(ChipButton, name)
    assert chip is not None
    chip.click()
    return _menu(chip)


def _panel(key: Qt.Key, modifiers: Qt.KeyboardModifier, hall: Hall) -> QWidget:
    """What one key opens over the plan."""
    hall.window.stage.desk = None
    show_plan(hall.window)
    hall.window.activateWindow()
    settle()
    QTest.keyClick(hall.window, key, modifiers)
    settle()
    found = QApplication.activeModalWidget()
    assert found is not None, f"{key.name} opens nothing"
    return found


def _refused_import(hall: Hall) -> QWidget:
    """The panel that explains, not the window under it."""
    hall.window.stage.desk = None
    return show(hall.window, "import-refused")


def _certificate(hall: Hall) -> QWidget:
    """The panel in which one is looked at."""
    _walked("course-done", hall)
    flow = hall.window.at_hand.certificates
    flow.show_sheet(samples.sheet())
    settle()
    return flow.panel


def _menu(by: QWidget) -> QWidget:
    settle()
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu), f"{by.objectName()} opens no menu"
    return found


PLACES: dict[str, Place] = {
    **{name: partial(_walked, name) for name in SCREENS | UNSCORED},
    **{f"viewer-{kind}": partial(_viewer, kind) for kind in ("video", "audio", "document", "article", "practice")},
    "viewer-practice-feedback": _feedback,
    "viewer-practice-marks": _marks,
    **{f"strip-{number}": partial(_strip, number) for number in range(len(samples.strips()))},
    "strip-turn": _turn,
    "downloads-network": _network_question,
    "import-refused": _refused_import,
    "certificate": _certificate,
    "palette": partial(_panel, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
    "key-sheet": partial(_panel, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
    "menu-speeds": partial(_chip_menu, "speed"),
    "menu-captions": partial(_chip_menu, "captions"),
}
ROOTS = frozenset(
    {
        "who",
        "welcome",
        "tour",
        "first-needs",
        "first-needs-waiting",
        *(name for name in SCREENS if name.startswith("plan")),
    }
)
"""Where one is at home: Esc leads nowhere from there. (From the first run's last question it leads to somebody's plan,
which no sample has behind it; tests/ui/test_first_run.py goes there.)"""
