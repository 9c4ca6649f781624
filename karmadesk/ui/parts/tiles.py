"""Cards that are chosen: one of several, or as many as one likes; read out as radio buttons and check boxes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy

from karmadesk.ui.theme.drawing import Drawing
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import RADIUS_CARD, Style

MARK = 22


class _Face:
    """How both kinds are painted: a mark where reading starts, a title, a detail below, figures at the end."""

    def __init__(self, theme: Theme, *, is_round: bool, style: Style = "item") -> None:
        self.theme = theme
        self.drawing = Drawing(theme)
        self.is_round = is_round
        self.style = style
        self.detail = ""
        self.trailing = ""

    def height(self) -> int:
        line = self.theme.line
        return line(self.style) + (line("small") if self.detail else 0) + self.theme.px(26)

    def width(self, title: str) -> int:
        """As wide as its title needs."""
        return self.drawing.width(title, self.style) + self.theme.px(MARK + 16 + 16 + 20)

    def paint(self, button: QAbstractButton) -> None:
        px, tokens = self.theme.px, self.theme
        painter = QPainter(button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The card's own hairline and shadow end where the ring of the keyboard's place still fits.
        card = button.rect().adjusted(3, 3, -4, -6)
        self.drawing.card(painter, card)
        if button.isChecked():
            painter.setPen(QPen(tokens.colour("brand"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(card, RADIUS_CARD, RADIUS_CARD)
        if button.hasFocus():
            self.drawing.ring(painter, button.rect().adjusted(0, 0, -1, -3), RADIUS_CARD + 3)
        inner = card.adjusted(px(16), 0, -px(16), 0)
        mark = QRect(inner.left(), inner.center().y() - px(MARK) // 2, px(MARK), px(MARK))
        words = inner.adjusted(px(MARK + 14), 0, 0, 0)
        end = QRect(words)
        if self.trailing:
            wide = self.drawing.width(self.trailing, "small") + 2
            end.setLeft(words.right() - wide)
            words.setRight(end.left() - px(12))
        title = QRect(words.left(), 0, words.width(), tokens.line(self.style))
        high = title.height() + (tokens.line("small") if self.detail else 0)
        title.moveTop(card.center().y() - high // 2)
        detail = QRect(words.left(), title.bottom() + 1, words.width(), tokens.line("small"))
        self._mark(painter, self._turned(mark, inner), is_on=button.isChecked(), is_hot=button.underMouse())
        self.drawing.text(painter, self._turned(title, inner), button.text(), self.style, "ink", self._start())
        if self.detail:
            self.drawing.text(painter, self._turned(detail, inner), self.detail, "small", "ink2", self._start())
        if self.trailing:
            self.drawing.text(painter, self._turned(end, inner), self.trailing, "small", "ink2", self._start())
        painter.end()

    def _start(self) -> str:
        return "start"

    def _turned(self, rect: QRect, within: QRect) -> QRect:
        if not self.theme.is_mirrored:
            return rect
        turned = QRect(rect)
        turned.moveRight(within.left() + within.right() - rect.left())
        return turned

    def _mark(self, painter: QPainter, rect: QRect, *, is_on: bool, is_hot: bool) -> None:
        radius = rect.width() / 2 if self.is_round else self.theme.px(6)
        painter.setPen(QPen(self.theme.colour("brand" if is_on or is_hot else "edge"), 1.5))
        painter.setBrush(self.theme.colour("brand") if is_on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, radius, radius)
        if is_on:
            inset = round(rect.width() * 0.16)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self.drawing.icon(painter, rect.adjusted(inset, inset, -inset, -inset), "check", self.theme.tokens.on_brand)


class Option(QRadioButton):
    """One of several."""

    def __init__(self, theme: Theme, name: str, style: Style = "item") -> None:
        super().__init__()
        self._face = _Face(theme, is_round=True, style=style)
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def say(self, title: str, detail: str = "") -> None:
        self._face.detail = detail
        self.setText(title)
        self.setAccessibleName(f"{title}. {detail}" if detail else title)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._face.width(self.text()), self._face.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._face.theme.px(120), self._face.height())

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._face.paint(self)
        event.accept()


class Pick(QCheckBox):
    """One of as many as one likes. `row_id` is what it stands for."""

    def __init__(self, theme: Theme, row_id: str) -> None:
        super().__init__()
        self.row_id = row_id
        self._face = _Face(theme, is_round=False)
        self.setObjectName(f"pick-{row_id}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def say(self, title: str, detail: str, trailing: str) -> None:
        self._face.detail, self._face.trailing = detail, trailing
        self.setText(title)
        self.setAccessibleName(". ".join(part for part in (title, detail, trailing) if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._face.theme.px(320), self._face.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._face.theme.px(160), self._face.height())

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._face.paint(self)
        event.accept()
