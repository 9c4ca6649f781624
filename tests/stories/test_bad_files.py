"""One file of a course can't be had: it is gone, its length is a lie, or it is no course file. The rest comes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from karmadesk.sync import backoff
from tests.matrix import rows
from tests.stories import school
from tests.stories.laptop import Laptop
from tests.stories.portal import Lie, Portal, is_gone, is_longer_than_it_is, is_no_archive
from tests.stories.window import LANGUAGES

FILM = f"{school.FILM}.*[.]ecar$"
OTHERS = [school.PAGE, school.SNAKE_PAGE, school.WELL_PAGE]
LIES: dict[str, Lie] = {
    "missing_on_server": is_gone,
    "wrong_length": is_longer_than_it_is,
    "not_a_package": is_no_archive,
}


@pytest.fixture(autouse=True)
def quick_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A length is called a lie only after it was tried again: seconds later in life, at once here."""
    monkeypatch.setattr(backoff, "FIRST_S", 0.01)


@pytest.mark.parametrize("key", LIES)
def test_ravi_fetches_all_but_the_one_bad_file_at_the_command_line(
    laptop: Laptop, portal: Portal, ravi: str, key: str
) -> None:
    portal.tells(FILM, LIES[key])
    told = laptop.says("download")
    assert told.names(key).startswith(f"Sample {school.FILM}: failed. ")
    assert laptop.holds(OTHERS)
    assert not laptop.holds([school.FILM])
    laptop.learns(ravi)
    assert laptop.outbox(ravi)
    portal.tells_the_truth()
    assert laptop.says("download").code == 0
    assert laptop.holds([school.FILM])


@pytest.mark.parametrize("key", LIES)
@pytest.mark.parametrize("language, other", rows(LANGUAGES, 1))
def test_ravi_fetches_all_but_the_one_bad_file_in_the_window(
    laptop: Laptop, portal: Portal, ravi: str, screen: QApplication, key: str, language: str, other: str
) -> None:
    portal.tells(FILM, LIES[key])
    with laptop.window(language) as window:
        window.choose(ravi)
        window.hands.press("fetch-all")
        window.hands.press("rail-downloads")
        window.until_it_tells(key, other)
        window.hands.until("the other files", lambda: window.holds(OTHERS))
        window.hands.until("the strip to tell", lambda: window.strip.view.failed == 1)
        assert window.opens_lesson()
        portal.tells_the_truth()
        window.hands.press("rail-downloads")
        window.acts_on("downloads-list", f"Sample {school.FILM}", "resume")
        window.hands.until("the file", lambda: window.holds([school.FILM]))
        window.hands.until("nothing failed", lambda: window.strip.view.failed == 0)
