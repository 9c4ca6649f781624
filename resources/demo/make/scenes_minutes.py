"""The film on minutes: from discussion to a resolution that can be acted upon."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt

from resources.demo.make import figures as cast
from resources.demo.make import props
from resources.demo.make.palette import (
    ACCENT,
    ACCENT_SOFT,
    ALERT,
    BRAND,
    BRAND_SOFT,
    DONE,
    DONE_SOFT,
    EARTH,
    INK,
    INK2,
    LEFT,
    SKIN,
    card,
    disc,
    font,
    slope,
    stroke,
    write,
)
from resources.demo.make.paper import INK_BLUE, Field, Form, sheet
from resources.demo.make.stage import H, Moment, Scene, W, appear
from resources.demo.make.voice import Line

CROWD = (cast.FARMER, cast.WOMAN, cast.SECRETARY, cast.NURSE, cast.CLERK, cast.WOMAN, cast.FARMER)


def opening(m: Moment) -> None:
    p = m.p
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(slope("#DDEBF3", "#F8F6EE", H))
    p.drawRect(QRectF(0, 0, W, H))
    card(p, QRectF(-20, 306, W + 40, 200), "#E1CFA6", None, 0)
    props.tree(p, 660, 330, 270, m.t)
    cast.seated(p, 560, 372, 250, cast.CHAIR)
    cast.seated(p, 720, 372, 240, cast.SECRETARY)
    card(p, QRectF(688, 336, 62, 30), "#FFFFFF")
    for place, look in enumerate(CROWD):
        cast.back_of_head(p, 60 + place * 122, 486, 230, look)
    p.save()
    appear(m, m.cue(0, -0.3))
    card(p, QRectF(40, 62, 400, 146), "#FFFDF8", None, 16)
    m.text((64, 72, 360, 60), "Writing Gram Sabha minutes", "", 24, 700, BRAND, LEFT)
    m.text((64, 132, 360, 62), "From discussion to resolution", "", 20, 400, INK2, LEFT)
    p.restore()


def before(m: Moment) -> None:
    p = m.p
    card(p, QRectF(40, 84, 330, 340), "#B98B5A", None, 14)
    card(p, QRectF(54, 98, 302, 312), EARTH, None, 8)
    p.save()
    p.translate(96, 116)
    sheet(p, QRectF(0, 0, 216, 270))
    m.text((14, 10, 188, 40), "NOTICE", "", 24, 700, ALERT)
    for row, words in enumerate(
        ("Gram Sabha", "2 May, 11:00 am", "School, ward 2", "Agenda: 1. Water", "2. Work sites", "3. House sites")
    ):
        if m.since(0) > 0.5 + row * 0.5:
            m.text((18, 56 + row * 34, 186, 30), words, "", 16, 600 if row < 3 else 400, INK, LEFT)
    p.restore()
    for place, (words, line) in enumerate(
        (
            ("Notice: in every ward, in time", 0),
            ("Agenda: what will be decided", 0),
            ("Attendance list and register", 1),
            ("Quorum of your State's rules", 1),
        )
    ):
        p.save()
        appear(m, m.cue(line, 0.3 + 0.8 * (place % 2)))
        card(p, QRectF(400, 90 + place * 84, 420, 66), "#FFFFFF")
        props.tick(p, 434, 123 + place * 84, 15)
        m.text((464, 90 + place * 84, 346, 64), words, "", 20, 600, INK, LEFT)
        p.restore()


def speeches(m: Moment) -> None:
    p = m.p
    for place, (words, x, look) in enumerate(
        (
            ("No water at ward 4!", 150, cast.WOMAN),
            ("The pump broke in March.", 427, cast.FARMER),
            ("The school needs it too.", 704, cast.NURSE),
        )
    ):
        cast.standing(p, x, 452, 210, look, right=cast.FORWARD)
        p.save()
        appear(m, m.cue(0, 0.2 + place * 1.2))
        card(p, QRectF(x - 113, 168, 226, 56), BRAND_SOFT, None, 20)
        m.text((x - 108, 168, 216, 54), words, "", 17, 600, BRAND)
        p.restore()
    p.save()
    appear(m, m.cue(1))
    card(p, QRectF(60, 82, 734, 66), DONE_SOFT, DONE, 14)
    m.text((80, 82, 694, 64), "Resolved to repair the hand pump at ward 4", "", 24, 700, DONE)
    p.restore()


def four_parts(m: Moment) -> None:
    heads = ("What", "Who", "By when", "Which money")
    cells = (
        "Repair the hand pump at ward 4, near the school",
        "Panchayat Secretary, with the pump mechanic",
        "15 June",
        "₹ 8,500, untied grant",
    )
    for place, (head, cell) in enumerate(zip(heads, cells, strict=True)):
        m.p.save()
        appear(m, m.cue(0, 0.3 + place * 0.9))
        left = 32 + place * 200
        card(m.p, QRectF(left, 96, 188, 64), BRAND, None, 14)
        m.text((left, 96, 188, 62), head, "", 23, 700, "#FFFFFF")
        card(m.p, QRectF(left, 170, 188, 132), "#FFFEFB")
        if m.cue(0, 0.9 + place * 0.9) > 0:
            box = QRectF(left + 12, 174, 164, 124)
            write(m.p, box, cell, font(19, 600, slanted=True), INK_BLUE, Qt.AlignmentFlag.AlignHCenter, middle=True)
        m.p.restore()
    m.p.save()
    appear(m, m.cue(1))
    card(m.p, QRectF(32, 330, 788, 84), ACCENT_SOFT, None, 16)
    for hand in range(5):
        x = 86 + hand * 34
        stroke(m.p, [(x, 404), (x, 372 - 6 * m.cue(1, 0.2 * hand))], SKIN, 13)
        disc(m.p, x, 362 - 6 * m.cue(1, 0.2 * hand), 10, SKIN)
    m.text((270, 332, 540, 80), "How decided: unanimous, or the count: for 98, against 12", "", 21, 600, ACCENT, LEFT)
    m.p.restore()


FORM = Form(
    ("Proceedings of the Gram Sabha (sample)", ""),
    (
        Field(("Date, time, place", ""), ("2 May, 11:00 am, school, ward 2", "")),
        Field(("Presided by", ""), ("Smt. Kamla Bai, Sarpanch", "")),
        Field(("Present", ""), ("146: women 61, men 85", "")),
        Field(("Quorum", ""), ("120 needed, counted 11:20 am", "")),
        Field(("Resolution 2026–27/14", ""), ("Repair hand pump, ward 4", "")),
        Field(("Who, by when", ""), ("Secretary, by 15 June", "")),
        Field(("Money", ""), ("₹ 8,500, untied grant", "")),
    ),
)


def form(m: Moment) -> None:
    FORM.draw(m, QRectF(32, 72, 540, 366), lines=(0, 0, 1, 1, 2, 2, 2))
    cast.standing(m.p, 712, 452, 320, cast.SECRETARY, left=cast.WRITING)
    m.p.save()
    m.p.translate(676, 262)
    m.p.rotate(-8)
    card(m.p, QRectF(-34, -4, 66, 82), "#FFFFFF")
    m.p.restore()


def correction(m: Moment) -> None:
    p = m.p
    sheet(p, QRectF(60, 96, 734, 150))
    m.text((90, 120, 300, 50), "Amount sanctioned:", "", 23, 400, INK2, LEFT)
    write(p, QRectF(320, 150, 150, 50), "₹ 5,800", font(27, 600, slanted=True), INK_BLUE, LEFT, middle=True)
    line = m.cue(0, 0.8, 1.2)
    if line > 0:
        stroke(p, [(316, 177), (316 + 118 * line, 174)], ALERT, 3)
    p.setOpacity(m.cue(0, 2.2))
    write(p, QRectF(320, 106, 150, 46), "₹ 8,500", font(27, 600, slanted=True), INK_BLUE, LEFT, middle=True)
    p.setOpacity(m.cue(0, 3.2))
    write(p, QRectF(520, 140, 230, 46), "K. Bai, 2 May", font(22, 600, slanted=True), BRAND, LEFT, middle=True)
    p.setOpacity(1)
    for place, words in enumerate(("No eraser, no white paint", "No pasted slips", "No empty lines")):
        p.save()
        appear(m, m.cue(1, 0.2 + place * 0.8))
        left = 60 + place * 250
        card(p, QRectF(left, 290, 234, 100), "#FFFFFF")
        props.never(p, left + 34, 340, 17)
        m.text((left + 60, 290, 168, 98), words, "", 19, 600, INK, LEFT)
        p.restore()


def after(m: Moment) -> None:
    p = m.p
    cast.standing(p, 130, 452, 300, cast.CHAIR, right=cast.FORWARD)
    card(p, QRectF(178, 250, 78, 100), "#FFFFFF")
    for row in range(5):
        stroke(p, [(190, 268 + row * 16), (240, 268 + row * 16)], INK2, 2.5, 0.6)
    for place, (words, line) in enumerate(
        (
            ("Read aloud in the village's language", 0),
            ("Signed on the same day", 0),
            ("Copy on the notice board", 1),
            ("Next time: what became of each", 1),
        )
    ):
        p.save()
        appear(m, m.cue(line, 0.3 + 1.2 * (place % 2)))
        card(p, QRectF(300, 90 + place * 84, 520, 66), "#FFFFFF")
        props.number(p, 336, 123 + place * 84, 17, str(place + 1), (BRAND, BRAND, DONE, DONE)[place])
        m.text((370, 90 + place * 84, 440, 64), words, "", 21, 600, INK, LEFT)
        p.restore()


SCENES = [
    Scene(
        ("", ""),
        [
            Line(
                "The Gram Sabha has talked for two hours. What will still be true tomorrow? What the minutes say.",
                "ग्राम सभा में दो घंटे बात हुई। कल क्या टिकेगा? वही, जो कार्यवाही में लिखा है।",
            )
        ],
        opening,
    ),
    Scene(
        ("Before the meeting", ""),
        [
            Line("Give notice in time, in every ward, with the agenda.", "समय पर, हर वार्ड में, कार्यसूची के साथ सूचना दें।"),
            Line(
                "Have the attendance list and the register ready, and know the quorum of your State's rules.",
                "उपस्थिति सूची और पंजी तैयार रखें, और राज्य के नियमों का कोरम जानें।",
            ),
        ],
        before,
    ),
    Scene(
        ("Decisions, not speeches", ""),
        [
            Line(
                "People speak about the broken pump. All of it matters, but minutes are not a recording.",
                "लोग ख़राब पंप की बात करते हैं। हर बात का महत्व है, पर कार्यवाही रिकॉर्डिंग नहीं है।",
            ),
            Line("Write down what was resolved.", "लिखें कि क्या निर्णय हुआ।"),
        ],
        speeches,
    ),
    Scene(
        ("Four parts of a resolution", ""),
        [
            Line(
                "A resolution says four things: what is done, who does it, by when, and with which money.",
                "प्रस्ताव चार बातें बताता है: क्या होगा, कौन करेगा, कब तक, और किस पैसे से।",
            ),
            Line(
                "Add how it was decided: unanimous, or the number of hands.",
                "यह भी लिखें कि निर्णय कैसे हुआ: सर्वसम्मति से, या कितने हाथ उठे।",
            ),
        ],
        four_parts,
    ),
    Scene(
        ("The sheet, filled in", ""),
        [
            Line("First: the date, the time, the place, and who presided.", "पहले: तारीख, समय, जगह और अध्यक्षता किसने की।"),
            Line(
                "Then how many were present, how many of them women, and that the quorum was counted.",
                "फिर कितने लोग उपस्थित थे, कितनी महिलाएँ थीं, और कोरम गिना गया।",
            ),
            Line(
                "Then each resolution with its own number, and its four parts.",
                "फिर हर प्रस्ताव अपनी संख्या और चारों बातों के साथ।",
            ),
        ],
        form,
    ),
    Scene(
        ("A mistake is corrected in the open", ""),
        [
            Line(
                "A wrong figure gets one line. Write the right one above, with initials and date.",
                "ग़लत अंक पर एक रेखा खींचें। सही अंक ऊपर लिखें, आद्याक्षर और तारीख के साथ।",
            ),
            Line(
                "Never erase, never paste over, and leave no empty lines.", "न मिटाएँ, न चिपकाएँ, और कोई पंक्ति ख़ाली न छोड़ें।"
            ),
        ],
        correction,
    ),
    Scene(
        ("Before everybody leaves", ""),
        [
            Line("Read the resolutions aloud, and sign on the same day.", "प्रस्ताव पढ़कर सुनाएँ और उसी दिन हस्ताक्षर करें।"),
            Line(
                "Put a copy on the notice board. Next time, begin with what became of each decision.",
                "एक प्रति सूचना पट्ट पर लगाएँ। अगली बार इससे शुरू करें कि हर निर्णय का क्या हुआ।",
            ),
        ],
        after,
    ),
]
