"""The window is painted before anything heavy is made, and ends cleanly."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.doubles import ROOT

HEAVY = (
    *("sqlalchemy", "requests", "keyring", "vlc", "cryptography", "karmadesk.model"),
    *("PySide6.QtMultimedia", "PySide6.QtPdf", "PySide6.QtSvg", "PySide6.QtNetwork"),
)


@pytest.mark.parametrize(
    "way, story",
    [
        ("opened", ["seen", "painted", "made", "prepared in dark", 0]),
        ("behind", ["seen", "painted", "before", "made", "prepared in dark", "apart", 0]),
        ("impossible", ["home busy", 1]),
        ("impossible before", ["home busy", 1]),
    ],
)
def test_the_window_opens_in_this_order_and_ends_cleanly(translations: Path, way: str, story: list[object]) -> None:
    command = [sys.executable, "-m", "tests.ui.opening", way, str(translations)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
    assert done.returncode == 0, done.stderr[-600:]
    assert json.loads(done.stdout) == story
    assert "Timers cannot" not in done.stderr


def test_nothing_heavy_is_imported_for_the_first_picture() -> None:
    code = f"import sys, karmadesk.app.window; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
