"""The illustrator's folder: diagrams inside articles, 640 pixels wide, named as the articles name them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from resources.demo.make import figures as cast
from resources.demo.make import posters, props
from resources.demo.make.palette import (
    ACCENT,
    ACCENT_SOFT,
    ALERT,
    ALERT_SOFT,
    BRAND,
    BRAND_MID,
    BRAND_SOFT,
    CENTRE,
    DONE,
    DONE_MID,
    DONE_SOFT,
    INK,
    INK2,
    LEFT,
    LINE,
    PAPER,
    SURFACE,
    WATER_SOFT,
    card,
    disc,
    font,
    stroke,
    write,
)

W = 640


class Board:
    """A drawing surface that knows the article's language."""

    def __init__(self, p: QPainter, language: str) -> None:
        self.p = p
        self.language = language

    def text(
        self,
        box: tuple[float, float, float, float],
        en: str,
        hi: str = "",
        size: float = 17,
        weight: int = 400,
        colour: str = INK,
        align: Qt.AlignmentFlag = CENTRE,
    ) -> None:
        """Wording inside a box."""
        wording = hi if self.language == "hi" and hi else en
        write(self.p, QRectF(*box), wording, font(size, weight, self.language), colour, align, middle=True)

    def step(
        self, x: float, y: float, w: float, h: float, digit: str, en: str, hi: str = "", tint: str = SURFACE
    ) -> None:
        """A numbered card."""
        card(self.p, QRectF(x, y, w, h), tint)
        props.number(self.p, x + 26, y + h / 2, 14, digit)
        self.text((x + 50, y, w - 58, h), en, hi, 16, 600, INK, LEFT)


def two_levels(b: Board) -> None:
    for side, (en, hi, tint, ink, level) in enumerate(
        (
            ("Heat exhaustion", "गर्मी से थकावट", ACCENT_SOFT, ACCENT, 0.55),
            ("Heat stroke", "लू लगना", ALERT_SOFT, ALERT, 0.95),
        )
    ):
        left = 8 + side * 316
        card(b.p, QRectF(left, 8, 308, 224), tint, None, 16)
        b.text((left + 18, 14, 272, 40), en, hi, 20, 700, ink, LEFT)
        props.thermometer(b.p, left + 270, 60, 160, level, ink)
        signs = (
            (
                ("Heavy sweating", "बहुत पसीना"),
                ("Weak, dizzy, headache", "कमज़ोरी, चक्कर, सिरदर्द"),
                ("Answers clearly", "साफ़ जवाब देता है"),
            ),
            (
                ("Body 40 °C or more", "शरीर 40 °C या अधिक"),
                ("Confused, drowsy, fits", "भ्रम, सुस्ती, दौरा"),
                ("Emergency: 108", "आपातकाल: 108"),
            ),
        )[side]
        for row, (sign, hindi) in enumerate(signs):
            card(b.p, QRectF(left + 18, 66 + row * 52, 222, 42), SURFACE, None, 21)
            b.text((left + 24, 66 + row * 52, 210, 42), sign, hindi, 16, 600, ink if row == 2 else INK)


def cool_spots(b: Board) -> None:
    card(b.p, QRectF(8, 8, 624, 244), WATER_SOFT, None, 16)
    card(b.p, QRectF(28, 40, 420, 182), "#F3E9D6", None, 12)
    cast.from_above(b.p, 240, 130, 350, cast.FARMER)
    for dx, dy, upright in ((-2.25, 0, True), (-1.55, -0.95, False), (-1.55, 0.95, False), (0.75, 0, True)):
        props.cloth(b.p, 240 + dx * 50, 130 + dy * 50, 30 if upright else 46, 52 if upright else 28)
    for row, (en, hi) in enumerate(
        (("Neck", "गर्दन"), ("Armpits", "बगल"), ("Groin", "जाँघ का जोड़"), ("Fan the wet skin", "गीली त्वचा पर हवा"))
    ):
        card(b.p, QRectF(464, 30 + row * 52, 156, 42), SURFACE, None, 12)
        b.text((470, 30 + row * 52, 144, 42), en, hi, 15, 600)


def ors_steps(b: Board) -> None:
    for place, (en, hi) in enumerate(
        (
            ("Wash hands with soap", "साबुन से हाथ धोएँ"),
            ("1 litre of clean water", "1 लीटर साफ़ पानी"),
            ("Whole packet, stir", "पूरा पैकेट, घोलें"),
            ("Use within 24 hours", "24 घंटे में उपयोग करें"),
        )
    ):
        left = 8 + place * 158
        card(b.p, QRectF(left, 8, 148, 216), SURFACE)
        disc(b.p, left + 74, 92, 56, WATER_SOFT)
        if place == 0:
            posters.wash_hands(b.p, left + 74, 96, 0.42)
        elif place == 1:
            props.pot(b.p, left + 74, 132, 78)
        elif place == 2:
            props.glass(b.p, left + 74, 130, 74, 0.8)
            stroke(b.p, [(left + 66, 118), (left + 94, 46)], INK2, 5)
        else:
            disc(b.p, left + 74, 92, 36, SURFACE)
            stroke(b.p, [(left + 74, 66), (left + 74, 92), (left + 92, 102)], BRAND, 5)
        props.number(b.p, left + 22, 30, 13, str(place + 1))
        b.text((left + 8, 158, 132, 60), en, hi, 16, 600)


