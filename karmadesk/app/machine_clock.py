"""The clocks that this machine has: what hangs on its wall, and what merely counts."""

from __future__ import annotations

import ctypes
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_SESSION = b"kern.bootsessionuuid"
_LONGEST_ID = 64


class MachineClock:
    """Read at any moment, on any thread."""

    def wall(self) -> datetime:
        """What the wall clock shows, aware UTC: people and programs may set it to anything."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds for durations; they may stand still while the machine sleeps."""
        return time.monotonic()

    def since_boot(self) -> float:
        """Seconds since the machine started; they go on while it sleeps."""
        if sys.platform == "win32":
            # GetTickCount64 counts sleep and hibernation in.
            count = ctypes.windll.kernel32.GetTickCount64
            count.restype = ctypes.c_ulonglong
            return float(count()) / 1000.0
        # Darwin's monotonic clock goes on in sleep; Linux has another one for that.
        return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))

    def boot(self) -> str:
        """The system's own name for this boot; "" where it has none."""
        if sys.platform == "darwin":
            return _darwin_session()
        try:
            return BOOT_ID.read_text("ascii").strip()
        except OSError:
            return ""


def _darwin_session() -> str:
    try:
        ask = ctypes.CDLL(None).sysctlbyname
        found, size = ctypes.create_string_buffer(_LONGEST_ID), ctypes.c_size_t(_LONGEST_ID)
        is_told = ask(_SESSION, found, ctypes.byref(size), None, ctypes.c_size_t(0)) == 0
    except (OSError, AttributeError):
        return ""
    return found.value.decode("ascii", "replace") if is_told else ""
