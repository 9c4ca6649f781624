"""Rule "contrast": what is painted stands apart from its ground, measured in the pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QCheckBox, QLineEdit, QRadioButton, QSlider, QWidget

from tests.access.findings import WORDS, Finding, name_of
from tests.access.painted import Mark, Surface
from tests.access.pixels import contrast, ink_contrast, painted_contrast
from tests.access.worked import place, worked

RULE = "contrast"
TEXT, LARGE = 4.5, 3.0
LARGE_PX, LARGE_BOLD_PX, BOLD = 24, 18.66, 700


def findings(surfaces: Sequence[Surface]) -> Iterator[Finding]:
    """Texts, icons and the edges of fields; what can't be used now is excused."""
    for surface in surfaces:
        for mark in surface.marks:
            # A lone bracket or dot is no text; in other scripts the same line is painted in several pieces.
            if mark.owner.isEnabled() and (not mark.words or _letters(mark)):
                yield from _mark(surface, mark)
        for widget in worked(surface.widget):
            if widget.isEnabled():
                yield from _edges(surface, widget)


def wanted(mark: Mark) -> float:
    """What WCAG asks of this text or icon."""
    is_large = mark.size >= LARGE_PX or (mark.size >= LARGE_BOLD_PX and mark.weight >= BOLD)
    return LARGE if is_large or not mark.words else TEXT


def _letters(mark: Mark) -> int:
    return sum(letter.isalnum() for letter in mark.words)


def _mark(surface: Surface, mark: Mark) -> Iterator[Finding]:
    found = ink_contrast(surface.picture, mark.rect)
    if _letters(mark) == 1 and mark.colour >= 0:
        # A lone stem may lie between two pixels, neither of them its colour: what it is painted with tells.
        found = max(found, painted_contrast(surface.picture, mark.rect, mark.colour))
    if found < wanted(mark):
        what = f"“{mark.words[:WORDS]}”" if mark.words else f"the icon at {mark.rect.x()},{mark.rect.y()}"
        yield Finding(RULE, name_of(mark.owner), f"{what} has {found:.2f} of {wanted(mark)}")


def _edges(surface: Surface, widget: QWidget) -> Iterator[Finding]:
    rect = place(widget, surface.widget)
    top = surface.widget.childAt(rect.center())
    is_covered = top is not None and top is not widget and not widget.isAncestorOf(top)
    if is_covered or not surface.picture.rect.contains(rect):
        return
    if isinstance(widget, QLineEdit):
        middle = rect.center().y()
        outside, *edge = surface.picture.line(middle, max(0, rect.left() - 1), rect.left() + 1)
        found = max(contrast(outside, colour) for colour in edge)
    elif isinstance(widget, QCheckBox | QRadioButton | QSlider):
        found = ink_contrast(surface.picture, QRect(rect))
    else:
        return
    if found < LARGE:
        yield Finding(RULE, name_of(widget), f"its edge has {found:.2f} of {LARGE}")
