"""The line of time under a recording: where it is, what was watched; pressed, dragged or driven by keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip

from karmadesk.model import Intervals
from karmadesk.ui.formats import moment
from karmadesk.ui.i18n import translate
from karmadesk.ui.theme.look import Theme

STEP_MS = 10_000
LEAP_MS = 30_000


class Timeline(QSlider):
    """A slider over milliseconds. Time runs from left to right in every script."""

    wanted = Signal(object)
    """Where the learner wants to be, in milliseconds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._watched: Intervals = ()
        self._dragged_to: int | None = None
        self.setObjectName("timeline")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSingleStep(STEP_MS)
        self.setPageStep(LEAP_MS)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_moment(self, position_ms: int, duration_ms: int) -> None:
        """Moves the handle, unless it is being dragged."""
        if self.maximum() != max(0, duration_ms):
            self.setRange(0, max(0, duration_ms))
        if self._dragged_to is None:
            self.setValue(position_ms)

    def show_watched(self, watched: Intervals) -> None:
        if watched != self._watched:
            self._watched = watched
            self.update()

    def retranslate(self) -> None:
        self.setAccessibleName(translate("Viewer", "Position in the recording"))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(80), self._theme.px(24))

    def _groove(self) -> QRectF:
        inset, height = self._theme.px(8) + 3, self._theme.px(8)
        return QRectF(inset, (self.height() - height) / 2, max(1, self.width() - 2 * inset), height)

    def _x_of(self, position_ms: int) -> float:
        groove = self._groove()
        return groove.left() + groove.width() * (position_ms / self.maximum() if self.maximum() else 0.0)

    def _moment_at(self, x: float) -> int:
        groove = self._groove()
        return round(max(0.0, min(1.0, (x - groove.left()) / groove.width())) * self.maximum())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove, radius = self._groove(), self._groove().height() / 2
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRoundedRect(groove, radius, radius)
        if self._theme.tokens.name == "contrast":
            painter.setPen(QPen(self._theme.colour("edge"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(groove, radius, radius)
            painter.setPen(Qt.PenStyle.NoPen)
        self._paint_watched(painter, groove, radius)
        self._paint_handle(painter, groove)
        painter.end()
        event.accept()

    def _paint_watched(self, painter: QPainter, groove: QRectF, radius: float) -> None:
        """What counts, wherever the handle is."""
        painter.setBrush(self._theme.colour("brand"))
        for start, end in self._watched:
            left, right = self._x_of(start), self._x_of(min(end, self.maximum()))
            if right - left < 2:
                right = left + 2
            at_edges = radius if right - left > 2 * radius else 1.0
            painter.drawRoundedRect(QRectF(left, groove.top(), right - left, groove.height()), at_edges, at_edges)

    def _paint_handle(self, painter: QPainter, groove: QRectF) -> None:
        centre = QPointF(self._x_of(self.value()), groove.center().y())
        size = self._theme.px(8)
        painter.setPen(QPen(self._theme.colour("surface"), 2))
        painter.setBrush(self._theme.colour("brand"))
        painter.drawEllipse(centre, size, size)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("ink"), 3))
            painter.setBrush(QColor(Qt.GlobalColor.transparent))
            painter.drawEllipse(centre, size + 2, size + 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.maximum():
            self._drag(event.position().x())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_to is not None:
            self._drag(event.position().x())
        if self.maximum():
            QToolTip.showText(event.globalPosition().toPoint(), moment(self._moment_at(event.position().x())), self)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged_to is not None:
            target, self._dragged_to = self._dragged_to, None
            self.wanted.emit(target)
        event.accept()

    def _drag(self, x: float) -> None:
        self._dragged_to = self._moment_at(x)
        self.setValue(self._dragged_to)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Page keys jump by time; Home goes to the beginning. All others belong to the viewer."""
        steps = {
            Qt.Key.Key_PageUp: LEAP_MS,
            Qt.Key.Key_PageDown: -LEAP_MS,
            Qt.Key.Key_Up: STEP_MS,
            Qt.Key.Key_Down: -STEP_MS,
        }
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Home:
            self.wanted.emit(0)
        elif key in steps:
            self.wanted.emit(max(0, min(self.maximum(), self.value() + steps[key])))
        else:
            event.ignore()
