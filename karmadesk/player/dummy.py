"""An engine without picture or sound: it lets the real file's length pass on an injected clock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from karmadesk.errors import Unplayable
from karmadesk.jobs import Post
from karmadesk.player.length import length_ms
from karmadesk.ports import Clock, PlayerState, Surface


class DummyPlayer:
    """Plays a file's time away. It has no thread: `state()` finds out that the end came; every command reports."""

    engine = "dummy"

    def __init__(self, post: Post, clock: Clock, probe: Callable[[Path], int] = length_ms) -> None:
        """`probe` reads a file's length in milliseconds or raises Unplayable."""
        self._post = post
        self._clock = clock
        self._probe = probe
        self._on_state: Callable[[PlayerState], None] | None = None
        self._duration_ms = 0
        self._base_ms = 0.0
        self._since: float | None = None
        self._rate = 1.0
        self._ended = False

    def attach(self, surface: Surface) -> None:
        """There is nothing to show."""

    def open(self, path: Path, on_state: Callable[[PlayerState], None]) -> None:
        """Raises Unplayable when the file is missing, empty or of no known length."""
        if not path.is_file() or path.stat().st_size == 0:
            raise Unplayable("no such file, or an empty one")
        self._duration_ms = self._probe(path)
        self._base_ms, self._since, self._ended = 0.0, None, False
        self._on_state = on_state
        self._report()

    def play(self) -> None:
        if self._on_state is None or self._since is not None:
            return
        if self._ended:
            self._base_ms, self._ended = 0.0, False
        self._since = self._clock.monotonic()
        self._report()

    def pause(self) -> None:
        self._settle()
        self._since = None
        self._report()

    def seek(self, position_ms: int) -> None:
        self._settle()
        self._base_ms = float(min(max(0, position_ms), self._duration_ms))
        self._ended = False
        if self._since is not None:
            self._since = self._clock.monotonic()
        self._report()

    def set_rate(self, rate: float) -> None:
        self._settle()
        self._rate = rate
        self._report()

    def set_volume(self, percent: int) -> None:
        """There is nothing to hear."""

    def state(self) -> PlayerState:
        self._settle()
        return PlayerState(round(self._base_ms), self._duration_ms, self._since is not None, self._ended)

    def close(self) -> None:
        self._since = None
        self._on_state = None

    def _settle(self) -> None:
        """Moves the position to now; at the end of the file playing ends."""
        if self._since is None:
            return
        now = self._clock.monotonic()
        self._base_ms += (now - self._since) * 1000.0 * self._rate
        self._since = now
        if self._base_ms >= self._duration_ms:
            self._base_ms, self._since, self._ended = float(self._duration_ms), None, True
            self._report()

    def _report(self) -> None:
        on_state = self._on_state
        if on_state is not None:
            state = PlayerState(round(self._base_ms), self._duration_ms, self._since is not None, self._ended)
            self._post(lambda: on_state(state))
