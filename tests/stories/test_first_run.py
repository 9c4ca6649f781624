"""The first minute with KarmaDesk, through the real window and the real hub, with every click counted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

MOST_CLICKS = 7
MOST_S = 60.0


def walk(story: str, home: Path) -> dict[str, Any]:
    """Runs the story in a process of its own, without a display."""
    surroundings = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    surroundings |= {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(home / "state")}
    command = [sys.executable, "-m", "tests.stories.first_time", story, str(home / "home")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=150, check=False, env=surroundings)
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["bugs"] == []
    assert "QThread" not in done.stderr
    return told


def test_from_the_first_start_to_a_film_that_plays_in_seven_clicks(tmp_path: Path) -> None:
    told = walk("first film", tmp_path)
    assert told["browser_clicks"] == 1
    assert 0 < told["clicks"] + told["browser_clicks"] <= MOST_CLICKS
    assert told["seconds"] < MOST_S


def test_a_look_around_needs_no_account_and_leaves_nothing(tmp_path: Path) -> None:
    told = walk("tour", tmp_path)
    assert 0 < told["clicks"] <= MOST_CLICKS
    assert (told["people"], told["asked"]) == (0, 0)
    assert not (tmp_path / "home" / "tour").exists()
