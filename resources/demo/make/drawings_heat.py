"""The pictures of the film on heat: cooling a person safely."""

from __future__ import annotations

from math import sin

from PySide6.QtCore import QRectF, Qt

from resources.demo.make import figures as cast
from resources.demo.make import props
from resources.demo.make.palette import (
    ACCENT,
    ACCENT_SOFT,
    ALERT,
    ALERT_SOFT,
    BRAND,
    BRAND_SOFT,
    DONE,
    DONE_SOFT,
    INK,
    INK2,
    LEFT,
    WATER,
    WATER_SOFT,
    card,
    disc,
    slope,
    stroke,
)
from resources.demo.make.paper import Field, Form
from resources.demo.make.stage import H, Moment, W, appear, label


def _field(m: Moment, sky: tuple[str, str] = ("#FBE3B8", "#FDF3DF")) -> None:
    m.p.setPen(Qt.PenStyle.NoPen)
    m.p.setBrush(slope(*sky, H))
    m.p.drawRect(QRectF(0, 0, W, H))
    m.p.setBrush(slope("#E9D3A6", "#DDBF86", H))
    m.p.drawRect(QRectF(0, 360, W, H - 360))


def opening(m: Moment) -> None:
    _field(m)
    props.sun(m.p, 700, 96, 46, m.t)
    for row in range(4):
        for x in range(10 + row * 23, W, 68):
            stroke(m.p, [(x, 384 + row * 22), (x + 4 + 2 * sin(m.t + x), 374 + row * 22)], "#B9A066", 3)
    props.tree(m.p, 130, 372, 200, m.t)
    cast.standing(m.p, 610, 438, 268, cast.FARMER, left=cast.TO_HEAD)
    for place in range(3):
        fall = (m.t * 0.5 + place * 0.33) % 1
        props.drop(m.p, 575 + place * 34, 200 + fall * 46, 6, WATER, 1 - fall)
    m.p.save()
    appear(m, m.cue(0, -0.3))
    card(m.p, QRectF(40, 62, 438, 146), "#FFFDF8", None, 16)
    m.text((64, 72, 400, 60), "Heat-wave first response", "लू में प्राथमिक सहायता", 31, 700, BRAND, LEFT)
    m.text(
        (64, 132, 400, 62),
        "Cooling a person safely, while help is on the way",
        "मदद आने तक व्यक्ति को सुरक्षित ठंडा करना",
        20,
        400,
        INK2,
        LEFT,
    )
    m.p.restore()


def two_pictures(m: Moment) -> None:
    p = m.p
    for side, cue, tint, ink, head, hi_head, level in (
        (0, 0, ACCENT_SOFT, ACCENT, "Heat exhaustion", "गर्मी से थकावट", 0.55),
        (1, 2, ALERT_SOFT, ALERT, "Heat stroke: emergency", "लू लगना: आपातकाल", 0.94),
    ):
        p.save()
        appear(m, m.cue(cue, -0.2))
        left = 32 + side * 404
        card(p, QRectF(left, 74, 386, 356), tint, None, 18)
        m.text((left + 20, 82, 346, 44), head, hi_head, 23, 700, ink, LEFT)
        props.thermometer(p, left + 350, 142, 190, level * (0.94 + 0.06 * m.cue(cue, 0.5, 1.5)), ink)
        if side == 0:
            cast.standing(p, left + 76, 412, 268, cast.FARMER, left=cast.TO_HEAD)
            for place in range(4):
                fall = (m.t * 0.45 + place * 0.25) % 1
                props.drop(p, left + 46 + place * 20, 180 + fall * 40, 5, WATER, 1 - fall)
        else:
            props.cot(p, left + 20, 372, 290)
            p.save()
            p.translate(left + 168, 346)
            p.scale(1, 0.62)
            cast.from_above(p, 0, 0, 250, cast.FARMER)
            p.restore()
            for wave in range(3):
                y = 290 - wave * 14 - (m.t * 8) % 14
                stroke(p, [(left + 22 + wave * 7, y), (left + 36 + wave * 7, y - 7)], ALERT, 3, 0.35)
        p.restore()
    signs = (
        ("sweating, weak", "पसीना, कमज़ोरी"),
        ("dizzy, headache", "चक्कर, सिरदर्द"),
        ("answers clearly", "साफ़ जवाब देता है"),
    )
    for place, (en, hi) in enumerate(signs):
        p.save()
        appear(m, m.cue(0 if place < 2 else 1, 0.4 + 0.4 * place))
        label(m, 178, 150 + place * 48, 168, en, hi, "#FFFFFF", INK, 17)
        p.restore()
    urgent = (
        ("very hot body", "शरीर बहुत गर्म"),
        ("confused or fits", "भ्रम या दौरा"),
        ("or unconscious", "या बेहोश"),
        ("Call 108", "108 पर फ़ोन करें"),
    )
    for place, (en, hi) in enumerate(urgent):
        p.save()
        appear(m, m.cue(3 if place == 3 else 2, 0.3 + 0.5 * (place % 3)))
        last = place == 3
        label(m, 520, 134 + place * 43, 204, en, hi, ALERT if last else "#FFFFFF", "#FFFFFF" if last else INK, 17)
        p.restore()


