"""Reading an article: the page's words in the program's own type, nothing from outside, links only when pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QImageReader, QResizeEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from karmadesk.jobs import Context
from karmadesk.services import learning
from karmadesk.services.desk import Desk
from karmadesk.services.program import Program
from karmadesk.services.views import OpenResource
from karmadesk.ui.formats import percent
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.panels import Bar, Card, ChipLabel
from karmadesk.ui.parts.states import Notice
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.viewers.article_style import style_of
from karmadesk.ui.viewers.safe_html import cleaned
from karmadesk.ui.viewers.viewer import Viewer

FITS_DWELL_MS = 2000
"""An article that fits into the view counts as read when it was there for this long."""
COLUMN = 820
LARGEST_IMAGE_BYTES = 20_000_000
NOTED_STEPS = 10
"""The share read is recorded in tenths, and at the end."""
NOWHERE = QUrl("article:/")
LINE_PERCENT = 118
PICTURE = "\ufffc"
"""What a picture is in the text of a block."""


@dataclass(frozen=True)
class Page:
    """An article as it lies on disk, read in a lane."""

    text: str
    is_markdown: bool
    is_plain: bool
    images: Mapping[str, QImage]


def read_page(opened: OpenResource, context: Context) -> Page:
    """The words and the pictures; a picture that is broken or far too big is left out."""
    text = opened.path.read_bytes().decode("utf-8-sig", errors="replace")
    images: dict[str, QImage] = {}
    for name, path in opened.assets.items():
        context.check()
        image = _read_image(path)
        if image is not None:
            images[name] = image
    mime = opened.resource.mime_type.split(";")[0].strip()
    return Page(text, mime == "text/markdown", mime == "text/plain", images)


def _read_image(path: Path) -> QImage | None:
    try:
        if path.stat().st_size > LARGEST_IMAGE_BYTES:
            return None
    except OSError:
        return None
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    image = reader.read()
    return None if image.isNull() else image


class SafeBrowser(QTextBrowser):
    """Shows only pictures that it was given; asks neither the disk nor the network for anything."""

    def __init__(self) -> None:
        super().__init__()
        self._images: Mapping[str, QImage] = {}
        self.setObjectName("article")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def give(self, images: Mapping[str, QImage]) -> None:
        self._images = images

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture of the package, no wider than the column; for all else an empty one."""
        del kind
        wanted = QUrl(name).path() if not isinstance(name, str) else name
        image = self._find(wanted)
        if image is None:
            return QImage(1, 1, QImage.Format.Format_ARGB32)
        room = max(80, self.viewport().width() - 2 * int(self.document().documentMargin()) - 8)
        if image.width() > room:
            return image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return image

    def _find(self, wanted: str) -> QImage | None:
        """By its path inside the package, else by its name alone where that is the only one."""
        path = str(PurePosixPath("/", wanted.split("?", maxsplit=1)[0])).lstrip("/")
        if path in self._images:
            return self._images[path]
        name = PurePosixPath(path).name
        found = [image for key, image in self._images.items() if PurePosixPath(key).name == name]
        return found[0] if len(found) == 1 else None

    def setSource(self, name: QUrl, kind: object = None) -> None:  # type: ignore[override]  # Qt's default is no type
        """Goes nowhere: an article is one page."""
        del name, kind


