"""A certificate's drawing on the screen and on paper: A4, lying."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPaintEvent, QPdfWriter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from karmadesk.ui.theme.look import Theme

DOTS = 300
A4_SHARE = 297 / 210


def pdf_of(svg: str, title: str) -> bytes:
    """One page with the drawing as large as it fits; letters stay letters."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("KarmaDesk")
    writer.setTitle(title)
    writer.setResolution(DOTS)
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))
    writer.setPageLayout(layout)
    painter = QPainter(writer)
    drawn = _renderer(svg)
    drawn.render(painter, QRectF(0, 0, writer.width(), writer.height()))
    painter.end()
    buffer.close()
    return bytes(held.data())


def _renderer(svg: str) -> QSvgRenderer:
    drawn = QSvgRenderer(QByteArray(svg.encode()))
    drawn.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    return drawn


class Sheet(QWidget):
    """Paints a certificate as large as there is room, on white as on paper in every theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._drawn: QSvgRenderer | None = None
        self.setObjectName("certificate-sheet")
        self.setMinimumSize(240, 170)

    @property
    def is_drawable(self) -> bool:
        """Whether there is a drawing that can be painted."""
        return self._drawn is not None and self._drawn.isValid()

    def show_svg(self, svg: str) -> None:
        self._drawn = _renderer(svg)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = self._drawn.defaultSize() if self._drawn is not None else None
        share = size.width() / size.height() if size is not None and not size.isEmpty() else A4_SHARE
        width = min(float(self.width()), self.height() * share)
        paper = QRectF((self.width() - width) / 2, (self.height() - width / share) / 2, width, width / share)
        painter.fillRect(paper, self._theme.paper())
        if self._drawn is not None:
            self._drawn.render(painter, paper)
        painter.setPen(self._theme.colour("line"))
        painter.drawRect(paper.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
        event.accept()
