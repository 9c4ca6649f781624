"""The drawn parts of the program at the head of a sheet, in its own words, with numbers that lead to the sections."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from karmadesk.ui.theme.tokens import Role
from tools.sheets.ink import PT, colour, disc, face, icon, label, panel
from tools.sheets.words import say

TONES: dict[str, tuple[Role, Role]] = {
    "plain": ("ink2", "sunken"),
    "brand": ("brand", "brand_soft"),
    "accent": ("accent", "accent_soft"),
    "done": ("done", "done_soft"),
    "alert": ("alert", "alert_soft"),
}
LEFT = Qt.AlignmentFlag.AlignLeft
NAMES = {"en": ("Sunita", "Arif"), "hi": ("सुनीता", "आरिफ़")}
LETTERS = {"en": ("S", "A"), "hi": ("सु", "आ")}

Picture = Callable[[QPainter, QRectF, str], None]


def pin(painter: QPainter, middle: QPointF, number: str, language: str, radius: float = 8.0) -> None:
    """The number by which a section is found in the picture."""
    disc(painter, middle, radius + 1.2, "surface")
    disc(painter, middle, radius, "accent")
    side = 2 * radius * PT
    box = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
    label(painter, box, number, face(language, radius * 1.3, 700), "surface")


def chip_width(text: str, name: str, language: str, size: float) -> float:
    """How wide a chip is."""
    words = QFontMetricsF(face(language, size, 600)).horizontalAdvance(text)
    return words + size * PT * (2.75 if name else 1.4)


def chip(painter: QPainter, box: QRectF, text: str, tone: str, name: str, language: str, size: float) -> None:
    """A chip as the program draws it: icon and words in one tone."""
    ink, ground = TONES[tone]
    panel(painter, box, ground, radius=box.height() / 2 / PT)
    left = box.left() + size * PT * 0.7
    if name:
        side = size * PT * 1.15
        icon(painter, name, QRectF(left, box.center().y() - side / 2, side, side), ink)
        left += side + size * PT * 0.3
    label(
        painter, QRectF(left, box.top(), box.right() - left, box.height()), text, face(language, size, 600), ink, LEFT
    )


def button(painter: QPainter, corner: QPointF, text: str, name: str, language: str, *, is_primary: bool) -> QRectF:
    """A button from its left upper corner; the box that it takes."""
    size = 8.5
    words = QFontMetricsF(face(language, size, 600)).horizontalAdvance(text)
    box = QRectF(corner.x(), corner.y(), words + 30 * PT, 19 * PT)
    panel(painter, box, "brand" if is_primary else "surface", None if is_primary else "edge", 5)
    role: Role = "on_brand" if is_primary else "brand"
    icon(painter, name, QRectF(box.left() + 7 * PT, box.center().y() - 5 * PT, 10 * PT, 10 * PT), role)
    rest = QRectF(box.left() + 21 * PT, box.top(), box.width() - 22 * PT, box.height())
    label(painter, rest, text, face(language, size, 600), role, LEFT)
    return box


def _card(painter: QPainter, box: QRectF) -> None:
    panel(painter, box.translated(0, 0.9 * PT), "line", radius=7)
    panel(painter, box, "surface", "line", 7)


def mark(painter: QPainter, box: QRectF) -> None:
    """KarmaDesk's sign."""
    panel(painter, box, "brand", radius=box.width() * 0.3 / PT)
    label(painter, box, "K", face("en", box.width() * 0.46 / PT, 700), "on_brand")


def _window(painter: QPainter, box: QRectF) -> None:
    panel(painter, box.translated(0, 1.2 * PT), "line", radius=9)
    panel(painter, box, "bg", "edge", 9)


def _face(painter: QPainter, box: QRectF, letters: str, tone: str, language: str, size: float) -> None:
    ink, ground = TONES[tone]
    disc(painter, box.center(), box.width() / 2 / PT, ground)
    label(painter, box, letters, face(language, size, 600), ink)


