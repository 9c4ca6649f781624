"""The list of courses is damaged on the disk: it is set aside and fetched again, and nothing learnt is lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.matrix import rows
from tests.stories import school
from tests.stories.laptop import SERVER, Laptop
from tests.stories.portal import Portal
from tests.stories.window import LANGUAGES

PAGE_BYTES = 4096
NOISE = random.Random(7).randbytes


def at_its_start(whole: bytes) -> bytes:
    """No database any more: found when it is opened."""
    return NOISE(PAGE_BYTES) + whole[PAGE_BYTES:]


def in_its_middle(whole: bytes) -> bytes:
    """Still a database: found when it is read."""
    return whole[:PAGE_BYTES] + NOISE(len(whole) - PAGE_BYTES)


WAYS: dict[str, Callable[[bytes], bytes]] = {"start": at_its_start, "middle": in_its_middle}


@pytest.fixture(params=WAYS)
def catalogue(request: pytest.FixtureRequest, laptop: Laptop, asha: str) -> Path:
    """The damaged file of a laptop with downloaded courses, on which Asha had something to send."""
    assert laptop.says("download").code == 0
    laptop.learns(asha)
    path = laptop.home / "catalogues" / SERVER / "catalogue.db"
    path.write_bytes(WAYS[request.param](path.read_bytes()))
    return path


def test_asha_s_catalogue_is_damaged_and_fetched_again_at_the_command_line(
    laptop: Laptop, portal: Portal, asha: str, catalogue: Path
) -> None:
    damaged = catalogue.read_bytes()
    waiting = laptop.outbox(asha)
    portal.is_away()
    laptop.says("search", "snake").names("set_aside")
    laptop.says("search", "snake").names("set_aside")
    assert [path.read_bytes() for path in catalogue.parent.glob("catalogue.db.damaged-*") if path.suffix != ""] == [
        damaged
    ]
    assert laptop.outbox(asha) == waiting > 0
    portal.tells_the_truth()
    told = laptop.says("sync")
    assert told.code == 0
    assert len(told.with_code("set_aside")) == 1
    assert laptop.outbox(asha) == 0
    found = laptop.says("search", "snake")
    assert (found.code, school.SNAKES in found.out, found.err) == (0, True, "")
    assert laptop.holds([school.FILM, school.PAGE, school.SNAKE_PAGE, school.WELL_PAGE])


@pytest.mark.parametrize("language, other", rows(LANGUAGES, 1))
def test_asha_s_catalogue_is_damaged_and_fetched_again_in_the_window(
    laptop: Laptop, portal: Portal, asha: str, catalogue: Path, screen: QApplication, language: str, other: str
) -> None:
    portal.is_away()
    waiting = laptop.outbox(asha)
    with laptop.window(language) as window:
        window.hands.press(f"person-{asha}")
        window.until_it_tells("set_aside", other)
        assert window.outbox() == waiting > 0
        portal.tells_the_truth()
        window.hands.press("plan-notice-button")
        window.until_it_says(lambda: school.NAMES[school.SNAKES])
        window.hands.until("nothing to tell", lambda: not window.hands.shows("plan-notice"))
        assert window.opens_lesson()
    assert laptop.outbox(asha) == 0
