"""Colours as they were really drawn: counted in rectangles of a picture, told apart, compared as WCAG does."""

from __future__ import annotations

from collections import Counter
from functools import cache

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPixmap

FEWEST, FEW = 3, 24
"""So many pixels are ink; in a narrow text one is: smoothing only ever takes away from it."""
FLAT = 0.3
"""A ground of one colour fills at least this share; else it is a picture or a sweep."""


class Picture:
    """A grabbed widget whose pixels can be counted. Coordinates are logical, the scale is one."""

    def __init__(self, grabbed: QPixmap | QImage) -> None:
        image = grabbed if isinstance(grabbed, QImage) else grabbed.toImage()
        image.setDevicePixelRatio(1.0)
        # Held on to: the view below looks into its memory.
        self._image = image.convertToFormat(QImage.Format.Format_RGB32)
        self.rect = self._image.rect()
        self._stride = self._image.bytesPerLine() // 4
        self._pixels = memoryview(self._image.constBits()).cast("B").cast("I")

    def count(self, rect: QRect) -> Counter[int]:
        """How often each colour stands in the rectangle."""
        inside = rect.intersected(self.rect)
        found: Counter[int] = Counter()
        for y in range(inside.top(), inside.bottom() + 1):
            start = y * self._stride
            found.update(self._pixels[start + inside.left() : start + inside.right() + 1])
        return found

    def line(self, y: int, left: int, right: int) -> memoryview[int]:
        """The colours of a part of a line, left and right both within."""
        start = y * self._stride
        return self._pixels[start + left : start + right + 1]

    def ring(self, rect: QRect, width: int = 2) -> Counter[int]:
        """The colours just around the rectangle."""
        outer = self.count(rect.adjusted(-width, -width, width, width))
        outer.subtract(self.count(rect))
        return Counter({colour: number for colour, number in outer.items() if number > 0})


@cache
def luminance(colour: int) -> float:
    """Relative luminance of 0xRRGGBB, as WCAG 2 defines it."""
    parts = [((colour >> shift) & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def contrast(one: int, other: int) -> float:
    """1 (the same) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_contrast(picture: Picture, rect: QRect) -> float:
    """How far what is drawn in the rectangle stands apart from its ground.

    The ground is the commonest colour; the ink, among the others, the one farthest from it that is more than an
    accident. On a sweep or a picture the least favourable pixel around counts as the ground.
    """
    colours = picture.count(rect)
    if not colours:
        return 21.0
    ground, times = colours.most_common(1)[0]
    if times < FLAT * colours.total():
        around = picture.ring(rect)
        ink = _farthest(colours, (around or colours).most_common(1)[0][0], FEWEST)
        return _tenth(around, ink)
    return contrast(ground, _farthest(colours, ground, 1 if rect.width() < FEW else FEWEST))


def painted_contrast(picture: Picture, rect: QRect, colour: int) -> float:
    """How far a colour stands apart from the ground of the rectangle; 1 where the ground is not of one colour."""
    colours = picture.count(rect)
    ground, times = colours.most_common(1)[0] if colours else (colour, 0)
    return contrast(colour, ground) if times and times >= FLAT * colours.total() else 1.0


def _tenth(around: Counter[int], ink: int) -> float:
    """The contrast that a tenth of what is around falls short of: letters that reach out of the rectangle are in it."""
    seen = 0
    for colour in sorted(around, key=lambda colour: contrast(colour, ink)):
        seen += around[colour]
        if seen >= around.total() / 10:
            return contrast(colour, ink)
    return 21.0


def _farthest(colours: Counter[int], ground: int, fewest: int) -> int:
    seen = 0
    for colour in sorted(colours, key=lambda colour: -contrast(colour, ground)):
        seen += colours[colour]
        if seen >= fewest:
            return colour
    return ground


def changed(before: Picture, after: Picture, least: float) -> tuple[int, int]:
    """How many pixels are another colour, and how many of these stand at least so far apart from before."""
    other, clear = 0, 0
    inside = before.rect.intersected(after.rect)
    for y in range(inside.height()):
        one, two = before.line(y, 0, inside.right()), after.line(y, 0, inside.right())
        if one == two:
            continue
        for old, new in zip(one, two, strict=True):
            if old != new:
                other += 1
                clear += contrast(old, new) >= least
    return other, clear
