"""Text on the screen. Always plain text: names come from servers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from karmadesk.ui.theme.measures import Style


def label(style: Style = "body", tone: str = "", *, wraps: bool = True, name: str = "") -> QLabel:
    """A label in one of the text styles; `tone` is second, third, brand, alert or "" for ink."""
    made = Words()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("type", style)
    made.setWordWrap(wraps)
    if wraps:
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    if tone:
        made.setProperty("tone", tone)
    if name:
        made.setObjectName(name)
    return made


class Words(QLabel):
    """Stands at the side where reading starts, whichever script its own text is in."""

    def __init__(self) -> None:
        super().__init__()
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._turn()

    def _turn(self) -> None:
        if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            return
        is_rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


class LineLabel(QLabel):
    """One line that ends in an ellipsis where there is no room; the whole text is in the tooltip and to be read out."""

    def __init__(self, style: Style = "body", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", style)
        if tone:
            self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = QFontMetrics(self.font())
        room = self.contentsRect()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip("" if shown == self.text() else self.text())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(room, int(side), shown)
        painter.end()
        event.accept()
