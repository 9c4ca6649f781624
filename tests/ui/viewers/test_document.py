"""Reading a PDF: pages are really drawn, and count when they were really shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPageSize, QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from karmadesk.model import Progress, Resource
from karmadesk.services.desk import Desk
from karmadesk.services.learning import PAGE_MS
from karmadesk.services.views import OpenResource
from karmadesk.ui.viewers import Viewer
from karmadesk.ui.viewers.document import DocumentViewer
from karmadesk.ui.viewers.pages import PageLayout, PagesSeen
from tests.ui.doubles import settle
from tests.ui.viewers.stand import CHECKLIST, Stand, plain_resource, unpacked, watched_of

RESOURCE = Resource("do_thing", "Village checklist", "document", "application/pdf")
PAGES = 5


@pytest.fixture
def viewer(make_viewer: Callable[[str], Viewer]) -> DocumentViewer:
    made = make_viewer("document")
    assert isinstance(made, DocumentViewer)
    return made


@pytest.fixture
def booklet(tmp_path: Path, viewer: DocumentViewer) -> OpenResource:
    """Five A4 pages, each with its number."""
    path = tmp_path / "booklet.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    for page in range(PAGES):
        if page:
            writer.newPage()
        painter.fillRect(0, 0, 6000, 6000, QColor(Qt.GlobalColor.darkBlue))
        painter.drawText(1000, 8000, f"page {page + 1}")
    painter.end()
    return plain_resource(path, RESOURCE)


def dwell(viewer: DocumentViewer) -> None:
    """The second that a page has to be in sight."""
    viewer._dwelt()


def recorded_pages(stand: Stand, desk: Desk) -> tuple[tuple[int, int], ...]:
    stand.jobs.run("act", lambda _context: None).future.result(5)
    settle()
    row = watched_of(desk)
    return tuple((start // PAGE_MS, end // PAGE_MS) for start, end in row.intervals) if row else ()


def test_the_first_page_is_drawn_without_a_display(viewer: DocumentViewer, tmp_path: Path, qtbot: QtBot) -> None:
    opened = unpacked(CHECKLIST, tmp_path / "list", RESOURCE)
    viewer.show_resource(opened)
    # The sample is rebuilt now and then: its pages are counted in the file itself, as its writer lists them.
    pages = len(re.findall(rb"/Type\s*/Page\b", opened.path.read_bytes()))
    assert pages > 0
    assert viewer.page_count == pages

    def blue_is_seen() -> bool:
        image = viewer.view.viewport().grab().toImage()
        colours = {image.pixelColor(x, 60).name() for x in range(20, image.width(), 15)}
        return any(QColor(name).blue() > QColor(name).red() + 40 for name in colours)

    qtbot.waitUntil(blue_is_seen, timeout=5000)
    assert "Heat-wave checklist" in viewer.view.accessibleDescription()
    assert viewer.page_label.text() == f"Page 1 of {pages}"


def test_scrolling_through_completes(viewer: DocumentViewer, booklet: OpenResource, stand: Stand, desk: Desk) -> None:
    viewer.show_resource(booklet)
    bar = viewer.view.verticalScrollBar()
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + 150)
    assert viewer.pages_seen == frozenset(range(PAGES - 1)), "the last one is still in sight"
    dwell(viewer)
    assert recorded_pages(stand, desk) == ((0, PAGES),)
    row = watched_of(desk)
    assert row is not None
    assert row.completed_at is not None


def test_jumping_over_pages_does_not_count_them(
    viewer: DocumentViewer, booklet: OpenResource, stand: Stand, desk: Desk
) -> None:
    viewer.show_resource(booklet)
    dwell(viewer)
    bar = viewer.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    dwell(viewer)
    viewer.leave()
    assert recorded_pages(stand, desk) == ((0, 1), (PAGES - 1, PAGES))


def test_comes_back_to_the_page(viewer: DocumentViewer, booklet: OpenResource) -> None:
    viewer.show_resource(replace(booklet, progress=Progress("do_thing", position_ms=3 * PAGE_MS), pages_seen=(0, 1)))
    settle()
    assert viewer.page == 3
    assert viewer.read.text == "2 of 5 pages read"
    viewer.zoom_in()
    assert viewer.page == 3
    viewer.next_page()
    assert viewer.page == 4
    assert not viewer.later.isEnabled()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"<html>not found</html>"])
def test_a_damaged_document_gives_one_sentence(viewer: DocumentViewer, tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(content)
    viewer.show_resource(plain_resource(bad, RESOURCE))
    assert viewer.trouble.isVisible()
    assert viewer.trouble.what.text() == "This document can't be opened."
    viewer.leave()


layouts = st.builds(
    PageLayout, st.lists(st.integers(50, 2000), min_size=1, max_size=30), st.integers(0, 20), st.integers(0, 20)
)


@given(layouts, st.integers(100, 1500))
def test_at_the_top_of_a_page_that_page_is_in_sight(layout: PageLayout, view_height: int) -> None:
    for page in range(len(layout.heights)):
        assert page in layout.visible(layout.top_of(page), view_height + layout.margin)


@given(layouts, st.integers(100, 1500), st.lists(st.integers(0, 60_000), max_size=30))
def test_only_pages_that_were_once_in_sight_count(layout: PageLayout, view_height: int, tops: list[int]) -> None:
    seen, shown = PagesSeen(()), set[int]()
    for top in tops:
        in_sight = layout.visible(top, view_height)
        shown |= in_sight
        seen.look(in_sight, top, view_height)
    seen.dwelt()
    assert seen.pages <= shown
