"""The press: a sheet becomes one A4 page, set as large as it fits, with the shipped faces inside."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter, QPen

from karmadesk.ui.immortals import keep_immortals
from tools.sheets.ink import PT, Words, colour, disc, face, icon, label, panel, script_of
from tools.sheets.pictures import LEFT, PICTURES, chip, chip_width, mark, pin
from tools.sheets.reading import Legend, Meaning, Note, Paragraph, Run, Section, Sheet, read

PAGE = (595.0 * PT, 842.0 * PT)
MARGIN = 37.0 * PT
GUTTER = 20.0 * PT
FOOT = 40.0 * PT
SIZES = (12.0, 11.75, 11.5, 11.25, 11.0, 10.75, 10.5)
"""Points; below the last a sheet has too many words."""
MOST_CHIP = 0.45
"""Of the width of a column, for a chip that has what it means beside it."""
MOST_AIR = 26.0 * PT
"""Between two sections, where a column has room to spare."""


class TooLongError(Exception):
    """A sheet does not fit on its page."""


def sources(folder: Path) -> list[Path]:
    """The sheets of a folder."""
    return sorted(folder.glob("*-*.md"))


def mark_of(source: Path) -> str:
    """What a PDF says it was made from."""
    return f"{source.name} {hashlib.sha256(source.read_bytes()).hexdigest()[:16]}"


def press(source: Path, target: Path) -> float:
    """Writes the PDF of a sheet; the size of its type in points. Raises TooLongError."""
    keep_immortals()
    sheet = read(source)
    size, columns = _fitted(sheet)
    writer = QPdfWriter(str(target))
    writer.setResolution(round(72 * PT))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(sheet.title)
    writer.setCreator(mark_of(source))
    painter = QPainter(writer)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    head = _head(painter, sheet)
    wide = (PAGE[0] - 2 * MARGIN - GUTTER) / 2
    for number, column in enumerate(columns):
        air = _air(column, _bottom() - head)
        y = head
        for placed in column:
            placed.draw(painter, MARGIN + number * (wide + GUTTER), y)
            y += placed.height + air
    _foot(painter, sheet)
    painter.end()
    _forget_the_hour(target)
    return size


@dataclass(frozen=True)
class Line:
    """Words at a place in their section, with what stands before them."""

    words: Words
    x: float
    y: float
    marker: str = ""


class Placed:
    """A section set at one size and width."""

    def __init__(self, section: Section, number: int, width: float, language: str, size: float) -> None:
        self._number = number
        self._section, self._width, self._language, self._size = section, width, language, size
        self._title = Words(
            (Run(section.title),),
            width - 50 * PT,
            language,
            size + 2.2,
            role="brand",
            weight=600,
            leading=_tight(language),
        )
        self._head = max(23 * PT, self._title.height) + 3 * PT
        self._parts: list[Line | tuple[Note, Words, float] | tuple[Meaning, Words, float, float]] = []
        y = self._head
        for block in section.blocks:
            y = self._set(block, y)
        self.height = y

    def _set(self, block: Paragraph | Note | Legend, y: float) -> float:
        """Places one block; where the next begins."""
        if isinstance(block, Legend):
            return self._legend(block, y)
        if isinstance(block, Note):
            words = Words(block.runs, self._width - 38 * PT, self._language, self._size)
            self._parts.append((block, words, y + 2 * PT))
            return y + words.height + 13 * PT
        indent = 17 * PT if block.marker else 0.0
        words = Words(block.runs, self._width - indent, self._language, self._size)
        self._parts.append(Line(words, indent, y, block.marker))
        return y + words.height + 3.2 * PT

    def _legend(self, legend: Legend, y: float) -> float:
        size = self._size
        wide = [chip_width(row.shown, row.icon, self._language, size - 0.5) for row in legend.rows]
        beside = max(each for each in wide if each < self._width * MOST_CHIP) + 7 * PT
        for row, chip_wide in zip(legend.rows, wide, strict=True):
            # A chip that is too wide stands over what it means.
            is_over = chip_wide > beside
            words = Words(row.runs, self._width - (17 * PT if is_over else beside), self._language, size)
            self._parts.append((row, words, y, 0.0 if is_over else beside))
            y += words.height + (words.line + 2 * PT if is_over else 0) + 4.2 * PT
        return y

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        middle = self._head / 2 - 2 * PT
        disc(painter, QPointF(x + 12 * PT, y + middle), 12, "brand_soft")
        icon(painter, self._section.icon, QRectF(x + 5 * PT, y + middle - 7 * PT, 14 * PT, 14 * PT), "brand")
        self._title.draw(painter, x + 31 * PT, y + middle - self._title.height / 2)
        pin(painter, QPointF(x + 31 * PT + self._title.width + 14 * PT, y + middle), str(self._number), self._language)
        for part in self._parts:
            if isinstance(part, Line):
                self._line(painter, part, x, y)
            elif isinstance(part[0], Note):
                self._note(painter, part[1], x, y + part[2])
            else:
                self._meaning(painter, part, x, y)

    def _line(self, painter: QPainter, part: Line, x: float, y: float) -> None:
        part.words.draw(painter, x + part.x, y + part.y)
        middle = y + part.y + part.words.line / 2
        if part.marker == "-":
            disc(painter, QPointF(x + 6 * PT, middle), 1.8, "brand")
        elif part.marker:
            box = QRectF(x, middle - 7 * PT, 14 * PT, 14 * PT)
            label(painter, box, f"{part.marker}.", face(self._language, self._size, 700), "brand", LEFT)

    def _note(self, painter: QPainter, words: Words, x: float, y: float) -> None:
        panel(painter, QRectF(x, y, self._width, words.height + 8 * PT), "accent_soft", radius=6)
        icon(painter, "warning", QRectF(x + 8 * PT, y + 4 * PT + words.line / 2 - 7 * PT, 14 * PT, 14 * PT), "accent")
        words.draw(painter, x + 29 * PT, y + 4 * PT)

    def _meaning(self, painter: QPainter, part: tuple[Meaning, Words, float, float], x: float, y: float) -> None:
        row, words, top, beside = part
        size = self._size - 0.5
        wide = chip_width(row.shown, row.icon, self._language, size)
        box = QRectF(x, y + top + (words.line - size * PT * 1.5) / 2, wide, size * PT * 1.5)
        chip(painter, box, row.shown, row.tone, row.icon, self._language, size)
        if beside:
            words.draw(painter, x + beside, y + top)
        else:
            words.draw(painter, x + 17 * PT, y + top + words.line + 2 * PT)


def _tight(language: str) -> float:
    """Lines of headings stand closer."""
    return 1.2 if script_of(language) == "Latn" else 1.36


def _fitted(sheet: Sheet) -> tuple[float, list[list[Placed]]]:
    room = _bottom() - _head(None, sheet)
    wide = (PAGE[0] - 2 * MARGIN - GUTTER) / 2
    for size in SIZES:
        number = itertools.count(1)
        columns = [
            [Placed(each, next(number), wide, sheet.language, size) for each in column] for column in sheet.columns
        ]
        if all(_air(column, room) >= 8 * PT for column in columns):
            return size, columns
    over = [round((sum(placed.height for placed in column) - room) / PT) for column in columns]
    raise TooLongError(f"{sheet.title}: {over} points too long")


def _air(column: list[Placed], room: float) -> float:
    """What stands between two sections so that a column ends where the other does."""
    left = room - sum(placed.height for placed in column)
    return min(MOST_AIR, left / max(1, len(column) - 1))


def _bottom() -> float:
    return PAGE[1] - MARGIN * 0.7 - FOOT


def _head(painter: QPainter | None, sheet: Sheet) -> float:
    """The head of the page; where the columns begin. Without a painter it is only measured."""
    draw, high = PICTURES[sheet.picture]
    top = 32 * PT
    width = PAGE[0] - 2 * MARGIN
    wide = width * 0.52
    words = width - wide - 20 * PT
    title = Words(
        (Run(sheet.title),), words, sheet.language, 23, role="ink", weight=700, leading=_tight(sheet.language) - 0.02
    )
    lead = Words(sheet.lead, words, sheet.language, 11.5, role="ink2")
    if painter is not None:
        mark(painter, QRectF(MARGIN, top, 26 * PT, 26 * PT))
        at = QRectF(MARGIN + 34 * PT, top, words - 34 * PT, 26 * PT)
        label(painter, at, sheet.kicker, face(sheet.language, 11, 600), "ink2", LEFT)
        title.draw(painter, MARGIN, top + 36 * PT)
        lead.draw(painter, MARGIN, top + 36 * PT + title.height + 8 * PT)
        draw(painter, QRectF(PAGE[0] - MARGIN - wide, top, wide, high * PT), sheet.language)
    return top + max(high * PT, 42 * PT + title.height + lead.height) + 17 * PT


def _foot(painter: QPainter, sheet: Sheet) -> None:
    """Lines to be filled in by hand."""
    top = PAGE[1] - MARGIN * 0.7 - FOOT + 12 * PT
    box = QRectF(MARGIN, top, PAGE[0] - 2 * MARGIN, FOOT - 12 * PT)
    panel(painter, box, "surface", "edge", 7)
    wide = (box.width() - 28 * PT) / len(sheet.foot)
    for number, words in enumerate(sheet.foot):
        left = box.left() + 14 * PT + number * wide
        text = Words((Run(words),), wide, sheet.language, 10.5, role="ink2")
        text.draw(painter, left, box.center().y() - text.height / 2)
        painter.setPen(QPen(colour("edge"), 0.7 * PT))
        base = box.center().y() + 6 * PT
        painter.drawLine(QPointF(left + text.width + 6 * PT, base), QPointF(left + wide - 12 * PT, base))


def _forget_the_hour(path: Path) -> None:
    """The same sheet gives the same bytes, whenever and wherever it is pressed."""
    content = path.read_bytes()
    content = re.sub(rb"D:\d{14}", b"D:20260101000000", content)
    content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", b"2026-01-01T00:00:00", content)
    nobody = b"-".join(b"0" * length for length in (8, 4, 4, 4, 12))
    content = re.sub(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", nobody, content)
    content = re.sub(
        rb"/ID \[ <[0-9a-f]+> <[0-9a-f]+> \]", lambda found: re.sub(rb"[0-9a-f]{2}", b"30", found[0]), content
    )
    path.write_bytes(content)
