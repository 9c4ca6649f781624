"""Rule "colour": no state is said by a colour alone; words or a named sign say it too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QProgressBar, QWidget

from karmadesk.ui.parts.panels import ChipLabel
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.viewers.dots import Dots
from tests.access.findings import Finding, name_of
from tests.access.worked import shown

RULE = "colour"


def findings(root: QWidget) -> Iterator[Finding]:
    """Whatever is coloured by a state: chips, notices, bars, dots, and the chips of rows."""
    for rows in root.findChildren(RowList):
        if rows.isVisibleTo(root):
            yield from _rows(rows)
    for widget in shown(root):
        is_toned = isinstance(widget, ChipLabel | Dots | QProgressBar) or (
            isinstance(widget, QAbstractButton) and bool(widget.property("tone"))
        )
        if is_toned and not _heard(widget):
            yield Finding(RULE, name_of(widget), "its colour is all that it says")
        elif widget.property("notice") not in (None, "", "plain") and not _has_words(widget):
            yield Finding(RULE, name_of(widget), "a coloured ground without words")


def _heard(widget: QWidget) -> str:
    heard: Any = QAccessible.queryAccessibleInterface(widget)
    return str(heard.text(QAccessible.Text.Name)).strip() if heard is not None else ""


def _has_words(widget: QWidget) -> bool:
    return any(label.text().strip() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def _rows(rows: RowList) -> Iterator[Finding]:
    for row in rows.rows:
        if any(not chip.text.strip() for chip in row.chips):
            yield Finding(RULE, name_of(rows), f"a chip of “{row.title}” has no words")
        if row.fraction is not None and not any(chip.text for chip in row.chips) and not row.detail:
            yield Finding(RULE, name_of(rows), f"the bar of “{row.title}” is not in words")
