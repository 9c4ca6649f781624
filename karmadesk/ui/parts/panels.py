"""Grounds and marks that are painted: cards, posters, progress, chips that only tell."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from karmadesk.ui.parts.motion import Glide
from karmadesk.ui.posters import Posters
from karmadesk.ui.theme.drawing import Drawing
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import BAR
from karmadesk.ui.theme.tokens import Tone


class Card(QFrame):
    """A surface that holds other widgets."""

    def __init__(self, theme: Theme, margin: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = Drawing(theme)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(margin, margin, margin, margin + 3)
        self.box.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._drawing.card(painter, self.rect().adjusted(0, 0, -1, -4))
        painter.end()
        event.accept()


class Poster(QWidget):
    """A course's picture."""

    def __init__(self, theme: Theme, posters: Posters, width: int, height: int) -> None:
        super().__init__()
        self._theme = theme
        self._drawing = Drawing(theme)
        self._posters = posters
        self._path: Path | None = None
        self._icon = "course"
        self._seed = 0
        self._size = (width, height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._measure()
        posters.loaded.connect(self.update)
        theme.changed.connect(self._measure)

    def show_picture(self, path: Path | None, icon: str, seed: int) -> None:
        self._path, self._icon, self._seed = path, icon, seed
        self.update()

    def _measure(self) -> None:
        # A picture grows less than text does: at 200 % the words need the room.
        share = min(1.25, self._theme.scale)
        self.setFixedSize(round(self._size[0] * share), round(self._size[1] * share))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._drawing.poster(painter, self.rect(), self._posters.picture(self._path), self._icon, self._seed)
        painter.end()
        event.accept()


class Bar(QProgressBar):
    """Progress as a line of 6 px; its value is read out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._drawing = Drawing(theme)
        self._is_done = False
        self._fraction = 0.0
        self._drawn = 0.0
        self._glide = Glide(self)
        self._glide.valueChanged.connect(self._draw)
        self.setRange(0, 100)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._measure()
        theme.changed.connect(self._measure)

    def show_fraction(self, fraction: float, *, is_done: bool = False) -> None:
        """What is more than before grows from there; what is less is simply there."""
        is_growing = fraction > self._fraction
        self._fraction, self._is_done = fraction, is_done
        self.setValue(round(fraction * 100))
        if not (is_growing and self._glide.go(self._drawn, fraction)):
            self._draw(fraction)

    def _draw(self, fraction: object) -> None:
        self._drawn = fraction if isinstance(fraction, float) else 0.0
        self.update()

    def _measure(self) -> None:
        self.setFixedHeight(self._theme.px(BAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._drawing.bar(painter, self.rect(), self._drawn, is_done=self._is_done)
        painter.end()
        event.accept()


class ChipLabel(QWidget):
    """A state in words; it can't be pressed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._drawing = Drawing(theme)
        self.text = ""
        self._tone: Tone = "plain"
        self._icon = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.hide()

    def say(self, text: str, tone: Tone = "plain", icon: str = "") -> None:
        self.text, self._tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._drawing.chip_width(self.text, self._icon), self._drawing.chip_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._drawing.chip(painter, self.rect(), self.text, self._tone, self._icon)
        painter.end()
        event.accept()


class IconLabel(QWidget):
    """An icon that only repeats what words beside it say; readers pass over it."""

    def __init__(
        self, theme: Theme, name: str, size: int = 20, tone: Tone = "plain", *, in_circle: bool = False
    ) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._size = size
        self._tone = tone
        self._in_circle = in_circle
        self._drawing = Drawing(theme)
        self._measure()
        theme.changed.connect(self._measure)

    def show_icon(self, name: str, tone: Tone = "plain") -> None:
        self._name, self._tone = name, tone
        self.update()

    def _measure(self) -> None:
        side = self._theme.px(self._size)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, ground = self._theme.tokens.tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(self.rect())
        if self._in_circle:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawEllipse(rect)
            inset = round(rect.width() * 0.28)
            rect.adjust(inset, inset, -inset, -inset)
        self._drawing.icon(painter, rect, self._name, ink)
        painter.end()
        event.accept()
