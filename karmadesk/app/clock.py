"""The real clock: this machine's, and what servers said of the true time."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
SLOWEST_ANSWER_S = 5.0
"""An answer that took longer says too little about when it was written."""
KEPT = 5
DEAD_BAND_S = 3.0
"""A `Date` has whole seconds and may be as old as the answer took to write: what is nearer than this is no news."""


class SystemClock:
    """Implements `ports.Clock`."""

    def __init__(self) -> None:
        self._boot = _boot_id()
        self._offsets: list[float] = []

    def now(self) -> datetime:
        return datetime.now(UTC)

    def corrected(self) -> datetime:
        if not self._offsets:
            return self.now()
        # `statistics` loads fractions and decimals; a start need not wait for them.
        from statistics import median

        return self.now() + timedelta(seconds=median(self._offsets))

    def monotonic(self) -> float:
        return time.monotonic()

    def boot(self) -> str:
        return self._boot

    def learn(self, server_now: datetime, asked_at: float, answered_at: float) -> None:
        took = answered_at - asked_at
        if 0 <= took <= SLOWEST_ANSWER_S:
            heard = self.now() - timedelta(seconds=took / 2)
            # A Date header is cut to whole seconds; half of one is the best guess of what was cut off.
            offset = (server_now - heard).total_seconds() + 0.5
            self._offsets = [*self._offsets[-(KEPT - 1) :], 0.0 if abs(offset) < DEAD_BAND_S else offset]


def _boot_id() -> str:
    try:
        return BOOT_ID.read_text("ascii").strip()
    except OSError:
        return str(uuid.uuid4())
