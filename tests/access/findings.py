"""What a rule of the gate tells: which rule, on which screen, which widget, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton, QWidget

WORDS = 40


@dataclass(frozen=True)
class Finding:
    """One thing that somebody would stumble over."""

    rule: str
    widget: str
    says: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.widget}: {self.says}"


def name_of(widget: QWidget | None) -> str:
    """Something to find a widget by: its class and name, those of its next named parent, and its words."""
    if widget is None:
        return "nothing"
    parts = [type(widget).__name__ + (f"#{widget.objectName()}" if widget.objectName() else "")]
    parent = widget.parentWidget()
    while parent is not None and not parent.objectName():
        parent = parent.parentWidget()
    if parent is not None:
        parts.append(f"in #{parent.objectName()}")
    words = widget.text() if isinstance(widget, QAbstractButton) else widget.accessibleName()
    if words:
        parts.append(repr(words[:WORDS]))
    return " ".join(parts)


def told(screen: str, findings: Iterable[Finding]) -> str:
    """All of them, a line each, with the screen."""
    return "\n".join(f"{screen}: {finding}" for finding in dict.fromkeys(findings))
