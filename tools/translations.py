"""The interface's words: `check` that none is missing, `update` the .ts files from the source, `compile` them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"
# The rooms that speak to people; the ones below hand up (key, arguments).
SPOKEN = ("karmadesk/ui", "karmadesk/app")


class Message(NamedTuple):
    """One text as the source spells it."""

    context: str
    source: str
    comment: str
    counted: bool


def tool(name: str) -> str:
    """Where PySide6's tool of this name stands."""
    found = shutil.which(name, path=sysconfig.get_path("scripts")) or shutil.which(name)
    if found is None:
        raise FileNotFoundError(name)
    return found


def messages(path: Path) -> Iterator[tuple[Message, str]]:
    """Every text of a .ts file with the state of its translation: "", unfinished, vanished or obsolete."""
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            key = Message(
                context.findtext("name", ""),
                message.findtext("source", ""),
                message.findtext("comment", ""),
                message.get("numerus") == "yes",
            )
            yield key, "unfinished" if translation is None else translation.get("type", "")


def update(path: Path) -> None:
    """Bring one .ts file in line with the source; texts that are gone go."""
    sources = sorted(str(found) for room in SPOKEN for found in (ROOT / room).rglob("*.py"))
    # English is the source: only its plural forms need saying.
    plural = ["-pluralonly"] if path.stem.endswith("_en") else []
    command = [tool("pyside6-lupdate"), *sources, "-no-obsolete", "-locations", "none", *plural, "-ts", str(path)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def complaints(path: Path) -> list[str]:
    """What is wrong with one .ts file, a line each; empty when it is fresh and whole."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / path.name
        shutil.copy(path, fresh)
        update(fresh)
        wanted = {message for message, _ in messages(fresh)}
    present = dict(messages(path))
    lines = [f"{path.name}: missing: {message}" for message in sorted(wanted - present.keys())]
    lines += [f"{path.name}: no longer in the source: {message}" for message in sorted(present.keys() - wanted)]
    lines += [f"{path.name}: {state}: {message}" for message, state in sorted(present.items()) if state]
    return lines


def check(paths: Sequence[Path]) -> int:
    """0 when every .ts file says all that the source says, translated."""
    if not paths:
        print("translations/ holds no .ts file")
        return 1
    lines = [line for path in paths for line in complaints(path)]
    if lines:
        print("\n".join(lines), "\nRun: .venv/bin/python tools/translations.py update", sep="\n")
    return 1 if lines else 0


def compile_all(paths: Sequence[Path]) -> int:
    """0 when a .qm stands beside each of these .ts files."""
    for path in paths:
        command = [tool("pyside6-lrelease"), "-silent", str(path), "-qm", str(path.with_suffix(".qm"))]
        if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
            return code
    return 0


def main(words: Sequence[str]) -> int:
    """The exit code of `check`, `update` or `compile`, for the files named or for all."""
    verb = words[0] if words else "check"
    paths = [Path(word).resolve() for word in words[1:]] or sorted(FOLDER.glob("*.ts"))
    if verb == "check":
        return check(paths)
    if verb == "compile":
        return compile_all(paths)
    for path in paths:
        update(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