def shade(m: Moment) -> None:
    _field(m)
    p = m.p
    props.sun(p, 770, 110, 30, m.t)
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(slope("#B79D62", "#B79D62", 10))
    p.setOpacity(p.opacity() * 0.55)
    p.drawEllipse(QRectF(40, 372, 470, 70))
    p.setOpacity(1)
    props.tree(p, 180, 400, 330, m.t)
    walk = 110 * (1 - m.cue(0, 0.4, 3.2))
    p.save()
    p.translate(walk, 6 * abs(sin(walk * 0.12)))
    cast.standing(p, 300, 430, 250, cast.FARMER)
    cast.standing(p, 392, 430, 240, cast.NURSE, left=cast.FORWARD, right=cast.AT_SIDE)
    p.restore()
    m.text((560, 150, 270, 60), "Shade, or a cool room", "छाया या ठंडा कमरा", 22, 600, INK, LEFT)
    p.save()
    appear(m, m.cue(1))
    m.text((560, 212, 270, 60), "Loosen tight clothes", "कसे कपड़े ढीले करें", 22, 600, INK, LEFT)
    p.restore()
    p.save()
    appear(m, m.cue(1, 1.6))
    m.text((560, 274, 270, 60), "Lay the person down", "व्यक्ति को लिटाएँ", 22, 600, INK, LEFT)
    p.restore()
    for place, cue in enumerate((m.cue(0, -0.2), m.cue(1), m.cue(1, 1.6))):
        p.setOpacity(cue)
        props.tick(p, 532, 180 + place * 62, 14)
    p.setOpacity(1)


def cool(m: Moment) -> None:
    p = m.p
    card(p, QRectF(32, 74, 500, 356), WATER_SOFT, None, 18)
    card(p, QRectF(62, 150, 440, 206), "#F3E9D6", None, 14)
    cast.from_above(p, 288, 252, 380, cast.FARMER)
    u = 380 / 7
    spots = ((-2.25, 0.0, 1), (-1.55, -0.95, 1), (-1.55, 0.95, 1), (0.75, 0.0, 1))
    for place, (dx, dy, line) in enumerate(spots):
        shown = m.cue(line, 0.2 + 0.7 * max(0, place - (place == 2)))
        p.save()
        p.setOpacity(p.opacity() * shown)
        upright = place in (0, 3)
        props.cloth(p, 288 + dx * u, 252 + dy * u - 26 * (1 - shown), 34 if upright else 52, 58 if upright else 30, m.t)
        p.restore()
    fan = m.cue(2)
    for gust in range(4):
        if fan <= 0:
            break
        x = 430 - ((m.t * 60 + gust * 44) % 176)
        stroke(p, [(x + 30, 112 + gust * 9), (x + 8, 108 + gust * 9), (x - 14, 113 + gust * 9)], WATER, 4, 0.75 * fan)
    for place, (en, hi, line, delay) in enumerate(
        (
            ("Pour or sponge water", "पानी डालें या पोंछें", 0, 0.2),
            ("Wet cloths: neck", "गीला कपड़ा: गर्दन", 1, 0.2),
            ("armpits and groin", "बगल और जाँघ के जोड़", 1, 1.0),
            ("Fan the wet skin", "गीली त्वचा पर हवा करें", 2, 0.2),
        )
    ):
        p.save()
        appear(m, m.cue(line, delay))
        card(p, QRectF(554, 90 + place * 82, 268, 66), "#FFFFFF")
        props.drop(p, 582, 122 + place * 82, 11)
        m.text((606, 90 + place * 82, 212, 64), en, hi, 19, 600, INK, LEFT)
        p.restore()