def five_moments(b: Board) -> None:
    card(b.p, QRectF(8, 8, 624, 300), DONE_SOFT, None, 16)
    card(b.p, QRectF(196, 110, 248, 132), SURFACE, DONE_MID, 14)
    b.p.save()
    b.p.translate(320, 176)
    cast.from_above(b.p, 0, 0, 210, cast.FARMER)
    b.p.restore()
    for place, (x, y, en) in enumerate(
        (
            (16, 54, "Before touching a patient"),
            (231, 16, "Before a clean procedure"),
            (446, 54, "After body fluid exposure risk"),
            (446, 212, "After touching a patient"),
            (16, 212, "After touching what is near the patient"),
        )
    ):
        b.step(x, y, 178, 88, str(place + 1), en)


def do_right(b: Board) -> None:
    rows = (
        ("R", "Reassure", "Keep calm: many bites are by snakes without venom."),
        ("I", "Immobilise", "Splint the limb like a fracture. No tight bandage."),
        ("GH", "Get to Hospital", "At once: 108. Do not walk. Do not wait for signs."),
        ("T", "Tell the doctor", "Time of the bite and every sign on the way."),
    )
    for place, (letter, head, body) in enumerate(rows):
        top = 8 + place * 72
        card(b.p, QRectF(8, top, 624, 64), SURFACE)
        card(b.p, QRectF(16, top + 8, 66, 48), BRAND, None, 10)
        b.text((16, top + 8, 66, 48), letter, "", 22, 700, SURFACE)
        b.text((98, top, 160, 64), head, "", 18, 700, BRAND, LEFT)
        b.text((258, top, 366, 64), body, "", 15, 400, INK, LEFT)


def rti_clock(b: Board) -> None:
    stroke(b.p, [(40, 96), (600, 96)], LINE, 8)
    marks = (
        (48, "Day 0", "Received"),
        (170, "5 days", "Transfer, s.6(3)"),
        (330, "30 days", "Decision, s.7(1)"),
        (450, "+30 days", "First appeal, s.19(1)"),
        (590, "+90 days", "Second appeal, s.19(3)"),
    )
    for place, (x, days, what) in enumerate(marks):
        disc(b.p, x, 96, 13, (BRAND, ACCENT, DONE, BRAND_MID, BRAND_MID)[place])
        wide = 122
        left = min(max(x - wide / 2, 4), W - wide - 4)
        b.text((left, 50, wide, 30), days, "", 17, 700, BRAND)
        b.text((left, 116, wide, 48), what, "", 14, 400, INK2)
    card(b.p, QRectF(140, 176, 360, 46), ALERT_SOFT, None, 23)
    b.text((150, 176, 340, 46), "Life or liberty of a person: 48 hours", "", 16, 600, ALERT)


def money_flow(b: Board) -> None:
    for place, (head, body, tint, ink) in enumerate(
        (
            ("Sanction", "resolution and estimate", BRAND_SOFT, BRAND),
            ("Bill", "checked against work", BRAND_SOFT, BRAND),
            ("Payment", "voucher, two approvals", ACCENT_SOFT, ACCENT),
            ("Cash book", "entered the same day", DONE_SOFT, DONE),
            ("Bank check", "every month", DONE_SOFT, DONE),
        )
    ):
        left = 8 + place * 127
        card(b.p, QRectF(left, 20, 106, 104), tint, None, 14)
        b.text((left + 4, 28, 98, 36), head, "", 17, 700, ink)
        b.text((left + 6, 62, 94, 54), body, "", 14, 400, INK)
        if place < 4:
            props.arrow(b.p, (left + 108, 72), (left + 126, 72), INK2, 3)


def laces(b: Board) -> None:
    props.hills(b.p, W, 150, 300, "#BFD4BE", "#D6E3D3")
    props.smoke(b.p, 470, 140, 34, 2)
    for x in (440, 480, 512):
        props.fire(b.p, x, 176 + x % 3 * 3, 42, x)
    card(b.p, QRectF(40, 206, 150, 70), DONE_SOFT, DONE, 30)
    b.text((40, 206, 150, 70), "S  Safety zone", "", 16, 700, DONE)
    stroke(b.p, [(400, 196), (320, 226), (196, 240)], BRAND, 5)
    b.text((216, 244, 150, 30), "E  Escape route", "", 16, 700, BRAND)
    cast.standing(b.p, 118, 150, 96, cast.GUARD, right=cast.POINTING)
    b.text((30, 20, 150, 28), "L  Lookout", "", 16, 700, BRAND)
    b.text((380, 204, 190, 28), "A  Anchor point", "", 16, 700, ACCENT)
    disc(b.p, 400, 196, 8, ACCENT)
    stroke(b.p, [(150, 84), (250, 64), (352, 96)], INK2, 2.5, 0.6)
    b.text((196, 28, 190, 28), "C  Communication", "", 16, 700, INK2)
    cast.standing(b.p, 366, 190, 88, cast.GUARD)


