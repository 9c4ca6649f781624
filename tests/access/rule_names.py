"""Rule "name": a screen reader hears of each thing that can be worked what it is, its name and its state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QProgressBar, QWidget

from tests.access.findings import Finding, name_of
from tests.access.worked import shown, worked

RULE = "name"
SILENT_ROLES = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane)


def findings(root: QWidget) -> Iterator[Finding]:
    """Asks what Qt hands to the system's reader, for widgets and for rows of lists."""
    for widget in [*worked(root), *(bar for bar in shown(root) if isinstance(bar, QProgressBar))]:
        heard: Any = QAccessible.queryAccessibleInterface(widget)
        if heard is None:
            yield Finding(RULE, name_of(widget), "no reader can ask it anything")
            continue
        yield from _of(widget, heard)
        if isinstance(widget, QAbstractItemView):
            yield from _rows(widget, heard)


def _of(widget: QWidget, heard: Any) -> Iterator[Finding]:
    if not heard.text(QAccessible.Text.Name).strip():
        yield Finding(RULE, name_of(widget), "has no accessible name")
    if heard.role() in SILENT_ROLES:
        yield Finding(RULE, name_of(widget), f"says to be a {heard.role().name}")
    state = heard.state()
    if bool(state.disabled) == widget.isEnabled():
        yield Finding(RULE, name_of(widget), "does not say whether it can be used")
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable():
        return
    if not state.checkable or bool(state.checked) != widget.isChecked():
        yield Finding(RULE, name_of(widget), "does not say whether it is chosen")


def _rows(view: QAbstractItemView, heard: Any) -> Iterator[Finding]:
    for row in range(min(heard.childCount(), view.model().rowCount())):
        item = heard.child(row)
        name = item.text(QAccessible.Text.Name).strip() if item is not None else ""
        if not name:
            yield Finding(RULE, name_of(view), f"row {row} has no accessible name")
        elif item.role() in SILENT_ROLES:
            yield Finding(RULE, name_of(view), f"row {row} says to be a {item.role().name}")
