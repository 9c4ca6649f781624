"""A small window of its own over the middle of ours: also over a video, whose picture nothing inside could cover."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from karmadesk.ui.parts.motion import Glide
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import GAP, RADIUS_CARD


class Scrim(QWidget):
    """Dims what a panel lies over. The keyboard and readers pass over it; it goes with the panel."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._share = 1.0
        self._glide = Glide(self)
        self._glide.valueChanged.connect(self._draw)
        self.setObjectName("scrim")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self, window: QWidget) -> None:
        self.setParent(window)
        self.setGeometry(window.rect())
        self.raise_()
        self.show()
        self._draw(0.0 if self._glide.go(0.0, 1.0) else 1.0)

    def _draw(self, share: object) -> None:
        self._share = share if isinstance(share, float) else 1.0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = self._theme.shade()
        shade.setAlpha(round(shade.alpha() * self._share))
        painter.fillRect(self.rect(), shade)
        painter.end()
        event.accept()


class Panel(QDialog):
    """A card with round corners. Esc closes it, and the keyboard is back where it was."""

    def __init__(self, theme: Theme, parent: QWidget, name: str, size: tuple[int, int]) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName(name)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.theme = theme
        self._size = size
        self._came_from: QWidget | None = None
        self._scrim = Scrim(theme, parent)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(GAP + 4, GAP + 4, GAP + 4, GAP + 4)
        self.box.setSpacing(GAP // 2)
        self.finished.connect(self._give_back)

    def open_over(self, window: QWidget) -> None:
        """Shows it over the upper middle of a window, never larger than that."""
        self._came_from = window.focusWidget()
        self._scrim.cover(window)
        px = self.theme.px
        size = QSize(min(px(self._size[0]), window.width() - 32), min(px(self._size[1]), window.height() - 32))
        corner = QPoint((window.width() - size.width()) // 2, max(16, (window.height() - size.height()) // 3))
        self.resize(size)
        self.move(window.mapToGlobal(corner))
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.theme.colour("edge"))
        painter.setBrush(self.theme.colour("surface"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS_CARD, RADIUS_CARD)
        painter.end()
        event.accept()

    def _give_back(self) -> None:
        self._scrim.hide()
        came_from, self._came_from = self._came_from, None
        if came_from is not None and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.PopupFocusReason)
