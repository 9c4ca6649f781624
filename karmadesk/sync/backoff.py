"""How long to leave a server alone: full jitter, so that a million clients that lost it don't come back at once."""

from __future__ import annotations

import random
from datetime import timedelta

from karmadesk.errors import KarmaDeskError, LinkError, ServerBusy

FIRST_S = 5.0
LONGEST_S = 15 * 60.0
SPREAD = 0.2
_DOUBLINGS = 16


def pause(attempts: int, error: LinkError, jitter: random.Random) -> timedelta:
    """The wait after this many earlier attempts; never shorter than what the server asked for."""
    longest = min(LONGEST_S, FIRST_S * 2 ** min(attempts, _DOUBLINGS))
    seconds = jitter.uniform(0.0, longest)
    asked_s = asked_for(error)
    if asked_s is not None:
        seconds = max(seconds, asked_s * (1.0 + jitter.uniform(0.0, SPREAD)))
    return timedelta(seconds=seconds)


def asked_for(error: KarmaDeskError) -> float | None:
    """The seconds of a `Retry-After`, at most a day; None when the server named none."""
    asked_s = error.retry_after_s if isinstance(error, ServerBusy) else None
    return min(asked_s, 86_400.0) if asked_s is not None else None
