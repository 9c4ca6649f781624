"""Where the picture is: a native window for libVLC to draw into, or a painter of the frames that Qt hands over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from karmadesk.ui.theme.drawing import Drawing
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import RADIUS_CARD

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame, QVideoSink


LEAST = QSize(160, 90)


class Canvas(QWidget):
    """A black rectangle with the picture in it; clicking it plays and pauses."""

    pressed = Signal()
    double_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sink: QVideoSink | None = None
        self._frame: QVideoFrame | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(LEAST)

    def window_id(self) -> int:
        """A native window of its own; made when an engine asks for it, and only then."""
        self.setAttribute(Qt.WidgetAttribute.WA_DontCreateNativeAncestors)
        self.setAttribute(Qt.WidgetAttribute.WA_NativeWindow)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        return int(self.winId())

    def sink(self) -> object:
        """The QVideoSink whose frames are painted here."""
        if self._sink is None:
            from PySide6.QtMultimedia import QVideoSink

            self._sink = QVideoSink(self)
            self._sink.videoFrameChanged.connect(self._show)
        return self._sink

    def clear(self) -> None:
        """Black again."""
        self._frame = None
        self.update()

    def picture_rect(self) -> QRect:
        """Where the picture itself is painted; the rest of the canvas is black."""
        if self._frame is None:
            return QRect()
        size = self._frame.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        found = QRect(0, 0, size.width(), size.height())
        found.moveCenter(self.rect().center())
        return found

    def _show(self, frame: QVideoFrame) -> None:
        # The last frame stays when an engine lets go: a pause or an end is no reason for black.
        if frame.isValid():
            self._frame = frame
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self.testAttribute(Qt.WidgetAttribute.WA_NativeWindow):
            painter.fillRect(self.rect(), self._theme.colour("picture"))
        else:
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), RADIUS_CARD, RADIUS_CARD)
            painter.fillPath(outline, self._theme.colour("picture"))
            painter.setClipPath(outline)
        if self._frame is not None:
            painter.drawImage(self.picture_rect(), self._frame.toImage())
        painter.end()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_pressed.emit()
        event.accept()


class ListenPoster(QWidget):
    """What there is to see while listening: a calm ground with the sign for sound and the name."""

    pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._drawing = Drawing(theme)
        self._title = ""
        self._course = ""
        self._seed = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(LEAST)
        theme.changed.connect(self.update)

    def say(self, title: str, course: str) -> None:
        self._title, self._course = title, course
        self._seed = sum(map(ord, title))
        self.setAccessibleName(title)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        outline = QPainterPath()
        outline.addRoundedRect(area, RADIUS_CARD, RADIUS_CARD)
        pairs = self._theme.tokens.posters
        first, second = pairs[self._seed % len(pairs)]
        # Only the first half of the sweep: words stand on it.
        sweep = QLinearGradient(area.topLeft(), area.bottomRight() * 2)
        sweep.setColorAt(0, QColor(first))
        sweep.setColorAt(1, QColor(second))
        painter.fillPath(outline, sweep)
        painter.setClipPath(outline)
        self._waves(painter, area)
        self._words(painter)
        painter.end()
        event.accept()

    def _waves(self, painter: QPainter, area: QRectF) -> None:
        """Rings that spread from the sign."""
        glow = self._theme.colour("on_poster")
        glow.setAlpha(8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glow)
        middle = area.center()
        middle.setY(area.top() + area.height() * 0.42)
        for share in (0.22, 0.42, 0.68, 1.0):
            painter.drawEllipse(middle, area.height() * share * 0.8, area.height() * share * 0.8)

    def _words(self, painter: QPainter) -> None:
        """The sign and two lines below it; in a low picture the sign makes room."""
        px, line = self._theme.px, self._theme.line
        words = line("lead") + line("body")
        side = max(0, min(px(72), self.height() - words - px(40)))
        gap = px(20) if side else 0
        top = max(0, (self.height() - side - gap - words) // 2)
        if side:
            sign = QRect((self.width() - side) // 2, top, side, side)
            self._drawing.icon(painter, sign, "audio", self._theme.tokens.on_poster)
        white = self._theme.colour("on_poster")
        title = QRect(px(24), top + side + gap, self.width() - px(48), line("lead"))
        self._drawing.text(painter, title, self._title, "lead", white, "middle")
        below = QRect(title.left(), title.bottom() + 1, title.width(), line("body"))
        self._drawing.text(painter, below, self._course, "body", white, "middle")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
        event.accept()


class PictureArea(QStackedWidget):
    """The picture, the poster of a sound, or what is in the way of both."""

    pressed = Signal()
    double_pressed = Signal()

    def __init__(self, theme: Theme, trouble: QWidget) -> None:
        super().__init__()
        self.canvas = Canvas(theme)
        self.poster = ListenPoster(theme)
        self._trouble = QWidget()
        self._trouble.setObjectName("page")
        box = QVBoxLayout(self._trouble)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(trouble)
        for page in (self.canvas, self.poster, self._trouble):
            self.addWidget(page)
        self.canvas.pressed.connect(self.pressed)
        self.canvas.double_pressed.connect(self.double_pressed)
        self.poster.pressed.connect(self.pressed)

    def minimumSizeHint(self) -> QSize:
        # Not that of the largest page: what is not shown must not make the window grow.
        return LEAST

    def show_picture(self) -> None:
        self.setCurrentWidget(self.canvas)

    def show_poster(self) -> None:
        self.setCurrentWidget(self.poster)

    def show_trouble(self) -> None:
        self.setCurrentWidget(self._trouble)

    @property
    def is_in_trouble(self) -> bool:
        return self.currentWidget() is self._trouble
