"""Something answers at the hub's address, but not the hub: a page, or a certificate that nobody vouches for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from karmadesk.model import Link
from karmadesk.ui.strip import link_explained
from tests.matrix import rows
from tests.stories.laptop import Laptop
from tests.stories.portal import PAGE, Portal
from tests.stories.window import LANGUAGES
from tests.sync.certificate import own_certificate
from tests.sync.wire import Said, Wire, wire

KINDS = {"page": ("not_a_server", Link.CAPTIVE), "certificate": ("tls", Link.UNTRUSTED)}


@pytest.fixture(params=KINDS)
def stranger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Wire, str, Link]]:
    """Who answers, the key of what is wrong, and the link as the strip shows it."""
    tls = own_certificate(tmp_path) if request.param == "certificate" else None
    with wire(lambda _: Said(PAGE, kind="text/html"), tls) as server:
        yield (server, *KINDS[request.param])


def test_asha_signs_in_at_an_address_that_is_not_a_hub_at_the_command_line(
    new_laptop: Laptop, stranger: tuple[Wire, str, Link]
) -> None:
    server, key, _ = stranger
    told = new_laptop.says("login", "--server", server.url, "--no-browser")
    told.names(key)
    assert len(told.lines) == 1
    assert not (new_laptop.home / "servers.json").exists()
    assert not list((new_laptop.home / "people").iterdir())
    assert new_laptop.says("status").code == 0


@pytest.mark.parametrize("language, other", rows(LANGUAGES, 1))
def test_asha_signs_in_at_an_address_that_is_not_a_hub_in_the_window(
    new_laptop: Laptop, stranger: tuple[Wire, str, Link], screen: QApplication, language: str, other: str
) -> None:
    server, key, _ = stranger
    new_laptop.use(server.url)
    with new_laptop.window(language) as window:
        window.hands.press("first-language-next")
        window.hands.until("the question for the server", lambda: window.hands.shows("first-server"))
        window.until_it_tells(key, other)
        assert window.opened == []
        assert not window.hands.sees("first-server-next"), "nobody goes on to a stranger"
        window.hands.press("first-back")
        window.hands.until("the first page", lambda: window.hands.shows("first-language"))
    assert not list((new_laptop.home / "people").iterdir())


@pytest.mark.parametrize("language, other", rows(LANGUAGES, 1))
def test_asha_goes_on_learning_while_her_server_is_a_stranger(
    laptop: Laptop,
    asha: str,
    portal: Portal,
    stranger: tuple[Wire, str, Link],
    screen: QApplication,
    language: str,
    other: str,
) -> None:
    assert laptop.says("download").code == 0
    laptop.learns(asha)
    waiting = laptop.outbox(asha)
    assert waiting
    server, key, link = stranger
    laptop.use(server.url)
    told = laptop.says("sync")
    assert told.code == 1
    assert len(told.with_code(key)) == 2, "each person's line says it"
    with laptop.window(language) as window:
        window.choose(asha)
        window.hands.until("the link to be judged", lambda: window.strip.view.link is link)
        window.hands.press("strip-link")
        for spoken in (language, other):
            window.speak(spoken)
            window.until_it_says(lambda: link_explained(link))
        assert window.opens_lesson()
    assert laptop.outbox(asha) == waiting
    laptop.use(portal.url)
    assert laptop.says("sync").code == 0
    assert laptop.outbox(asha) == 0
