"""The poster painter: one picture a course, 512 x 288, without words, so that it serves every language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from resources.demo.make import figures as cast
from resources.demo.make import props
from resources.demo.make.palette import (
    ACCENT,
    ACCENT_MID,
    ACCENT_SOFT,
    ALERT,
    BRAND,
    BRAND_MID,
    BRAND_SOFT,
    CENTRE,
    DONE,
    DONE_MID,
    DONE_SOFT,
    INK2,
    LINE,
    SKIN,
    SURFACE,
    WATER,
    WATER_SOFT,
    card,
    disc,
    font,
    shape,
    slope,
    stroke,
    write,
)
from resources.demo.make.paper import sheet

W, H = 512, 288


def _ground(p: QPainter, top: str, bottom: str, floor: str | None = None, horizon: float = 224) -> None:
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(slope(top, bottom, H))
    p.drawRect(QRectF(0, 0, W, H))
    if floor:
        p.setBrush(slope(floor, floor, H))
        p.drawRect(QRectF(0, horizon, W, H - horizon))


def heat(p: QPainter) -> None:
    _ground(p, "#F8CE86", "#FDF0D5", "#DDBF86")
    props.sun(p, 398, 78, 40, 1)
    props.tree(p, 110, 244, 190, 0)
    cast.standing(p, 292, 276, 196, cast.FARMER, left=cast.FORWARD)
    cast.standing(p, 206, 276, 190, cast.NURSE, right=cast.FORWARD)
    props.glass(p, 249, 214, 24)


def ors(p: QPainter) -> None:
    _ground(p, WATER_SOFT, "#F4FAFD", "#C9DDE6", 232)
    props.pot(p, 108, 258, 108)
    props.glass(p, 258, 258, 148, 0.8)
    card(p, QRectF(342, 108, 100, 140), SURFACE, LINE, 8)
    p.save()
    p.setClipRect(QRectF(342, 108, 100, 40))
    card(p, QRectF(342, 108, 100, 60), ACCENT_MID, None, 8)
    p.restore()
    write(p, QRectF(342, 158, 100, 40), "ORS", font(27, 700), BRAND, CENTRE, middle=True)
    props.drop(p, 392, 216, 12)
    for place in range(3):
        props.drop(p, 222 + place * 36, 64 + 16 * (place % 2), 12, WATER, 0.7)


def hands(p: QPainter) -> None:
    _ground(p, DONE_SOFT, "#F7FBF8")
    disc(p, 256, 148, 112, SURFACE, 0.75)
    wash_hands(p, 256, 150, 1.0)


def wash_hands(p: QPainter, x: float, y: float, k: float) -> None:
    """Two hands under a tap, around x, y."""
    p.save()
    p.translate(x, y)
    p.scale(k, k)
    props.box(p, -14, -104, 28, 44, INK2, 6)
    props.box(p, -60, -112, 88, 22, INK2, 10)
    for place in range(3):
        stroke(p, [(-8 + place * 8, -56), (-8 + place * 8, -4 + place * 4)], WATER, 4, 0.8)
    for side in (-1, 1):
        p.save()
        p.scale(side, 1)
        stroke(p, [(118, 84), (62, 40)], BRAND_MID, 46)
        stroke(p, [(70, 46), (34, 22)], SKIN, 34)
        for finger in range(4):
            stroke(p, [(30 + finger * 3, 12 + finger * 9), (-16 + finger * 6, 4 + finger * 9)], SKIN, 10)
        stroke(p, [(40, 10), (24, -12)], SKIN, 11)
        p.restore()
    for dx, dy, r in ((-30, 36, 11), (-6, 50, 15), (24, 42, 12), (44, 18, 8), (-48, 16, 7), (6, 24, 9)):
        disc(p, dx, dy, r, SURFACE, 0.92)
        disc(p, dx - r * 0.3, dy - r * 0.3, r * 0.3, WATER_SOFT)
    p.restore()


def snake(p: QPainter) -> None:
    _ground(p, "#E9F0DC", "#F8FAF2", "#B9C79A", 206)
    for x in range(6, W, 22):
        stroke(p, [(x, 220 + x % 5 * 8), (x + 5, 202 + x % 5 * 8)], DONE_MID, 4)
    snake_body(p, 150, 196, 1.0)
    props.ambulance(p, 286, 268, 190, "108")


def snake_body(p: QPainter, x: float, y: float, k: float) -> None:
    """A coiled snake with its hood up."""
    p.save()
    p.translate(x, y)
    p.scale(k, k)
    for colour, wide in (("#5B4A33", 30), ("#8B7350", 24)):
        for turn, (rx, dy) in enumerate(((96, 52), (72, 32), (48, 14))):
            stroke(
                p,
                [
                    (-rx + 6 * s, dy + 16 * (1 - ((s - rx / 6) / (rx / 6)) ** 2) ** 0.5 - turn)
                    for s in range(int(rx / 3) + 1)
                ],
                colour,
                wide,
            )
        stroke(p, [(-38, 6), (-20, -18), (-4, -50), (0, -84)], colour, wide)
    shape(p, [(-26, -84), (-16, -128), (0, -142), (16, -128), (26, -84), (10, -48), (-10, -48)], "#8B7350")
    disc(p, 0, -126, 19, "#8B7350")
    for side in (-1, 1):
        disc(p, 8 * side, -130, 3.4, "#1D2129")
    stroke(p, [(0, -112), (0, -100), (-5, -92)], ALERT, 2.5)
    stroke(p, [(0, -100), (5, -92)], ALERT, 2.5)
    for row in range(3):
        stroke(p, [(-10, -96 + row * 14), (10, -96 + row * 14)], "#C9B48C", 3)
    p.restore()


def minutes(p: QPainter) -> None:
    _ground(p, "#DDEBF3", "#F6F8F6", "#E1CFA6", 190)
    props.tree(p, 384, 214, 200, 0)
    cast.seated(p, 256, 222, 170, cast.CHAIR)
    for place, look in enumerate((cast.FARMER, cast.WOMAN, cast.SECRETARY, cast.NURSE, cast.CLERK)):
        cast.back_of_head(p, 56 + place * 100, 292, 176, look)


def rti(p: QPainter) -> None:
    _ground(p, BRAND_SOFT, "#F7F8FB")
    p.save()
    p.translate(176, 32)
    p.rotate(-4)
    sheet(p, QRectF(0, 0, 170, 224))
    write(p, QRectF(16, 14, 130, 30), "RTI", font(25, 700), BRAND)
    for row in range(7):
        stroke(p, [(18, 62 + row * 20), (18 + (132, 118, 126, 84, 130, 110, 60)[row], 62 + row * 20)], LINE, 6)
    p.restore()
    disc(p, 352, 196, 62, SURFACE)
    calendar(p, 304, 142, 96, "30")


def calendar(p: QPainter, x: float, y: float, size: float, text: str) -> None:
    """A calendar leaf."""
    card(p, QRectF(x, y, size, size), SURFACE, LINE, 10)
    p.save()
    p.setClipRect(QRectF(x, y, size, size * 0.3))
    card(p, QRectF(x, y, size, size * 0.6), ALERT, None, 10)
    p.restore()
    write(p, QRectF(x, y + size * 0.3, size, size * 0.66), text, font(size * 0.42, 700), BRAND, CENTRE, middle=True)
    for ring in (0.28, 0.72):
        stroke(p, [(x + size * ring, y - 6), (x + size * ring, y + 10)], INK2, 5)


def accounts(p: QPainter) -> None:
    _ground(p, "#F3E8F6", "#FBF8FC", "#D9CBE2", 236)
    card(p, QRectF(96, 58, 320, 190), "#6B5488", None, 12)
    for side in (0, 1):
        card(p, QRectF(106 + side * 152, 64, 148, 176), "#FFFEFB", LINE, 6)
        for row in range(8):
            y = 88 + row * 18
            stroke(p, [(116 + side * 152, y), (186 + side * 152, y)], LINE, 4)
            stroke(p, [(206 + side * 152, y), (242 + side * 152, y)], (DONE_MID, ACCENT_MID)[side], 4)
    for coin in range(5):
        y = 244 - coin * 12
        p.setPen(Qt.PenStyle.NoPen)
        card(p, QRectF(420, y, 60, 14), "#D9A441", "#B9862C", 7)
    write(p, QRectF(420, 160, 60, 34), "₹", font(28, 700), ACCENT, CENTRE, middle=True)


def fire(p: QPainter) -> None:
    _ground(p, "#F6D9B8", "#FBF0E0")
    props.hills(p, W, 168, H, "#7FA886", "#A9C4AC")
    for x in (46, 92, 420, 470, 380):
        props.pine(p, x, 262 - (x % 7) * 3, 96 + x % 20)
    props.smoke(p, 246, 150, 46, 2)
    props.fire(p, 240, 188, 54, 1)
    props.fire(p, 282, 192, 38, 2)
    cast.standing(p, 152, 280, 148, cast.GUARD, right=cast.POINTING)


def wildlife(p: QPainter) -> None:
    _ground(p, "#CFE0D2", "#F2F6EE", "#B7CBA2", 206)
    props.hills(p, W, 190, 210, "#9DBFA4", "#BDD3BF")
    for x in (210, 258, 480):
        props.tree(p, x, 226, 120, x)
    elephant(p, 392, 258, 0.86)
    cast.standing(p, 78, 280, 150, cast.GUARD, right=cast.RAISED)


def elephant(p: QPainter, x: float, ground: float, k: float) -> None:
    """An elephant that faces left."""
    p.save()
    p.translate(x, ground)
    p.scale(k, k)
    grey, dark = "#8B8F97", "#767B84"
    for leg in (-62, -26, 40, 76):
        stroke(p, [(leg, -60), (leg, -12)], dark if leg in (-26, 40) else grey, 30)
    props.box(p, -92, -152, 196, 108, grey, 54)
    disc(p, -104, -122, 46, grey)
    stroke(p, [(-136, -108), (-148, -66), (-140, -30), (-154, -14)], grey, 22)
    stroke(p, [(-128, -86), (-158, -70)], "#F7F1E3", 8)
    p.setPen(Qt.PenStyle.NoPen)
    disc(p, -78, -118, 34, dark)
    disc(p, -126, -130, 4, "#1D2129")
    stroke(p, [(104, -116), (122, -76)], dark, 7)
    p.restore()


def online(p: QPainter) -> None:
    _ground(p, "#DCEBE3", "#F5FAF7")
    card(p, QRectF(106, 52, 300, 182), "#2C3646", None, 14)
    card(p, QRectF(118, 64, 276, 158), SURFACE, None, 6)
    card(p, QRectF(72, 236, 368, 18), "#3B4658", None, 9)
    shield = [(256, 78), (316, 98), (316, 146), (256, 206), (196, 146), (196, 98)]
    shape(p, shield, DONE)
    shape(p, [(256, 90), (306, 107), (306, 142), (256, 192)], DONE_MID)
    stroke(p, [(230, 140), (250, 160), (286, 118)], SURFACE, 10)
    for place in range(4):
        disc(p, 150, 100 + place * 26, 6, LINE)


def noting(p: QPainter) -> None:
    _ground(p, ACCENT_SOFT, "#FEF8F1", "#E9CFAE", 244)
    card(p, QRectF(106, 70, 240, 178), "#C98A4B", None, 10)
    card(p, QRectF(106, 56, 110, 40), "#C98A4B", None, 10)
    p.save()
    p.translate(136, 40)
    p.rotate(3)
    sheet(p, QRectF(0, 0, 196, 190))
    for row in range(7):
        write(p, QRectF(14, 16 + row * 23, 20, 20), f"{row + 1}.", font(13, 600), INK2)
        stroke(p, [(38, 27 + row * 23), (38 + (130, 110, 136, 90, 124, 60, 100)[row], 27 + row * 23)], LINE, 5)
    p.restore()
    stroke(p, [(330, 246), (414, 92)], BRAND, 13)
    shape(p, [(322, 240), (338, 249), (322, 266)], "#E8C9A0")
    stroke(p, [(410, 99), (418, 85)], ALERT, 14)


def office(p: QPainter) -> None:
    _ground(p, "#E6ECF7", "#F8F6F1", "#DCCDB4", 226)
    shape(p, [(96, 112), (256, 40), (416, 112)], ACCENT)
    card(p, QRectF(116, 112, 280, 122), "#FBF4E6", None, 2)
    for column in range(5):
        card(p, QRectF(132 + column * 56, 118, 22, 112), "#EADDC2", None, 4)
    card(p, QRectF(234, 166, 44, 68), BRAND, None, 4)
    stroke(p, [(256, 40), (256, 12)], INK2, 4)
    shape(p, [(258, 12), (300, 22), (258, 33)], BRAND_MID)
    cast.standing(p, 70, 280, 140, cast.NURSE)
    cast.standing(p, 444, 280, 144, cast.SECRETARY)
    cast.standing(p, 388, 284, 140, cast.GUARD)


POSTERS: dict[str, Callable[[QPainter], None]] = {
    "heat": heat,
    "heat-hi": heat,
    "ors-zinc": ors,
    "hand-hygiene": hands,
    "snake-bite": snake,
    "gram-sabha-minutes": minutes,
    "right-to-information": rti,
    "panchayat-accounts": accounts,
    "forest-fire": fire,
    "wildlife": wildlife,
    "safe-online": online,
    "noting-drafting": noting,
    "field-office": office,
}


def paint_poster(slug: str, path: Path) -> None:
    """Write a course's poster."""
    image = QImage(W, H, QImage.Format.Format_RGB32)
    p = QPainter(image)
    p.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    POSTERS[slug](p)
    p.end()
    if not image.save(str(path), quality=84):
        raise RuntimeError(f"{path} could not be written")
