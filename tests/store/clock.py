"""A clock that the test owns; it satisfies the port."""

from __future__ import annotations

from datetime import datetime, timedelta


class OwnClock:
    """Moves by `step` with every look; `skew` is how far the laptop's clock is from the true time."""

    def __init__(self, start: datetime, step: timedelta, skew: timedelta = timedelta()) -> None:
        self.time = start
        self.step = step
        self.skew = skew
        self.boot_id = "boot-1"

    def now(self) -> datetime:
        return self.corrected() + self.skew

    def corrected(self) -> datetime:
        self.time += self.step
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()

    def boot(self) -> str:
        return self.boot_id

    def since_boot(self) -> float:
        return self.time.timestamp()

    def true_at(self, boot: str, boot_s: float) -> datetime | None:
        return self.time

    def learn(self, server_now: datetime, asked_at: float, answered_at: float) -> None:
        self.time = server_now
