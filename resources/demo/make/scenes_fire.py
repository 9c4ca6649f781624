"""The film on forest fire: the first ten minutes."""

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
    DONE_MID,
    DONE_SOFT,
    INK,
    INK2,
    LEFT,
    WATER,
    card,
    disc,
    shape,
    slope,
    stroke,
)
from resources.demo.make.paper import Field, Form
from resources.demo.make.stage import H, Moment, Scene, W, appear, label
from resources.demo.make.voice import Line


def _forest(m: Moment) -> None:
    m.p.setPen(Qt.PenStyle.NoPen)
    m.p.setBrush(slope("#F6D9B8", "#FBF3E6", H))
    m.p.drawRect(QRectF(0, 0, W, H))
    props.hills(m.p, W, 290, H, "#7FA886", "#A9C4AC")
    for x in (560, 628, 706, 772, 822):
        props.pine(m.p, x, 440 - x % 9 * 2, 150 + x % 40)


def opening(m: Moment) -> None:
    _forest(m)
    props.smoke(m.p, 470, 262, 54, m.t)
    props.fire(m.p, 464, 306, 52, m.t)
    props.fire(m.p, 504, 310, 36, m.t + 2)
    cast.standing(m.p, 180, 460, 232, cast.GUARD, right=cast.POINTING)
    m.p.save()
    appear(m, m.cue(0, -0.3))
    card(m.p, QRectF(40, 40, 380, 138), "#FFFDF8", None, 16)
    m.text((64, 48, 340, 60), "Forest fire", "", 31, 700, BRAND, LEFT)
    m.text((64, 104, 340, 60), "The first ten minutes: see it, size it, report it", "", 20, 400, INK2, LEFT)
    m.p.restore()


def triangle(m: Moment) -> None:
    p = m.p
    top, left, right = (250, 110), (100, 390), (400, 390)
    for line, (a, b, colour, words, x, y) in enumerate(
        (
            (left, top, ACCENT, "Heat", 62, 222),
            (top, right, WATER, "Air", 352, 222),
            (left, right, DONE, "Fuel", 205, 396),
        )
    ):
        gone = line == 2 and m.since(1) > 1.5
        p.setOpacity(m.cue(0, 0.4 + line * 0.8) * (0.18 if gone else 1))
        stroke(p, [a, b], colour, 16)
        m.text((x, y, 92, 36), words, "", 24, 700, colour)
    p.setOpacity(1 - 0.85 * m.cue(1, 1.5, 2.0))
    props.fire(p, 250, 372, 150, m.t)
    p.setOpacity(m.cue(1, 0.4))
    card(p, QRectF(470, 110, 350, 290), "#DDE8D4", None, 18)
    for x in (500, 540, 750, 790):
        props.pine(p, x, 344, 120)
    card(p, QRectF(600, 124, 84, 226), "#CBB58E", None, 8)
    cast.standing(p, 642, 340, 150, cast.GUARD, right=cast.FORWARD)
    m.text((476, 352, 338, 44), "A cleared line takes away the fuel", "", 19, 600, DONE)
    p.setOpacity(1)


def slope_and_wind(m: Moment) -> None:
    p = m.p
    shape(p, [(32, 420), (600, 420), (600, 130)], "#A9C4AC")
    climb = m.cue(0, 0.5, 5.0)
    x = 210 + 180 * climb
    for flame in range(3):
        fx = x + flame * 30
        props.fire(p, fx, 422 - (fx - 32) * 290 / 568, 46 + 10 * flame, m.t + flame)
    props.arrow(p, (x + 70, 300 - (x - 210) * 0.5), (x + 150, 258 - (x - 210) * 0.5), ALERT, 6)
    for gust in range(3):
        gx = 60 + (m.t * 70 + gust * 60) % 170
        stroke(
            p, [(gx, 120 + gust * 26), (gx + 30, 116 + gust * 26), (gx + 62, 121 + gust * 26)], WATER, 5, 0.8 * m.cue(1)
        )
    m.text((56, 74, 180, 34), "wind", "", 20, 600, WATER)
    p.save()
    appear(m, m.cue(0, 1.0))
    label(m, 628, 120, 196, "Never above it", "", ALERT, "#FFFFFF", 20)
    p.restore()
    p.save()
    appear(m, m.cue(1, 0.8))
    label(m, 628, 176, 196, "Never downwind", "", ALERT, "#FFFFFF", 20)
    p.restore()
    p.save()
    appear(m, m.cue(2))
    label(m, 628, 232, 196, "Beside or below", "", DONE, "#FFFFFF", 20)
    cast.standing(p, 716, 438, 160, cast.GUARD)
    p.restore()


