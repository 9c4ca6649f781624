"""Runs the unattended journey as its own process, and ends it when told to."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

JOURNEY = ("-m", "karmadesk", "demo", "--unattended", "--json", "--engine", "dummy")
KEYS = {
    "assigned",
    "downloaded",
    "bytes_downloaded",
    "engine",
    "secrets",
    "played_offline_s",
    "outbox_waiting",
    "outbox_left",
    "server_agrees",
    "duplicates",
    "seconds",
}
"""What the journey's last line tells."""
LIMIT_S = 90.0
SHARE = 0.6
"""A kill falls within this share of the time that its phase takes undisturbed."""


def start(home: Path, program: Sequence[str] = JOURNEY, state: Path | None = None) -> subprocess.Popen[str]:
    """The journey in this home, its output on pipes."""
    environment = {**os.environ}
    if state is not None:
        environment["XDG_STATE_HOME"] = str(state)
    return subprocess.Popen(
        [sys.executable, *program, "--home", str(home)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def finish(home: Path, program: Sequence[str] = JOURNEY) -> tuple[int, dict[str, Any], str]:
    """The whole journey: exit code, JSON, standard error."""
    process = start(home, program)
    out, err = process.communicate(timeout=LIMIT_S)
    return process.returncode, json.loads(out) if out.strip() else {}, err


def measured(home: Path) -> dict[str, float]:
    """Seconds that each phase takes undisturbed."""
    process = start(home)
    assert process.stderr is not None
    assert process.stdout is not None
    begun: list[tuple[str, float]] = [
        (line.strip().removeprefix("phase: "), time.monotonic()) for line in process.stderr if "phase: " in line
    ]
    begun.append(("", time.monotonic()))
    process.stdout.read()
    process.stderr.close()
    process.stdout.close()
    assert process.wait() == 0
    return {phase: after - at for (phase, at), (_, after) in itertools.pairwise(begun)}


def kill_in(home: Path, phase: str, length_s: float, chance: random.Random) -> bool:
    """SIGKILLs the journey at a random moment of this phase, at its very end at the latest; False when it was over.

    The next phase is announced after this one was kept on disk, so a kill at its announcement is one between the two.
    """
    process = start(home)
    assert process.stderr is not None
    assert process.stdout is not None
    timers = [threading.Timer(LIMIT_S, process.kill)]
    timers[0].start()
    try:
        for line in process.stderr:
            if line.strip() == f"phase: {phase}":
                timers.append(threading.Timer(chance.uniform(0.0, SHARE * length_s), process.kill))
                timers[-1].start()
            elif len(timers) > 1 and line.startswith("phase: "):
                process.kill()
        process.stdout.read()
        return process.wait() == -signal.SIGKILL
    finally:
        for timer in timers:
            timer.cancel()
            timer.join()
        process.stderr.close()
        process.stdout.close()


def hubs_in(home: Path) -> list[int]:
    """Process ids of hubs that serve this home's folder."""
    folder = str(home / "demo-hub")
    every = psutil.process_iter(["pid", "cmdline"])
    return [process.info["pid"] for process in every if folder in (process.info["cmdline"] or [])]


def no_hub_is_left(home: Path, within_s: float = 6.0) -> bool:
    """Whether the last hub has ended, a little after its parent did."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if not hubs_in(home):
            return True
        time.sleep(0.1)
    return False
