"""Rule "target": whatever is pressed is at least 24 x 24 pixels, a row's painted buttons too."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from karmadesk.ui.rows.view import RowList
from tests.access.findings import Finding, name_of
from tests.access.worked import worked

RULE = "target"
LEAST = 24


def findings(root: QWidget) -> Iterator[Finding]:
    """Measures what takes the mouse."""
    for widget in worked(root):
        if widget.width() < LEAST or widget.height() < LEAST:
            yield Finding(RULE, name_of(widget), f"is {widget.width()} × {widget.height()}")
        if isinstance(widget, RowList):
            yield from _rows(widget)


def _rows(rows: RowList) -> Iterator[Finding]:
    for number, row in enumerate(rows.rows):
        for action, rect in rows._parts(rows.model().index(number, 0)).actions:
            if rect.width() < LEAST or rect.height() < LEAST:
                size = f"{rect.width()} × {rect.height()}"
                yield Finding(RULE, name_of(rows), f"“{action.text}” of “{row.title}” is {size}")
