"""A laptop's clock in a world whose true time the soak owns: wrong, jumping, and slow to learn that it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.sync.clock import StillClock

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FAR = datetime(2038, 1, 19, 3, 14, tzinfo=UTC)


class DriftingClock:
    """Satisfies `ports.Clock`: the true time plus a skew; `known` is how much of it the laptop has learnt."""

    def __init__(self, true: StillClock) -> None:
        self._true = true
        self.skew = timedelta()
        self.known = timedelta()
        self.slept_s = 0.0
        self.starts = 0
        self._told: set[str] = set()

    def now(self) -> datetime:
        return self._true.at + self.skew

    def corrected(self) -> datetime:
        return self.now() - self.known

    def monotonic(self) -> float:
        return self._true.seconds - self.slept_s

    def boot(self) -> str:
        return f"boot-{self.starts}"

    def since_boot(self) -> float:
        return self._true.seconds

    def true_at(self, boot: str, boot_s: float) -> datetime | None:
        """As told in that very boot, and in no other."""
        return self._true.at - timedelta(seconds=self._true.seconds - boot_s) if boot in self._told else None

    def learn(self, server_now: datetime, asked_at: float, answered_at: float) -> None:
        self.known = self.now() - server_now
        self._told.add(self.boot())

    @property
    def is_right(self) -> bool:
        """Whether the laptop knows the true time."""
        return self.known == self.skew

    def jump_to(self, at: datetime) -> None:
        """Somebody, or an empty battery, sets the clock."""
        self.skew = at - self._true.at

    def suspend(self, **amount: float) -> None:
        """The lid is closed for so long: the true time goes on, the monotonic clock stands."""
        self._true.pass_(**amount)
        self.slept_s += timedelta(**amount).total_seconds()
