"""Makes the installer for Windows from `windows.nsi`; compiling it works on any system that has makensis."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools.packing.program import size
from tools.packing.windows_version import four_numbers

HERE = Path(__file__).resolve().parent
PLACES = (Path("C:/Program Files (x86)/NSIS/makensis.exe"), Path("C:/Program Files/NSIS/makensis.exe"))


def makensis() -> str:
    """NSIS' compiler; "" where it is not installed. Its own installer puts it on no search path."""
    return shutil.which("makensis") or next((str(place) for place in PLACES if place.exists()), "")


def pack(folder: Path, icons: Path, setup: Path, *, version: str) -> None:
    """Writes the installer of the program in `folder`. Raises FileNotFoundError without makensis."""
    compiler = makensis()
    if not compiler:
        raise FileNotFoundError("The installer needs NSIS: makensis was not found.")
    flag = "/" if sys.platform == "win32" else "-"
    defined = {
        "VERSION": version,
        "VERSION_OF_FOUR": ".".join(map(str, four_numbers(version))),
        "FILES": str(folder.absolute() / "*"),
        "ICON": str((icons / "karmadesk.ico").absolute()),
        "SETUP": str(setup.absolute()),
        "SIZE_KB": str(size(folder) // 1024),
    }
    words = [f"{flag}D{name}={value}" for name, value in defined.items()]
    # Warnings count as errors: a text that misses one of the two languages is one.
    subprocess.run([compiler, f"{flag}V2", f"{flag}WX", *words, str(HERE / "windows.nsi")], check=True)
