"""Which milliseconds of a content were watched: sorted, disjoint, half-open intervals."""

from __future__ import annotations

from collections.abc import Iterable

from karmadesk.model import Intervals

SNAP_MS = 1000
"""Gaps up to this long are closed for display and storage: engines report positions in steps of up to half a second."""


def normalised(pairs: Iterable[tuple[int, int]]) -> Intervals:
    """The union of any pairs; empty and backward ones are dropped."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, s), e) for s, e in pairs if e > max(0, s)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def union(left: Intervals, right: Intervals) -> Intervals:
    """What was watched on either side. Commutative, associative, idempotent: needs no clock and no order."""
    return normalised((*left, *right))


def covered_ms(intervals: Intervals) -> int:
    """How many milliseconds of content the intervals cover."""
    return sum(end - start for start, end in intervals)


def clipped(intervals: Intervals, duration_ms: int) -> Intervals:
    """The intervals inside [0, duration)."""
    return normalised((start, min(end, duration_ms)) for start, end in intervals)


def snapped(intervals: Intervals, gap_ms: int = SNAP_MS) -> Intervals:
    """The intervals with gaps of at most `gap_ms` closed; never used to judge more than an engine's own step."""
    closed: list[tuple[int, int]] = []
    for start, end in intervals:
        if closed and start - closed[-1][1] <= gap_ms:
            closed[-1] = (closed[-1][0], end)
        else:
            closed.append((start, end))
    return tuple(closed)


def fraction(intervals: Intervals, duration_ms: int) -> float:
    """Share of the content that was watched, 0-1; 0 while the duration is unknown."""
    if duration_ms <= 0:
        return 0.0
    return min(1.0, covered_ms(clipped(intervals, duration_ms)) / duration_ms)
