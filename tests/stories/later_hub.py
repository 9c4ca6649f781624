"""The hub's own program on a machine whose clock the story's calendar moves; nothing of the hub is changed."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from tests.stories.calendar import AHEAD

_real_time, _real_time_ns = time.time, time.time_ns


def _ahead_s() -> float:
    return float(Path(os.environ[AHEAD]).read_text("ascii"))


def _time() -> float:
    return _real_time() + _ahead_s()


def _time_ns() -> int:
    return _real_time_ns() + round(_ahead_s() * 1_000_000_000)


if __name__ == "__main__":
    # Before the hub is imported, so that a name it took by `from time import` is this one too.
    time.time, time.time_ns = _time, _time_ns
    from karmadesk.hub.__main__ import main

    sys.exit(main(sys.argv[1:]))
