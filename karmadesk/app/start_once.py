"""One window a home: the first start takes the home, a second one raises the first. No Qt yet, so it is quick."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from karmadesk.app.arguments import home_of, parser
from karmadesk.app.knock import PAUSE_S, RAISE, knock
from karmadesk.app.lock import HomeLock
from karmadesk.disk import room
from karmadesk.errors import HomeBusy, KarmaDeskError
from karmadesk.paths import Paths

PATIENCE_S = 30.0
"""How long a home may stay busy: a window that is being opened or closed on a slow laptop, a short command."""


def claim(arguments: Sequence[str]) -> HomeLock | int | None:
    """The home's lock for the window to open, or the exit code when none is to open; None where nobody needs one."""
    parsed = parser().parse_args(arguments)
    if parsed.verb == "demo" and parsed.unattended:
        return None
    try:
        lock = first(home_of(parsed))
    except KarmaDeskError as error:
        from karmadesk.app.sentences import sentence

        sys.stderr.write(f"karmadesk: {sentence(error)}\n")
        return 1
    return 0 if lock is None else lock


def first(home: Path, patience_s: float = PATIENCE_S) -> HomeLock | None:
    """The lock, taken; None when the window that has it came forward. Raises HomeBusy."""
    paths = Paths(home)
    lock = HomeLock(paths.lock)
    with room():
        paths.make()
    deadline = time.monotonic() + patience_s
    while True:
        try:
            with room():
                lock.take()
            return lock
        except HomeBusy:
            if knock(home, RAISE):
                return None
            if time.monotonic() >= deadline:
                raise
        time.sleep(PAUSE_S)
