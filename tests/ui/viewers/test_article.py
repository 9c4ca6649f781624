"""Reading an article: its words and pictures, and nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from karmadesk.model import Resource, Watched
from karmadesk.services.desk import Desk
from karmadesk.services.views import OpenResource
from karmadesk.ui.viewers import Viewer
from karmadesk.ui.viewers.article import ArticleViewer
from karmadesk.ui.viewers.safe_html import cleaned, plain
from tests.ui.doubles import settle
from tests.ui.viewers.stand import ARTICLE, Stand, plain_resource, unpacked, watched_of

RESOURCE = Resource("do_thing", "What heat does", "article", "text/html")
IMAGE = int(QTextDocument.ResourceType.ImageResource.value)


@pytest.fixture
def viewer(make_viewer: Callable[[str], Viewer]) -> ArticleViewer:
    made = make_viewer("article")
    assert isinstance(made, ArticleViewer)
    return made


def page(tmp_path: Path, text: str, mime_type: str = "text/html") -> OpenResource:
    path = tmp_path / "page"
    path.write_text(text, "utf-8")
    return plain_resource(path, replace(RESOURCE, mime_type=mime_type))


def show(viewer: ArticleViewer, opened: OpenResource, qtbot: QtBot) -> None:
    viewer.show_resource(opened)
    qtbot.waitUntil(lambda: bool(viewer.browser.toPlainText()), timeout=5000)
    settle()


def recorded(stand: Stand, desk: Desk) -> Watched | None:
    stand.jobs.run("act", lambda _context: None).future.result(5)
    settle()
    return watched_of(desk)


def test_reads_to_the_end_and_it_is_complete(
    viewer: ArticleViewer, tmp_path: Path, stand: Stand, desk: Desk, qtbot: QtBot
) -> None:
    show(viewer, unpacked(ARTICLE, tmp_path / "article", RESOURCE), qtbot)
    assert "Heat exhaustion" in viewer.browser.toPlainText()
    assert 0.0 < viewer.share < 1.0
    row = recorded(stand, desk)
    assert row is None or row.completed_at is None
    bar = viewer.browser.verticalScrollBar()
    assert bar.value() == 0, "it begins at the beginning"
    bar.setValue(bar.maximum())
    row = recorded(stand, desk)
    assert row is not None
    assert row.completed_at is not None
    assert viewer.read.text == "100 % read"


def test_pictures_of_the_package_are_shown(viewer: ArticleViewer, tmp_path: Path, qtbot: QtBot) -> None:
    opened = unpacked(ARTICLE, tmp_path / "article", RESOURCE)
    assert opened.assets
    show(viewer, opened, qtbot)
    for name in opened.assets:
        image = viewer.browser.loadResource(IMAGE, QUrl(f"article:/{name}"))
        assert isinstance(image, QImage)
        assert image.width() > 100


def test_a_short_article_is_read_after_two_seconds_in_sight(
    viewer: ArticleViewer, tmp_path: Path, stand: Stand, desk: Desk, qtbot: QtBot
) -> None:
    show(viewer, page(tmp_path, "<p>Drink water.</p>"), qtbot)
    assert viewer._dwell.isActive()
    assert viewer._dwell.interval() >= 2000
    assert recorded(stand, desk) is None
    viewer._dwell.timeout.emit()
    row = recorded(stand, desk)
    assert row is not None
    assert row.completed_at is not None


@pytest.mark.parametrize(
    "mime_type, text",
    [("text/markdown", "# Shade\n\nGo **there**."), ("text/plain", "Shade\n\n<b>Go</b> there & rest.")],
)
def test_markdown_and_plain_text(
    viewer: ArticleViewer, tmp_path: Path, mime_type: str, text: str, qtbot: QtBot
) -> None:
    show(viewer, page(tmp_path, text, mime_type), qtbot)
    shown = viewer.browser.toPlainText()
    assert "Shade" in shown
    assert ("<b>" in shown) is (mime_type == "text/plain")


@pytest.mark.parametrize(
    "address", ["http://192.0.2.1/x.png", "file:///etc/passwd", "qrc:/x", "//192.0.2.1/x", "../../secret.png"]
)
def test_nothing_comes_from_disk_or_network(viewer: ArticleViewer, address: str) -> None:
    image = viewer.browser.loadResource(IMAGE, QUrl(address))
    assert isinstance(image, QImage)
    assert image.size().width() == 1


def test_a_link_opens_only_when_asked_twice(
    viewer: ArticleViewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    opened: list[str] = []

    def open_url(address: QUrl) -> bool:
        opened.append(address.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    show(viewer, page(tmp_path, '<p>See <a href="https://example.org/guide">the guide</a>.</p>'), qtbot)
    viewer.browser.anchorClicked.emit(QUrl("https://example.org/guide"))
    assert opened == []
    assert "example.org" in viewer.notice.text
    QTest.mouseClick(viewer.notice._button, Qt.MouseButton.LeftButton)
    assert opened == ["https://example.org/guide"]
    viewer.browser.anchorClicked.emit(QUrl("file:///etc/passwd"))
    viewer.notice.pressed.emit()
    assert len(opened) == 1


HOSTILE = """<html><head><title>x</title><style>p{color:red}</style></head>
<body onload="steal()" style="background:black"><script>alert(1)</script>
<p style="color:#000" onclick="x()">Keep <b>this</b></p>
<iframe src="http://192.0.2.1/">hidden</iframe><img src="http://192.0.2.1/p.png" alt="a well" onerror="x()">
<a href="javascript:steal()">press</a><a href="https://example.org">fine</a><svg><text>drawn</text></svg></body></html>"""


def test_scripts_styles_and_handlers_are_gone() -> None:
    made = cleaned(HOSTILE, with_images=True)
    for bad in ("script", "alert", "style", "onclick", "onload", "onerror", "iframe", "hidden", "javascript", "drawn"):
        assert bad not in made
    assert "<b>this</b>" in made
    assert 'href="https://example.org"' in made
    assert "<img" not in cleaned(HOSTILE)
    assert "a well" in cleaned(HOSTILE)
    assert plain("<p>one</p><p>two &amp; three</p>") == "one two & three"


@given(st.text(alphabet="<>/=\"' abcimgsrcscriptonclickstyle&;#!-", max_size=200))
def test_no_text_makes_a_script_or_a_handler(text: str) -> None:
    made = cleaned(text, with_images=True)
    tags = [part.split(">")[0] for part in made.split("<")[1:]]
    assert all(not tag.lower().startswith(("script", "style", "iframe")) for tag in tags)
    assert all(" on" not in tag.split('"')[0] for tag in tags)
    assert cleaned(made, with_images=True) == made
