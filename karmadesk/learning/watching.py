"""Turns what a media engine reports into what was really watched; pure, so that laws can hold it to its word."""

from __future__ import annotations

from dataclasses import dataclass

from karmadesk.learning.intervals import normalised
from karmadesk.model import Intervals

CLOSE_EVERY_S = 5.0
"""A segment is closed at least this often, so that a power cut costs at most these seconds."""

FASTEST = 2.0
"""Content may run this many times faster than rate x wall time before it counts as a jump and not as watching."""


@dataclass(frozen=True)
class _Report:
    position_ms: int
    at_s: float


class Tracker:
    """Watches one resource being played. Every method answers with the segments it closed: record them.

    `at_s` is monotonic wall time in seconds; a position is milliseconds of content. Only an unbroken run between two
    reports while playing counts, so that neither dragging the slider nor an engine's leap completes anything.
    """

    def __init__(self, rate: float = 1.0) -> None:
        self._rate = rate
        self._last: _Report | None = None
        self._start: _Report | None = None

    def report(self, position_ms: int, *, is_playing: bool, at_s: float) -> Intervals:
        """Takes one report in. A report that playing has stopped still counts what ran up to it."""
        closed = self._advance(position_ms, at_s)
        now = _Report(position_ms, at_s)
        if not is_playing:
            return normalised((*closed, *self._close()))
        self._last = now
        if self._start is None:
            self._start = now
        elif at_s - self._start.at_s >= CLOSE_EVERY_S:
            closed = normalised((*closed, *self._close()))
            self._last = self._start = now
        return closed

    def seek(self) -> Intervals:
        """The learner is about to jump: what ran until the last report is closed, the jump itself never counts."""
        return self._close()

    def set_rate(self, rate: float) -> Intervals:
        """Closes the segment; from here the content runs at another speed."""
        closed = self._close()
        self._rate = rate
        return closed

    def stop(self) -> Intervals:
        """The resource is left."""
        return self._close()

    def _advance(self, position_ms: int, at_s: float) -> Intervals:
        """Closes the run before a jump; the last report stays the end of an unbroken run."""
        if self._last is None:
            return ()
        moved = position_ms - self._last.position_ms
        allowed = FASTEST * self._rate * max(0.0, at_s - self._last.at_s) * 1000.0
        if 0 <= moved <= allowed:
            self._last = _Report(position_ms, at_s)
            return ()
        return self._close()

    def _close(self) -> Intervals:
        start, last = self._start, self._last
        self._start = self._last = None
        if start is None or last is None:
            return ()
        return normalised([(start.position_ms, last.position_ms)])
