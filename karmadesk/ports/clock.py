"""Time, and telling the rest what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from karmadesk.model import Topic

Changed = Callable[[Topic], None]
"""Tells the rest of the program what changed; may be called on any thread."""


class Clock(Protocol):
    """Time, injected so that tests own it."""

    def now(self) -> datetime:
        """This machine's wall clock, aware UTC, uncorrected."""

    def corrected(self) -> datetime:
        """The best known true time, aware UTC: the wall clock plus the offset learnt from a server's `Date`."""

    def monotonic(self) -> float:
        """Seconds that never go back."""

    def boot(self) -> str:
        """An id that changes when the machine (or, where it can't tell, the program) starts."""

    def learn(self, server_now: datetime, asked_at: float, answered_at: float) -> None:
        """Takes a server's `Date` into account; the other two are `monotonic()` before and after the request."""
