"""Rule "label": a field says with visible words what belongs into it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from tests.access.findings import Finding, name_of
from tests.access.worked import FIELDS, shown, worked

RULE = "label"


def findings(root: QWidget) -> Iterator[Finding]:
    """A label is its buddy; only a field for searching may say it inside instead."""
    labels = [label for label in shown(root) if isinstance(label, QLabel) and label.text().strip()]
    for field in worked(root):
        if not isinstance(field, FIELDS):
            continue
        if any(label.buddy() is field for label in labels):
            continue
        placeholder = field.placeholderText() if isinstance(field, QLineEdit) else ""
        if not (placeholder and placeholder == field.accessibleName()):
            yield Finding(RULE, name_of(field), "no visible label is its buddy")
