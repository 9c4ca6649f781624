"""Sunita's journey by ear: another process drives the running program by names and roles alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.doubles import ROOT

SYSTEM_PYTHON = "/usr/bin/python3"
NEEDED = ("dbus-run-session", "Xvfb")
PATIENCE_S = 100


def lacking() -> str:
    """What this machine has not got, or ""."""
    if not sys.platform.startswith("linux"):
        return "AT-SPI is Linux's"
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing or not Path(SYSTEM_PYTHON).exists():
        return f"no {', '.join(missing) or SYSTEM_PYTHON} here"
    asked = subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False)
    return "" if asked.returncode == 0 else "no python3-pyatspi here: dev.py installs it where it may"


def test_sunita_hears_her_way_from_signing_in_to_the_servers_word(tmp_path: Path) -> None:
    if why := lacking():
        pytest.skip(why)
    surroundings = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    surroundings |= {"LANG": "C.UTF-8", "XDG_STATE_HOME": str(tmp_path / "state")}
    command = [SYSTEM_PYTHON, "-m", "tests.access.reader", sys.executable, str(tmp_path / "home")]
    done = subprocess.run(
        ["dbus-run-session", "--", *command],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    lines = done.stdout.splitlines()
    told = json.loads(lines[-1]) if lines else {}
    assert done.returncode == 0, told.get("deaf", done.stderr[-3000:])
    assert told["heard"][0].startswith("push button: Continue")
    assert any("Watched" in row and "Accepted" in row for row in told["rows"])
