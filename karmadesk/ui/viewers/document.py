"""Reading a PDF: the pages below each other, page and zoom controls, and which pages were really shown."""

from __future__ import annotations

import logging
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QColor, QKeyEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QAccessibleWidget, QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from karmadesk.services import learning
from karmadesk.services.desk import Desk
from karmadesk.services.program import Program
from karmadesk.services.views import OpenResource
from karmadesk.ui.formats import percent
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.icon_button import IconButton
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import Card, ChipLabel
from karmadesk.ui.phrases import courses_still_open, fetch_again
from karmadesk.ui.sentences import Trouble
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.viewers.pages import PageLayout, PagesSeen
from karmadesk.ui.viewers.trouble import TroublePage
from karmadesk.ui.viewers.viewer import Viewer

log = logging.getLogger(__name__)

DWELL_MS = 1000
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
WIDEST_FIT = 1.25
MARGIN = 12
READ_OUT = 4000
"""Characters of a page that a screen reader is given at most."""


class PdfView(QPdfView):
    """QPdfView that is always at a zoom we set, so that we know where each page lies."""

    heard: QAccessibleWidget | None = None

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pdf")
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setPageSpacing(MARGIN)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paint_ground(self, colour: QColor) -> None:
        """What lies round the pages: QPdfView takes it from the palette's Dark."""
        palette = QPalette(self.palette())
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
            palette.setColor(group, QPalette.ColorRole.Dark, colour)
        self.setPalette(palette)

    def layout_now(self, document: QPdfDocument) -> PageLayout:
        """Where the pages lie at this zoom."""
        scale = self.logicalDpiX() / 72.0 * self.zoomFactor()
        sizes = [document.pagePointSize(page) for page in range(document.pageCount())]
        heights = [int(size.height() * scale) for size in sizes]
        return PageLayout(heights, self.documentMargins().top(), self.pageSpacing())

    def fit_width(self, document: QPdfDocument) -> float:
        """The zoom at which the widest page fills the width."""
        widest = max((document.pagePointSize(page).width() for page in range(document.pageCount())), default=0.0)
        margins = self.documentMargins()
        # As if the scroll bar were there already: its coming must not make the page too wide.
        room = self.width() - margins.left() - margins.right() - self.verticalScrollBar().sizeHint().width() - 8
        return max(0.1, room / (widest * self.logicalDpiX() / 72.0)) if widest else 1.0


class HeardDocument(QAccessibleWidget):
    """What a screen reader is told that the pages are. Qt has no words of its own for its PDF view."""

    def __init__(self, view: PdfView) -> None:
        super().__init__(view, QAccessible.Role.Document)
        # Qt owns it and lets go of it with the view; until then Python must not.
        view.heard = self


def _heard(_kind: str, thing: QObject) -> HeardDocument | None:
    return HeardDocument(thing) if isinstance(thing, PdfView) else None


# Asked for each widget that a reader comes to; it stays for as long as the program runs.
QAccessible.installFactory(_heard)


