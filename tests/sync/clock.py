"""A clock that a test owns: it stands still until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


class StillClock:
    """Satisfies `ports.Clock`; `offset` is what it learnt of the true time."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at
        self.offset = timedelta()
        self.learnt: list[datetime] = []
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.at

    def corrected(self) -> datetime:
        return self.at + self.offset

    def monotonic(self) -> float:
        return self.seconds

    def boot(self) -> str:
        return "boot"

    def since_boot(self) -> float:
        return self.seconds

    def true_at(self, boot: str, boot_s: float) -> datetime | None:
        return self.corrected()

    def learn(self, server_now: datetime, asked_at: float, answered_at: float) -> None:
        self.learnt.append(server_now)

    def pass_(self, **amount: float) -> None:
        """Lets time go by."""
        self.at += timedelta(**amount)
        self.seconds += timedelta(**amount).total_seconds()
