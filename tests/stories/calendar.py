"""Time that the stories pass themselves: a calendar for everybody, a laptop's clock that follows it, and the hub's."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

AHEAD = "KARMADESK_STORY_AHEAD"
"""Names the file that tells the hub's process how many seconds the story is ahead."""
DEAD_BAND = timedelta(seconds=3)


class Calendar:
    """How far the story is ahead of the real time; a hub of tests/stories/later_hub.py follows the file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._ahead = timedelta()
        self.pass_()

    def pass_(self, **amount: float) -> None:
        """So much time goes by, for every laptop and for the hub."""
        self._ahead += timedelta(**amount)
        beside = self.file.with_suffix(".next")
        beside.write_text(str(self._ahead.total_seconds()), "ascii")
        beside.replace(self.file)

    @property
    def ahead(self) -> timedelta:
        return self._ahead

    def today(self) -> datetime:
        """The true time in the story."""
        return datetime.now(UTC) + self._ahead


class StoryClock:
    """Satisfies `ports.Clock` on one laptop: the calendar's time, or a wrong one until a server has told the true one.

    What plays for hours plays at once: `play` moves the counter on and nothing else.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._played_s = 0.0
        self._skew = timedelta()
        self._known: timedelta | None = None

    def set_to(self, at: datetime) -> None:
        """An empty battery sets the clock."""
        self._skew = at - self._calendar.today()
        self._known = None

    def play(self, seconds: float) -> None:
        """Somebody watches for so long."""
        self._played_s += seconds

    def now(self) -> datetime:
        return self._calendar.today() + self._skew

    def corrected(self) -> datetime:
        return self.now() - (self._known or timedelta())

    def monotonic(self) -> float:
        return time.monotonic() + self._played_s

    def since_boot(self) -> float:
        return time.monotonic() + self._calendar.ahead.total_seconds()

    def boot(self) -> str:
        return "this boot"

    def true_at(self, boot: str, boot_s: float) -> datetime | None:
        if boot != self.boot() or self._known is None:
            return None
        return self.corrected() - timedelta(seconds=self.since_boot() - boot_s)

    def learn(self, server_now: datetime, asked_at: float, answered_at: float) -> None:
        del asked_at, answered_at
        off = self.now() - server_now
        self._known = timedelta() if abs(off) < DEAD_BAND else off
