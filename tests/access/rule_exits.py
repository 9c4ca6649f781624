"""Rule "exit": Esc leaves wherever the keyboard is: the screen, a bubble, a menu, the full screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.access.findings import Finding, name_of
from tests.access.worked import worked
from tests.ui.doubles import settle

RULE = "exit"


def findings(show: Callable[[], QWidget], where: Callable[[], object]) -> Iterator[Finding]:
    """Presses Esc where the keyboard is when the screen comes, then on one thing of each class, shown anew."""
    root = _shown(show)
    kinds: dict[type[QWidget], int] = {}
    for number, widget in enumerate(worked(root)):
        if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            kinds.setdefault(type(widget), number)
    yield from _pressed(_holder(root), where)
    if QApplication.activePopupWidget() is not None:
        return
    for number in kinds.values():
        root = _shown(show)
        stops = worked(root)
        if number < len(stops):
            before = where()
            stops[number].setFocus(Qt.FocusReason.TabFocusReason)
            # A bubble goes when the keyboard goes on: that is an exit too.
            if where() == before:
                yield from _pressed(stops[number], where)


def _shown(show: Callable[[], QWidget]) -> QWidget:
    root = show()
    if QApplication.activePopupWidget() is None:
        root.window().activateWindow()
    settle()
    return root


def _holder(root: QWidget) -> QWidget:
    return QApplication.activePopupWidget() or QApplication.focusWidget() or root


def _pressed(widget: QWidget, where: Callable[[], object]) -> Iterator[Finding]:
    name, before = name_of(widget), where()
    QTest.keyClick(widget, Qt.Key.Key_Escape)
    settle()
    if where() == before:
        yield Finding(RULE, name, "Esc does not leave")
