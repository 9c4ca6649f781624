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
        """The best known true time, aware UTC. Once a server told it, setting the wall clock moves it no more."""

    def monotonic(self) -> float:
        """Seconds that never go back."""

    def boot(self) -> str:
        """An id that changes when the machine (or, where it can't tell, the program) starts."""

    def since_boot(self) -> float:
        """Seconds since this boot began; they go on while the machine sleeps."""

    def true_at(self, boot: str, boot_s: float) -> datetime | None:
        """The true time at so many seconds of a boot; None while no server has told it in that boot."""

    def learn(self, server_now: datetime, asked_at: float, answered_at: float) -> None:
        """Takes a server's `Date` into account; the other two are `monotonic()` before and after the request."""
