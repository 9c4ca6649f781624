"""Where the Tab key goes next, for widgets that are made later than those that follow them on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_after(anchor: QWidget, following: Iterable[QWidget]) -> None:
    """Tab comes to these, in this order, right after the anchor, or after where it would stop if it were a stop."""
    before = anchor
    for widget in following:
        _join(before, widget)
        before = widget


def last_in(root: QWidget) -> QWidget:
    """The last in the order of those that are in here."""
    last: QWidget = root
    step = root.nextInFocusChain()
    while step is not None and step is not root and root.isAncestorOf(step):
        last, step = step, step.nextInFocusChain()
    return last


def _join(before: QWidget, after: QWidget) -> None:
    """Qt refuses to order what takes no keyboard; for the moment it does."""
    kept = before.focusPolicy()
    if kept == Qt.FocusPolicy.NoFocus:
        before.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    QWidget.setTabOrder(before, after)
    before.setFocusPolicy(kept)
