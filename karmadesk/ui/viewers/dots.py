"""Where one is in a practice set: a dot a question, with the words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from karmadesk.ui.theme.drawing import Drawing
from karmadesk.ui.theme.look import Theme

DotState = Literal["open", "here", "right", "wrong"]
SIDE, GAP = 14, 8
MOST = 30


class Dots(QWidget):
    """Only repeats what words say: right has a tick, wrong a cross."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._drawing = Drawing(theme)
        self._states: Sequence[DotState] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def say(self, states: Sequence[DotState], spoken: str) -> None:
        self._states = states[:MOST]
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        count = len(self._states)
        return QSize(count * px(SIDE) + max(0, count - 1) * px(GAP) + 2, px(SIDE) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._theme.px
        side = px(SIDE)
        for place, state in enumerate(self._states):
            dot = QRect(1 + place * (side + px(GAP)), 1, side, side)
            if self._theme.is_mirrored:
                dot.moveRight(self.width() - dot.left())
            self._paint_dot(painter, dot, state)
        painter.end()
        event.accept()

    def _paint_dot(self, painter: QPainter, dot: QRect, state: DotState) -> None:
        tokens = self._theme.tokens
        if state in ("right", "wrong"):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("done" if state == "right" else "alert"))
            painter.drawEllipse(dot)
            inset = dot.width() // 5
            sign = dot.adjusted(inset, inset, -inset, -inset)
            self._drawing.icon(painter, sign, "check" if state == "right" else "close", tokens.surface)
            return
        painter.setPen(QPen(self._theme.colour("brand" if state == "here" else "edge"), 2 if state == "here" else 1))
        painter.setBrush(self._theme.colour("brand_soft" if state == "here" else "surface"))
        painter.drawEllipse(dot.adjusted(1, 1, -1, -1))
