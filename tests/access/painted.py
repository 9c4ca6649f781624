"""What a screen really paints: every text and icon with its place, told by Qt's own painting and not by the widgets."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QLabel, QWidget

from karmadesk.ui.parts.page import Page
from tests.access.pixels import Picture
from tests.access.worked import shown

SVG = "{http://www.w3.org/2000/svg}"
MATRIX = re.compile(r"matrix\(([^)]*)\)")
PICTURE_DATA = re.compile(rb'xlink:href="data:[^"]*"')
ICON = 100
"""A larger picture is a poster or a photograph, not a sign."""


@dataclass(frozen=True)
class Mark:
    """A text, or an icon (no words), where it stands on its surface, and the widget that painted it.

    `colour` is the 0xRRGGBB that a text was painted with; -1 for an icon, and where it is not solid.
    """

    words: str
    rect: QRect
    size: float
    weight: int
    owner: QWidget
    colour: int = -1


@dataclass(frozen=True)
class Surface:
    """A widget as it paints itself: the window, and each page that scrolls in it, whole."""

    widget: QWidget
    picture: Picture
    marks: tuple[Mark, ...]


def surfaces(root: QWidget) -> Iterator[Surface]:
    """The window without its pages, then each page from its top to its end."""
    pages = [page for page in shown(root) if isinstance(page, Page)]
    yield _surface(root, pages)
    for page in pages:
        inner = [other for other in pages if other is not page and page.isAncestorOf(other)]
        held = page.widget()
        if held is not None:
            yield _surface(held, inner)


def _surface(widget: QWidget, pages: list[Page]) -> Surface:
    picture = Picture(widget.grab())
    marks = tuple(
        mark
        for mark in _marks(widget)
        if picture.rect.contains(mark.rect.center())
        and not any(page.isAncestorOf(mark.owner) for page in pages)
        and not _is_covered(widget, mark)
    )
    return Surface(widget, picture, marks)


def _is_covered(surface: QWidget, mark: Mark) -> bool:
    """Whether something else lies over it there: a bubble."""
    top = surface.childAt(mark.rect.center())
    return not (top is None or top is mark.owner or top.isAncestorOf(mark.owner) or mark.owner.isAncestorOf(top))


def _marks(widget: QWidget) -> Iterator[Mark]:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    widget.render(generator)
    del generator  # it writes the end of the document when it goes
    origins = _origins(widget)
    # Rich text is painted from a corner of its own.
    rich: list[QWidget] = [child for child in shown(widget) if isinstance(child, QLabel) and _is_rich(child)]
    drawing = ET.fromstring(PICTURE_DATA.sub(b"", bytes(buffer.data().data())))
    for group in drawing.iter(f"{SVG}g"):
        found = MATRIX.match(group.get("transform", ""))
        a, _, _, d, dx, dy = (float(part) for part in (found[1] if found else "1,0,0,1,0,0").split(","))
        for thing in group:
            if thing.tag == f"{SVG}text" and (thing.text or "").strip():
                rect, size, weight = _text_rect(thing, a, d, dx, dy)
            elif thing.tag == f"{SVG}image":
                rect, size, weight = _image_rect(thing, a, d, dx, dy), 0.0, 0
                if max(rect.width(), rect.height()) > ICON:
                    continue
            else:
                continue
            owner = _owner(widget, origins.get((round(dx), round(dy)), []) or rich, rect)
            if owner is not None:
                yield Mark((thing.text or "").strip(), rect, size, weight, owner, _colour(thing))


def _colour(thing: ET.Element) -> int:
    fill = thing.get("fill", "")
    return int(fill[1:], 16) if fill.startswith("#") and thing.get("fill-opacity") == "1" else -1


def _text_rect(text: ET.Element, a: float, d: float, dx: float, dy: float) -> tuple[QRect, float, int]:
    font = QFont([name.strip() for name in text.get("font-family", "").split(",")])
    size, weight = float(text.get("font-size", "14")), int(text.get("font-weight", "400"))
    font.setPixelSize(max(1, round(size)))
    font.setWeight(QFont.Weight(weight))
    metrics = QFontMetrics(font)
    # The height of letters, without the room above and below that a line keeps free.
    high = metrics.capHeight() + round(metrics.descent() * 0.6)
    left, base = float(text.get("x", "0")), float(text.get("y", "0"))
    wide = metrics.horizontalAdvance((text.text or "").strip("\n"))
    rect = QRect(
        round(dx + a * left), round(dy + d * (base - metrics.capHeight())), round(a * wide), max(1, round(d * high))
    )
    return rect, size * d, weight


def _image_rect(image: ET.Element, a: float, d: float, dx: float, dy: float) -> QRect:
    x, y, wide, high = (float(image.get(name, "0")) for name in ("x", "y", "width", "height"))
    return QRect(round(dx + a * x), round(dy + d * y), round(a * wide), round(d * high))


def _origins(widget: QWidget) -> dict[tuple[int, int], list[QWidget]]:
    """The widgets by where their own coordinates begin: a painter starts there."""
    found: dict[tuple[int, int], list[QWidget]] = {}
    for child in shown(widget):
        origin = child.mapTo(widget, QPoint(0, 0))
        found.setdefault((origin.x(), origin.y()), []).append(child)
    return found


def _owner(surface: QWidget, candidates: list[QWidget], rect: QRect) -> QWidget | None:
    """Who painted there. None for what a list or a text has scrolled out of sight."""
    middle = rect.center()
    there = [child for child in candidates if _in(child, surface).contains(middle)]
    if not there and any(_is_viewport(child) for child in candidates):
        return None
    owner = there[-1] if there else surface.childAt(middle) or surface
    parent = owner.parentWidget()
    if isinstance(parent, QAbstractScrollArea) and _is_viewport(owner):
        if not isinstance(parent, QAbstractItemView) and not _in(owner, surface).contains(rect):
            return None
        if isinstance(parent, QAbstractItemView) and not _in(owner, surface).adjusted(0, 4, 0, -4).contains(middle):
            return None
        return parent
    return owner


def _is_rich(label: QLabel) -> bool:
    return label.textFormat() == Qt.TextFormat.RichText


def _is_viewport(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return isinstance(parent, QAbstractScrollArea) and widget is parent.viewport()


def _in(widget: QWidget, surface: QWidget) -> QRect:
    return QRect(widget.mapTo(surface, QPoint(0, 0)), widget.size())
