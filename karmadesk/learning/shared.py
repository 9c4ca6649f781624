"""What one laptop tells the learner's other laptops of a resource, inside the server's own row: pure.

A learning server keeps `progressdetails` as it was written last. Ours carries, under one key of our own, the intervals
and counters behind the percentage, so that two laptops join what was really watched instead of comparing percentages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from karmadesk.learning.clock import Stamp
from karmadesk.learning.intervals import normalised, snapped
from karmadesk.learning.merge import Spent, counted, joined
from karmadesk.model import Intervals, Json, Watched

KEY = "karmadesk"
MOST_SPANS = 200
"""More scattered watching than this isn't told: the percentage still is."""

MOST_DEVICES = 50
_LONGEST_MS = 10**10
_FASTEST_CLOCK = timedelta(days=1)


def told(watched: Watched) -> Mapping[str, Json] | None:
    """The row as others may hear it; None when there is nothing to tell or too much of it."""
    spans = snapped(watched.intervals)
    if not spans or len(spans) > MOST_SPANS or len(watched.spent) > MOST_DEVICES:
        return None
    said: dict[str, Json] = {
        "version": watched.version,
        "length": watched.duration_ms,
        "seen": [list(span) for span in spans],
        "at": watched.position_ms,
        "clock": watched.position_clock,
    }
    return {**said, "spent": dict(watched.spent)} if watched.spent else said


def heard(resource_id: str, details: Mapping[str, Json], now: datetime) -> Watched | None:
    """What another laptop told; None when it told nothing that makes sense. A clock from the future counts as none."""
    said = details.get(KEY)
    if not isinstance(said, Mapping):
        return None
    length, spans = _whole(said.get("length")), _spans(said.get("seen"))
    if length is None or spans is None or not isinstance(said.get("version"), int | float):
        return None
    position = _whole(said.get("at")) or 0
    return Watched(
        resource_id=resource_id,
        version=float(said["version"]),
        duration_ms=length,
        intervals=spans,
        furthest_ms=max((end for _, end in spans), default=0),
        position_ms=position,
        position_clock=_clock(said.get("clock"), now),
        spent=_spent(said.get("spent")),
    )


def with_both(
    resource_id: str, ours: Mapping[str, Json], theirs: Mapping[str, Json], now: datetime
) -> Mapping[str, Json]:
    """`ours` with what either side tells joined in it."""
    here, there = heard(resource_id, ours, now), heard(resource_id, theirs, now)
    if there is None:
        return ours
    both = told(there if here is None else joined(here, there))
    return ours if both is None else {**ours, KEY: both}


def covers(resource_id: str, theirs: Mapping[str, Json], ours: Mapping[str, Json], now: datetime) -> bool:
    """Whether `theirs` already tells all that `ours` does."""
    here, there = heard(resource_id, ours, now), heard(resource_id, theirs, now)
    if here is None:
        return True
    return there is not None and told(joined(here, there)) == told(there)


def _whole(value: Json) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST_MS:
        return None
    return int(value)


def _spans(value: Json) -> Intervals | None:
    if not isinstance(value, list) or len(value) > MOST_SPANS:
        return None
    pairs: list[tuple[int, int]] = []
    for span in value:
        ends = [_whole(end) for end in span] if isinstance(span, list | tuple) and len(span) == 2 else []
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            return None
        pairs.append((ends[0], ends[1]))
    return normalised(pairs)


def _spent(value: Json) -> Spent:
    if not isinstance(value, Mapping) or len(value) > MOST_DEVICES:
        return ()
    known = {device: _whole(ms) for device, ms in value.items() if isinstance(device, str) and device}
    return counted((), tuple((device, ms) for device, ms in known.items() if ms is not None))


def _clock(value: Json, now: datetime) -> str:
    if not isinstance(value, str) or not value:
        return ""
    try:
        stamp = Stamp.parse(value)
    except ValueError:
        return ""
    latest_ms = int((now + _FASTEST_CLOCK).timestamp() * 1000)
    return value if 0 <= stamp.wall_ms <= latest_ms and str(stamp) == value else ""
