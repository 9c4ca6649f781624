"""The paint box: the program's own colours as drawings use them, and its own typefaces."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontDatabase, QLinearGradient, QPainter, QPainterPath, QPen

FONTS = Path(__file__).resolve().parents[2] / "fonts"

PAPER, SURFACE, SUNKEN, LINE = "#F7F5F1", "#FFFFFF", "#EFECE6", "#E0DBD2"
INK, INK2, INK3 = "#1D2129", "#5A6170", "#6E7582"
BRAND, BRAND_SOFT, BRAND_MID = "#27457D", "#E6ECF7", "#6F8CC4"
ACCENT, ACCENT_SOFT, ACCENT_MID = "#B4560F", "#FBEBDD", "#E79A55"
DONE, DONE_SOFT, DONE_MID = "#1F6F45", "#E1F2E8", "#6DB48B"
ALERT, ALERT_SOFT = "#A32A2A", "#F9E4E2"
WATER, WATER_SOFT = "#4E9BC7", "#D6EAF4"
EARTH, EARTH_SOFT, BARK = "#D9B98C", "#EFDFC6", "#7A5A3C"
SUN, SKIN, SKIN_DARK, HAIR = "#F2B24A", "#B97A50", "#8F5A38", "#2B2320"

_FAMILIES = {"en": ["Noto Sans", "Noto Sans Devanagari"], "hi": ["Noto Sans Devanagari", "Noto Sans"]}


def load_fonts() -> None:
    """Make the shipped typefaces known to Qt; needs a QGuiApplication."""
    _hold_none()
    for path in sorted(FONTS.glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise RuntimeError(f"{path} is not a font that Qt can read")


def _hold_none() -> None:
    """Keep Python alive through many drawing calls.

    PySide6 6.12.0 takes None for immortal, as it is from Python 3.12 on: under 3.11 each call without a result gives
    away a reference to None that it never had (measured: 500 calls lose 500), and the interpreter aborts when they
    run out.
    """
    if sys.version_info < (3, 12):
        ctypes.c_ssize_t.from_address(id(None)).value += 1 << 40


def font(size: float, weight: int = 400, language: str = "en", *, slanted: bool = False) -> QFont:
    """A shipped typeface of a pixel size."""
    chosen = QFont(_FAMILIES[language])
    chosen.setPixelSize(round(size))
    chosen.setWeight(QFont.Weight(weight))
    chosen.setItalic(slanted)
    return chosen


def brush(colour: str, opacity: float = 1.0) -> QBrush:
    """A fill."""
    mixed = QColor(colour)
    mixed.setAlphaF(max(0.0, min(1.0, opacity)))
    return QBrush(mixed)


def pen(colour: str, width: float, opacity: float = 1.0) -> QPen:
    """A line with round ends."""
    mixed = QColor(colour)
    mixed.setAlphaF(max(0.0, min(1.0, opacity)))
    return QPen(QBrush(mixed), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def slope(top: str, bottom: str, height: float) -> QBrush:
    """A fill that runs from one colour above to another below."""
    gradient = QLinearGradient(QPointF(0, 0), QPointF(0, height))
    gradient.setColorAt(0, QColor(top))
    gradient.setColorAt(1, QColor(bottom))
    return QBrush(gradient)


def card(p: QPainter, box: QRectF, fill: str = SURFACE, edge: str | None = LINE, radius: float = 14) -> None:
    """A rounded panel."""
    p.setBrush(brush(fill))
    p.setPen(pen(edge, 1.2) if edge else Qt.PenStyle.NoPen)
    p.drawRoundedRect(box, radius, radius)


def shape(p: QPainter, points: Sequence[tuple[float, float]], colour: str, opacity: float = 1.0) -> None:
    """A filled polygon."""
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(*point)
    path.closeSubpath()
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(brush(colour, opacity))
    p.drawPath(path)


def stroke(p: QPainter, points: Sequence[tuple[float, float]], colour: str, width: float, opacity: float = 1.0) -> None:
    """A thick line through points."""
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(*point)
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.setPen(pen(colour, width, opacity))
    p.drawPath(path)


def disc(p: QPainter, x: float, y: float, radius: float, colour: str, opacity: float = 1.0) -> None:
    """A filled circle."""
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(brush(colour, opacity))
    p.drawEllipse(QPointF(x, y), radius, radius)


def write(
    p: QPainter,
    box: QRectF,
    text: str,
    look: QFont,
    colour: str = INK,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    *,
    middle: bool = False,
) -> QRectF:
    """Text wrapped into a box; the rectangle that it took."""
    p.setFont(look)
    p.setPen(QColor(colour))
    across = Qt.AlignmentFlag.AlignVCenter if middle else Qt.AlignmentFlag.AlignTop
    flags = int(align | across) | int(Qt.TextFlag.TextWordWrap)
    taken = p.boundingRect(box, flags, text)
    p.drawText(box, flags, text)
    return QRectF(taken)


CENTRE = Qt.AlignmentFlag.AlignHCenter
LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
