"""How two records of the same learning become one: a join, so that order and repetition don't matter."""

from __future__ import annotations

from datetime import datetime

from karmadesk.learning.intervals import union
from karmadesk.model import Watched

Spent = tuple[tuple[str, int], ...]
"""(device, milliseconds) pairs, sorted, each device once."""


def earliest(left: datetime | None, right: datetime | None) -> datetime | None:
    """The earlier of two times; a time beats none, so that completion is never undone."""
    if left is None or right is None:
        return left or right
    return min(left, right)


def counted(left: Spent, right: Spent) -> Spent:
    """Each device's counter at its highest: what a device counted is heard once, however often it is told."""
    most = dict(left)
    for device, ms in right:
        most[device] = max(ms, most.get(device, 0))
    return tuple(sorted(most.items()))


def joined(left: Watched, right: Watched) -> Watched:
    """Both records in one. Of two versions of a content the newer one's intervals count; completion survives both.

    The position is the one with the later hybrid clock; equal clocks fall back to the further position.
    """
    if left.version != right.version:
        newer, older = (left, right) if left.version > right.version else (right, left)
        return Watched(
            resource_id=newer.resource_id,
            version=newer.version,
            duration_ms=newer.duration_ms,
            intervals=newer.intervals,
            furthest_ms=newer.furthest_ms,
            position_ms=newer.position_ms,
            position_clock=newer.position_clock,
            completed_at=earliest(newer.completed_at, older.completed_at),
            spent=counted(left.spent, right.spent),
        )
    position_clock, position_ms = max(
        (left.position_clock, left.position_ms), (right.position_clock, right.position_ms)
    )
    return Watched(
        resource_id=left.resource_id,
        version=left.version,
        duration_ms=max(left.duration_ms, right.duration_ms),
        intervals=union(left.intervals, right.intervals),
        furthest_ms=max(left.furthest_ms, right.furthest_ms),
        position_ms=position_ms,
        position_clock=position_clock,
        completed_at=earliest(left.completed_at, right.completed_at),
        spent=counted(left.spent, right.spent),
    )
