"""A certificate drawn as SVG: generic fonts, so that each system sets every script with what it has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html import escape

from sqlalchemy import RowMapping

from karmadesk.hub import moments

_WIDTH, _HEIGHT, _MIDDLE = 1123, 794, 561  # A4 on its side at 96 dots an inch
_FONTS = "serif", "sans-serif"
_VIRAMA = 9  # after it the next letter belongs to the same one
_JOINERS = "\u200c\u200d"
_NAME_SIGNS, _COURSE_SIGNS, _LINES = 34, 48, 3


def certificate(row: RowMapping, hub: str) -> str:
    """The certificate of this row, issued by the hub of this name."""
    name = _lines(row["recipient"], _NAME_SIGNS, 2)
    course = _lines(row["course_name"], _COURSE_SIGNS, _LINES)
    title = f"Certificate: {row['recipient']}, {row['course_name']}"
    size = f'width="{_WIDTH}" height="{_HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {_WIDTH} {_HEIGHT}">',
        f"<title>{_plain(title)}</title>",
        f'<rect {size} fill="#ffffff"/>',
        _frame(24, "#1b4f72", 6),
        _frame(38, "#b9770e", 2),
        *_texts(150, ["Certificate of completion"], 46, "#1b4f72", 1),
        *_texts(222, ["This is to certify that"], 22, "#444444", 1),
        *_texts(290, name, 44, "#111111", 0, bold=True),
        *_texts(400, ["has completed the course"], 22, "#444444", 1),
        *_texts(460, course, 32, "#111111", 0, bold=True),
        *_texts(620, [f"on {moments.to_date(row['completed_at'])}"], 22, "#444444", 1),
        *_texts(690, [hub], 22, "#1b4f72", 1, bold=True),
        *_texts(726, [f"Access code {row['access_code']}   Certificate {row['id']}"], 14, "#444444", 1),
        "</svg>",
    ]
    return "".join(parts)


def _frame(edge: int, colour: str, width: int) -> str:
    size = f'width="{_WIDTH - 2 * edge}" height="{_HEIGHT - 2 * edge}"'
    return f'<rect x="{edge}" y="{edge}" {size} fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _texts(top: int, lines: list[str], size: int, colour: str, font: int, *, bold: bool = False) -> Iterator[str]:
    weight = ' font-weight="bold"' if bold else ""
    for place, line in enumerate(lines):
        yield (
            f'<text x="{_MIDDLE}" y="{top + place * (size + 12)}" font-family="{_FONTS[font]}" font-size="{size}"'
            f'{weight} fill="{colour}" text-anchor="middle" xml:space="preserve">{_plain(line)}</text>'
        )


def _plain(text: str) -> str:
    """Text that stands in XML: signs that it does not know are gone."""
    kept = (sign for sign in text if sign.isprintable() or sign in _JOINERS)
    return escape("".join(kept), quote=False)


def _lines(text: str, signs: int, most: int) -> list[str]:
    """The words in lines of about so many signs a line, marks not counted; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split() or [""]:
        if lines and _width(f"{lines[-1]} {word}") <= signs:
            lines[-1] += f" {word}"
        else:
            lines.extend(_broken(word, signs))
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + " …"]
    return lines


def _broken(word: str, signs: int) -> Iterator[str]:
    """A word, cut between whole letters if it is wider than a line."""
    piece = ""
    for sign in word:
        if not _is_mark(sign) and _width(piece) >= signs and unicodedata.combining(piece[-1]) != _VIRAMA:
            yield piece
            piece = ""
        piece += sign
    yield piece


def _width(text: str) -> int:
    return sum(not _is_mark(sign) for sign in text)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf")
