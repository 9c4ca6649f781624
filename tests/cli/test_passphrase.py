"""The command line asks at a real terminal: twice for a new sealed file, once for one that exists."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ui.doubles import ROOT

pty = pytest.importorskip("pty")

LIMIT_S = 30.0
PHRASE = "neem bicycle cloud seven"
ADD = """
import sys
from karmadesk.app.arguments import parser
from karmadesk.app.core import Core
from karmadesk.cli.main import _secrets
from pathlib import Path
parsed = parser().parse_args(["status"])
core = Core(Path(sys.argv[1]), post=lambda work: work(), unexpected=print, secrets=_secrets(parsed))
people = core.people.list()
print("added" if not people else "opened")
core.people.open(people[0].id) if people else core.people.add("igot", "Sunita", "en")
core.close()
"""


def talk(home: Path, *lines: tuple[str, str]) -> tuple[str, int]:
    """Types each answer once its question stands on the terminal; all that was on it, and the exit code."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", ADD, str(home)],
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        close_fds=True,
        start_new_session=True,
    )
    os.close(theirs)
    told, mark = "", 0
    deadline = time.monotonic() + LIMIT_S
    waiting = list(lines)
    try:
        while time.monotonic() < deadline:
            try:
                told += os.read(ours, 4096).decode("utf-8")
            except OSError:
                break
            if waiting and waiting[0][0] in told[mark:]:
                mark = len(told)
                os.write(ours, f"{waiting.pop(0)[1]}\n".encode())
    finally:
        os.close(ours)
        code = process.wait(LIMIT_S)
    assert waiting == []
    return told, code


def test_a_new_sealed_file_is_asked_for_twice_and_an_old_one_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    told, code = talk(
        home,
        ("new sealed file: ", "1234567"),
        ("new sealed file: ", PHRASE),
        ("once more: ", "neem bicycle"),
        ("new sealed file: ", PHRASE),
        ("once more: ", PHRASE),
    )
    assert code == 0, told
    assert "shorter than 8" in told
    assert "not the same" in told
    assert "Nobody can recover it" in told
    assert "added" in told
    assert PHRASE not in told, "it is typed unseen"
    told, code = talk(home, ("sealed file: ", PHRASE))
    assert code == 0, told
    assert "opened" in told
    assert "once more" not in told
    told, code = talk(home, ("sealed file: ", "cloud"))
    assert code != 0
    assert "WrongPassphrase" in told
