"""The property room: sun, trees, water, fire, phones and the other things that drawings need."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from resources.demo.make.palette import (
    ACCENT,
    ACCENT_MID,
    ALERT,
    BARK,
    BRAND,
    BRAND_SOFT,
    CENTRE,
    DONE,
    DONE_MID,
    EARTH,
    INK,
    INK2,
    LINE,
    SUN,
    SURFACE,
    WATER,
    WATER_SOFT,
    brush,
    disc,
    font,
    pen,
    shape,
    stroke,
    write,
)


def fill(p: QPainter, path: QPainterPath, colour: str, opacity: float = 1.0) -> None:
    """A filled path without an edge."""
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(brush(colour, opacity))
    p.drawPath(path)


def box(p: QPainter, x: float, y: float, w: float, h: float, colour: str, radius: float = 4) -> None:
    """A filled rounded rectangle."""
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(brush(colour))
    p.drawRoundedRect(QRectF(x, y, w, h), radius, radius)


def sun(p: QPainter, x: float, y: float, radius: float, t: float = 0) -> None:
    """A sun whose rays turn slowly."""
    disc(p, x, y, radius * 1.9, SUN, 0.12 + 0.04 * sin(t * 1.4))
    for ray in range(12):
        angle = ray * pi / 6 + t * 0.12
        near, far = radius * 1.25, radius * (1.55 + 0.08 * sin(t * 1.8 + ray))
        stroke(
            p,
            [(x + near * cos(angle), y + near * sin(angle)), (x + far * cos(angle), y + far * sin(angle))],
            SUN,
            radius * 0.13,
        )
    disc(p, x, y, radius, SUN)


def tree(p: QPainter, x: float, ground: float, height: float, t: float = 0, colour: str = DONE_MID) -> None:
    """A broad tree that moves a little in the wind."""
    sway = sin(t * 0.9) * height * 0.008
    trunk = QPainterPath(QPointF(x - height * 0.07, ground))
    trunk.quadTo(x - height * 0.02, ground - height * 0.3, x - height * 0.05, ground - height * 0.55)
    trunk.lineTo(x + height * 0.05, ground - height * 0.55)
    trunk.quadTo(x + height * 0.03, ground - height * 0.3, x + height * 0.08, ground)
    fill(p, trunk, BARK)
    for dx, dy, radius in ((-0.26, 0.62, 0.2), (0.26, 0.62, 0.2), (0, 0.56, 0.22), (-0.14, 0.8, 0.2), (0.15, 0.8, 0.2)):
        disc(p, x + dx * height + sway * dy * 2, ground - dy * height, radius * height, colour)
    for dx, dy, radius in ((-0.2, 0.72, 0.1), (0.1, 0.86, 0.1), (0.26, 0.66, 0.08)):
        disc(p, x + dx * height + sway * 2, ground - dy * height, radius * height, "#86C49F", 0.6)


def pine(p: QPainter, x: float, ground: float, height: float, colour: str = DONE) -> None:
    """A slender forest tree."""
    box(p, x - height * 0.03, ground - height * 0.2, height * 0.06, height * 0.2, BARK, 1)
    for level in range(3):
        top, wide = ground - height * (1 - level * 0.22), height * (0.16 + level * 0.06)
        shape(p, [(x, top), (x + wide, top + height * 0.42), (x - wide, top + height * 0.42)], colour, 1 - level * 0.08)


def hills(p: QPainter, width: float, horizon: float, bottom: float, near: str, far: str) -> None:
    """Two ranges of hills across the picture."""
    for colour, lift, phase, step in ((far, 66, 0.4, 0.0105), (near, 34, 2.1, 0.008)):
        path = QPainterPath(QPointF(0, bottom))
        for x in range(0, int(width) + 16, 8):
            path.lineTo(x, horizon - lift * (0.55 + 0.45 * sin(x * step + phase)) - lift * 0.25 * sin(x * step * 2.7))
        path.lineTo(width, bottom)
        fill(p, path, colour)


def cot(p: QPainter, x: float, y: float, length: float) -> None:
    """A string cot seen from the side, its top at y."""
    for leg in (0.04, 0.93):
        box(p, x + length * leg, y, length * 0.03, length * 0.2, BARK, 3)
    box(p, x, y, length, length * 0.035, BARK, 4)
    for string in range(14):
        stroke(
            p,
            [(x + length * (0.05 + string * 0.067), y + 1), (x + length * (0.08 + string * 0.067), y + length * 0.03)],
            EARTH,
            1.5,
        )


def pot(p: QPainter, x: float, ground: float, size: float) -> None:
    """A clay water pot with a cup on it."""
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(brush(ACCENT_MID))
    p.drawEllipse(QPointF(x, ground - size * 0.42), size * 0.48, size * 0.42)
    box(p, x - size * 0.2, ground - size * 0.98, size * 0.4, size * 0.24, ACCENT_MID, 3)
    box(p, x - size * 0.28, ground - size * 1.02, size * 0.56, size * 0.09, ACCENT, 4)
    stroke(p, [(x - size * 0.4, ground - size * 0.5), (x + size * 0.4, ground - size * 0.5)], ACCENT, size * 0.04)


def drop(p: QPainter, x: float, y: float, size: float, colour: str = WATER, opacity: float = 1.0) -> None:
    """A drop of water, its middle at x, y."""
    path = QPainterPath(QPointF(x, y - size))
    path.cubicTo(x + size * 0.35, y - size * 0.35, x + size * 0.62, y, x + size * 0.62, y + size * 0.3)
    path.cubicTo(x + size * 0.62, y + size * 1.05, x - size * 0.62, y + size * 1.05, x - size * 0.62, y + size * 0.3)
    path.cubicTo(x - size * 0.62, y, x - size * 0.35, y - size * 0.35, x, y - size)
    fill(p, path, colour, opacity)


def glass(p: QPainter, x: float, ground: float, size: float, level: float = 0.75) -> None:
    """A glass of water."""
    wide, narrow = size * 0.34, size * 0.26
    inner = [(x - wide, ground - size), (x + wide, ground - size), (x + narrow, ground), (x - narrow, ground)]
    shape(p, inner, WATER_SOFT)
    edge = narrow + (wide - narrow) * level
    water = [
        (x - edge, ground - size * level),
        (x + edge, ground - size * level),
        (x + narrow, ground),
        (x - narrow, ground),
    ]
    shape(p, water, WATER, 0.75)
    stroke(p, [inner[0], inner[3], inner[2], inner[1]], INK2, max(1.5, size * 0.03))


def thermometer(p: QPainter, x: float, top: float, height: float, level: float, colour: str) -> None:
    """A clinical thermometer filled up to `level` (0-1)."""
    r = height * 0.09
    p.setPen(pen(INK2, 2))
    p.setBrush(brush(SURFACE))
    p.drawRoundedRect(QRectF(x - r * 0.55, top, r * 1.1, height - r), r * 0.55, r * 0.55)
    p.drawEllipse(QPointF(x, top + height - r), r, r)
    disc(p, x, top + height - r, r * 0.72, colour)
    rise = (height - 2 * r) * level
    box(p, x - r * 0.25, top + height - 2 * r - rise + r * 0.3, r * 0.5, rise + r * 0.5, colour, r * 0.25)
    for mark in range(5):
        y = top + r + (height - 3 * r) * mark / 5
        stroke(p, [(x + r * 0.75, y), (x + r * 1.2, y)], INK2, 1.5)


def phone(p: QPainter, x: float, y: float, height: float, text: str, colour: str = ALERT) -> None:
    """A phone that calls a number, its middle at x, y."""
    w = height * 0.52
    box(p, x - w / 2, y - height / 2, w, height, INK, height * 0.07)
    box(p, x - w / 2 + 4, y - height / 2 + 8, w - 8, height - 24, SURFACE, height * 0.04)
    look = font(height * 0.2, 700)
    write(p, QRectF(x - w / 2, y - height * 0.34, w, height * 0.3), text, look, colour, CENTRE, middle=True)
    disc(p, x, y + height * 0.17, height * 0.13, DONE)
    handset = QPainterPath(QPointF(x - height * 0.055, y + height * 0.115))
    handset.quadTo(x - height * 0.04, y + height * 0.22, x + height * 0.06, y + height * 0.225)
    p.strokePath(handset, pen(SURFACE, height * 0.035))


def ambulance(p: QPainter, x: float, ground: float, width: float, text: str, t: float = 0) -> None:
    """An ambulance facing right, its rear bumper at x."""
    h = width * 0.48
    top = ground - h - width * 0.07
    body = QPainterPath()
    body.addRoundedRect(QRectF(x, top, width * 0.68, h), 8, 8)
    cab = QPainterPath(QPointF(x + width * 0.66, top + h * 0.18))
    cab.lineTo(x + width * 0.82, top + h * 0.2)
    cab.quadTo(x + width * 0.9, top + h * 0.5, x + width * 0.99, top + h * 0.56)
    cab.lineTo(x + width, top + h)
    cab.lineTo(x + width * 0.66, top + h)
    cab.closeSubpath()
    for path in (body, cab):
        fill(p, path, SURFACE)
        p.strokePath(path, pen(LINE, 1.5))
    shape(
        p,
        [
            (x + width * 0.71, top + h * 0.28),
            (x + width * 0.81, top + h * 0.28),
            (x + width * 0.88, top + h * 0.54),
            (x + width * 0.71, top + h * 0.54),
        ],
        BRAND_SOFT,
    )
    box(p, x, top + h * 0.62, width * 0.99, h * 0.12, ALERT, 1)
    cross(p, x + width * 0.2, top + h * 0.34, h * 0.34, ALERT)
    write(
        p,
        QRectF(x + width * 0.32, top + h * 0.14, width * 0.34, h * 0.4),
        text,
        font(h * 0.3, 700),
        ALERT,
        CENTRE,
        middle=True,
    )
    disc(p, x + width * 0.6, top - 3, width * 0.025, BRAND if int(t * 2) % 2 else ALERT)
    for wheel in (0.18, 0.8):
        disc(p, x + width * wheel, ground - width * 0.07, width * 0.075, INK)
        disc(p, x + width * wheel, ground - width * 0.07, width * 0.032, LINE)


def cross(p: QPainter, x: float, y: float, size: float, colour: str) -> None:
    """A medical cross."""
    box(p, x - size / 2, y - size / 6, size, size / 3, colour, 2)
    box(p, x - size / 6, y - size / 2, size / 3, size, colour, 2)


def tick(p: QPainter, x: float, y: float, size: float, colour: str = DONE) -> None:
    """A tick on a disc: do this."""
    disc(p, x, y, size, colour)
    stroke(
        p,
        [(x - size * 0.42, y + size * 0.05), (x - size * 0.1, y + size * 0.36), (x + size * 0.45, y - size * 0.32)],
        SURFACE,
        size * 0.2,
    )


def never(p: QPainter, x: float, y: float, size: float, colour: str = ALERT) -> None:
    """A cross on a disc: never this."""
    disc(p, x, y, size, colour)
    for side in (-1, 1):
        stroke(
            p,
            [(x - size * 0.36, y - size * 0.36 * side), (x + size * 0.36, y + size * 0.36 * side)],
            SURFACE,
            size * 0.2,
        )


def number(p: QPainter, x: float, y: float, size: float, digit: str, colour: str = BRAND) -> None:
    """A digit on a disc."""
    disc(p, x, y, size, colour)
    write(
        p,
        QRectF(x - size, y - size * 1.04, 2 * size, 2 * size),
        digit,
        font(size * 1.15, 700),
        SURFACE,
        CENTRE,
        middle=True,
    )


def cloth(p: QPainter, x: float, y: float, w: float, h: float, t: float = 0) -> None:
    """A wet folded cloth with drops on it."""
    box(p, x - w / 2, y - h / 2, w, h, "#8CC6E3", min(w, h) * 0.3)
    stroke(p, [(x - w * 0.35, y), (x + w * 0.35, y)], WATER, 2, 0.8)
    for place in (-0.25, 0.25):
        drop(p, x + w * place, y + h * 0.1 + 1.5 * sin(t * 2 + place * 9), min(w, h) * 0.16, BRAND, 0.55)


def fire(p: QPainter, x: float, ground: float, size: float, t: float = 0) -> None:
    """A flame that flickers."""
    for colour, scale, pace in (("#D9531E", 1.0, 2.3), ("#F08A2C", 0.72, 3.1), ("#F9CF5B", 0.42, 4.0)):
        h = size * scale * (1 + 0.06 * sin(t * pace * 2 + x))
        w, lean = size * scale * 0.42, size * 0.05 * sin(t * pace + x)
        path = QPainterPath(QPointF(x + lean, ground - h))
        path.cubicTo(x + w * 0.4, ground - h * 0.62, x + w * 1.25, ground - h * 0.45, x + w * 0.8, ground - h * 0.08)
        path.quadTo(x, ground + h * 0.06, x - w * 0.8, ground - h * 0.08)
        path.cubicTo(x - w * 1.2, ground - h * 0.4, x - w * 0.2, ground - h * 0.55, x + lean, ground - h)
        fill(p, path, colour)


def smoke(p: QPainter, x: float, y: float, size: float, t: float = 0, drift: float = 0.5) -> None:
    """A column of smoke that rises and drifts."""
    for puff in range(6):
        age = (puff + t * 0.35) % 6
        lift = age * size * 0.5
        disc(
            p,
            x + drift * lift + sin(age * 2 + t * 0.3) * size * 0.1,
            y - lift,
            size * (0.28 + age * 0.11),
            "#8D9098",
            0.5 - age * 0.075,
        )


def arrow(p: QPainter, start: tuple[float, float], end: tuple[float, float], colour: str, width: float = 4) -> None:
    """An arrow from one point to another."""
    (x1, y1), (x2, y2) = start, end
    length = max(1.0, ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5)
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    head = width * 3
    stroke(p, [start, (x2 - ux * head, y2 - uy * head)], colour, width)
    shape(
        p,
        [
            (x2, y2),
            (x2 - ux * head - uy * head * 0.55, y2 - uy * head + ux * head * 0.55),
            (x2 - ux * head + uy * head * 0.55, y2 - uy * head - ux * head * 0.55),
        ],
        colour,
    )
