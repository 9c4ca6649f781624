"""A long day's worth of calls into Qt does not end the interpreter."""

from __future__ import annotations

import subprocess
import sys

MANY_CALLS = """
import karmadesk.ui
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(100_000):
    thing.setObjectName("x")
print("alive")
"""


def test_the_window_survives_more_calls_than_none_has_references() -> None:
    done = subprocess.run([sys.executable, "-c", MANY_CALLS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr[-400:]
