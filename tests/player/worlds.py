"""A clock that tests own, and a post that runs at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class HandClock:
    """Satisfies `ports.Clock`; time passes only when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def pass_(self, seconds: float) -> None:
        self.seconds += seconds

    def now(self) -> datetime:
        return datetime(2026, 4, 1, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def corrected(self) -> datetime:
        return self.now()

    def monotonic(self) -> float:
        return self.seconds

    def boot(self) -> str:
        return "boot"

    def since_boot(self) -> float:
        return self.seconds

    def true_at(self, boot: str, boot_s: float) -> datetime | None:
        return self.now()

    def learn(self, server_now: datetime, asked_at: float, answered_at: float) -> None:
        """Nothing to learn."""


def at_once(callback: Callable[[], None]) -> None:
    """A `Post` for tests without a window."""
    callback()


class RealClock(HandClock):
    """Real time: a decoder brings its own."""

    def monotonic(self) -> float:
        return time.monotonic()