def drink(m: Moment) -> None:
    p = m.p
    for side, (en, hi, tint, ink) in enumerate(
        (
            ("Awake and can swallow", "होश में हो और निगल सके", DONE_SOFT, DONE),
            ("Drowsy, fits or vomiting", "सुस्त, दौरा या उल्टी", ALERT_SOFT, ALERT),
        )
    ):
        p.save()
        appear(m, m.cue(side, -0.2))
        left = 32 + side * 404
        card(p, QRectF(left, 74, 386, 356), tint, None, 18)
        m.text((left + 64, 84, 310, 50), en, hi, 21, 700, ink, LEFT)
        (props.never if side else props.tick)(p, left + 38, 109, 17)
        if side:
            card(p, QRectF(left + 24, 196, 262, 118), "#F3E9D6", None, 12)
            cast.from_above(p, left + 160, 252, 220, cast.FARMER)
            props.glass(p, left + 334, 300, 70)
            p.setOpacity(p.opacity() * m.cue(1, 0.8))
            props.never(p, left + 334, 265, 34)
            p.setOpacity(1)
        else:
            cast.seated(p, left + 120, 412, 330, cast.FARMER, left=(0.6, 0.7, 0.55, -0.05))
            props.glass(p, left + 282, 330, 84, 0.78 - 0.3 * m.cue(0, 1.0, 4))
            props.pot(p, left + 330, 412, 74)
        p.restore()
    p.save()
    appear(m, m.cue(0, 1.2))
    m.text((240, 128, 170, 70), "small sips: water or ORS", "छोटे घूँट: पानी या ओ.आर.एस.", 17, 600, DONE, LEFT)
    p.restore()
    p.save()
    appear(m, m.cue(1, 1.2))
    m.text(
        (460, 330, 330, 80),
        "Nothing by mouth. No paracetamol or aspirin for the heat.",
        "मुँह से कुछ न दें। गर्मी के लिए पैरासिटामॉल या एस्पिरिन नहीं।",
        18,
        600,
        ALERT,
        LEFT,
    )
    p.restore()


def on_the_side(m: Moment) -> None:
    p = m.p
    card(p, QRectF(32, 74, 520, 356), BRAND_SOFT, None, 18)
    card(p, QRectF(60, 140, 464, 220), "#F3E9D6", None, 14)
    cast.from_above(p, 292, 246, 400, cast.FARMER, on_side=True)
    breath = 0.5 + 0.5 * sin(m.t * 2.2)
    for ring in range(2):
        stroke(
            p,
            [(76 - ring * 11, 236 - breath * 5), (70 - ring * 11, 252), (76 - ring * 11, 268 + breath * 5)],
            WATER,
            3,
            0.4 + 0.4 * breath,
        )
    for place, (en, hi, line) in enumerate(
        (
            ("Breathing? Turn onto the side", "साँस चल रही हो तो करवट दें", 0),
            ("Airway open, mouth downwards", "साँस का रास्ता खुला, मुँह नीचे की ओर", 0),
            ("Do not leave the person alone", "व्यक्ति को अकेला न छोड़ें", 1),
        )
    ):
        p.save()
        appear(m, m.cue(line, 0.3 + place * 0.8 * (line == 0)))
        card(p, QRectF(574, 96 + place * 104, 250, 86), "#FFFFFF")
        props.number(p, 602, 139 + place * 104, 15, str(place + 1))
        m.text((628, 96 + place * 104, 190, 84), en, hi, 18, 600, INK, LEFT)
        p.restore()


