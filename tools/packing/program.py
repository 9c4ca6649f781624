"""Builds dist/karmadesk: the frozen folder, stripped, with its licences, and nothing in it that may not be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.packing import contents, gate, icons, licences, windows_version
from tools.packing.contents import Contents, Packages

ROOT = Path(__file__).resolve().parents[2]
CONSOLE = "karmadesk.exe" if sys.platform == "win32" else "karmadesk"
WINDOW = "karmadesk-window.exe" if sys.platform == "win32" else "karmadesk-window"
# Changed by the wheels' own tools; `strip` could break what they did, and would win next to nothing.
KEPT_AS_THEY_CAME = ("PySide6", "shiboken6")


class Refused(Exception):  # noqa: N818 - what happened, not a fault of this code
    """The program was built and may not be handed out; each argument says one reason."""


def epoch() -> int:
    """The moment that all dates in the packages are: SOURCE_DATE_EPOCH, else that of the last commit."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not told and (ROOT / ".git").exists() and shutil.which("git"):
        asked = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        told = asked.stdout.strip()
    return int(told) if told else int((ROOT / "CHANGELOG.md").stat().st_mtime)


def build(dist: Path) -> Contents:
    """Freezes the program to dist/karmadesk and returns what is in it. Raises Refused."""
    icons.draw(ROOT / "build" / "icons")
    windows_version.write(ROOT / "build" / "windows_version.txt")
    options = ("--noconfirm", "--clean", "--log-level=ERROR", f"--distpath={dist}", f"--workpath={ROOT / 'build'}")
    # With a fixed seed, two builds of one source freeze the same bytes.
    stable = {"SOURCE_DATE_EPOCH": str(epoch()), "PYTHONHASHSEED": "1"}
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", *options, "build.spec"], cwd=ROOT, env=os.environ | stable, check=True
    )
    folder = dist / "karmadesk"
    if sys.platform.startswith("linux"):
        (folder / WINDOW).symlink_to(CONSOLE)
        strip(folder)
    packages = Packages()
    found = contents.read(folder, packages, contents.modules(folder / CONSOLE))
    lacking = licences.gather(folder / "licences", found, packages)
    if wrong := [*gate.complaints(folder, found), *lacking]:
        raise Refused(*wrong)
    return found


def strip(folder: Path) -> None:
    """Takes the symbols for debuggers out of libraries that came with theirs: 40 MB of Python, SQLCipher and others."""
    if not shutil.which("strip"):
        return
    for path in sorted((folder / "_internal").rglob("*.so*")):
        is_kept = path.relative_to(folder / "_internal").parts[0] in KEPT_AS_THEY_CAME
        if not is_kept and not path.is_symlink():
            subprocess.run(["strip", "--strip-unneeded", path], check=True)


def size(folder: Path) -> int:
    """The bytes of all files below a folder, each counted once."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
