"""Rule "focus": one sees where the keyboard is: pixels change there, clearly."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QCheckBox, QRadioButton, QScrollArea, QWidget

from tests.access.findings import Finding, name_of
from tests.access.pixels import Picture, changed
from tests.access.worked import is_reached_by_arrows, worked
from tests.ui.doubles import settle

RULE = "focus"
CLEAR = 3.0
MOST_ASKED = 96
"""Pixels that must change clearly: half of the edge around it, and never more than that of a 24 px square."""


def findings(root: QWidget) -> Iterator[Finding]:
    """Puts the keyboard on each thing and off again, and compares the pictures."""
    window = root.window()
    window.activateWindow()
    settle()
    # What closes when the keyboard goes on, a bubble, comes first.
    now = QApplication.focusWidget()
    for widget in sorted(worked(root), key=lambda widget: widget is not now):
        is_stop = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) or is_reached_by_arrows(widget)
        if widget.isEnabled() and widget.isVisible() and is_stop:
            yield from _of(widget)


def _of(widget: QWidget) -> Iterator[Finding]:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    if QApplication.focusWidget() not in (widget, widget.focusProxy()):
        yield Finding(RULE, name_of(widget), "does not take the keyboard")
        return
    _bring_in(widget)
    rect = _around(widget)
    if rect.isEmpty():
        return
    with_it = Picture(widget.window().grab(rect))
    widget.clearFocus()
    settle()
    without = Picture(widget.window().grab(rect))
    _, clear = changed(without, with_it, CLEAR)
    asked = min(MOST_ASKED, rect.width() + rect.height())
    if clear < asked:
        yield Finding(RULE, name_of(widget), f"{clear} pixels change clearly when it has the keyboard, not {asked}")


def _bring_in(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            at = _row_of(widget).center()
            held = parent.widget()
            seen = widget.mapTo(held, at) if held is not None else at
            parent.ensureVisible(seen.x(), seen.y(), 0, 60)
        parent = parent.parentWidget()
    settle()


def _row_of(widget: QWidget) -> QRect:
    if isinstance(widget, QAbstractItemView):
        return widget.visualRect(widget.currentIndex())
    frame = widget.parentWidget()
    if isinstance(widget, QCheckBox | QRadioButton) and frame is not None and worked(frame) == [widget]:
        # A mark and its words in one frame: all of it is pressed, and all of it is marked.
        return frame.rect().translated(-widget.pos())
    return widget.rect()


def _around(widget: QWidget) -> QRect:
    """The widget, or its row, with what lies just around it, as far as the window shows it."""
    inner = _row_of(widget)
    whole = QRect(widget.mapTo(widget.window(), inner.topLeft()), inner.size()).adjusted(-4, -4, 4, 4)
    return whole.intersected(QRect(QPoint(0, 0), widget.window().size()))
