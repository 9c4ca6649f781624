"""Type and shapes on paper: the program's faces, colours and icons, measured in tenths of a point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtSvg import QSvgRenderer

from karmadesk.ui.theme import fonts
from karmadesk.ui.theme.measures import LANGUAGE_SCRIPT, SCRIPT_FAMILIES
from karmadesk.ui.theme.tokens import LIGHT, Role
from tools.sheets.reading import Run, RunKind

ROOT = Path(__file__).resolve().parents[2]
ICONS = ROOT / "resources" / "icons"
PT = 10.0
"""A point. Tenths let Qt, whose sizes of type are whole, set 10.5 pt."""
LEADING = {"Latn": 1.37, "Deva": 1.5}
"""Lines are far enough apart that a framed name does not touch the one above it."""
WORD_JOINER = "\N{WORD JOINER}"
DEVANAGARI_DROP = 0.06
"""Of the size: the face leaves room below for signs that few words have, and stands too high without it."""
GAP = "\N{NARROW NO-BREAK SPACE}"
FRAMES: dict[RunKind, tuple[Role, Role, int]] = {
    "plain": ("ink", "surface", 400),
    "name": ("brand", "brand_soft", 600),
    "keys": ("ink", "sunken", 600),
}
"""Ink, ground and weight of each kind of run."""


def load_faces() -> None:
    """Makes the shipped faces known to Qt."""
    fonts.load(ROOT / "resources" / "fonts")


def script_of(language: str) -> str:
    return LANGUAGE_SCRIPT.get(language, "Latn")


def face(language: str, size: float, weight: int = 400) -> QFont:
    """A face of this many points."""
    chosen = QFont(list(SCRIPT_FAMILIES[script_of(language)]))
    chosen.setPixelSize(round(size * PT))
    chosen.setWeight(QFont.Weight(weight))
    chosen.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return chosen


def colour(role: Role) -> QColor:
    return QColor(LIGHT.of(role))


class Words:
    """Runs broken into lines of a width. Names and keys stand in frames."""

    def __init__(
        self,
        runs: Sequence[Run],
        width: float,
        language: str,
        size: float,
        *,
        role: Role = "ink",
        weight: int = 400,
        leading: float = 0.0,
    ) -> None:
        self._runs = runs
        self._role = role
        self._line = round(size * PT * (leading or LEADING[script_of(language)]))
        self._size = size * PT
        self._drop = self._size * DEVANAGARI_DROP if script_of(language) == "Deva" else 0.0
        text, formats, self._frames = "", [], []
        for run in runs:
            words = run.text if run.kind == "plain" else f"{GAP}{_whole(run.text)}{GAP}"
            ink, ground, heavy = FRAMES[run.kind]
            form = QTextCharFormat()
            form.setForeground(colour(role if run.kind == "plain" else ink))
            form.setFontWeight(weight if run.kind == "plain" else heavy)
            span = QTextLayout.FormatRange()
            span.start, span.length, span.format = _units(text), _units(words), form
            formats.append(span)
            if run.kind != "plain":
                self._frames.append((span.start, span.start + span.length, ground))
            text += words
        self._layout = QTextLayout(text, face(language, size, weight))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        self._layout.setTextOption(option)
        self._layout.setFormats(formats)
        self.width = self._break(width)

    @property
    def height(self) -> float:
        return float(self._layout.lineCount() * self._line)

    @property
    def line(self) -> float:
        """From one line to the next."""
        return float(self._line)

    def _break(self, width: float) -> float:
        """The width of the longest line."""
        widest, top = 0.0, 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top + (self._line - line.height()) / 2))
            widest = max(widest, line.naturalTextWidth())
            top += self._line
        self._layout.endLayout()
        return widest

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for start, end, ground in self._frames:
            for number in range(self._layout.lineCount()):
                line = self._layout.lineAt(number)
                first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
                if first >= last:
                    continue
                left, right = _at(line.cursorToX(first)), _at(line.cursorToX(last))
                high = self._size * 1.26
                middle = y + number * self._line + self._line / 2
                painter.setBrush(colour(ground))
                box = QRectF(x + left + self._size * 0.04, middle - high / 2, right - left - self._size * 0.08, high)
                painter.drawRoundedRect(box, self._size * 0.32, self._size * 0.32)
        painter.setPen(colour(self._role))
        self._layout.draw(painter, QPointF(x, y + self._drop))


def _at(found: object) -> float:
    """PySide gives the place of a cursor with or without the cursor itself."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]  # a number, says Qt


def _whole(name: str) -> str:
    """Broken at spaces only. The joiner has no width and is not in the PDF, so that a command can be copied from it."""
    return re.sub("(?<=[/-])", WORD_JOINER, name)


def _units(text: str) -> int:
    """Qt counts in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def panel(painter: QPainter, box: QRectF, fill: Role, edge: Role | None = None, radius: float = 8.0) -> None:
    """A rounded ground."""
    painter.setBrush(colour(fill))
    painter.setPen(QPen(colour(edge), 0.7 * PT) if edge else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box, radius * PT, radius * PT)


def disc(painter: QPainter, middle: QPointF, radius: float, fill: Role) -> None:
    painter.setBrush(colour(fill))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(middle, radius * PT, radius * PT)


def icon(painter: QPainter, name: str, box: QRectF, role: Role) -> None:
    """One of the program's icons."""
    source = (ICONS / f"{name}.svg").read_text("utf-8").replace("currentColor", LIGHT.of(role))
    QSvgRenderer(QByteArray(source.encode())).render(painter, box)


def label(
    painter: QPainter,
    box: QRectF,
    text: str,
    look: QFont,
    role: Role,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
) -> None:
    """One line of text in the middle of a box."""
    painter.setFont(look)
    painter.setPen(colour(role))
    if "NotoSansDevanagari" in look.family().replace(" ", ""):
        box = box.translated(0, look.pixelSize() * DEVANAGARI_DROP)
    painter.drawText(box, int(align | Qt.AlignmentFlag.AlignVCenter), text)
