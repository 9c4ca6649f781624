"""Where one is on a short way: a dot a step, the present one longer."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from karmadesk.ui.i18n import translate
from karmadesk.ui.theme.look import Theme

DOT, LONG, GAP = 8, 24, 8


class Steps(QWidget):
    """Says "Step 2 of 4" to a reader."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._count = 0
        self._at = 0
        self.setObjectName("steps")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_step(self, at: int, count: int) -> None:
        """The present step, from 0."""
        self._at, self._count = at, count
        self.setVisible(count > 1)
        self.retranslate()
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        words = translate("FirstRun", "Step {n} of {total}").format(n=self._at + 1, total=self._count)
        self.setAccessibleName(words)
        self.setToolTip(words)

    def sizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(px(LONG) + max(0, self._count - 1) * px(DOT + GAP), px(DOT))

    def paintEvent(self, event: QPaintEvent) -> None:
        px = self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        left = 0
        for step in range(self._count):
            wide = px(LONG if step == self._at else DOT)
            rect = QRect(left, 0, wide, px(DOT))
            if self._theme.is_mirrored:
                rect.moveRight(self.width() - 1 - left)
            painter.setBrush(self._theme.colour("brand" if step <= self._at else "edge"))
            painter.drawRoundedRect(rect, px(DOT) / 2, px(DOT) / 2)
            left += wide + px(GAP)
        painter.end()
        event.accept()