def plan(painter: QPainter, box: QRectF, language: str) -> None:
    """My plan without a link: the strip, what to fetch, where one stopped, and who is learning."""
    _window(painter, box)
    rail = QRectF(box.left() + 0.35 * PT, box.top() + 0.35 * PT, 36 * PT, box.height() - 0.7 * PT)
    panel(painter, rail, "surface", radius=8.6)
    painter.setPen(QPen(colour("line"), 0.7 * PT))
    painter.drawLine(QPointF(rail.right(), rail.top()), QPointF(rail.right(), rail.bottom()))
    mark(painter, QRectF(rail.left() + 8 * PT, rail.top() + 7 * PT, 20 * PT, 20 * PT))
    for number, name in enumerate(("plan", "explore", "download", "send", "settings")):
        # The last is at the foot, over who is learning. So small, the names would not be read.
        top = rail.bottom() - 51 * PT if name == "settings" else rail.top() + (33 + 21 * number) * PT
        if name == "plan":
            panel(painter, QRectF(rail.left() + 5 * PT, top - 2 * PT, 26 * PT, 19 * PT), "brand_soft", radius=4.5)
        role: Role = "brand" if name == "plan" else "ink2"
        icon(painter, name, QRectF(rail.center().x() - 6.5 * PT, top + 1 * PT, 13 * PT, 13 * PT), role)
    who = QRectF(rail.center().x() - 11 * PT, rail.bottom() - 27 * PT, 22 * PT, 22 * PT)
    _face(painter, who, LETTERS[language][0], "accent", language, 9.5)

    inside = QRectF(rail.right() + 14 * PT, box.top() + 9 * PT, box.right() - rail.right() - 25 * PT, 0)
    high = 17 * PT
    sends, link = say(language, "Strip", "%n to send", 3), say(language, "Strip", "No link")
    wide = chip_width(sends, "send", language, 8.5)
    send_box = QRectF(inside.right() - wide, inside.top(), wide, high)
    wide = chip_width(link, "offline", language, 8.5)
    link_box = QRectF(send_box.left() - wide - 5 * PT, inside.top(), wide, high)
    chip(painter, link_box, link, "accent", "offline", language, 8.5)
    chip(painter, send_box, sends, "plain", "send", language, 8.5)

    upper = QRectF(inside.left(), inside.top() + 25 * PT, inside.width(), 52 * PT)
    _card(painter, upper)
    words = QRectF(upper.left() + 11 * PT, upper.top() + 5 * PT, upper.width() - 20 * PT, 18 * PT)
    label(painter, words, say(language, "Plan", "Before you leave"), face(language, 10.5, 600), "ink", LEFT)
    corner = QPointF(words.left(), upper.top() + 26 * PT)
    pressed = button(
        painter, corner, say(language, "Plan", "Fetch what I need"), "download", language, is_primary=False
    )

    lower = QRectF(upper.left(), upper.bottom() + 8 * PT, upper.width(), box.bottom() - upper.bottom() - 17 * PT)
    _card(painter, lower)
    text = say(language, "Plan", "Continue where you stopped")
    at = QRectF(lower.left() + 11 * PT, lower.top() + 6 * PT, chip_width(text, "", language, 7.8), 14 * PT)
    chip(painter, at, text, "brand", "", language, 7.8)
    bar = QRectF(at.left(), at.bottom() + 6 * PT, lower.width() - 22 * PT, 3.4 * PT)
    panel(painter, bar, "sunken", radius=1.7)
    panel(painter, QRectF(bar.left(), bar.top(), bar.width() * 0.58, bar.height()), "brand", radius=1.7)
    corner = QPointF(at.left(), bar.bottom() + 6 * PT)
    goes_on = button(painter, corner, say(language, "Plan", "Continue"), "play", language, is_primary=True)

    pin(painter, QPointF(pressed.right() + 13 * PT, pressed.center().y()), "1", language)
    pin(painter, QPointF(goes_on.right() + 13 * PT, goes_on.center().y()), "2", language)
    pin(painter, QPointF(link_box.left() - 13 * PT, link_box.center().y()), "3", language)
    pin(painter, QPointF(rail.right() + 1 * PT, who.center().y()), "4", language)
    pin(painter, QPointF(rail.right() + 1 * PT, rail.bottom() - 43.5 * PT), "7", language)


def cards(painter: QPainter, box: QRectF, language: str) -> None:
    """Who is learning today? Two people, what waits for each, and the card that adds somebody."""
    _window(painter, box)
    title = QRectF(box.left(), box.top() + 9 * PT, box.width(), 20 * PT)
    label(painter, title, say(language, "Who", "Who is learning today?"), face(language, 13, 600), "ink")
    details = say(language, "Who", "all sent"), say(language, "Who", "locked · %n to send", 3)
    gap, side = 9 * PT, 13 * PT
    wide = (box.width() - 2 * side - 2 * gap) / 3
    places = [
        QRectF(box.left() + side + number * (wide + gap), title.bottom() + 9 * PT, wide, box.height() - 52 * PT)
        for number in range(3)
    ]
    for number, (place, detail) in enumerate(zip(places, details, strict=False)):
        _card(painter, place)
        circle = QRectF(place.center().x() - 14 * PT, place.top() + 9 * PT, 28 * PT, 28 * PT)
        _face(painter, circle, LETTERS[language][number], ("accent", "brand")[number], language, 11.5)
        _named(painter, place, NAMES[language][number], detail, language)
    last = places[-1]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour("edge"), 0.8 * PT, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(last, 7 * PT, 7 * PT)
    icon(painter, "add", QRectF(last.center().x() - 10 * PT, last.top() + 13 * PT, 20 * PT, 20 * PT), "ink2")
    _named(painter, last, say(language, "Who", "Somebody else"), say(language, "Who", "needs a link, once"), language)
    pin(painter, QPointF(last.right() - 4 * PT, last.top() + 2 * PT), "3", language)
    pin(painter, QPointF(places[1].right() - 4 * PT, places[1].top() + 2 * PT), "5", language)


def _named(painter: QPainter, box: QRectF, name: str, detail: str, language: str) -> None:
    label(painter, QRectF(box.left(), box.top() + 40 * PT, box.width(), 15 * PT), name, face(language, 9.5, 600), "ink")
    under = QRectF(box.left(), box.top() + 55 * PT, box.width(), 13 * PT)
    label(painter, under, detail, face(language, 8), "ink2")


PICTURES: dict[str, tuple[Picture, float]] = {"plan": (plan, 166.0), "cards": (cards, 132.0)}
"""Each picture and its height in points."""
