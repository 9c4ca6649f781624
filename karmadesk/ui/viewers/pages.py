"""Which pages of a document are in sight, and which count as read. No Qt: laws hold it to its word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOSTLY = 0.5
"""A page is in sight when this share of it, or of the view, is."""


@dataclass(frozen=True)
class PageLayout:
    """Pages below each other: their heights, the margin above the first, and the room between two."""

    heights: Sequence[int]
    margin: int
    spacing: int

    def top_of(self, page: int) -> int:
        """Where the page begins; the first one with the margin above it."""
        above = sum(self.heights[:page]) + page * self.spacing
        return self.margin + above if page else 0

    def shares(self, top: int, view_height: int) -> dict[int, int]:
        """How many pixels of each page are in sight, pages out of sight left out."""
        found: dict[int, int] = {}
        begin = self.margin
        for page, height in enumerate(self.heights):
            seen = min(begin + height, top + view_height) - max(begin, top)
            if seen > 0:
                found[page] = seen
            begin += height + self.spacing
        return found

    def visible(self, top: int, view_height: int) -> frozenset[int]:
        """The pages that are in sight well enough to be read."""
        return frozenset(
            page
            for page, seen in self.shares(top, view_height).items()
            if seen >= MOSTLY * min(self.heights[page], view_height)
        )

    def main_page(self, top: int, view_height: int) -> int:
        """The page of which most is in sight, the earlier one of two."""
        shares = self.shares(top, view_height)
        return max(shares, key=lambda page: (shares[page], -page)) if shares else 0


class PagesSeen:
    """Collects pages. Tell it of every scroll with `look`, and of every second of rest with `dwelt`."""

    def __init__(self, already: Iterable[int]) -> None:
        self.pages: set[int] = set(already)
        self._in_sight: frozenset[int] = frozenset()
        self._top: int | None = None

    def look(self, in_sight: frozenset[int], top: int, view_height: int) -> bool:
        """The view shows these pages now. True when a page was scrolled past, and so counts.

        A move by more than one view is a jump: what was left behind was not scrolled past.
        """
        is_scroll = self._top is not None and abs(top - self._top) <= view_height
        passed = self._in_sight - in_sight if is_scroll else frozenset()
        self._in_sight, self._top = in_sight, top
        return self._add(passed)

    def jumped(self) -> None:
        """What is in sight now was not scrolled to: the zoom changed."""
        self._in_sight, self._top = frozenset(), None

    def dwelt(self) -> bool:
        """What is in sight has been for a while. True when that was new."""
        return self._add(self._in_sight)

    def _add(self, pages: Iterable[int]) -> bool:
        new = set(pages) - self.pages
        self.pages |= new
        return bool(new)
