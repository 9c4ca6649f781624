"""Each import contract keeps its door: broken on purpose in a copy, it is reported."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
import tomllib
from pathlib import Path

import pytest

from tests.checks.tree import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
# For each contract: who looks, and at what it must not.
BREAKS = {
    "floors": ("karmadesk.model", "karmadesk.services"),
    "window-on-core": ("karmadesk.app.core", "karmadesk.app.window"),
    "no-rings": ("karmadesk.learning", "karmadesk.jobs"),
    "pure": ("karmadesk.learning", "sqlite3"),
    "core-libraries": ("karmadesk.services", "requests"),
    "packages": ("karmadesk.packages", "socket"),
    "carry": ("karmadesk.carry", "socket"),
    "store": ("karmadesk.store", "requests"),
    "sync": ("karmadesk.sync", "sqlalchemy"),
    "player": ("karmadesk.player", "PySide6"),
    "qt-engine": ("karmadesk.app.core", "karmadesk.player.qtmultimedia"),
    "files": ("karmadesk.files", "sqlalchemy"),
    "vault": ("karmadesk.vault", "requests"),
    "ui": ("karmadesk.ui", "karmadesk.store"),
    "hub-is-a-stranger": ("karmadesk.hub", "karmadesk.model"),
    "hub-is-a-process": ("karmadesk.demo", "karmadesk.hub"),
    "core-without-qt": ("karmadesk.app.core", "karmadesk.ui"),
    "cli-without-qt": ("karmadesk.cli", "karmadesk.app.window"),
}
# A ring is only one when both look at each other.
RETURNS = {"no-rings": ("karmadesk.jobs", "karmadesk.learning")}


def module_file(tree: Path, module: str) -> Path:
    """Where a module of the copy is written."""
    stem = tree.joinpath(*module.split("."))
    return stem / "__init__.py" if stem.is_dir() else stem.with_suffix(".py")


def look(tree: Path, importer: str, imported: str) -> None:
    """Add an import inside a function, where it hides best."""
    path = module_file(tree, importer)
    path.write_text(f"{path.read_text('utf-8')}\n\ndef _peep() -> None:\n    import {imported}\n", "utf-8")


def lint(tree: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """import-linter's answer about a copy."""
    program = shutil.which("lint-imports", path=sysconfig.get_path("scripts"))
    assert program
    command = [program, "--no-logo", "--no-cache", *options]
    return subprocess.run(command, cwd=tree, check=False, capture_output=True, text=True, timeout=60)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The source and the contracts, free to be broken."""
    ignored = shutil.ignore_patterns("__pycache__", "*.html", "*.css", "*.json")
    shutil.copytree(ROOT / "karmadesk", tmp_path / "karmadesk", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("contract", [contract["id"] for contract in CONTRACTS])
def test_a_broken_contract_is_reported(copy: Path, contract: str) -> None:
    look(copy, *BREAKS[contract])
    if contract in RETURNS:
        look(copy, *RETURNS[contract])
    done = lint(copy, "--contract", contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 broken" in done.stdout


def test_an_unplaced_module_is_reported(copy: Path) -> None:
    (copy / "karmadesk" / "attic.py").write_text('"""A room nobody placed."""\n', "utf-8")
    done = lint(copy, "--contract", "floors")
    assert done.returncode == 1
    assert "attic" in done.stdout


def test_the_untouched_house_keeps_every_contract(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout
