"""When a resource is complete and how far a course is."""

from __future__ import annotations

from collections.abc import Iterable

from karmadesk.content import DEFAULT_THRESHOLD
from karmadesk.learning.intervals import fraction, snapped
from karmadesk.model import Intervals, Progress


def threshold_of(declared: float | None) -> float:
    """The share to be watched: the content's own when it is a sane share, else 95 %."""
    if declared is not None and 0.0 < declared <= 1.0:
        return declared
    return DEFAULT_THRESHOLD


def watched_enough(intervals: Intervals, duration_ms: int, threshold: float | None = None) -> bool:
    """Whether the union of what was watched reaches the threshold. Dragging the slider adds nothing to it."""
    return fraction(snapped(intervals), duration_ms) >= threshold_of(threshold)


def course_fraction(resources: Iterable[str], progress: Iterable[Progress]) -> float:
    """Share of the course's present resources that are complete, 0-1: always derived, never stored."""
    wanted = set(resources)
    if not wanted:
        return 0.0
    done = {p.resource_id for p in progress if p.is_completed}
    return len(done & wanted) / len(wanted)
