"""Which widgets of a screen somebody works: by eye, by ear and by key they must all be there."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

FIELDS = (QLineEdit, QComboBox, QAbstractSpinBox)
WORKED = (QAbstractButton, QAbstractItemView, QAbstractSlider, *FIELDS)


def is_worked(widget: QWidget) -> bool:
    """Whether it takes clicks or keys of its own; parts that Qt adds to its widgets don't count."""
    if widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar):
        return False
    # Where Tab stops, keys do something: texts and pages are read with the arrows.
    stops = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return stops or isinstance(widget, WORKED)


def worked(root: QWidget) -> list[QWidget]:
    """What can be worked below `root`, as far as it is shown; a part of another (a spin box's field) is its owner's."""
    return [widget for widget in shown(root) if is_worked(widget) and not isinstance(widget.parentWidget(), FIELDS)]


def shown(root: QWidget) -> Iterator[QWidget]:
    """`root` and everything below it in the same window that is not hidden."""
    yield root
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root) and widget.window() is root.window():
            yield widget


def is_reached_by_arrows(widget: QWidget) -> bool:
    """Of buttons of which one is chosen, Tab reaches the chosen one and arrows the rest."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and any(button is not widget for button in group.buttons())


def place(widget: QWidget, within: QWidget) -> QRect:
    """Where it is in `within`, whole, also where it is scrolled out of sight."""
    return QRect(widget.mapTo(within, QPoint(0, 0)), widget.size())