class ArticleViewer(Viewer):
    """How far it was read is recorded; the end in sight completes it."""

    def __init__(self, program: Program, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(program, desk, theme, parent)
        self.setObjectName("article-viewer")
        self._page: Page | None = None
        self._share = 0.0
        self._noted = 0.0
        self._link = QUrl()
        self._dwell = QTimer(self)
        self._dwell.setSingleShot(True)
        self._dwell.setInterval(FITS_DWELL_MS)
        self.browser = SafeBrowser()
        self.notice = Notice(theme, "article-notice")
        self.bar = Bar(theme)
        self.read = ChipLabel(theme)
        self._sheet = Card(theme, margin=0)
        self._column = QWidget()
        self._furnish()
        self._connect()

    def _furnish(self) -> None:
        self._sheet.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._sheet.box.setContentsMargins(4, 8, 4, 12)
        self._sheet.box.addWidget(self.browser)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.bar, 1)
        foot.addWidget(self.read)
        self._column.setMaximumWidth(self.theme.px(COLUMN))
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.notice)
        column.addWidget(self._sheet, 1)
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._column, 100)
        row.addStretch(1)
        self.setFocusProxy(self.browser)

    def _connect(self) -> None:
        self._dwell.timeout.connect(self._reached_end)
        self.browser.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.browser.verticalScrollBar().rangeChanged.connect(self._scrolled)
        self.browser.anchorClicked.connect(self._link_pressed)
        self.notice.pressed.connect(self._open_link)

    @property
    def share(self) -> float:
        """How much was read, 0-1."""
        return self._share

    def present(self, opened: OpenResource) -> None:
        self._page = None
        self._share = self._noted = 1.0 if opened.progress.is_completed else min(1.0, opened.watched_fraction)
        self.notice.clear()
        self.browser.clear()
        read = partial(read_page, opened)
        self.program.jobs.run("read", read, partial(self._page_read, opened), key="article")
        self._show_share()

    def _page_read(self, opened: OpenResource, page: Page) -> None:
        if opened is not self.opened:
            return
        self._lay_out(page)
        if 0.0 < self._share < 1.0:
            bar = self.browser.verticalScrollBar()
            bar.setValue(round(self._share * (bar.maximum() + bar.pageStep()) - bar.pageStep()))
        self._page = page
        self._scrolled(0)

    def _lay_out(self, page: Page) -> None:
        self.browser.give(page.images)
        document = self.browser.document()
        document.setBaseUrl(NOWHERE)
        document.setDocumentMargin(self.theme.px(28))
        document.setDefaultStyleSheet(style_of(self.theme))
        document.setDefaultFont(self.theme.font("body"))
        if page.is_markdown:
            self.browser.setMarkdown(page.text)
            self.browser.setHtml(cleaned(self.browser.toHtml(), with_images=True))
        elif page.is_plain:
            self.browser.setPlainText(page.text)
        else:
            self.browser.setHtml(cleaned(page.text, with_images=True))
        self._space_lines()

    def _space_lines(self) -> None:
        """Room between lines of words; a line that is a picture gets none, or a hole would follow it."""
        document = self.browser.document()
        cursor = QTextCursor(document)
        block = document.begin()
        while block.isValid():
            if PICTURE not in block.text():
                cursor.setPosition(block.position())
                spaced = QTextBlockFormat()
                spaced.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
                cursor.mergeBlockFormat(spaced)
            block = block.next()

    def dismiss(self) -> None:
        self._dwell.stop()
        if self._share > self._noted:
            self._keep()
        self._page = None
        self.browser.clear()

    def _scrolled(self, *_: int) -> None:
        if self._page is None or not self.isVisible():
            return
        bar = self.browser.verticalScrollBar()
        if bar.maximum() <= 0:
            if self._share < 1.0:
                self._dwell.start()
            return
        self._dwell.stop()
        reached = (bar.value() + bar.pageStep()) / (bar.maximum() + bar.pageStep())
        # A line of margin below the last word is not worth a scroll.
        self._reach(1.0 if bar.value() >= bar.maximum() - self.theme.px(24) else reached)

    def _reached_end(self) -> None:
        if self.browser.verticalScrollBar().maximum() <= 0:
            self._reach(1.0)

    def _reach(self, share: float) -> None:
        if share <= self._share:
            return
        self._share = share
        self._show_share()
        if share >= 1.0 or share - self._noted >= 1 / NOTED_STEPS:
            self._keep()

    def _keep(self) -> None:
        opened = self.opened
        if opened is None:
            return
        self._noted = self._share
        self.record(partial(learning.record_read, self.desk, opened.place, opened.resource, self._share))
        self.advanced.emit(self._share)

    def _show_share(self) -> None:
        is_done = self._share >= 1.0
        self.bar.show_fraction(self._share, is_done=is_done)
        words = translate("Viewer", "{share} read").format(share=percent(self._share))
        self.read.say(words, "done" if is_done else "plain", "check" if is_done else "article")

    def _link_pressed(self, address: QUrl) -> None:
        if address.hasFragment() and address.scheme() in ("", NOWHERE.scheme()):
            self.browser.scrollToAnchor(address.fragment())
            return
        self._link = address
        self._say_link()

    def _say_link(self) -> None:
        self.notice.say(
            translate("Viewer", "This link leads out of the course:"),
            self._link.toDisplayString(),
            "plain",
            "browser",
            translate("Viewer", "Open in the browser"),
        )

    def _open_link(self) -> None:
        if self._link.scheme() in ("http", "https", "mailto", "tel"):
            QDesktopServices.openUrl(self._link)
        self.notice.clear()

    def retranslate(self) -> None:
        name = self.opened.resource.name if self.opened else ""
        self.browser.setAccessibleName(translate("Viewer", "Article: {name}").format(name=name))
        self.bar.setAccessibleName(translate("Viewer", "Share read"))
        self._show_share()
        if self.notice.text:
            self._say_link()

    def restyle(self) -> None:
        self._column.setMaximumWidth(self.theme.px(COLUMN))
        page, self._page = self._page, None
        if page is not None:
            top = self.browser.verticalScrollBar().value()
            self._lay_out(page)
            self.browser.verticalScrollBar().setValue(top)
            self._page = page
            self._scrolled(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize() != QSize(-1, -1) and self._page is not None and self._page.images:
            self.restyle()


VIEWER = ArticleViewer
