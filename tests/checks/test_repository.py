"""What stands, and must not stand, in the committed files."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

from tests.checks.tree import ROOT, name, python_files, tracked_files

# A letter of each stands in brackets, so that this file is none of those it looks for.
HOSTS = re.compile(r"pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.(org|com)|debia[n]\.org/debian")


def imported(path: Path) -> set[str]:
    """The packages a file imports, by their first name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"), feature_version=(3, 11))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("" if node.level else (node.module or "").partition(".")[0])
    return found


def locked() -> dict[str, str]:
    """Each entry of the lock by its package's name."""
    entries = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", " ").splitlines()
    return {entry.partition("==")[0].strip(): entry for entry in entries if entry.strip() and not entry.startswith("#")}


def plain(requirement: str) -> str:
    """A requirement's package as the lock spells it."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_no_file_names_a_package_registry_or_this_checkout() -> None:
    guilty = []
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", "ignore")
        if HOSTS.search(text) or f"{ROOT}/" in text:
            guilty.append(name(path))
    assert guilty == []


def test_no_file_is_too_heavy_for_a_repository() -> None:
    heavy = {name(path): path.stat().st_size for path in tracked_files() if path.stat().st_size > 5_000_000}
    assert heavy == {}


def test_dev_py_runs_with_bare_python() -> None:
    assert imported(ROOT / "dev.py") <= sys.stdlib_module_names
    assert len((ROOT / "dev.py").read_text("utf-8").splitlines()) <= 400


def test_the_tools_run_with_bare_python() -> None:
    for path in (ROOT / "tools").glob("*.py"):
        assert imported(path) <= sys.stdlib_module_names, path


def test_the_lock_names_no_host() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|@ file", text)


def test_every_locked_package_has_its_hashes() -> None:
    assert [entry for entry in locked().values() if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_lock_holds_everything_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    asked += [each for extra in project["project"]["optional-dependencies"].values() for each in extra]
    asked += project["dependency-groups"]["dev"]
    assert {plain(each) for each in asked} - locked().keys() == set()


def test_hooks_before_a_commit_are_this_repository_s_own() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert set(re.findall(r"repo: *(\S+)", text)) == {"local"}


def test_continuous_integration_runs_what_a_developer_runs() -> None:
    assert "dev.py test" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_no_check_is_switched_off_for_a_module() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "overrides" not in project["tool"]["mypy"]
    assert project["tool"]["mypy"]["strict"] is True
    floors = project["tool"]["importlinter"]["contracts"][0]
    assert floors["exhaustive"] is True


def test_every_locked_package_has_its_licence_named() -> None:
    text = re.sub(r"[-_.]+", "-", (ROOT / "THIRD_PARTY.md").read_text("utf-8")).lower()
    named = set(re.findall(r"[a-z0-9-]+", text))
    assert [package for package in locked() if package not in named] == []


def test_no_module_uses_the_parts_of_qt_that_are_gpl_only() -> None:
    gpl_only = re.compile(r"\bQt(Charts|Graphs\w*|DataVisualization|VirtualKeyboard|HttpServer)\b")
    assert [name(path) for path in python_files("karmadesk") if gpl_only.search(path.read_text("utf-8"))] == []
