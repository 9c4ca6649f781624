"""The first start, with nobody on the laptop, when the world is not as it should be."""

from __future__ import annotations

import socket

import pytest
from PySide6.QtWidgets import QApplication

from tests.matrix import rows
from tests.stories.laptop import Laptop
from tests.stories.portal import Portal
from tests.stories.window import LANGUAGES


def nobody() -> str:
    """An address at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_first_start_without_a_hub_at_the_command_line(new_laptop: Laptop) -> None:
    told = new_laptop.says("login", "--server", nobody(), "--no-browser")
    assert "can't be reached" in told.names("offline")
    assert len(told.lines) == 1
    assert new_laptop.says("status").code == 0
    assert not list((new_laptop.home / "people").iterdir())
    assert not (new_laptop.home / "servers.json").exists()


@pytest.mark.parametrize("language, other", rows(LANGUAGES, 1))
def test_first_start_without_a_hub_in_the_window(
    new_laptop: Laptop, portal: Portal, screen: QApplication, language: str, other: str
) -> None:
    portal.is_away()
    new_laptop.use(portal.url)
    with new_laptop.window(language) as window:
        window.hands.press("first-language-next")
        window.until_it_tells("offline", other, ("what",))
        assert not window.hands.sees("first-server-next")
        assert window.hands.sees("first-back")
        portal.tells_the_truth()
        window.hands.press("first-server-notice-button")
        window.to_sign_in()
        window.hands.until("an address to sign in at", lambda: len(window.opened) == 1)
        window.hands.press("sign-in-cancel")
    assert not list((new_laptop.home / "people").iterdir())
