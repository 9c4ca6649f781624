"""Sunita's whole journey through the real window, with nobody at the mouse and no display."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.app.journeys import KEYS


def test_sunita_learns_in_the_window_while_the_hub_is_away(tmp_path: Path) -> None:
    surroundings = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    surroundings |= {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(tmp_path / "state")}
    command = ["demo", "--unattended", "--json", "--face", "window", "--home", str(tmp_path / "home")]
    done = subprocess.run(
        [sys.executable, "-m", "karmadesk", *command],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        env=surroundings,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told.keys() >= KEYS
    assert told["engine"] == "qtmultimedia"
    assert told["downloaded"] == told["assigned"] > 0
    assert told["played_offline_s"] >= 30
    assert told["outbox_waiting"] > 0
    assert (told["outbox_left"], told["duplicates"], told["server_agrees"]) == (0, 0, True)
    assert "QThread" not in done.stderr
