"""The print shop: a handout written as HTML becomes a PDF of A4 pages with a coloured head and a foot."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextCursor,
    QTextDocument,
)

from resources.demo.make.palette import (
    BRAND,
    BRAND_SOFT,
    DONE_SOFT,
    INK,
    INK2,
    LEFT,
    LINE,
    RIGHT,
    SUNKEN,
    SURFACE,
    card,
    font,
    stroke,
    write,
)

# Points at 72 to the inch, so that the style sheet's pixels are points on paper.
PAGE = QSizeF(595, 842)
MARGIN, HEAD, FIRST_HEAD, FOOT = 46.0, 40.0, 122.0, 48.0
SCALES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8)
STYLE = f"""
body {{ color: {INK}; }}
h2 {{ color: {BRAND}; font-size: 15px; font-weight: 700; margin-top: 15px; margin-bottom: 4px; }}
p, li {{ font-size: 11px; line-height: 130%; margin-top: 2px; margin-bottom: 2px; }}
p.lead {{ font-size: 12.5px; color: {INK2}; }}
p.source {{ font-size: 8.5px; color: {INK2}; }}
table {{ margin-top: 8px; margin-bottom: 8px; }}
th {{ font-size: 10.5px; background-color: {BRAND_SOFT}; color: {BRAND}; text-align: left; font-weight: 600; }}
td {{ font-size: 10.5px; background-color: {SURFACE}; }}
td.yes {{ background-color: {DONE_SOFT}; }}
td.quiet {{ background-color: {SUNKEN}; }}
"""


def print_handout(source: Path, title: str, provider: str, language: str, path: Path) -> int:
    """Write the PDF of a handout; the number of its pages."""
    scale, document, breaks = _fitted(source.read_text(encoding="utf-8"), language)
    writer = QPdfWriter(str(path))
    writer.setResolution(72)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(title)
    writer.setCreator(provider)
    painter = QPainter(writer)
    for page, (top, bottom) in enumerate(breaks):
        if page:
            writer.newPage()
        _furniture(painter, title, provider, language, page, len(breaks))
        _body(painter, document, scale, (top, bottom), FIRST_HEAD if page == 0 else HEAD)
    painter.end()
    _forget_the_hour(path)
    return len(breaks)


def _fitted(text: str, language: str) -> tuple[float, QTextDocument, list[tuple[float, float]]]:
    """The handout laid out, a little smaller where that saves a page, and the stretches that its pages show."""
    tried = []
    for scale in SCALES:
        document = QTextDocument()
        document.setDefaultFont(font(11, 400, language))
        document.setDocumentMargin(0)
        document.setDefaultStyleSheet(STYLE)
        document.setHtml(text)
        document.setTextWidth((PAGE.width() - 2 * MARGIN) / scale)
        tried.append((scale, document, _page_breaks(document, scale)))
    fewest = min(len(breaks) for _, _, breaks in tried)
    return next(layout for layout in tried if len(layout[2]) == fewest)


def _page_breaks(document: QTextDocument, scale: float) -> list[tuple[float, float]]:
    """The stretch of the document that each page shows; a break never cuts a line or a table,
    nor leaves a heading behind."""
    edges = sorted(set(_bottoms(document)) | {document.size().height()})
    breaks: list[tuple[float, float]] = []
    top = 0.0
    while top < document.size().height() - 1:
        room = (PAGE.height() - FOOT - 8 - (HEAD if breaks else FIRST_HEAD)) / scale
        fitting = [edge for edge in edges if top < edge <= top + room]
        bottom = max(fitting) if fitting else top + room
        breaks.append((top, bottom))
        top = bottom
    return breaks


def _bottoms(document: QTextDocument) -> list[float]:
    layout, bottoms, rows = document.documentLayout(), [], []
    block = document.begin()
    while block.isValid():
        bottom = layout.blockBoundingRect(block).bottom() + 3
        if _in_table(block.position(), document):
            rows.append(bottom)
        elif not block.blockFormat().headingLevel():
            bottoms.append(bottom)
        block = block.next()
    # A table's cells are side by side: only an edge below all cells that begin above it is a place to break.
    return bottoms + [edge for edge in rows if edge >= max(rows)]


def _in_table(position: int, document: QTextDocument) -> bool:
    cursor = QTextCursor(document)
    cursor.setPosition(position)
    return cursor.currentTable() is not None


def _furniture(p: QPainter, title: str, provider: str, language: str, page: int, pages: int) -> None:
    width = PAGE.width()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    if page == 0:
        card(p, QRectF(-10, -10, width + 20, 104), BRAND, None, 0)
        card(p, QRectF(-10, 94, width + 20, 4), "#E79A55", None, 0)
        write(p, QRectF(MARGIN, 16, width - 2 * MARGIN, 18), provider, font(9.5, 400, language), "#C9D6EE", LEFT)
        write(p, QRectF(MARGIN, 34, width - 2 * MARGIN, 50), title, font(23, 700, language), SURFACE, LEFT, middle=True)
    foot = PAGE.height() - 34
    stroke(p, [(MARGIN, foot), (width - MARGIN, foot)], LINE, 0.8)
    write(p, QRectF(MARGIN, foot + 6, 380, 16), title, font(8.5, 400, language), INK2, LEFT)
    write(p, QRectF(width - MARGIN - 80, foot + 6, 80, 16), f"{page + 1} / {pages}", font(8.5), INK2, RIGHT)


def _body(p: QPainter, document: QTextDocument, scale: float, part: tuple[float, float], head: float) -> None:
    context = QAbstractTextDocumentLayout.PaintContext()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
    context.palette = palette
    top, bottom = part
    clip = QRectF(0, top, (PAGE.width() - 2 * MARGIN) / scale, bottom - top)
    context.clip = clip
    p.save()
    p.translate(MARGIN, head)
    p.scale(scale, scale)
    p.translate(0, -top)
    p.setClipRect(clip)
    document.documentLayout().draw(p, context)
    p.restore()


def _forget_the_hour(path: Path) -> None:
    """Put one fixed moment and name where the PDF says when it was written, so that a rebuild gives the same bytes."""
    content = path.read_bytes()
    content = re.sub(rb"D:\d{14}", b"D:20261102000000", content)
    content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", b"2026-11-02T00:00:00", content)
    nobody = b"-".join(b"0" * length for length in (8, 4, 4, 4, 12))
    content = re.sub(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", nobody, content)
    content = re.sub(
        rb"/ID \[ <[0-9a-f]+> <[0-9a-f]+> \]", lambda found: re.sub(rb"[0-9a-f]{2}", b"30", found[0]), content
    )
    path.write_bytes(content)