class DocumentViewer(Viewer):
    """A page counts when it was in sight for a second, or was scrolled past; jumping over pages counts none."""

    def __init__(self, program: Program, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(program, desk, theme, parent)
        self.setObjectName("document-viewer")
        self._document = QPdfDocument(self)
        self._layout = PageLayout([], 0, 0)
        self._seen = PagesSeen(())
        self._is_fitted = True
        self._dwell = QTimer(self)
        self._dwell.setSingleShot(True)
        self._dwell.setInterval(DWELL_MS)
        self.view = PdfView(self)
        self.view.setDocument(self._document)
        self.trouble = TroublePage(theme, can_retry=False)
        self.earlier = IconButton(theme, "previous", "page-earlier")
        self.later = IconButton(theme, "next", "page-later")
        self.page_label = label("body", wraps=False, name="page-number")
        self.smaller = IconButton(theme, "zoom-out", "zoom-out")
        self.zoom_label = label("small", "second", wraps=False, name="zoom")
        self.larger = IconButton(theme, "zoom-in", "zoom-in")
        self.read = ChipLabel(theme)
        self.full_screen = IconButton(theme, "full-screen", "full-screen", side=22)
        self._bar = Card(theme, margin=8)
        self._bar.setObjectName("document-bar")
        self._furnish()
        self._connect()
        self.restyle()

    def _furnish(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        for part in (self.earlier, self.page_label, self.later):
            row.addWidget(part)
        row.addSpacing(16)
        for part in (self.smaller, self.zoom_label, self.larger):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.read)
        row.addWidget(self.full_screen)
        self._bar.box.setContentsMargins(12, 6, 12, 10)
        self._bar.box.addLayout(row)
        reading = QWidget()
        box = QVBoxLayout(reading)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.view, 1)
        box.addWidget(self._bar)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(reading)
        self._stack.addWidget(self.trouble)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self._dwell.timeout.connect(self._dwelt)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.earlier.clicked.connect(self.previous_page)
        self.later.clicked.connect(self.next_page)
        self.smaller.clicked.connect(self.zoom_out)
        self.larger.clicked.connect(self.zoom_in)
        self.full_screen.clicked.connect(self._toggle_full_screen)
        self.trouble.next_wanted.connect(self.next_wanted)

    @property
    def page(self) -> int:
        """The page that fills most of the view, 0-based."""
        bar = self.view.verticalScrollBar()
        return self._layout.main_page(bar.value(), self.view.viewport().height())

    @property
    def page_count(self) -> int:
        return len(self._layout.heights)

    @property
    def pages_seen(self) -> frozenset[int]:
        return frozenset(self._seen.pages)

    def present(self, opened: OpenResource) -> None:
        self._seen = PagesSeen(opened.pages_seen)
        self._is_fitted = True
        fault = self._document.load(str(opened.path))
        if fault is not QPdfDocument.Error.None_ or self._document.pageCount() == 0:
            log.warning("can't open the document: %s", fault)
            self.trouble.say(_cannot_open, has_next=opened.next is not None)
            self._stack.setCurrentIndex(1)
            self._layout = PageLayout([], 0, 0)
            return
        self._stack.setCurrentIndex(0)
        self._fit()
        stopped_at = opened.progress.position_ms // learning.PAGE_MS
        if 0 < stopped_at < self.page_count and not opened.progress.is_completed:
            self.go_to(stopped_at)
        self._look()

    def dismiss(self) -> None:
        self._dwell.stop()
        if self.page_count:
            self._keep()
        self._layout = PageLayout([], 0, 0)
        self._document.close()
        self.set_full_screen(False)

    def go_to(self, page: int) -> None:
        """Shows a page from its top; the pages between are not counted."""
        page = max(0, min(page, self.page_count - 1))
        self.view.verticalScrollBar().setValue(self._layout.top_of(page))

    def previous_page(self) -> None:
        self.go_to(self.page - 1)

    def next_page(self) -> None:
        self.go_to(self.page + 1)

    def zoom_in(self) -> None:
        self._zoom(next((zoom for zoom in ZOOMS if zoom > self.view.zoomFactor() + 0.01), ZOOMS[-1]))

    def zoom_out(self) -> None:
        self._zoom(next((zoom for zoom in reversed(ZOOMS) if zoom < self.view.zoomFactor() - 0.01), ZOOMS[0]))

    def _zoom(self, factor: float) -> None:
        self._is_fitted = False
        self._set_zoom(factor)

    def _fit(self) -> None:
        """As wide as the view, but a page never grows beyond what reads well."""
        self._is_fitted = True
        self._set_zoom(min(WIDEST_FIT, self.view.fit_width(self._document)))

    def _set_zoom(self, factor: float) -> None:
        page = self.page if self.page_count else 0
        self._seen.jumped()
        self.view.setZoomFactor(factor)
        self._layout = self.view.layout_now(self._document)
        self.go_to(page)
        self._show_numbers()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted and self.page_count:
            self._fit()

    def _scrolled(self, _value: int) -> None:
        if self.page_count:
            self._look()

    def _look(self) -> None:
        """Which pages are in sight now; starts the second that they have to be."""
        height = self.view.viewport().height()
        top = self.view.verticalScrollBar().value()
        if self._seen.look(self._layout.visible(top, height), top, height):
            self._keep()
        self._dwell.start()
        self._show_numbers()

    def _dwelt(self) -> None:
        if self._seen.dwelt():
            self._keep()
        self._show_numbers()

    def _keep(self) -> None:
        """Records every page seen, the one where the learner is last."""
        opened = self.opened
        if opened is None or not self.page_count:
            return
        here = self.page
        pages = [*sorted(self._seen.pages - {here}), *({here} & self._seen.pages)]
        if pages:
            act = partial(learning.record_pages, self.desk, opened.place, opened.resource, pages, self.page_count)
            self.record(act)
            self.advanced.emit(len(self._seen.pages) / self.page_count)

    def _show_numbers(self) -> None:
        page, count = self.page, self.page_count
        self.page_label.setText(translate("Viewer", "Page {n} of {m}").format(n=page + 1, m=count))
        self.earlier.setEnabled(page > 0)
        self.later.setEnabled(page < count - 1)
        self.zoom_label.setText(percent(self.view.zoomFactor()))
        is_done = bool(count) and len(self._seen.pages) == count
        words = translate("Viewer", "{n} of {m} pages read").format(n=len(self._seen.pages), m=count)
        self.read.say(words, "done" if is_done else "plain", "check" if is_done else "document")
        words = self._document.getAllText(page).text()[:READ_OUT] if count else ""
        self.view.setAccessibleDescription(words)

    def _toggle_full_screen(self) -> None:
        self.set_full_screen(not self.is_full_screen)

    def set_full_screen(self, is_on: bool) -> None:
        super().set_full_screen(is_on)
        self._say_full_screen()

    def _say_full_screen(self) -> None:
        is_on = self.is_full_screen
        self.full_screen.set_icon("window" if is_on else "full-screen")
        self.full_screen.say(
            translate("Viewer", "Leave full screen") if is_on else translate("Viewer", "Full screen"), "F"
        )

    def retranslate(self) -> None:
        self.earlier.say(translate("Viewer", "Previous page"))
        self.later.say(translate("Viewer", "Next page"))
        self.smaller.say(translate("Viewer", "Smaller"), "−")
        self.larger.say(translate("Viewer", "Larger"), "+")
        name = self.opened.resource.name if self.opened else ""
        self.view.setAccessibleName(translate("Viewer", "Document: {name}").format(name=name))
        self._say_full_screen()
        self.trouble.retranslate()
        if self.page_count:
            self._show_numbers()

    def restyle(self) -> None:
        self.view.paint_ground(self.theme.colour("sunken"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the page itself did not want."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_0:
            self._fit()
        elif key in (Qt.Key.Key_F, Qt.Key.Key_F11) or (key == Qt.Key.Key_Escape and self.is_full_screen):
            self._toggle_full_screen()
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(self.page_count - 1)
        else:
            event.ignore()


def _cannot_open() -> Trouble:
    return Trouble(translate("Viewer", "This document can't be opened."), courses_still_open(), fetch_again())


VIEWER = DocumentViewer
