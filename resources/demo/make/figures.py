"""The cast: people drawn from a few round shapes, standing, sitting, or seen from above."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from resources.demo.make.palette import (
    ACCENT,
    ACCENT_MID,
    BRAND,
    BRAND_MID,
    DONE,
    HAIR,
    INK2,
    SKIN,
    SKIN_DARK,
    SURFACE,
    brush,
    disc,
    pen,
    stroke,
)

Arm = tuple[float, float, float, float]


@dataclass(frozen=True)
class Look:
    """How somebody is dressed; `style` is sari, kurta or uniform."""

    style: str
    garment: str
    lower: str
    trim: str
    skin: str = SKIN
    hair: str = HAIR


NURSE = Look("sari", BRAND_MID, BRAND_MID, SURFACE)
FARMER = Look("kurta", "#F3E4C8", "#E3CFA8", ACCENT, SKIN_DARK)
SECRETARY = Look("kurta", "#8FB7A2", "#5D6470", DONE)
GUARD = Look("uniform", "#9A8B5C", "#7D7048", "#5E5434", SKIN_DARK)
WOMAN = Look("sari", ACCENT_MID, ACCENT_MID, "#F6D9B8")
CHAIR = Look("sari", DONE, DONE, "#CFE8DA")
CLERK = Look("kurta", "#DCE4F3", BRAND, BRAND_MID)
CHILD = Look("kurta", "#F4C98F", "#6C86B8", ACCENT)

AT_SIDE: Arm = (0.35, 0.95, 0.3, 1.85)
ON_HIP: Arm = (0.85, 0.75, 0.35, 1.3)
RAISED: Arm = (0.95, -0.1, 1.25, -1.0)
POINTING: Arm = (0.9, 0.15, 1.8, -0.25)
TO_HEAD: Arm = (0.95, 0.2, 0.45, -0.75)
FORWARD: Arm = (0.75, 0.7, 1.45, 0.85)
WRITING: Arm = (0.5, 0.95, -0.15, 1.25)


def standing(
    p: QPainter, x: float, ground: float, height: float, look: Look, left: Arm = AT_SIDE, right: Arm = AT_SIDE
) -> None:
    """Somebody on their feet, facing us. Arms are elbow and hand beside the shoulder, in heads, outwards and down."""
    u = height / 6.6
    p.save()
    p.translate(x, ground - height)
    p.scale(u, u)
    _legs(p, look)
    _torso(p, look)
    for side, arm in ((-1, left), (1, right)):
        _arm(p, look, side, arm)
    _head(p, look, 0, 0.62)
    p.restore()


def _legs(p: QPainter, look: Look) -> None:
    if look.style == "sari":
        skirt = QPainterPath(QPointF(-0.72, 3.0))
        skirt.cubicTo(-0.95, 4.5, -1.1, 5.6, -1.05, 6.35)
        skirt.lineTo(1.05, 6.35)
        skirt.cubicTo(1.1, 5.6, 0.95, 4.5, 0.72, 3.0)
        _fill(p, skirt, look.lower)
        stroke(p, [(-1.02, 6.25), (1.02, 6.25)], look.trim, 0.12)
        for fold in (-0.2, 0.1, 0.4):
            stroke(p, [(fold * 0.6, 3.6), (fold, 6.1)], look.trim, 0.035, 0.7)
        disc(p, -0.45, 6.45, 0.2, look.skin)
        disc(p, 0.45, 6.45, 0.2, look.skin)
        return
    for side in (-1, 1):
        stroke(p, [(0.36 * side, 3.3), (0.42 * side, 6.2)], look.lower, 0.62)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(brush("#4A3B2E"))
        p.drawRoundedRect(QRectF(0.42 * side - 0.36, 6.28, 0.72, 0.32), 0.16, 0.16)


def _torso(p: QPainter, look: Look) -> None:
    hem = {"sari": 3.3, "kurta": 4.25, "uniform": 3.55}[look.style]
    flare = {"sari": 0.75, "kurta": 0.98, "uniform": 0.8}[look.style]
    body = QPainterPath(QPointF(-0.86, 1.75))
    body.cubicTo(-0.86, 1.4, -0.5, 1.3, -0.25, 1.26)
    body.lineTo(0.25, 1.26)
    body.cubicTo(0.5, 1.3, 0.86, 1.4, 0.86, 1.75)
    body.cubicTo(0.8, 2.6, flare - 0.1, 3.0, flare, hem)
    body.lineTo(-flare, hem)
    body.cubicTo(-flare + 0.1, 3.0, -0.8, 2.6, -0.86, 1.75)
    _fill(p, body, look.garment)
    if look.style == "sari":
        pallu = QPainterPath(QPointF(0.2, 1.28))
        pallu.cubicTo(0.6, 1.3, 0.86, 1.4, 0.86, 1.75)
        pallu.lineTo(-0.5, 3.3)
        pallu.lineTo(-0.75, 3.05)
        pallu.closeSubpath()
        _fill(p, pallu, look.trim)
    elif look.style == "uniform":
        stroke(p, [(-0.72, 3.2), (0.72, 3.2)], look.trim, 0.22)
        disc(p, 0, 3.2, 0.12, "#D8C27A")
        for side in (-0.42, 0.42):
            p.setBrush(brush(look.trim, 0.55))
            p.setPen(Qt.PenStyle.NoPen)
            p.drawRoundedRect(QRectF(side - 0.2, 2.0, 0.4, 0.36), 0.06, 0.06)
    else:
        stroke(p, [(0, 1.32), (0, 2.3)], look.trim, 0.09)
    _fill(p, _neck(), look.skin)


def _neck() -> QPainterPath:
    neck = QPainterPath()
    neck.addRoundedRect(QRectF(-0.22, 0.95, 0.44, 0.5), 0.2, 0.2)
    return neck


def _arm(p: QPainter, look: Look, side: int, arm: Arm) -> None:
    shoulder = (0.7 * side, 1.72)
    elbow = (shoulder[0] + arm[0] * side, shoulder[1] + arm[1])
    hand = (shoulder[0] + arm[2] * side, shoulder[1] + arm[3])
    if look.style == "sari":
        stroke(p, [shoulder, elbow, hand], look.skin, 0.36)
        middle = ((shoulder[0] + elbow[0]) / 2, (shoulder[1] + elbow[1]) / 2)
        stroke(p, [shoulder, middle], look.garment, 0.46)
    else:
        wrist = (elbow[0] + (hand[0] - elbow[0]) * 0.75, elbow[1] + (hand[1] - elbow[1]) * 0.75)
        stroke(p, [wrist, hand], look.skin, 0.34)
        stroke(p, [shoulder, elbow, wrist], look.garment, 0.46)
    disc(p, hand[0], hand[1], 0.24, look.skin)


def _head(p: QPainter, look: Look, x: float, y: float) -> None:
    p.save()
    p.translate(x, y)
    if look.style == "sari":
        disc(p, 0.42, 0.2, 0.3, look.hair)
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(brush(look.hair))
    p.drawEllipse(QPointF(0, -0.08), 0.6, 0.62)
    p.setBrush(brush(look.skin))
    p.drawEllipse(QPointF(0, 0.06), 0.5, 0.56)
    fringe = QPainterPath(QPointF(-0.56, -0.02))
    fringe.cubicTo(-0.5, -0.75, 0.5, -0.75, 0.56, -0.02)
    fringe.cubicTo(0.4, -0.34, 0.1, -0.4, 0, -0.4)
    fringe.cubicTo(-0.1, -0.4, -0.4, -0.34, -0.56, -0.02)
    _fill(p, fringe, look.hair)
    for side in (-0.19, 0.19):
        disc(p, side, 0.06, 0.055, "#2B2320")
    smile = QPainterPath(QPointF(-0.15, 0.3))
    smile.quadTo(0, 0.38, 0.15, 0.3)
    p.strokePath(smile, pen("#6B3B25", 0.07))
    if look.style == "sari":
        disc(p, 0, -0.16, 0.05, ACCENT)
    elif look.style == "uniform":
        cap = QPainterPath(QPointF(-0.62, -0.2))
        cap.cubicTo(-0.62, -0.8, 0.62, -0.8, 0.62, -0.2)
        cap.closeSubpath()
        _fill(p, cap, look.trim)
        stroke(p, [(-0.7, -0.2), (0.7, -0.2)], look.trim, 0.14)
    p.restore()


def seated(p: QPainter, x: float, ground: float, height: float, look: Look, left: Arm = WRITING) -> None:
    """Somebody sitting cross-legged on the ground; `height` is that of the same person standing."""
    u = height / 6.6
    p.save()
    p.translate(x, ground - 4.1 * u)
    p.scale(u, u)
    _torso(p, look)
    base = QPainterPath(QPointF(-0.8, 3.0))
    base.cubicTo(-2.0, 3.3, -1.8, 4.1, -0.9, 4.1)
    base.lineTo(0.9, 4.1)
    base.cubicTo(1.8, 4.1, 2.0, 3.3, 0.8, 3.0)
    _fill(p, base, look.lower)
    for side, arm in ((-1, left), (1, left)):
        _arm(p, look, side, arm)
    _head(p, look, 0, 0.62)
    p.restore()


def back_of_head(p: QPainter, x: float, ground: float, height: float, look: Look) -> None:
    """Somebody sitting with their back to us, as far as the shoulders."""
    u = height / 6.6
    p.save()
    p.translate(x, ground - 2.9 * u)
    p.scale(u, u)
    body = QPainterPath(QPointF(-1.05, 2.9))
    body.cubicTo(-1.1, 1.6, -0.7, 1.3, 0, 1.28)
    body.cubicTo(0.7, 1.3, 1.1, 1.6, 1.05, 2.9)
    _fill(p, body, look.garment)
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(brush(look.hair))
    p.drawEllipse(QPointF(0, 0.62), 0.58, 0.64)
    if look.style == "sari":
        disc(p, 0, 1.0, 0.32, look.hair)
    p.restore()


def from_above(p: QPainter, x: float, y: float, length: float, look: Look, *, on_side: bool = False) -> None:
    """Somebody lying, head to the left, as on a safety card: arms apart, or in the recovery position."""
    u = length / 7
    p.save()
    p.translate(x, y)
    p.scale(u, u)
    if on_side:
        stroke(p, [(-1.9, 0.35), (-2.1, 1.55), (-3.0, 1.35)], look.garment, 0.55)
        stroke(p, [(0.6, -0.1), (2.0, -0.25), (3.35, 0.0)], look.lower, 0.72)
        stroke(p, [(0.6, 0.25), (1.75, 1.35), (2.75, 0.75)], look.lower, 0.72)
        stroke(p, [(-1.75, -0.3), (-1.0, -0.7), (-2.15, -0.95), (-2.75, -0.55)], look.garment, 0.5)
        disc(p, -3.0, 1.35, 0.28, look.skin)
        disc(p, 3.45, 0.0, 0.27, look.skin)
        disc(p, 2.85, 0.7, 0.27, look.skin)
    else:
        for side in (-1, 1):
            stroke(p, [(-1.75, 0.55 * side), (-0.9, 1.35 * side), (0.1, 1.6 * side)], look.garment, 0.5)
            disc(p, 0.25, 1.62 * side, 0.27, look.skin)
            stroke(p, [(0.6, 0.32 * side), (2.0, 0.55 * side), (3.3, 0.62 * side)], look.lower, 0.7)
            disc(p, 3.5, 0.62 * side, 0.27, look.skin)
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(brush(look.garment))
    p.drawRoundedRect(QRectF(-2.15, -0.82, 3.05, 1.64), 0.7, 0.7)
    p.setBrush(brush(look.skin))
    p.drawRoundedRect(QRectF(-2.5, -0.25, 0.6, 0.5), 0.2, 0.2)
    p.setBrush(brush(look.hair))
    p.drawEllipse(QPointF(-3.0, 0), 0.66, 0.62)
    p.setBrush(brush(look.skin))
    p.drawEllipse(QPointF(-2.86, 0.12 if on_side else 0), 0.54, 0.5)
    for eye in (-0.18, 0.18):
        stroke(p, [(-2.92, eye - 0.06), (-2.92, eye + 0.06)], INK2, 0.07)
    p.restore()


def _fill(p: QPainter, path: QPainterPath, colour: str) -> None:
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(brush(colour))
    p.drawPath(path)
