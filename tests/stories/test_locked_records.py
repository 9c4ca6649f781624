"""Asha's records can't be opened: a newer KarmaDesk wrote them, or the key is another. Ravi's open as ever."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from karmadesk.app.core import Core
from karmadesk.store.connection import bare
from tests.hub import samples
from tests.matrix import rows
from tests.stories import school
from tests.stories.laptop import Laptop
from tests.stories.window import LANGUAGES


def from_the_future(core: Core, person_id: str) -> None:
    """As a newer version leaves them."""
    key = core.keys.get(f"learner-{person_id}")
    connection = bare(core.paths.person(person_id) / "learner.db", key)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def under_another_key(core: Core, person_id: str) -> None:
    """As a folder that was copied here from another laptop."""
    core.keys.put(f"learner-{person_id}", secrets.token_bytes(32))


WAYS: dict[str, Callable[[Core, str], None]] = {"newer_database": from_the_future, "wrong_key": under_another_key}


@pytest.fixture(params=WAYS)
def key(request: pytest.FixtureRequest, laptop: Laptop, asha: str, ravi: str) -> str:
    """What is wrong with Asha's records. She and Ravi had something to send."""
    laptop.learns(asha)
    laptop.learns(ravi)
    with laptop.core() as core:
        WAYS[request.param](core, asha)
    return str(request.param)


def seal(folder: Path) -> dict[str, str]:
    """Every file of a person, by its digest."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_ravi_goes_on_while_asha_s_records_are_locked_at_the_command_line(
    laptop: Laptop, asha: str, ravi: str, key: str
) -> None:
    before = seal(laptop.home / "people" / asha)
    assert "Asha" in laptop.says("status").names(key)
    assert laptop.outbox(ravi) > 0
    told = laptop.says("sync")
    assert told.names(key).startswith("Asha: ")
    assert "0 sent" not in told.names(key)
    assert laptop.outbox(ravi) == 0
    assert "Asha" in laptop.says("download").names(key)
    assert laptop.holds([school.FILM, school.PAGE, school.SNAKE_PAGE, school.WELL_PAGE])
    told = laptop.says("search", "snake")
    assert "Asha" in told.names(key)
    assert school.SNAKES in told.out
    assert laptop.add(*samples.MEENA), "somebody new is let in"
    assert seal(laptop.home / "people" / asha) == before


@pytest.mark.parametrize("language, other", rows(LANGUAGES, 1))
def test_ravi_goes_on_while_asha_s_records_are_locked_in_the_window(
    laptop: Laptop, asha: str, ravi: str, key: str, screen: QApplication, language: str, other: str
) -> None:
    before = seal(laptop.home / "people" / asha)
    assert laptop.says("download", "--person", ravi).code == 0
    with laptop.window(language) as window:
        window.hands.press(f"person-{asha}")
        window.until_it_tells(key, other)
        window.choose(ravi)
        assert window.opens_lesson()
        window.hands.press("avatar")
        window.hands.press(f"person-{asha}")
        window.until_it_tells(key, other)
    assert seal(laptop.home / "people" / asha) == before
