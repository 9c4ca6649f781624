"""Paints rows: cards with a poster, lines that share a card, headings, and the grey shapes of what is to come."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from karmadesk.ui.posters import Posters
from karmadesk.ui.rows.layout import Layout, Parts
from karmadesk.ui.rows.model import RowModel
from karmadesk.ui.rows.row import Joint, Row, Shape
from karmadesk.ui.theme.drawing import Corners, Drawing
from karmadesk.ui.theme.look import Theme

CORNERS: dict[Joint, Corners] = {
    Joint.SINGLE: "all",
    Joint.FIRST: "top",
    Joint.MIDDLE: "none",
    Joint.LAST: "bottom",
}


class RowDelegate(QStyledItemDelegate):
    """Draws `Row`s. The view says which row and button the pointer is over, and which one the keyboard is on."""

    def __init__(self, theme: Theme, posters: Posters, model: RowModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._posters = posters
        self._model = model
        self._drawing = Drawing(theme)
        self.layout = Layout(self._drawing)
        self.width = 0
        self.hot_row = -1
        self.hot_action = -1
        self.focus_row = -1
        self.focus_action = 0
        self.shows_focus = False

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option
        row = self._model.row(index)
        return QSize(0, self.layout.height(row, self.width, is_first=index.row() == 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = self._model.row(index)
        rect: QRect = option.rect
        parts = self.layout.parts(row, rect, is_first=index.row() == 0)
        painter.save()
        if row.is_coming:
            self._shape(painter, row, parts)
        elif row.shape is Shape.HEADING:
            self._drawing.text(painter, parts.title, row.title, "section", "ink")
            self._drawing.text(painter, parts.trailing, row.trailing, "small", "ink2", "end")
            self._chips(painter, parts)
        else:
            has_focus = self.shows_focus and index.row() == self.focus_row
            self._row(painter, row, parts, is_hot=index.row() == self.hot_row, has_focus=has_focus)
        painter.restore()

    def _row(self, painter: QPainter, row: Row, parts: Parts, *, is_hot: bool, has_focus: bool) -> None:
        corners = CORNERS[row.joint] if row.shape is Shape.LINE else "all"
        self._drawing.card(painter, parts.card, corners)
        if has_focus:
            self._drawing.ring(painter, parts.card)
        if not parts.poster.isEmpty():
            self._drawing.poster(painter, parts.poster, self._posters.picture(row.poster), row.icon, row.seed)
        elif row.icon:
            self._drawing.icon(painter, parts.icon, row.icon, self._theme.tokens.of(row.icon_role))
        self._drawing.text(painter, parts.title, row.title, "item", "ink" if row.is_enabled else "ink2")
        self._drawing.text(painter, parts.detail, row.detail, "small", "ink2")
        self._drawing.text(painter, parts.trailing, row.trailing, "small", "ink2", "end")
        if row.note:
            self._drawing.paragraph(painter, parts.note, row.note, "small", "alert")
        if row.fraction is not None:
            self._drawing.bar(painter, parts.bar, row.fraction, is_done=row.is_done)
        self._chips(painter, parts)
        for place, (action, rect) in enumerate(parts.actions):
            hot = is_hot and place == self.hot_action
            focused = has_focus and place == self.focus_action and len(parts.actions) > 1
            if row.shape is Shape.LINE:
                self._link(painter, rect, action.text, action.icon, hot or focused)
            else:
                self._drawing.button(
                    painter,
                    rect,
                    action.text,
                    action.icon,
                    is_primary=action.is_primary,
                    is_hot=hot,
                    is_focused=focused,
                )

    def _chips(self, painter: QPainter, parts: Parts) -> None:
        for chip, rect in parts.chips:
            self._drawing.chip(painter, rect, chip.text, chip.tone, chip.icon)

    def _link(self, painter: QPainter, rect: QRect, text: str, icon: str, is_hot: bool) -> None:
        if is_hot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("brand_soft"))
            painter.drawRoundedRect(rect, 8, 8)
        px = self._theme.px
        words = rect.adjusted(px(8), 0, -px(8), 0)
        if icon:
            side = px(18)
            mirrored = self._theme.is_mirrored
            left = words.right() - side if mirrored else words.left()
            place = QRect(left, rect.center().y() - side // 2 + 1, side, side)
            words.adjust(0 if mirrored else px(26), 0, -px(26) if mirrored else 0, 0)
            self._drawing.icon(painter, place, icon, self._theme.tokens.brand)
        self._drawing.text(painter, words, text, "item", "brand")

    def _shape(self, painter: QPainter, row: Row, parts: Parts) -> None:
        """Where picture, words and progress will stand."""
        if row.shape is not Shape.HEADING:
            self._drawing.card(painter, parts.card, CORNERS[row.joint] if row.shape is Shape.LINE else "all")
        for part, share, high in (
            (parts.poster, 1.0, 1.0),
            (parts.icon if parts.poster.isEmpty() else QRect(), 1.0, 1.0),
            (parts.title, 0.3, 0.6),
            (parts.detail, 0.5, 0.6),
            (parts.bar, 1.0, 1.0),
        ):
            self._drawing.shape(painter, part, share, high)