def send(m: Moment) -> None:
    p = m.p
    m.p.setPen(Qt.PenStyle.NoPen)
    card(p, QRectF(0, 330, W, 84), "#6C7280", None, 0)
    for x in range(-40, W + 80, 90):
        card(p, QRectF(x - (m.t * 70) % 90, 370, 44, 5), "#F1EFEA", None, 2)
    props.phone(p, 124, 210, 190, "108")
    for ring in range(3):
        grow = (m.t * 0.7 + ring / 3) % 1
        p.setBrush(Qt.BrushStyle.NoBrush)
        stroke(
            p,
            [(190 + grow * 30, 160 - grow * 26), (200 + grow * 34, 180), (190 + grow * 30, 200 + grow * 26)],
            DONE,
            4,
            1 - grow,
        )
    props.ambulance(p, 300 + 40 * m.cue(0, 0, 4), 400 + sin(m.t * 9) * 0.8, 330, "108", m.t)
    p.save()
    appear(m, m.cue(1))
    label(m, 300, 92, 480, "Keep cooling all the way to the hospital", "अस्पताल तक ठंडा करते रहें", BRAND, "#FFFFFF", 20)
    for place in range(5):
        fall = (m.t * 0.6 + place * 0.2) % 1
        props.drop(p, 380 + place * 40, 142 + fall * 26, 8, WATER, 1 - fall)
    p.restore()


FORM = Form(
    ("Heat illness: case note (sample)", "गर्मी से बीमारी: केस नोट (नमूना)"),
    (
        Field(("Date, time found", "तारीख, मिलने का समय"), ("21 May, 1:40 pm", "21 मई, दोपहर 1:40")),
        Field(("Name, age, sex", "नाम, आयु, लिंग"), ("Ramesh K., 46, M", "रमेश के., 46, पु.")),
        Field(("Place and work", "स्थान और काम"), ("Brick kiln, loading", "ईंट भट्ठा, ढुलाई")),
        Field(("Temperature", "तापमान"), ("40.6 °C (armpit), 1:45 pm", "40.6 °C (बगल), 1:45")),
        Field(("Mental state", "होश की स्थिति"), ("Confused, answers slowly", "भ्रमित, धीरे उत्तर")),
        Field(("Care given", "दी गई सहायता"), ("Shade, wet cloths, fan", "छाया, गीले कपड़े, हवा")),
        Field(("Referred", "रेफ़र"), ("108, left 2:05 pm, CHC", "108, 2:05 बजे, CHC")),
    ),
)


def note(m: Moment) -> None:
    FORM.draw(m, QRectF(32, 72, 500, 366), lines=(0, 0, 0, 1, 1, 1, 2))
    cast.standing(m.p, 690, 450, 330, cast.NURSE, left=cast.WRITING, right=cast.AT_SIDE)
    m.p.save()
    m.p.translate(650, 262)
    m.p.rotate(-8)
    card(m.p, QRectF(-34, -4, 62, 80), "#FFFFFF")
    for row in range(5):
        stroke(
            m.p, [(-24, 12 + row * 12), (-24 + 40 * m.cue(min(2, row // 2), 0.4 * row, 1.0), 12 + row * 12)], BRAND, 2.5
        )
    m.p.restore()


def closing(m: Moment) -> None:
    _field(m, ("#E6ECF7", "#F7F5F1"))
    for place, (en, hi) in enumerate(
        (
            ("Shade", "छाया"),
            ("Cool", "ठंडा करें"),
            ("Sips, if awake", "होश हो तो घूँट"),
            ("On the side", "करवट"),
            ("108", "108"),
        )
    ):
        shown = m.cue(0, 0.2 + place * 0.75)
        m.p.save()
        appear(m, shown, 22)
        left = 32 + place * 160
        card(m.p, QRectF(left, 130, 148, 196), "#FFFFFF")
        x, y = left + 74, 208
        disc(m.p, x, y, 50, (DONE_SOFT, WATER_SOFT, WATER_SOFT, BRAND_SOFT, ALERT_SOFT)[place])
        if place == 0:
            props.tree(m.p, x, y + 40, 78, m.t)
        elif place == 1:
            props.cloth(m.p, x, y, 60, 38, m.t)
        elif place == 2:
            props.glass(m.p, x, y + 32, 62)
        elif place == 3:
            cast.from_above(m.p, x, y, 84, cast.FARMER, on_side=True)
        else:
            props.phone(m.p, x, y, 78, "108")
        m.text((left + 6, 268, 136, 52), en, hi, 19, 700, INK)
        m.p.restore()
    m.p.save()
    appear(m, m.cue(1))
    m.text(
        (60, 352, W - 120, 60), "When in doubt, treat it as heat stroke.", "संदेह हो तो इसे लू लगना ही मानें।", 24, 700, ALERT
    )
    m.p.restore()
