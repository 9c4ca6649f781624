"""Where each part of a row stands: the delegate paints by it, the view finds what was clicked by it."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QRect

from karmadesk.ui.rows.row import Action, Chip, Joint, Row, Shape
from karmadesk.ui.theme.drawing import Drawing

STACKED_BELOW = 720
"""At 100 % text a narrower list puts states and buttons under the words."""


@dataclass
class Parts:
    """Rectangles of one row; an empty one is not drawn."""

    card: QRect = field(default_factory=QRect)
    poster: QRect = field(default_factory=QRect)
    icon: QRect = field(default_factory=QRect)
    title: QRect = field(default_factory=QRect)
    detail: QRect = field(default_factory=QRect)
    bar: QRect = field(default_factory=QRect)
    trailing: QRect = field(default_factory=QRect)
    chips: list[tuple[Chip, QRect]] = field(default_factory=list)
    actions: list[tuple[Action, QRect]] = field(default_factory=list)

    def action_at(self, point: QPoint) -> int:
        """Which button is there; -1 for none."""
        return next((place for place, (_, rect) in enumerate(self.actions) if rect.contains(point)), -1)

    def mirrored(self, within: QRect) -> Parts:
        """The same row read from right to left."""

        def turn(rect: QRect) -> QRect:
            turned = QRect(rect)
            turned.moveRight(within.left() + within.right() - rect.left())
            return turned

        rects = {name: turn(getattr(self, name)) for name in ("card", "poster", "icon", "title", "detail", "bar")}
        return Parts(
            **rects,
            trailing=turn(self.trailing),
            chips=[(chip, turn(rect)) for chip, rect in self.chips],
            actions=[(action, turn(rect)) for action, rect in self.actions],
        )


class Layout:
    """Sizes and places of rows for one theme."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._theme = drawing.theme

    def height(self, row: Row, width: int, *, is_first: bool = False) -> int:
        """How tall the row is in a list this wide, with the room around it."""
        px = self._theme.px
        if row.shape is Shape.HEADING:
            return (0 if is_first else px(20)) + self._heading_height(row) + px(10)
        if row.shape is Shape.SKELETON:
            return px(88) + px(10)
        core = self._text_height(row)
        if row.shape is Shape.CARD:
            core = max(core, px(64))
        if self.is_stacked(width):
            core += self._side_height(row)
        return core + px(24) + (px(10) if row.shape is Shape.CARD or row.joint in (Joint.SINGLE, Joint.LAST) else 0)

    def _heading_height(self, row: Row) -> int:
        return max(self._theme.line("section"), self._drawing.chip_height() if row.chips else 0)

    def is_stacked(self, width: int) -> bool:
        return width < self._theme.px(STACKED_BELOW)

    def _text_height(self, row: Row) -> int:
        px, line = self._theme.px, self._theme.line
        return line("item") + (line("small") if row.detail else 0) + (0 if row.fraction is None else px(8) + px(6))

    def _side_height(self, row: Row) -> int:
        px = self._theme.px
        chips = self._drawing.chip_height() + px(8) if row.chips else 0
        return chips + (self._button_height() + px(8) if row.actions else 0)

    def _button_height(self) -> int:
        return self._theme.px(40)

    def parts(self, row: Row, rect: QRect, *, is_first: bool = False) -> Parts:
        """Where everything of the row stands within its rectangle."""
        found = self._heading(row, rect, is_first) if row.shape is Shape.HEADING else self._card(row, rect)
        return found.mirrored(rect) if self._theme.is_mirrored else found

    def _heading(self, row: Row, rect: QRect, is_first: bool) -> Parts:
        px = self._theme.px
        top = rect.top() + (0 if is_first else px(20))
        line = QRect(rect.left(), top, rect.width(), self._heading_height(row))
        parts = Parts(title=QRect(line), trailing=QRect(line))
        right = line.right()
        if row.trailing:
            wide = min(self._drawing.width(row.trailing, "small") + 2, line.width() // 2)
            parts.trailing.setLeft(right - wide)
            right -= wide + px(16)
        for chip in reversed(row.chips):
            wide = self._drawing.chip_width(chip.text, chip.icon)
            high = self._drawing.chip_height()
            parts.chips.append((chip, QRect(right - wide, line.center().y() - high // 2, wide, high)))
            right -= wide + px(8)
        parts.title.setRight(right)
        return parts

    def _card(self, row: Row, rect: QRect) -> Parts:
        px = self._theme.px
        gap = px(10) if row.shape is not Shape.LINE or row.joint in (Joint.SINGLE, Joint.LAST) else 0
        # A line overlaps the one above by its edge, so that one hairline parts them.
        over = 1 if row.shape is Shape.LINE and row.joint in (Joint.MIDDLE, Joint.LAST) else 0
        parts = Parts(card=rect.adjusted(0, -over, -1, -gap - (0 if over or row.joint is Joint.FIRST else 1)))
        side = px(12) if row.shape is Shape.CARD else px(20)
        inner = rect.adjusted(side, px(12), -side - 1, -gap - px(12))
        left = inner.left()
        if row.shape is Shape.CARD:
            parts.poster = QRect(left, inner.top(), px(112), px(64))
            left = parts.poster.right() + px(16)
        elif row.icon:
            parts.icon = QRect(left, 0, px(20), px(20))
            left += px(36)
        is_stacked = self.is_stacked(rect.width())
        right = inner.right() if is_stacked else self._beside(parts, row, inner)
        text = self._text_height(row)
        room = inner.height() - (self._side_height(row) if is_stacked else 0)
        top = inner.top() + max(0, (room - text) // 2)
        if row.icon and row.shape is not Shape.CARD:
            parts.icon.moveTop(inner.top() + (room - parts.icon.height()) // 2)
        self._words(parts, row, QRect(left, top, max(0, right - left), text))
        if is_stacked:
            self._below(parts, row, left, inner.top() + room)
        return parts

    def _words(self, parts: Parts, row: Row, rect: QRect) -> None:
        px, line = self._theme.px, self._theme.line
        parts.title = QRect(rect.left(), rect.top(), rect.width(), line("item"))
        top = parts.title.bottom() + 1
        if row.detail:
            parts.detail = QRect(rect.left(), top, rect.width(), line("small"))
            top += line("small")
        if row.fraction is not None:
            parts.bar = QRect(rect.left(), top + px(8), min(rect.width(), px(480)), px(6))

    def _beside(self, parts: Parts, row: Row, inner: QRect) -> int:
        """Buttons and states at the end of the row; where the words must end."""
        px = self._theme.px
        right, middle = inner.right(), inner.center().y()
        for action in reversed(row.actions):
            wide, high = self._action_size(row, action)
            parts.actions.insert(0, (action, QRect(right - wide, middle - high // 2, wide, high)))
            right -= wide + px(12)
        high = self._drawing.chip_height()
        for chip in reversed(row.chips):
            wide = self._drawing.chip_width(chip.text, chip.icon)
            parts.chips.insert(0, (chip, QRect(right - wide, middle - high // 2, wide, high)))
            right -= wide + px(8)
        return right - px(8)

    def _below(self, parts: Parts, row: Row, left: int, top: int) -> None:
        px = self._theme.px
        start = left
        if row.chips:
            high = self._drawing.chip_height()
            for chip in row.chips:
                wide = self._drawing.chip_width(chip.text, chip.icon)
                parts.chips.append((chip, QRect(start, top + px(8), wide, high)))
                start += wide + px(8)
            top += high + px(8)
            start = left
        for action in row.actions:
            wide, high = self._action_size(row, action)
            parts.actions.append((action, QRect(start, top + px(8), wide, high)))
            start += wide + px(8)

    def _action_size(self, row: Row, action: Action) -> tuple[int, int]:
        if row.shape is Shape.LINE:
            icon = self._theme.px(26) if action.icon else 0
            return self._drawing.width(action.text, "item") + icon + self._theme.px(20), self._theme.px(36)
        return self._drawing.button_width(action.text, action.icon), self._button_height()
