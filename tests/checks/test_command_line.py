"""The command line is light: it never loads the window's library."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_status_never_imports_qt(tmp_path: Path) -> None:
    python = (sys.executable, "-X", "importtime")
    command = [*python, "-m", "karmadesk", "status", "--json", "--home", str(tmp_path / "home"), "--secrets", "memory"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    assert isinstance(json.loads(done.stdout), dict)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "karmadesk.cli" in loaded
    assert not {module for module in loaded if module.partition(".")[0] in ("PySide6", "shiboken6")}
