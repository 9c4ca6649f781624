"""What a learner did, once, and what is shown of it before the server knows: pure.

A statement is shaped like xAPI's (who, verb, object, result, time) but kept small: the adapters in `sync` write the
wire's spelling. Only `progressed` may be replaced while it still gathers; every other statement is appended for good.
"""

from __future__ import annotations

import enum
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from karmadesk.learning.intervals import fraction, snapped
from karmadesk.learning.merge import earliest
from karmadesk.model import Json, Place, Progress, ServerState, Watched

VERSION = 1
"""Of the shape of `Statement.body`."""

ALMOST = 0.99
"""The most that is shown of something not complete: only a completion reads 100 %."""


class Verb(enum.Enum):
    INITIALIZED = "initialized"
    PROGRESSED = "progressed"
    COMPLETED = "completed"
    ANSWERED = "answered"
    ENROLLED = "enrolled"


class StatementKind(enum.Enum):
    STATEMENT = "statement"
    ENROL = "enrol"
    PRIVATE = "private"
    USAGE = "usage"
    """Of use to the platform alone: recorded only where somebody lets it be told."""


@dataclass(frozen=True)
class Statement:
    """One act. Times are aware UTC; `at_raw` is this machine's clock, `at` the corrected time; `clock` orders acts.

    `boot_s`, the seconds from the start of `boot`, where the true time was not known at the act: it is told later.
    """

    id: str
    kind: StatementKind
    verb: Verb
    place: Place
    body: Mapping[str, Json]
    device: str
    sequence: int
    clock: str
    at_raw: datetime
    at: datetime
    boot: str
    version: int = VERSION
    boot_s: float | None = None


@dataclass(frozen=True)
class Act:
    """What `services` ask the store to remember; the store gives it id, sequence and clock in the same transaction."""

    kind: StatementKind
    verb: Verb
    place: Place
    body: Mapping[str, Json] = field(default_factory=dict)


def new_id(now_ms: int | None = None, entropy: bytes | None = None) -> str:
    """A UUIDv7 as text (RFC 9562 section 5.7): sorts by time, unique without a server."""
    stamp = int(time.time() * 1000) if now_ms is None else now_ms
    noise = int.from_bytes(secrets.token_bytes(10) if entropy is None else entropy, "big")
    value = (stamp & (1 << 48) - 1) << 80 | 0x7 << 76 | (noise >> 64 & 0xFFF) << 64 | 0b10 << 62 | noise & (1 << 62) - 1
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def project(
    resource_id: str,
    server: ServerState | None,
    local: Watched | None,
    pending: Iterable[Statement] = (),
) -> Progress:
    """What to show of a resource: the server's state, this laptop's record and the statements not yet accepted, joined.

    Never lower than any of them: the server's list lags by minutes, and a completion once earned stays.
    """
    waiting = [s for s in pending if s.place.resource_id == resource_id]
    completed_at = local.completed_at if local else None
    for statement in waiting:
        if statement.verb in {Verb.COMPLETED, Verb.ANSWERED} and statement.body.get("completed", True):
            completed_at = earliest(completed_at, statement.at)
    if server and server.status >= 2:
        completed_at = earliest(completed_at, server.completed_at or server.last_access_at)
    is_completed = completed_at is not None or (server is not None and server.status >= 2)
    shares = [
        server.percentage / 100 if server else 0.0,
        fraction(snapped(local.intervals), local.duration_ms) if local else 0.0,
        *(float(s.body.get("fraction", 0.0)) for s in waiting),
    ]
    share = max(0.0, min(1.0, max(shares)))
    if not is_completed:
        share = min(share, ALMOST)
    return Progress(
        resource_id=resource_id,
        fraction=1.0 if is_completed else share,
        completed_at=completed_at,
        is_completed=is_completed,
        position_ms=local.position_ms if local and local.position_clock else _server_position_ms(server),
        is_waiting=bool(waiting),
    )


def _server_position_ms(server: ServerState | None) -> int:
    """Where another device stopped, from iGOT's `progressdetails.current` (last element, seconds); 0 when unknown."""
    if server is None:
        return 0
    current = server.details.get("current")
    last = current[-1] if isinstance(current, list) and current else None
    try:
        return max(0, round(float(last) * 1000)) if last is not None else 0
    except (TypeError, ValueError):
        return 0
