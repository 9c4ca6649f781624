"""The real clock: this machine's, and what servers said of the true time, kept for as long as the machine is on.

The true time is remembered as the moment at which this boot began. It is read off a clock that nobody can set and that
goes on in sleep, so that setting the wall clock changes nothing of it.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from karmadesk.app.machine_clock import MachineClock

log = logging.getLogger(__name__)

SLOWEST_ANSWER_S = 5.0
"""An answer that took longer says too little about when it was written."""
KEPT = 5
DEAD_BAND_S = 3.0
"""A `Date` has whole seconds and may be as old as the answer took to write: what is nearer than this is no news."""
MOST_BOOTS = 16
WORTH_WRITING_S = 1.0
WRITTEN_EVERY_S = 6 * 3600.0
"""Otherwise the file is written this often, so that the next boot knows a time that has passed for sure."""
SAME_BOOT_S = 2.0
"""Where a boot has no name it is known by when it began; two can't begin this near to each other..."""
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
"""...unless the wall clock begins anew with each. One that shows an earlier time than this program's own does."""


@dataclass(frozen=True)
class Boot:
    """What is kept of one boot, in seconds since 1970. `by_wall`: when it began by the wall clock of the last look."""

    id: str
    began: float
    by_wall: float
    known_until: float
    """The latest true time that was known in it."""


class SystemClock:
    """Implements `ports.Clock`. Safe on any thread."""

    def __init__(self, kept: Path | None = None, machine: MachineClock | None = None) -> None:
        """`kept` is the file in which offsets outlast the program; without one they don't."""
        self._kept = kept
        self._machine = machine or MachineClock()
        self._lock = threading.Lock()
        self._boots = {boot.id: boot for boot in _read(kept)}
        self._boot = self._machine.boot() or self._recognised() or str(uuid.uuid4())
        self._floor = max((boot.known_until for boot in self._boots.values()), default=0.0)
        here = self._boots.get(self._boot)
        self._began: list[float] = [] if here is None else [here.began]

    def now(self) -> datetime:
        return self._machine.wall()

    def corrected(self) -> datetime:
        since, began = self._machine.since_boot(), _settled(self._began)
        if began is not None:
            return _moment(began + since)
        # Nobody has told yet: the wall clock's word, but no time that is past for sure.
        return max(self.now(), _moment(self._floor + since)) if self._floor else self.now()

    def monotonic(self) -> float:
        return self._machine.monotonic()

    def since_boot(self) -> float:
        return self._machine.since_boot()

    def boot(self) -> str:
        return self._boot

    def true_at(self, boot: str, boot_s: float) -> datetime | None:
        if boot == self._boot:
            began = _settled(self._began)
        else:
            kept = self._boots.get(boot)
            began = None if kept is None else kept.began
        return None if began is None else _moment(began + boot_s)

    def learn(self, server_now: datetime, asked_at: float, answered_at: float) -> None:
        took = answered_at - asked_at
        if not 0 <= took <= SLOWEST_ANSWER_S:
            return
        since, wall = self._machine.since_boot(), self.now().timestamp()
        # A Date header is cut to whole seconds; half of one is the best guess of what was cut off.
        told = server_now.timestamp() + 0.5 + took / 2
        began = (wall if abs(told - wall) < DEAD_BAND_S else told) - since
        with self._lock:
            self._began = [*self._began[-(KEPT - 1) :], began]
            self._keep(since, wall)

    def _keep(self, since: float, wall: float) -> None:
        began = _settled(self._began)
        assert began is not None
        was = self._boots.get(self._boot)
        now = began + since
        if (
            was is not None
            and abs(was.began - began) < WORTH_WRITING_S
            and 0 <= now - was.known_until < WRITTEN_EVERY_S
        ):
            return
        others = {boot_id: boot for boot_id, boot in self._boots.items() if boot_id != self._boot}
        newest = dict(list(others.items())[-(MOST_BOOTS - 1) :])
        self._boots = {**newest, self._boot: Boot(self._boot, began, wall - since, now)}
        _write(self._kept, self._boots)

    def _recognised(self) -> str:
        """The id under which an earlier program knew this boot, where the system has no name for it."""
        since, wall = self._machine.since_boot(), self.now().timestamp()
        if wall < EARLIEST:
            return ""
        for boot in reversed(self._boots.values()):
            if abs(boot.by_wall - (wall - since)) < SAME_BOOT_S:
                return boot.id
        return ""


def _settled(began: list[float]) -> float | None:
    """The middle of what was heard. Of an even number, that of the later ones: the last word of two counts."""
    odd = sorted(began[-(len(began) - 1 | 1) :])
    return odd[len(odd) // 2] if odd else None


def _moment(seconds: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def _read(path: Path | None) -> list[Boot]:
    """What the file tells, the latest boot last; nothing where it can't be read or makes no sense."""
    try:
        found = json.loads(path.read_text("utf-8")) if path is not None else {}
        return [_boot(row) for row in found.get("boots", [])][-MOST_BOOTS:]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return []


def _boot(row: Mapping[str, object]) -> Boot:
    began, by_wall, until = (float(str(row[name])) for name in ("began", "by_wall", "known_until"))
    _moment(began + until)  # what no calendar knows is no time
    return Boot(str(row["id"]), began, by_wall, until)


def _write(path: Path | None, boots: Mapping[str, Boot]) -> None:
    """Whole or not at all. A disk without room costs what the next start would have known, and no more."""
    if path is None:
        return
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(json.dumps({"boots": [asdict(boot) for boot in boots.values()]}), "utf-8")
        beside.replace(path)
    except OSError as error:
        log.warning("the time can't be kept: %s", error)
