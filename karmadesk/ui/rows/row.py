"""What a list shows, as frozen values with their words in the language that is shown."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from karmadesk.ui.theme.tokens import Role, Tone


class Shape(enum.Enum):
    """How a row is drawn. Lines that follow each other share one card."""

    CARD = "card"
    LINE = "line"
    HEADING = "heading"


class Joint(enum.Enum):
    """Where a line stands in its card."""

    SINGLE = "single"
    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"


@dataclass(frozen=True)
class Chip:
    """A state in words; the tone and the icon only repeat it."""

    text: str
    tone: Tone = "plain"
    icon: str = ""


@dataclass(frozen=True)
class Action:
    """Something that can be done with a row. `id` is what the screen hears."""

    id: str
    text: str
    icon: str = ""
    is_primary: bool = False


@dataclass(frozen=True)
class Row:
    """One row. The first of `actions` is what Enter and a click do; `more` is in the menu only."""

    id: str
    title: str
    detail: str = ""
    note: str = ""
    """Whole sentences: they stand below the rest in as many lines as they need, and are never cut."""
    shape: Shape = Shape.CARD
    joint: Joint = Joint.SINGLE
    icon: str = ""
    icon_role: Role = "ink2"
    poster: Path | None = None
    seed: int = 0
    fraction: float | None = None
    is_done: bool = False
    trailing: str = ""
    chips: tuple[Chip, ...] = ()
    actions: tuple[Action, ...] = ()
    more: tuple[Action, ...] = ()
    is_enabled: bool = True
    is_coming: bool = False
    """Drawn in grey, without words: the place is kept for what is being read."""

    @property
    def choices(self) -> tuple[Action, ...]:
        """Everything that can be done with it."""
        return (*self.actions, *self.more)

    @cached_property
    def measure(self) -> tuple[object, ...]:
        """All that its height depends on where states stand beside the words: alike, rows are equally tall."""
        ends = self.joint in (Joint.SINGLE, Joint.LAST)
        return self.shape, ends, bool(self.detail), self.note, self.fraction is None, bool(self.chips)

    def spoken(self) -> str:
        """The whole row in words, for a screen reader."""
        parts = [self.title, self.detail, self.note, self.trailing, *(chip.text for chip in self.chips)]
        return ". ".join(part for part in parts if part.strip())


@dataclass(frozen=True)
class RowAct:
    """What was chosen in a list."""

    row_id: str
    action_id: str


def in_cards(rows: list[Row]) -> list[Row]:
    """The rows with the joints of neighbouring lines set, so that each run of lines is one card."""
    joined: list[Row] = []
    for place, row in enumerate(rows):
        if row.shape is not Shape.LINE:
            joined.append(row)
            continue
        is_first = place == 0 or rows[place - 1].shape is not Shape.LINE
        is_last = place + 1 == len(rows) or rows[place + 1].shape is not Shape.LINE
        joint = {(True, True): Joint.SINGLE, (True, False): Joint.FIRST, (False, True): Joint.LAST}
        joined.append(replace(row, joint=joint.get((is_first, is_last), Joint.MIDDLE)))
    return joined


def skeletons(count: int, shape: Shape = Shape.CARD, *, has_bar: bool = True, has_heading: bool = False) -> list[Row]:
    """Grey shapes as tall as the rows to come, shown while a list is read: what arrives takes their place."""
    rows = [
        Row(
            id=f"skeleton-{place}",
            title="",
            detail=" ",
            shape=shape,
            icon="course",
            fraction=0.0 if has_bar else None,
            is_enabled=False,
            is_coming=True,
        )
        for place in range(count)
    ]
    heading = Row(id="skeleton-heading", title="", shape=Shape.HEADING, is_enabled=False, is_coming=True)
    return [heading, *rows] if has_heading else rows
