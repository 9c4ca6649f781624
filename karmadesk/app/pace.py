"""How often this laptop may trouble a server by itself: growing, jittered looks for a lost link, and one turn after.

When a whole state's network comes back, its laptops must not come back with it. Each draws a moment within the window
that the server offers; the draw is kept on disk, so that a restart neither draws again nor begins at once.
"""

from __future__ import annotations

import json
import logging
import os
import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from karmadesk.ports import Clock

log = logging.getLogger(__name__)

FIRST_PROBE_S = 20.0
LONGEST_PROBE_S = 15 * 60.0
_DOUBLINGS = 10
PRESSED_S, LONGEST_PRESSED_S = 5.0, 60.0
"""The button always works, but not more often than this; the second, while nobody answers it."""
MOST_MISSED = 1000
LONGEST_REST_S = 86_400.0
SPREAD = 0.2
"""So much longer than it asked for at most is a server left alone."""


class Pace:
    """Safe on any thread. Nothing of it holds up what a learner does."""

    def __init__(self, path: Path, clock: Clock, jitter: random.Random | None = None) -> None:
        """`path` is where the draw and the count of failed looks outlast the program."""
        self._path = path
        self._clock = clock
        self._jitter = jitter or random.Random()  # noqa: S311 - spreads load, guards nothing
        self._lock = threading.Lock()
        self._starts_at, self._rests_until, self._missed = _read(path)
        # A start of the program is as good as a link that came back: every office switches on at ten.
        self._was_away = True
        self._probe_after = 0.0
        self._pressed_after = 0.0
        self._fruitless = 0

    @property
    def starts_at(self) -> datetime | None:
        """When the next round starts by itself, while it waits for its turn."""
        return self._starts_at

    def is_due(self) -> bool:
        """Whether a round waited for its turn, and has it now."""
        at = self._starts_at
        return at is not None and at <= self._clock.corrected()

    def is_held(self) -> bool:
        """Whether a round waits for its turn."""
        return self._starts_at is not None and not self.is_due()

    def may_probe(self) -> bool:
        """Whether a link that was lost may be looked for again."""
        now, until = self._clock.corrected(), self._rests_until
        longest = now + timedelta(seconds=LONGEST_REST_S * (1.0 + SPREAD))
        return not (until is not None and now < until <= longest) and self._clock.monotonic() >= self._probe_after

    def found(self) -> None:
        """The server answers."""
        with self._lock:
            self._probe_after = 0.0
            if self._missed:
                self._missed, self._rests_until = 0, None
                self._keep()

    def missed(self, *, is_near: bool = False, rest_s: float = 0.0) -> None:
        """The server doesn't answer: the next look is later, and not before the `rest_s` that it asked for.

        One on this very machine (`is_near`) is no burden.
        """
        with self._lock:
            self._was_away = True
            if is_near:
                return
            ceiling = min(LONGEST_PROBE_S, FIRST_PROBE_S * 2 ** min(self._missed, _DOUBLINGS))
            self._missed = min(MOST_MISSED, self._missed + 1)
            self._probe_after = self._clock.monotonic() + self._jitter.uniform(FIRST_PROBE_S, ceiling)
            rest = timedelta(seconds=min(LONGEST_REST_S, rest_s) * self._jitter.uniform(1.0, 1.0 + SPREAD))
            self._rests_until = self._clock.corrected() + rest if rest_s else None
            self._keep()

    def hurry(self) -> None:
        """Somebody pressed the button, or the system says that the network changed: the next look may be now."""
        with self._lock:
            self._missed, self._probe_after, self._rests_until = 0, 0.0, None

    def may_start(self, window_s: float) -> bool:
        """Whether a round may start by itself, with the server found; else `starts_at` says when."""
        with self._lock:
            now = self._clock.corrected()
            last = now + timedelta(seconds=window_s)
            if window_s <= 0:
                self._take(None)
            elif self._was_away and (self._starts_at is None or not now < self._starts_at <= last):
                self._take(now + timedelta(seconds=self._jitter.uniform(0.0, window_s)))
            elif self._starts_at is not None and self._starts_at > last:
                # The clock was set right meanwhile.
                self._take(last)
            self._was_away = False
            return self._starts_at is None or self._starts_at <= now

    def started(self) -> None:
        """A round begins: nothing waits for its turn any more."""
        with self._lock:
            self._was_away = False
            self._take(None)

    def pressed(self, *, is_near: bool = False) -> float:
        """Seconds until the button may ask the server again; the press counts from then."""
        with self._lock:
            now = self._clock.monotonic()
            wait_s = 0.0 if is_near else max(0.0, self._pressed_after - now)
            gap_s = min(LONGEST_PRESSED_S, PRESSED_S * 2**self._fruitless)
            self._pressed_after = now + wait_s + gap_s
            return wait_s

    def answered(self, *, is_fruitful: bool) -> None:
        """What came of a press: while the server can't take any, they go out less often."""
        with self._lock:
            self._fruitless = 0 if is_fruitful else min(_DOUBLINGS, self._fruitless + 1)

    def _take(self, at: datetime | None) -> None:
        if at != self._starts_at:
            self._starts_at = at
            self._keep()

    def _keep(self) -> None:
        """Whole or not at all; a disk without room costs politeness after a restart, no more."""
        found = {
            "starts_at": _text(self._starts_at),
            "rests_until": _text(self._rests_until),
            "missed": self._missed,
        }
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}.tmp")
        try:
            beside.write_text(json.dumps(found), "utf-8")
            beside.replace(self._path)
        except OSError as error:
            log.warning("the pace can't be kept: %s", error)


def _text(at: datetime | None) -> str:
    return at.isoformat() if at is not None else ""


def _read(path: Path) -> tuple[datetime | None, datetime | None, int]:
    try:
        found = json.loads(path.read_text("utf-8"))
        starts_at, rests_until = _moment(found["starts_at"]), _moment(found["rests_until"])
        return starts_at, rests_until, min(MOST_MISSED, max(0, int(found["missed"])))
    except (OSError, ValueError, KeyError, TypeError):
        return None, None, 0


def _moment(text: str) -> datetime | None:
    """Raises ValueError for what is none, and for one without a zone."""
    at = datetime.fromisoformat(text) if text else None
    if at is not None and at.tzinfo is None:
        raise ValueError("no zone")
    return at


Urgent = Callable[[], bool]
"""Whether somebody's round can't wait for its turn."""
