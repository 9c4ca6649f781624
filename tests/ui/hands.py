"""Keys and clicks, as a learner's hands send them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

NONE = Qt.KeyboardModifier.NoModifier


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """One key, with others held."""
    QTest.keyClick(widget, key, modifiers)


def type_in(widget: QWidget, words: str) -> None:
    QTest.keyClicks(widget, words)


def click(widget: QWidget, at: QPoint) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NONE, at)
