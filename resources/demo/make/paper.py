"""The stationery: printed forms that fill themselves in, in blue ink, while somebody explains them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from resources.demo.make.palette import (
    BRAND,
    BRAND_SOFT,
    INK2,
    LEFT,
    LINE,
    brush,
    card,
    font,
    pen,
    shape,
    stroke,
    write,
)
from resources.demo.make.stage import Moment

INK_BLUE = "#1F3F9E"


@dataclass(frozen=True)
class Field:
    """One printed label and what is written beside it, each in English and Hindi."""

    printed: tuple[str, str]
    written: tuple[str, str]


@dataclass(frozen=True)
class Form:
    """A sheet with a printed title and fields."""

    title: tuple[str, str]
    fields: tuple[Field, ...]
    label_width: float = 0.37

    def draw(self, m: Moment, box: QRectF, lines: tuple[int, ...]) -> None:
        """The sheet in a box; field n is written while line `lines[n]` of the scene is spoken."""
        sheet(m.p, box)
        head = QRectF(box.x() + 18, box.y() + 10, box.width() - 36, 34)
        write(m.p, head, m.say(*self.title), font(18, 700, m.language), BRAND, LEFT, middle=True)
        top = box.y() + 50
        height = (box.bottom() - 14 - top) / len(self.fields)
        for place, field in enumerate(self.fields):
            row = QRectF(box.x() + 18, top + place * height, box.width() - 36, height)
            before = sum(1 for line in lines[:place] if line == lines[place])
            spread = m.since(lines[place]) - 0.3 - before * 1.15
            self._row(m, row, field, max(0.0, min(1.0, spread / 1.1)))

    def _row(self, m: Moment, row: QRectF, field: Field, done: float) -> None:
        stroke(m.p, [(row.left(), row.bottom()), (row.right(), row.bottom())], LINE, 1.2)
        split = row.width() * self.label_width
        printed = QRectF(row.left(), row.top(), split - 8, row.height())
        write(m.p, printed, m.say(*field.printed), font(15.5, 400, m.language), INK2, LEFT, middle=True)
        if done <= 0:
            return
        if done < 1:
            m.p.fillRect(
                QRectF(row.left() + split - 4, row.top() + 4, row.width() - split + 4, row.height() - 8),
                QColor(BRAND_SOFT),
            )
        text = m.say(*field.written)
        shown = text[: max(1, round(len(text) * done))] if m.language == "en" else text
        area = QRectF(row.left() + split + 4, row.top(), row.width() - split - 8, row.height())
        if m.language != "en":
            m.p.save()
            m.p.setClipRect(QRectF(area.left(), area.top(), area.width() * done, area.height()))
        write(m.p, area, shown, font(18, 600, m.language, slanted=m.language == "en"), INK_BLUE, LEFT, middle=True)
        if m.language != "en":
            m.p.restore()


def sheet(p: QPainter, box: QRectF) -> None:
    """A blank sheet with a folded corner and a soft shadow."""
    for spread in (6, 4, 2):
        card(p, box.adjusted(-spread / 2, spread / 2, spread / 2, spread), "#E9E4DA", None, 8)
    card(p, box, "#FFFEFB", LINE, 6)
    fold = 22
    corner = [(box.right() - fold, box.top()), (box.right(), box.top() + fold), (box.right() - fold, box.top() + fold)]
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(brush("#F7F5F1"))
    p.drawRect(QRectF(box.right() - fold, box.top() - 1, fold + 2, fold))
    shape(p, corner, "#E0DBD2")
    p.setPen(pen(LINE, 1))
