"""The page that lists the promises with their tests tells the truth: each of them is there, and none is left out."""

from __future__ import annotations

import re

from tests.ui.doubles import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
STORY = re.compile(r"^def (test_promise_\w+)", re.MULTILINE)
PAGE = (ROOT / "docs" / "promises.md").read_text("utf-8")


def test_every_test_that_the_page_names_is_there() -> None:
    named = NAMED.findall(PAGE)
    assert len(named) > 10
    missing = [f"{file}::{name}" for file, name in named if not _has(file, name)]
    assert missing == []


def test_the_page_names_every_story_of_a_promise() -> None:
    told = {name for _, name in NAMED.findall(PAGE)}
    files = sorted((ROOT / "tests" / "stories").glob("test_promise_*.py"))
    stories = {name for file in files for name in STORY.findall(file.read_text("utf-8"))}
    assert len(stories) >= 4
    assert stories <= told


def _has(file: str, name: str) -> bool:
    path = ROOT / file
    return path.is_file() and (not name or f"def {name}(" in path.read_text("utf-8"))
