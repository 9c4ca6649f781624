"""The design's page scores every screen by every criterion; each picture it speaks of is there, and no other."""

from __future__ import annotations

import re

from tests.checks.tree import ROOT
from tests.screens.prints import LOOKS, SUFFIX, file_name
from tests.screens.rare import CALLED, NAMES
from tests.ui.walk import SCREENS

PAGE = (ROOT / "docs" / "design.md").read_text("utf-8")
PICTURES = ROOT / "docs" / "screenshots"
FILM = "karmadesk.webp"
CRITERIA = 8
HEAVIEST = 12_000_000
ROW = re.compile(r"^\| `([a-z0-9-]+)` \|(.*)\|$", re.MULTILINE)


def scored() -> dict[str, list[str]]:
    """The cells beside each screen of the table."""
    return {found[1]: [cell.strip() for cell in found[2].split(" | ")] for found in ROW.finditer(PAGE)}


def test_every_screen_that_can_be_shown_is_scored() -> None:
    assert set(SCREENS) <= set(scored())


def test_each_score_is_from_1_to_5_and_has_a_reason() -> None:
    for name, cells in scored().items():
        assert len(cells) == CRITERIA + 2, name
        assert all(cell in "12345" and len(cell) == 1 for cell in cells[:CRITERIA]), name
        assert all(cell.endswith(".") for cell in cells[CRITERIA:]), name


def test_every_screen_has_its_picture_in_every_look_and_no_picture_is_left_over() -> None:
    wanted = {file_name(name, look) for name in scored() for look in LOOKS}
    here = {path.name for path in PICTURES.iterdir()} - {FILM}
    assert wanted - here == set()
    assert here - wanted == set()


def test_the_page_says_which_pictures_are_of_samples() -> None:
    assert all(f"`{CALLED.get(name, name)}`" in PAGE.partition("## The rubric")[0] for name in NAMES)


def test_the_pictures_stay_light() -> None:
    assert sum(path.stat().st_size for path in PICTURES.glob(f"*{SUFFIX}") if path.name != FILM) < HEAVIEST


def test_each_picture_that_a_page_shows_is_there() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        for link in re.findall(r"\]\(((?:docs/)?screenshots/[^)]+)\)", page.read_text("utf-8")):
            assert (page.parent / link).is_file(), f"{page.name}: {link}"