def distance(b: Board) -> None:
    card(b.p, QRectF(8, 8, 624, 232), "#DDE8D4", None, 16)
    props.tree(b.p, 566, 196, 130, 1)
    posters.elephant(b.p, 470, 214, 0.72)
    cast.standing(b.p, 90, 218, 104, cast.FARMER)
    cast.standing(b.p, 140, 218, 104, cast.WOMAN)
    cast.standing(b.p, 232, 218, 110, cast.GUARD, left=cast.RAISED)
    props.arrow(b.p, (560, 44), (616, 44), DONE, 5)
    b.text((372, 26, 180, 36), "Keep its way out open", "", 16, 700, DONE)
    props.arrow(b.p, (204, 44), (60, 44), ALERT, 5)
    b.text((60, 52, 200, 30), "People move back", "", 16, 700, ALERT)


def phishing(b: Board) -> None:
    card(b.p, QRectF(8, 8, 624, 262), SURFACE)
    card(b.p, QRectF(8, 8, 624, 44), BRAND, None, 12)
    b.text((28, 8, 580, 44), "From:  IT Help Desk  <helpdesk@gov-verify.example>", "", 16, 600, SURFACE, LEFT)
    b.text((28, 62, 380, 34), "URGENT: your mailbox will be closed today", "", 17, 700, INK, LEFT)
    b.text(
        (28, 98, 380, 60),
        "Dear user, verify your password and OTP within 2 hours or lose your account.",
        "",
        15,
        400,
        INK,
        LEFT,
    )
    card(b.p, QRectF(28, 172, 160, 40), ALERT, None, 20)
    b.text((28, 172, 160, 40), "Verify now", "", 16, 600, SURFACE)
    b.text((28, 220, 360, 30), "http://gov-verify.example/login", "", 14, 400, INK2, LEFT)
    for place, (y, tip) in enumerate(
        ((66, "Unknown address"), (112, "Hurry and threat"), (158, "Asks for OTP"), (204, "Link leads away"))
    ):
        card(b.p, QRectF(430, y, 188, 38), ALERT_SOFT, None, 19)
        disc(b.p, 450, y + 19, 11, ALERT)
        b.text((439, y + 7, 22, 22), str(place + 1), "", 14, 700, SURFACE)
        b.text((470, y, 144, 38), tip, "", 15, 600, ALERT, LEFT)


def note_shape(b: Board) -> None:
    for place, (en, body) in enumerate(
        (
            ("Issue", "What has to be decided, in one sentence"),
            ("Facts", "What happened, with dates and page numbers"),
            ("Rule", "Which rule or order applies; who may decide"),
            ("Options", "What can be done, with cost and risk"),
            ("Proposal", "What you recommend, and what is sought"),
        )
    ):
        top = 8 + place * 58
        card(b.p, QRectF(8, top, 624, 50), (ACCENT_SOFT, SURFACE, SURFACE, SURFACE, DONE_SOFT)[place])
        props.number(b.p, 36, top + 25, 14, str(place + 1))
        b.text((62, top, 140, 50), en, "", 17, 700, BRAND, LEFT)
        b.text((204, top, 420, 50), body, "", 15, 400, INK, LEFT)


def decision_row(b: Board) -> None:
    heads, cells = (
        ("Decision", "Who", "By when", "Money"),
        ("Repair hand pump at ward 4", "Panchayat Secretary", "15 June", "₹ 8,500, untied"),
    )
    for place, (head, cell) in enumerate(zip(heads, cells, strict=True)):
        left = 8 + place * 157
        card(b.p, QRectF(left, 8, 150, 46), BRAND, None, 10)
        b.text((left, 8, 150, 46), head, "", 17, 700, SURFACE)
        card(b.p, QRectF(left, 60, 150, 78), "#FFFEFB")
        b.text((left + 8, 60, 134, 78), cell, "", 16, 600, "#1F3F9E")


PICTURES: dict[str, tuple[int, Callable[[Board], None]]] = {
    "two-levels": (240, two_levels),
    "cool-spots": (260, cool_spots),
    "ors-steps": (232, ors_steps),
    "five-moments": (316, five_moments),
    "do-it-right": (296, do_right),
    "rti-clock": (232, rti_clock),
    "money-flow": (144, money_flow),
    "laces": (290, laces),
    "keep-distance": (248, distance),
    "phishing": (278, phishing),
    "shape-of-a-note": (298, note_shape),
    "decision-row": (146, decision_row),
}


def draw_picture(name: str, language: str, path: Path) -> None:
    """Write a diagram as PNG on the program's paper colour."""
    height, draw = PICTURES[name]
    image = QImage(W, height, QImage.Format.Format_RGB32)
    image.fill(QColor(PAPER))
    p = QPainter(image)
    p.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    draw(Board(p, language))
    p.end()
    if not image.save(str(path), quality=0):
        raise RuntimeError(f"{path} could not be written")
