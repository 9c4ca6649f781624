"""A laptop whose clocks a test turns: dead batteries, daylight, sleep and a new boot, and a server that tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from karmadesk.app.clock import SystemClock
from karmadesk.app.machine_clock import MachineClock

TRUTH = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
NEAR = timedelta(seconds=1)
WRONG = (
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2009, 1, 1, tzinfo=UTC),
    TRUTH - timedelta(days=1),
    TRUTH + timedelta(days=1),
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    datetime(2106, 2, 7, 6, 28, 16, tzinfo=UTC),
)


class Laptop(MachineClock):
    """A machine whose clocks a test turns: `passes` moves all, `sleeps` only the wall's and the boot's."""

    def __init__(self, wall: datetime = TRUTH, boot: str = "boot-1") -> None:
        self.at = wall
        self.on_s = 60.0
        self.awake_s = 60.0
        self.boot_id = boot

    def wall(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.awake_s

    def since_boot(self) -> float:
        return self.on_s

    def boot(self) -> str:
        return self.boot_id

    def passes(self, seconds: float) -> None:
        self.sleeps(seconds)
        self.awake_s += seconds

    def sleeps(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.on_s += seconds

    def starts_again(self, boot: str, wall: datetime) -> None:
        self.at, self.on_s, self.awake_s, self.boot_id = wall, 20.0, 20.0, boot


def hears(clock: SystemClock, truth: datetime, took_s: float = 0.2) -> None:
    """A server's answer, with the whole second of its `Date`."""
    now = clock.monotonic()
    clock.learn(truth.replace(microsecond=0), now - took_s, now)


class TurnedClock(SystemClock):
    """The program's own clock on such a laptop."""

    def __init__(self, laptop: Laptop) -> None:
        super().__init__(machine=laptop)
        self.laptop = laptop

    def pass_(self, seconds: float) -> None:
        self.laptop.passes(seconds)