LETTERS = (
    ("L", "Lookout", "one person only watches"),
    ("A", "Anchor point", "begin where nothing can burn"),
    ("C", "Communication", "everyone can be reached"),
    ("E", "Escape routes", "at least two, walked before"),
    ("S", "Safety zone", "burnt ground, rock, water"),
)


def laces(m: Moment) -> None:
    for place, (letter, head, words) in enumerate(LETTERS):
        m.p.save()
        appear(m, m.cue(min(2, (place + 1) // 2), 0.2 + 1.8 * ((place + 1) % 2)))
        top = 78 + place * 72
        card(m.p, QRectF(32, top, 420, 62), "#FFFFFF")
        card(m.p, QRectF(40, top + 7, 48, 48), (BRAND, ACCENT, INK2, BRAND, DONE)[place], None, 12)
        m.text((40, top + 7, 48, 47), letter, "", 26, 700, "#FFFFFF")
        m.text((102, top + 4, 344, 30), head, "", 20, 700, INK, LEFT)
        m.text((102, top + 30, 344, 28), words, "", 16, 400, INK2, LEFT)
        m.p.restore()
    p = m.p
    card(p, QRectF(474, 78, 348, 350), "#DDE8D4", None, 18)
    for fx in (700, 740, 776):
        props.fire(p, fx, 196 + fx % 5, 58, m.t + fx)
    p.setOpacity(m.cue(0))
    cast.standing(p, 560, 196, 104, cast.GUARD, right=cast.POINTING)
    p.setOpacity(m.cue(1, 0.2))
    stroke(p, [(482, 246), (818, 232)], "#CBB58E", 18)
    disc(p, 676, 238, 11, ACCENT)
    p.setOpacity(m.cue(2, 0.2))
    stroke(p, [(676, 250), (628, 306), (588, 356)], BRAND, 5)
    stroke(p, [(690, 250), (736, 308), (640, 366)], BRAND, 5)
    card(p, QRectF(508, 344, 170, 66), DONE_SOFT, DONE, 30)
    m.text((508, 344, 170, 64), "Safety zone", "", 19, 700, DONE)
    p.setOpacity(1)


FORM = Form(
    ("Fire report (sample)", ""),
    (
        Field(("1. Who, from where", ""), ("Ravi Munda, rock above the nala", "")),
        Field(("2. Where", ""), ("Comp. 214, east slope", "")),
        Field(("3. Seen at, size", ""), ("2:20 pm, about 1 hectare", "")),
        Field(("4. What burns", ""), ("Litter and grass, no crowns", "")),
        Field(("5. Wind, slope", ""), ("From the west, going uphill", "")),
        Field(("6. In danger", ""), ("Plantation 300 m, 2 grazers", "")),
        Field(("7. Way in, water", ""), ("Jeep track, water in the nala", "")),
    ),
)


def report(m: Moment) -> None:
    FORM.draw(m, QRectF(32, 72, 540, 366), lines=(0, 0, 1, 1, 1, 2, 2))
    cast.standing(m.p, 706, 452, 310, cast.GUARD, left=cast.TO_HEAD)
    for ring in range(3):
        grow = (m.t * 0.8 + ring / 3) % 1
        y = 210 + 2 * sin(m.t)
        stroke(
            m.p,
            [(626 - grow * 26, y - 22 - grow * 14), (616 - grow * 30, y), (626 - grow * 26, y + 22 + grow * 14)],
            DONE,
            4,
            1 - grow,
        )


def call(m: Moment) -> None:
    p = m.p
    props.phone(p, 140, 240, 230, "112")
    for place, (words, tint, ink) in enumerate(
        (
            ("Range office or control room, at once", BRAND_SOFT, BRAND),
            ("112: when lives are in danger", ALERT_SOFT, ALERT),
            ("Again when wind, size or people change", ACCENT_SOFT, ACCENT),
        )
    ):
        p.save()
        appear(m, m.cue(place))
        card(p, QRectF(250, 104 + place * 100, 570, 82), tint, None, 16)
        props.number(p, 292, 145 + place * 100, 18, str(place + 1), ink)
        m.text((326, 104 + place * 100, 480, 80), words, "", 22, 600, ink, LEFT)
        p.restore()


def closing(m: Moment) -> None:
    _forest(m)
    cast.standing(m.p, 470, 452, 220, cast.GUARD)
    for place, words in enumerate(
        ("Stop where it is safe", "Size it up", "L.A.C.E.S. before any work", "Report, and report again")
    ):
        m.p.save()
        appear(m, m.cue(0, 0.3 + place * 1.0))
        card(m.p, QRectF(40, 76 + place * 76, 340, 62), "#FFFDF8", None, 16)
        props.tick(m.p, 74, 107 + place * 76, 15, DONE if place < 3 else DONE_MID)
        m.text((104, 76 + place * 76, 268, 60), words, "", 20, 600, INK, LEFT)
        m.p.restore()


SCENES = [
    Scene(
        ("", ""),
        [
            Line(
                "Smoke over your beat. What you do in the first ten minutes decides how large this fire becomes.",
                "आपकी बीट पर धुआँ है। पहले दस मिनट तय करते हैं कि यह आग कितनी बड़ी होगी।",
            )
        ],
        opening,
    ),
    Scene(
        ("What a fire needs", ""),
        [
            Line(
                "A fire needs heat, air and fuel. Take one away, and it goes out.",
                "आग को गर्मी, हवा और ईंधन चाहिए। एक भी हटा दें, तो वह बुझ जाती है।",
            ),
            Line("In the forest we take away the fuel, with a cleared line.", "जंगल में हम साफ़ की हुई पट्टी से ईंधन हटाते हैं।"),
        ],
        triangle,
    ),
    Scene(
        ("Slope and wind", ""),
        [
            Line(
                "Fire runs faster uphill. Never stand above it.",
                "आग ढलान पर ऊपर की ओर तेज़ दौड़ती है। उसके ऊपर कभी न खड़े हों।",
            ),
            Line(
                "Wind drives it. Never stand where the wind is taking it.",
                "हवा उसे बढ़ाती है। जिधर हवा ले जा रही हो, उधर कभी न खड़े हों।",
            ),
            Line(
                "Watch from beside it or from below, with your way out behind you.",
                "बगल से या नीचे से देखें, और निकलने का रास्ता पीछे रखें।",
            ),
        ],
        slope_and_wind,
    ),
    Scene(
        ("L.A.C.E.S. before any work", ""),
        [
            Line("L: a lookout, who only watches.", "एल: एक पहरेदार, जो केवल देखता है।"),
            Line(
                "A: an anchor point, where nothing can burn. C: communication with everyone.",
                "ए: आरंभ-बिंदु, जहाँ कुछ जल न सके। सी: सबसे संपर्क।",
            ),
            Line(
                "E: two escape routes. S: a safety zone that everyone knows.",
                "ई: निकलने के दो रास्ते। एस: सुरक्षित जगह, जो सबको पता हो।",
            ),
        ],
        laces,
    ),
    Scene(
        ("The report", ""),
        [
            Line("Report in this order. Who you are, and where the fire is.", "इस क्रम में बताएँ: आप कौन हैं, और आग कहाँ है।"),
            Line(
                "When you saw it, how large it is, what burns, the wind and the slope.",
                "कब दिखी, कितनी बड़ी है, क्या जल रहा है, हवा और ढलान।",
            ),
            Line(
                "Who or what is in danger, the way in, and where there is water.",
                "कौन या क्या ख़तरे में है, पहुँचने का रास्ता, और पानी कहाँ है।",
            ),
        ],
        report,
    ),
    Scene(
        ("Whom to call", ""),
        [
            Line("Call the range office or the control room, at once.", "रेंज कार्यालय या नियंत्रण कक्ष को तुरंत फ़ोन करें।"),
            Line("If lives are in danger, call 1 1 2.", "जान ख़तरे में हो, तो 112 पर फ़ोन करें।"),
            Line("Report again whenever wind, size or people change.", "हवा, आकार या लोग बदलें, तो फिर सूचना दें।"),
        ],
        call,
    ),
    Scene(
        ("Remember", ""),
        [
            Line(
                "Stop where it is safe. Size it up. Laces before any work. Report, and report again.",
                "सुरक्षित जगह रुकें। आग को परखें। काम से पहले LACES। सूचना दें, और फिर दें।",
            )
        ],
        closing,
    ),
]
