"""The soak as the suite runs it: a slice that must find nothing, and sabotage that it must find."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.matrix import ALL as EVERY_ROW
from tests.matrix import rows
from tests.soak.sabotage import ALL

SLICE_S = 300 if EVERY_ROW else 45


def soak(*words: str) -> tuple[int, dict[str, Any], str]:
    """(exit code, figures, what it told on the way)."""
    command = [sys.executable, "-m", "tests.soak", "--json", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout), done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="SIGKILL, fork and a small tmpfs")
@pytest.mark.timeout(1200)
def test_nothing_is_lost_doubled_or_stuck() -> None:
    code, found, told = soak("--seed", "1", "--seconds", str(SLICE_S))
    assert (found["lost"], found["doubled"], found["stuck"]) == (0, 0, 0), told
    assert code == 0
    assert found["kills"] >= 5
    assert found["faults"] >= 100
    assert found["schedules"] > 0
    assert found["acts"] > 0


@pytest.mark.skipif(sys.platform != "linux", reason="the soak forks")
@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", rows(list(ALL), 2))
def test_a_client_broken_on_purpose_is_caught(name: str) -> None:
    code, found, _ = soak("--seed", "7", "--seconds", "10", "--sabotage", name)
    assert found["lost"] + found["doubled"] + found["stuck"] > 0
    assert code == 1


def test_the_ways_to_break_it_are_listed_one_a_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak", "--list-sabotage"], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines() == list(ALL)
    assert len(ALL) >= 8
