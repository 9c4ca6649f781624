"""The repository as the checks of the house read it."""

from __future__ import annotations

import ast
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def python_files(*rooms: str) -> list[Path]:
    """Every Python file of these folders, in order."""
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def name(path: Path) -> str:
    """A file's place in the repository, spelled the same on every system."""
    return path.relative_to(ROOT).as_posix()


# What setting up, testing and building make, where no git is there to say what it ignores.
MADE = {".git", ".venv", "build", "dist", "__pycache__", ".hypothesis"}


@cache
def tracked_files() -> list[Path]:
    """Every file that is committed, or would be by `git add .`; without git, every file that nothing here made."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        found = (path for path in ROOT.rglob("*") if path.is_file() and path.suffix not in (".pyc", ".qm"))
        return [
            path
            for path in found
            if not any(part in MADE or part.endswith("_cache") for part in path.relative_to(ROOT).parts)
        ]
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    return [path for path in (ROOT / line for line in listed.split("\0") if line) if path.is_file()]


@cache
def parsed(path: Path) -> ast.Module:
    """A file's syntax tree, read once."""
    return ast.parse(path.read_text("utf-8"), str(path))


def place(node: ast.AST, path: Path) -> str:
    """Where a piece of code stands, as `file:line`."""
    return f"{name(path)}:{getattr(node, 'lineno', 0)}"
