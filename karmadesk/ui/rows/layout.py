"""Where each part of a row stands: the delegate paints by it, the view finds what was clicked by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect

from karmadesk.ui.rows.row import Action, Chip, Joint, Row, Shape
from karmadesk.ui.theme.drawing import Drawing

STACKED_BELOW = 720
"""At 100 % text a narrower list puts states and buttons under the words."""

NOTE_GAP = 4


@dataclass
class Parts:
    """Rectangles of one row; an empty one is not drawn."""

    card: QRect = field(default_factory=QRect)
    poster: QRect = field(default_factory=QRect)
    icon: QRect = field(default_factory=QRect)
    title: QRect = field(default_factory=QRect)
    detail: QRect = field(default_factory=QRect)
    note: QRect = field(default_factory=QRect)
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

        names = ("card", "poster", "icon", "title", "detail", "note", "bar")
        rects = {name: turn(getattr(self, name)) for name in names}
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
        self._heights: dict[tuple[object, ...], int] = {}
        self._alike: frozenset[Column] = frozenset()
        self._widest: dict[tuple[Shape, int], int] = {}
        self._theme.changed.connect(self._heights.clear)
        self._theme.changed.connect(self._widest.clear)

    def line_up(self, rows: Sequence[Row]) -> None:
        """The list's rows: buttons at the same place from the end are equally wide, so that states stand in a line."""
        self._alike = frozenset(
            (row.shape, place, action) for row in rows for place, action in enumerate(reversed(row.actions))
        )
        self._widest.clear()

    def height(self, row: Row, width: int, *, is_first: bool = False) -> int:
        """How tall the row is in a list this wide, with the room around it."""
        if self.is_stacked(width):
            return self._height(row, width, is_first=is_first)
        key = (is_first, row.measure, width if row.note else 0)
        if key not in self._heights:
            self._heights[key] = self._height(row, width, is_first=is_first)
        return self._heights[key]

    def heights(self, rows: Sequence[Row], width: int) -> int:
        """How tall they are together."""
        if self.is_stacked(width) or not rows:
            return sum(self.height(row, width, is_first=place == 0) for place, row in enumerate(rows))
        first = self.height(rows[0], width, is_first=True) - self.height(rows[0], width)
        examples = {row.measure: row for row in rows}
        kinds = Counter(row.measure for row in rows)
        return first + sum(count * self.height(examples[kind], width) for kind, count in kinds.items())

    def _height(self, row: Row, width: int, *, is_first: bool) -> int:
        px = self._theme.px
        if row.shape is Shape.HEADING:
            return (0 if is_first else px(20)) + self._heading_height(row) + px(10)
        core = self._text_height(row)
        if row.shape is Shape.CARD:
            core = max(core, px(64))
        if self.is_stacked(width):
            core += self._flow(row, *self._span(row, QRect(0, 0, width, 0)), 0)[2]
        core += self._note_height(row, width)
        return core + px(24) + (px(10) if row.shape is Shape.CARD or row.joint in (Joint.SINGLE, Joint.LAST) else 0)

    def _heading_height(self, row: Row) -> int:
        return max(self._theme.line("section"), self._drawing.chip_height() if row.chips else 0)

    def is_stacked(self, width: int) -> bool:
        return width < self._theme.px(STACKED_BELOW)

    def _text_height(self, row: Row) -> int:
        px, line = self._theme.px, self._theme.line
        return line("item") + (line("small") if row.detail else 0) + (0 if row.fraction is None else px(8) + px(6))

    def _note_height(self, row: Row, width: int) -> int:
        if not row.note:
            return 0
        left, end = self._span(row, QRect(0, 0, width, 0))
        return self._drawing.paragraph_height(row.note, "small", end - left) + self._theme.px(NOTE_GAP)

    def _span(self, row: Row, rect: QRect) -> tuple[int, int]:
        """Where the words of a card or line start and where its parts must end."""
        px = self._theme.px
        side = px(12) if row.shape is Shape.CARD else px(20)
        start = rect.left() + side
        if row.shape is Shape.CARD:
            start += px(112) + px(16)
        elif row.icon:
            start += px(36)
        return start, rect.left() + rect.width() - side - 2

    def _flow(
        self, row: Row, left: int, right: int, top: int
    ) -> tuple[list[tuple[Chip, QRect]], list[tuple[Action, QRect]], int]:
        """States, and under them buttons, in as many lines as they need; and how tall that is."""
        gap = self._theme.px(8)
        chips = [
            (chip, self._drawing.chip_width(chip.text, chip.icon), self._drawing.chip_height()) for chip in row.chips
        ]
        placed_chips, end = _lines(chips, left, right, top, gap)
        actions = [(action, *self._action_size(row.shape, action)) for action in row.actions]
        placed_actions, end = _lines(actions, left, right, end, gap)
        return placed_chips, placed_actions, end - top

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
        wide = self._drawing.width(row.trailing, "small") + 2
        if row.trailing and wide > line.width() // 2:
            # A hint that would have to be cut is left out; a reader still hears it.
            parts.trailing = QRect()
        elif row.trailing:
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
        note = self._note_height(row, rect.width())
        inner = rect.adjusted(side, px(12), -side - 1, -gap - px(12) - note)
        left, end = self._span(row, rect)
        if note:
            top = inner.bottom() + 1 + px(NOTE_GAP)
            parts.note = QRect(left, top, end - left, note - px(NOTE_GAP))
        if row.shape is Shape.CARD:
            parts.poster = QRect(inner.left(), inner.top(), px(112), px(64))
        text = self._text_height(row)
        is_stacked = self.is_stacked(rect.width())
        room = inner.height()
        if is_stacked:
            room = max(text, px(64) if row.shape is Shape.CARD else 0)
            parts.chips, parts.actions, _ = self._flow(row, left, end, inner.top() + room)
        right = end if is_stacked else self._beside(parts, row, inner)
        if row.trailing and row.shape is Shape.LINE:
            wide = min(self._drawing.width(row.trailing, "small") + 2, (right - left) // 2)
            parts.trailing = QRect(right - wide, inner.top(), wide, room)
            right -= wide + px(16)
        if row.icon and row.shape is not Shape.CARD:
            parts.icon = QRect(inner.left(), inner.top() + (room - px(20)) // 2, px(20), px(20))
        self._words(parts, row, QRect(left, inner.top() + max(0, (room - text) // 2), max(0, right - left), text))
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
        for place, action in enumerate(reversed(row.actions)):
            wide, high = self._action_size(row.shape, action)
            wide = max(wide, self._column(row.shape, place))
            parts.actions.insert(0, (action, QRect(right - wide, middle - high // 2, wide, high)))
            right -= wide + px(12)
        high = self._drawing.chip_height()
        for chip in reversed(row.chips):
            wide = self._drawing.chip_width(chip.text, chip.icon)
            parts.chips.insert(0, (chip, QRect(right - wide, middle - high // 2, wide, high)))
            right -= wide + px(8)
        return right - px(8)

    def _column(self, shape: Shape, place: int) -> int:
        """How wide the widest button is that stands at this place from the end."""
        if (shape, place) not in self._widest:
            wide = [self._action_size(of, action)[0] for of, at, action in self._alike if (of, at) == (shape, place)]
            self._widest[shape, place] = max(wide, default=0)
        return self._widest[shape, place]

    def _action_size(self, shape: Shape, action: Action) -> tuple[int, int]:
        if shape is Shape.LINE:
            icon = self._theme.px(26) if action.icon else 0
            return self._drawing.width(action.text, "item") + icon + self._theme.px(20), self._theme.px(36)
        return self._drawing.button_width(action.text, action.icon), self._button_height()


Column = tuple[Shape, int, Action]
"""A button, the shape of its row, and which from the end it is."""
Piece = TypeVar("Piece", Chip, Action)


def _lines(
    pieces: Sequence[tuple[Piece, int, int]], left: int, right: int, top: int, gap: int
) -> tuple[list[tuple[Piece, QRect]], int]:
    """The pieces side by side in as many lines as they need, and where they end."""
    placed: list[tuple[Piece, QRect]] = []
    start, end = left, top
    for piece, wide, high in pieces:
        wide = min(wide, right - left)
        if not placed or start + wide > right:
            start, top, end = left, end + gap, end + gap + high
        placed.append((piece, QRect(start, top, wide, high)))
        start += wide + gap
    return placed, end
