"""How cards, chips, bars, buttons and posters are painted, the same in every delegate and widget."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QLinearGradient, QPainter, QPainterPath, QPen, QPixmap

from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import CHIP, RADIUS_CARD, RADIUS_CONTROL, Style
from karmadesk.ui.theme.tokens import Role, Tone

Corners = Literal["all", "top", "bottom", "none"]
POSTER_RADIUS = 10
SPREAD = 4
"""Pixels around a card that its shadow may take."""
STAMPS = 32
"""Drawn shapes that are kept, the latest used; a list shows a handful of kinds."""


class Drawing:
    """Paints with a theme. Rectangles are whole logical pixels; edges land on pixel centres."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._stamps: dict[tuple[object, ...], QPixmap] = {}

    def card(self, painter: QPainter, rect: QRect, corners: Corners = "all", *, ground: Role = "surface") -> None:
        """A surface with a hairline and, in the light set, a shadow that is felt rather than seen."""
        if rect.isEmpty():
            return

        def draw(onto: QPainter) -> None:
            self._card(onto, QRect(0, 0, rect.width(), rect.height()), corners, ground)

        self._stamp(painter, rect, ("card", corners, ground), draw)

    def _stamp(
        self, painter: QPainter, rect: QRect, what: tuple[object, ...], draw: Callable[[QPainter], None]
    ) -> None:
        """Draws it once for each size and look, and puts a copy there: smooth curves cost more than a frame has."""
        ratio = painter.device().devicePixelRatio()
        size = QSize(rect.width() + 2 * SPREAD, rect.height() + 2 * SPREAD)
        key = (*what, size.width(), size.height(), ratio, self.theme.tokens.name)
        kept = self._stamps.pop(key, None)
        if kept is None:
            kept = QPixmap(size * ratio)
            kept.setDevicePixelRatio(ratio)
            kept.fill(Qt.GlobalColor.transparent)
            onto = QPainter(kept)
            onto.translate(SPREAD, SPREAD)
            draw(onto)
            onto.end()
        self._stamps[key] = kept
        if len(self._stamps) > STAMPS:
            del self._stamps[next(iter(self._stamps))]
        painter.drawPixmap(rect.topLeft() - QPoint(SPREAD, SPREAD), kept)

    def _card(self, painter: QPainter, rect: QRect, corners: Corners, ground: Role) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.theme.tokens.shadow_alpha and corners in ("all", "bottom"):
            shade = self.theme.colour("ink")
            for spread, share in ((3, 0.25), (2, 0.5), (1, 1.0)):
                shade.setAlpha(round(self.theme.tokens.shadow_alpha * share))
                painter.fillPath(self._outline(edge.translated(0, spread), corners), shade)
        path = self._outline(edge, corners)
        painter.fillPath(path, self.theme.colour(ground))
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawPath(path)

    def _outline(self, rect: QRectF, corners: Corners) -> QPainterPath:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        radius = RADIUS_CARD
        if corners == "none":
            path.addRect(rect)
            return path
        path.addRoundedRect(rect, radius, radius)
        if corners == "all":
            return path
        square = QRectF(rect)
        square.setHeight(rect.height() - radius)
        if corners == "top":
            square.moveBottom(rect.bottom())
        path.addRect(square)
        return path.simplified()

    def ring(self, painter: QPainter, rect: QRect, radius: float = RADIUS_CARD) -> None:
        """The mark of the keyboard's place."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.colour("brand"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)

    def inner_ring(self, painter: QPainter, rect: QRect) -> None:
        """The same on a filled button, whose edge is too dark to be marked."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.colour("on_brand"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(4, 4, -4, -4), RADIUS_CONTROL - 3, RADIUS_CONTROL - 3)

    def bar(self, painter: QPainter, rect: QRect, fraction: float, *, is_done: bool = False) -> None:
        """Progress. It fills from where reading starts."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        half = rect.height() / 2
        painter.setBrush(self.theme.colour("sunken"))
        painter.drawRoundedRect(rect, half, half)
        if fraction <= 0:
            return
        width = max(rect.height(), round(rect.width() * min(1.0, fraction)))
        filled = QRect(rect.left(), rect.top(), width, rect.height())
        if self.theme.is_mirrored:
            filled.moveRight(rect.right())
        painter.setBrush(self.theme.colour("done" if is_done else "brand"))
        painter.drawRoundedRect(filled, half, half)

    def shape(self, painter: QPainter, within: QRect, share: float = 1.0, high: float = 1.0) -> None:
        """A grey place for what is to come, from where reading starts: a share of the room, and of its height."""
        if within.isEmpty():
            return
        rect = QRect(0, 0, round(within.width() * share), round(within.height() * high))
        rect.moveCenter(within.center())
        if self.theme.is_mirrored:
            rect.moveRight(within.right())
        else:
            rect.moveLeft(within.left())
        radius = min(POSTER_RADIUS, rect.height() / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("sunken"))
        painter.drawRoundedRect(rect, radius, radius)

    def text(
        self, painter: QPainter, rect: QRect, text: str, style: Style, role: Role | QColor, align: str = "start"
    ) -> None:
        """One line, cut with an ellipsis where it does not fit."""
        font = self.theme.font(style)
        painter.setFont(font)
        painter.setPen(role if isinstance(role, QColor) else self.theme.colour(role))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        ends = {"start": Qt.AlignmentFlag.AlignLeft, "end": Qt.AlignmentFlag.AlignRight}
        side = ends.get(align, Qt.AlignmentFlag.AlignHCenter)
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def paragraph(self, painter: QPainter, rect: QRect, text: str, style: Style, role: Role) -> None:
        """Text that wraps within the rectangle."""
        painter.setFont(self.theme.font(style))
        painter.setPen(self.theme.colour(role))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(rect, flags, text)

    def paragraph_height(self, text: str, style: Style, width: int) -> int:
        """How tall such a text is within this width."""
        room = QRect(0, 0, max(1, width), 1 << 16)
        return QFontMetrics(self.theme.font(style)).boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()

    def icon(self, painter: QPainter, rect: QRect, name: str, colour: str) -> None:
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.theme.pixmap(name, colour, rect.width(), ratio))

    def width(self, text: str, style: Style) -> int:
        return QFontMetrics(self.theme.font(style)).horizontalAdvance(text)

    def chip_width(self, text: str, icon: str) -> int:
        px = self.theme.px
        return self.width(text, "small") + 4 + px(20) + (px(16) + px(6) if icon else 0)

    def chip(self, painter: QPainter, rect: QRect, text: str, tone: Tone, icon: str = "") -> None:
        """A pill with words and, mostly, an icon."""
        px = self.theme.px
        ink, ground = self.theme.tokens.tone(tone)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_outlined = self.theme.tokens.name == "contrast"
        painter.setPen(QPen(QColor(ink), 1) if is_outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), rect.height() / 2, rect.height() / 2)
        inner = rect.adjusted(px(10), 0, -px(10), 0)
        if icon:
            side = px(16)
            place = QRect(inner.left(), rect.center().y() - side // 2 + 1, side, side)
            inner.setLeft(place.right() + px(6))
            if self.theme.is_mirrored:
                place.moveRight(rect.right() - px(10))
                inner = rect.adjusted(px(10), 0, -px(10) - side - px(6), 0)
            self.icon(painter, place, icon, ink)
        self.text(painter, inner, text, "small", QColor(ink))

    def chip_height(self) -> int:
        return self.theme.px(CHIP)

    def button_width(self, text: str, icon: str) -> int:
        px = self.theme.px
        return self.width(text, "item") + 4 + px(36) + (px(18) + px(8) if icon else 0)

    def button(
        self, painter: QPainter, rect: QRect, text: str, icon: str, *, is_primary: bool, is_hot: bool, is_focused: bool
    ) -> None:
        """A button of a row, like the real ones."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground: Role = "brand_hover" if is_hot else "brand"
        if not is_primary:
            ground = "brand_soft" if is_hot else "surface"
        painter.setBrush(self.theme.colour(ground))
        edge: Role = ground if is_primary else "edge"
        painter.setPen(QPen(self.theme.colour(edge), 1))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CONTROL, RADIUS_CONTROL)
        if is_focused and is_primary:
            self.inner_ring(painter, rect)
        elif is_focused:
            self.ring(painter, rect, RADIUS_CONTROL)
        ink: Role = "on_brand" if is_primary else "brand"
        px = self.theme.px
        side = px(18) if icon else 0
        gap = px(8) if icon else 0
        start = rect.center().x() - (self.width(text, "item") + 2 + side + gap) // 2
        place = QRect(start, rect.center().y() - side // 2 + 1, side, side)
        words = QRect(start + side + gap, rect.top(), rect.right() - start - side - gap, rect.height())
        if self.theme.is_mirrored:
            place.moveRight(rect.left() + rect.right() - place.left())
            words.moveRight(rect.left() + rect.right() - words.left())
        if icon:
            self.icon(painter, place, icon, self.theme.tokens.of(ink))
        self.text(painter, words, text, "item", ink)

    def poster(self, painter: QPainter, rect: QRect, picture: QPixmap | None, icon: str, seed: int) -> None:
        """A course's picture, or a drawn one in a colour of its own."""
        if rect.isEmpty():
            return
        whole = QRect(0, 0, rect.width(), rect.height())
        pair = seed % len(self.theme.tokens.posters)

        def draw(onto: QPainter) -> None:
            onto.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            path = QPainterPath()
            path.addRoundedRect(QRectF(whole), POSTER_RADIUS, POSTER_RADIUS)
            onto.setClipPath(path)
            if picture is not None:
                onto.drawPixmap(QRectF(whole), picture, cover(picture, whole))
            else:
                self._sign(onto, whole, path, pair)

        self._stamp(painter, rect, ("poster", picture.cacheKey() if picture is not None else pair), draw)
        if picture is None:
            side = max(16, round(rect.height() * 0.36))
            centre = QRect(0, 0, side, side)
            centre.moveCenter(rect.center())
            self.icon(painter, centre, icon, self.theme.tokens.on_poster)

    def _sign(self, painter: QPainter, rect: QRect, path: QPainterPath, pair: int) -> None:
        """The ground of a poster that is drawn."""
        first, second = self.theme.tokens.posters[pair]
        sweep = QLinearGradient(QPointF(rect.topLeft()), QPointF(rect.bottomRight()))
        sweep.setColorAt(0, QColor(first))
        sweep.setColorAt(1, QColor(second))
        painter.fillPath(path, QBrush(sweep))
        glow = self.theme.colour("on_poster")
        glow.setAlpha(22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glow)
        painter.drawEllipse(QPointF(rect.left() + rect.width() * 0.18, rect.bottom()), rect.height(), rect.height())


def cover(picture: QPixmap, rect: QRect) -> QRectF:
    """The part of a picture that fills this rectangle without distortion, from its middle."""
    wide, high = picture.width(), picture.height()
    share = rect.width() / max(1, rect.height())
    if wide / max(1, high) > share:
        part = high * share
        return QRectF((wide - part) / 2, 0, part, high)
    part = wide / share
    return QRectF(0, (high - part) / 2, wide, part)
