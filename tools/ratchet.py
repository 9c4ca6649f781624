"""Files that tests cover whole stay so: the coverage of the last run against tests/checks/perfect_files.txt."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "checks" / "perfect_files.txt"


def perfect(report: Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]) -> set[str]:
    """The files of a coverage report that have statements and no missed line or branch."""
    return {
        name.replace("\\", "/")
        for name, file in report["files"].items()
        if file["summary"]["num_statements"] and file["summary"]["percent_covered"] == 100
    }


def listed(text: str) -> set[str]:
    """The files a list names; `#` opens a remark."""
    return {line for line in (raw.partition("#")[0].strip() for raw in text.splitlines()) if line}


def complaints(wanted: set[str], found: set[str]) -> list[str]:
    """A line for each file that dropped below 100 %, and for each that reached it unlisted."""
    dropped = [f"{name}: is no longer covered whole" for name in sorted(wanted - found)]
    return dropped + [f"{name}: is covered whole now; list it in {LIST.name}" for name in sorted(found - wanted)]


def measured() -> set[str]:
    """The perfect files of the last run with --cov."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(path)]
        subprocess.run(command, cwd=ROOT, check=True)
        return perfect(json.loads(path.read_text("utf-8")))


def main(words: Sequence[str]) -> int:
    """0 when list and measurement agree; `--update` rewrites the list."""
    found = measured()
    text = LIST.read_text("utf-8")
    if "--update" in words:
        remarks = [line for line in text.splitlines() if line.startswith("#")]
        LIST.write_text("\n".join([*remarks, *sorted(found)]) + "\n", "utf-8")
        return 0
    lines = complaints(listed(text), found)
    print("\n".join(lines) or f"ratchet: {len(found)} files covered whole, as listed.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
