"""Moments as the contract spells them; inside the hub a moment is milliseconds since 1970, UTC."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

DAY_MS = 86_400_000

_CONTRACT = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d):(\d{3})([+-]\d{4})")


def now_ms() -> int:
    """This moment."""
    return time.time_ns() // 1_000_000


def midnight_ms(at: int | None = None) -> int:
    """The beginning of the UTC day of a moment, else of today."""
    moment = now_ms() if at is None else at
    return moment - moment % DAY_MS


def of_text(text: str) -> int:
    """The moment that `yyyy-MM-dd HH:mm:ss:SSSZ` names; ValueError for any other spelling."""
    found = _CONTRACT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    seconds, millis, zone = found.groups()
    whole = datetime.strptime(seconds + zone, "%Y-%m-%d %H:%M:%S%z")
    return round(whole.timestamp()) * 1000 + int(millis)


def to_text(at: int | None) -> str | None:
    """`yyyy-MM-dd HH:mm:ss:SSS+0000`: a colon before the milliseconds, as content states carry it."""
    if at is None:
        return None
    return f"{_utc(at):%Y-%m-%d %H:%M:%S}:{at % 1000:03d}+0000"


def to_instant(at: int | None) -> str | None:
    """`2025-12-31T00:00:00.000Z`."""
    if at is None:
        return None
    return f"{_utc(at):%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}Z"


def to_stamp(at: int) -> str:
    """`2020-07-08T14:51:23.883+0000`, as content metadata carries it."""
    return f"{_utc(at):%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}+0000"


def to_date(at: int | None) -> str | None:
    """`2025-12-31`."""
    return None if at is None else f"{_utc(at):%Y-%m-%d}"


def of_date(text: str) -> int:
    """The beginning of the day that `2025-12-31` names, or an instant's own moment; ValueError otherwise."""
    moment = datetime.fromisoformat(text)
    return round(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() * 1000)


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at // 1000, UTC)
