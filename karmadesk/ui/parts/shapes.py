"""Cards in grey, as large as those to come: what is read takes their place, and nothing moves."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from karmadesk.ui.theme.drawing import Drawing
from karmadesk.ui.theme.look import Theme

NO_PICTURE = (0, 0)
LINES = (0.24, 0.5, 0.36)
"""How long the words are, as shares of their room."""
FOR_THREE = 60


class CardShape(QWidget):
    """A card to come. Readers and the keyboard pass over it; what is shown besides says that something is read."""

    def __init__(
        self, theme: Theme, words: int, gaps: int, picture: tuple[int, int] = NO_PICTURE, margin: int = 20
    ) -> None:
        """`words`: how tall text, bar and button are, which grow with the text; `gaps`: what is between, and stays.

        The `picture`'s size is in pixels at 100 %.
        """
        super().__init__()
        self._theme = theme
        self._drawing = Drawing(theme)
        self._words, self._gaps = words, gaps
        self._picture = picture
        self._margin = margin
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(self._words) + self._gaps)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        px = self._theme.px
        painter = QPainter(self)
        card = self.rect().adjusted(0, 0, -1, -4)
        self._drawing.card(painter, card)
        inner = card.adjusted(self._margin, self._margin, -self._margin, -self._margin)
        # As in `Poster`: a picture grows less than text does.
        share = min(1.25, self._theme.scale)
        wide, high = (round(side * share) for side in self._picture)
        words = QRect(inner)
        if wide:
            picture = QRect(inner.left(), inner.top(), wide, min(high, inner.height()))
            words.setLeft(picture.right() + 20)
            if self._theme.is_mirrored:
                picture.moveRight(inner.right())
                words.moveLeft(inner.left())
            self._drawing.shape(painter, picture)
        lines = LINES if self._words >= FOR_THREE else LINES[:2]
        step = max(1, words.height() // len(lines))
        for place, long in enumerate(lines):
            line = QRect(words.left(), words.top() + place * step, words.width(), min(step, px(14)))
            self._drawing.shape(painter, line, long)
        painter.end()
        event.accept()
