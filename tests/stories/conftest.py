"""A hub, a laptop on which two people have signed in, and windows in the languages that are here."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from karmadesk.app import places
from karmadesk.ui.start import make_application
from tests.stories import school
from tests.stories.field import Field, copied, furnish
from tests.stories.laptop import Laptop
from tests.stories.portal import Portal, open_portal
from tests.ui.conftest import qapp_cls, translations

__all__ = ["qapp_cls", "translations"]


@pytest.fixture(scope="session")
def front_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with open_portal(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture(scope="session")
def furnished(front_door: Portal, tmp_path_factory: pytest.TempPathFactory) -> tuple[Laptop, str, str]:
    """A laptop with Asha and Ravi, whose plans were pulled; nothing is downloaded."""
    laptop = Laptop(tmp_path_factory.mktemp("furnished") / "home")
    laptop.prepare()
    laptop.use(front_door.url)
    return laptop, laptop.add(*school.ASHA), laptop.add(*school.RAVI)


@pytest.fixture
def portal(front_door: Portal) -> Iterator[Portal]:
    """The learning server; what it is told to lie about is forgotten afterwards."""
    front_door.tells_the_truth()
    yield front_door
    front_door.tells_the_truth()


@pytest.fixture(autouse=True)
def own_logs() -> Iterator[None]:
    """The program logs into its home: what it set up for that goes with the test."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    for handler in root.handlers[:]:
        if handler not in before:
            root.removeHandler(handler)
            handler.close()
    root.handlers[:] = before
    root.setLevel(level)


@pytest.fixture(autouse=True)
def garbage_is_collected() -> Iterator[None]:
    """A story's window collects garbage itself while it is there; after it Python does again, for the next test."""
    yield
    gc.enable()


@pytest.fixture
def new_laptop(tmp_path: Path) -> Laptop:
    """One that nobody has used."""
    laptop = Laptop(tmp_path / "home")
    laptop.prepare()
    return laptop


@pytest.fixture
def laptop(furnished: tuple[Laptop, str, str], portal: Portal, tmp_path: Path) -> Laptop:
    """One that Asha and Ravi have used."""
    return furnished[0].copy(tmp_path / "home")


@pytest.fixture
def asha(furnished: tuple[Laptop, str, str]) -> str:
    return furnished[1]


@pytest.fixture
def ravi(furnished: tuple[Laptop, str, str]) -> str:
    return furnished[2]


@pytest.fixture
def screen(qapp: QApplication, translations: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[QApplication]:
    """What a window needs to be shown, with the words as they stand in the source tree."""
    make_application()
    monkeypatch.setattr(places, "translations", lambda: translations)
    yield qapp
    qapp.setStyleSheet("")


@pytest.fixture(scope="session")
def sub_centre(tmp_path_factory: pytest.TempPathFactory) -> tuple[Laptop, str]:
    """Sunita's laptop with both her courses on it, and beside it a hub that is off."""
    return furnish(tmp_path_factory.mktemp("sub-centre"))


@pytest.fixture
def field(sub_centre: tuple[Laptop, str], tmp_path: Path) -> Iterator[Field]:
    """The sub-centre of one story; its hub is off until it comes."""
    made = copied(sub_centre, tmp_path)
    yield made
    made.hub.kill()
