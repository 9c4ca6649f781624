"""The frozen program: which file starts the children, what they inherit; and, in a full run, the real thing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import karmadesk.__main__
from karmadesk import demo
from tests import matrix
from tools.packing import deb

HOOK = deb.HERE / "runtime_hook.py"


@pytest.mark.parametrize("started", ["karmadesk", "karmadesk-window"])
def test_children_start_through_the_console_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, started: str
) -> None:
    suffix = ".exe" if sys.platform == "win32" else ""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / (started + suffix)))
    assert demo.program() == [str(tmp_path / f"karmadesk{suffix}")]


def test_a_checkout_starts_its_children_by_python() -> None:
    assert demo.program() == [sys.executable, "-m", "karmadesk"]


def test_a_program_without_streams_writes_to_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        for name in ("stdout", "stderr"):
            without.setattr(sys, name, None)
        karmadesk.__main__._give_streams()
        given = sys.stdout, sys.stderr
        assert [stream.name for stream in given] == [os.devnull, os.devnull]
        for stream in given:
            stream.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="LD_LIBRARY_PATH is Linux'")
@pytest.mark.parametrize("before", ["", "/opt/mine"])
def test_what_the_program_starts_finds_the_system_s_libraries(before: str) -> None:
    inherited = {"LD_LIBRARY_PATH": "/usr/lib/karmadesk/_internal"} | (
        {"LD_LIBRARY_PATH_ORIG": before} if before else {}
    )
    code = f"import runpy, os; runpy.run_path({str(HOOK)!r}); print(os.environ.get('LD_LIBRARY_PATH', ''))"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LD_LIBRARY")} | inherited
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == before


@pytest.mark.skipif(not matrix.ALL, reason="freezing takes minutes: KARMADESK_MATRIX=all, or dev.py package --prove")
@pytest.mark.timeout(1200)
def test_the_frozen_program_walks_the_whole_journey(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "tools.packing", "--folder-only", "--dist", str(tmp_path / "dist")]
    subprocess.run(words, cwd=deb.ROOT, check=True, timeout=900)
    console = tmp_path / "dist/karmadesk" / ("karmadesk.exe" if sys.platform == "win32" else "karmadesk")
    for more in ((), ("--face", "window", "--engine", "qtmultimedia")):
        home = tmp_path / f"home-{len(more)}"
        done = subprocess.run(
            [console, "demo", "--unattended", "--json", "--home", home, *more],
            check=False,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["server_agrees"] is True
