"""Rules "fit", "overlap" and "outside": nothing is cut off, lies over something else or beyond what holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from tests.access.findings import WORDS, Finding, name_of
from tests.access.painted import Mark, Surface
from tests.access.worked import is_worked, place, shown, worked

ELLIPSIS = "…"
SLACK = 2


def findings(root: QWidget, surfaces: Sequence[Surface]) -> Iterator[Finding]:
    """By the widgets' own measures, and by what was painted where."""
    yield from _measures(root)
    yield from _overlaps(root)
    yield from _beyond(root, surfaces)
    for surface in surfaces:
        yield from _painted(surface)


def _measures(root: QWidget) -> Iterator[Finding]:
    for widget in shown(root):
        if isinstance(widget, QLabel) and widget.text() and widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            if widget.height() < needed - 1:
                yield Finding("fit", name_of(widget), f"is {widget.height()} px high and needs {needed}")
        elif isinstance(widget, QPushButton | QToolButton):
            wanted = widget.minimumSizeHint() if widget.text() else widget.iconSize()
            if widget.width() < wanted.width() - 1:
                yield Finding("fit", name_of(widget), f"is {widget.width()} px wide and needs {wanted.width()}")
            if widget.height() < wanted.height() - SLACK:
                yield Finding("fit", name_of(widget), f"is {widget.height()} px high and needs {wanted.height()}")


def _overlaps(root: QWidget) -> Iterator[Finding]:
    family: dict[QWidget | None, list[QWidget]] = {}
    for widget in worked(root):
        family.setdefault(widget.parentWidget(), []).append(widget)
    for siblings in family.values():
        for one, other in combinations(siblings, 2):
            if one.geometry().adjusted(1, 1, -1, -1).intersects(other.geometry()):
                yield Finding("overlap", name_of(one), f"lies over {name_of(other)}")


def _beyond(root: QWidget, surfaces: Sequence[Surface]) -> Iterator[Finding]:
    """A surface must hold its widgets; one that is its window's must also be no larger than its view."""
    for widget in worked(root):
        parent = widget.parentWidget()
        if parent is not None and not _is_within(widget.geometry(), parent.rect()):
            yield Finding("outside", name_of(widget), f"{_spelt(widget.geometry())} leaves {_spelt(parent.rect())}")
    for surface in surfaces:
        whole = surface.widget.rect()
        for widget in shown(surface.widget):
            if is_worked(widget) or isinstance(widget, QLabel):
                rect = place(widget, surface.widget)
                if not _is_within(rect, whole) and _is_on(widget, surface):
                    yield Finding("outside", name_of(widget), f"{_spelt(rect)} leaves {_spelt(whole)}")
        parent = surface.widget.parentWidget()
        if surface.widget is not root and parent is not None and surface.widget.width() > parent.width() + SLACK:
            yield Finding(
                "outside", name_of(surface.widget), f"is {surface.widget.width()} px wide in {parent.width()}"
            )


def _is_on(widget: QWidget, surface: Surface) -> bool:
    """Not part of a page that scrolls on its own surface."""
    from karmadesk.ui.parts.page import Page

    parent = widget.parentWidget()
    while parent is not None and parent is not surface.widget:
        if isinstance(parent, Page):
            return False
        parent = parent.parentWidget()
    return True


def _painted(surface: Surface) -> Iterator[Finding]:
    # A field scrolls its text: what lies beyond its edges is not painted.
    words = [mark for mark in surface.marks if mark.words and not isinstance(mark.owner, QLineEdit)]
    for mark in words:
        if ELLIPSIS in mark.words and not _is_told_whole(surface, mark):
            yield Finding("fit", name_of(mark.owner), f"“{mark.words[:WORDS]}” is cut, and nothing tells the rest")
        room = place(mark.owner, surface.widget)
        if not room.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(mark.rect):
            yield Finding("fit", name_of(mark.owner), f"“{mark.words[:WORDS]}” {_spelt(mark.rect)} in {_spelt(room)}")
    for one, other in combinations(words, 2):
        both = one.rect.intersected(other.rect)
        if both.width() > SLACK and both.height() > SLACK:
            says = f"“{one.words[:WORDS]}” lies over “{other.words[:WORDS]}”"
            yield Finding("overlap", name_of(one.owner), says)


def _is_told_whole(surface: Surface, mark: Mark) -> bool:
    """Whether a tooltip or the reader's text goes on where the ellipsis stands; or the ellipsis is the text's own."""
    begin = mark.words.partition(ELLIPSIS)[0].strip()
    told = [mark.owner.toolTip(), mark.owner.accessibleName(), mark.owner.accessibleDescription()]
    told += [label.text() for label in [mark.owner] if isinstance(label, QLabel)]
    if isinstance(mark.owner, QAbstractItemView):
        view = mark.owner
        index: QModelIndex = view.indexAt(view.viewport().mapFrom(surface.widget, mark.rect.center()))
        told += [str(index.data(Qt.ItemDataRole.AccessibleTextRole)), str(index.data(Qt.ItemDataRole.ToolTipRole))]
    heard = QAccessible.queryAccessibleInterface(mark.owner)
    if heard is not None:
        told.append(heard.text(QAccessible.Text.Name))
    return any(begin in text and len(text) > len(begin) for text in told)


def _is_within(inner: QRect, outer: QRect) -> bool:
    return outer.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(inner)


def _spelt(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}×{rect.height()}"
