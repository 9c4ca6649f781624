"""Somebody types a wrong password into the server's own page, and then the right one, or gives up."""

from __future__ import annotations

import signal
import socket
from urllib.parse import parse_qsl, urlsplit

import pytest
from PySide6.QtWidgets import QApplication

from karmadesk.ui.i18n import translate
from tests.hub.login import Answer, Browser
from tests.matrix import rows
from tests.stories import school
from tests.stories.laptop import Laptop
from tests.stories.portal import Portal
from tests.stories.window import LANGUAGES

REFUSED = {
    "en": "The user name or the password is not right. Please try again.",
    "hi": "उपयोगकर्ता नाम या पासवर्ड सही नहीं है। कृपया फिर से प्रयास करें।",
}


def tries(browser: Browser, page: Answer, password: str) -> Answer:
    return browser.fill_in(page, school.ASHA[0], password)


def listens(address: str) -> bool:
    """Whether the program still waits for the answer to this address."""
    back = urlsplit(dict(parse_qsl(urlsplit(address).query))["redirect_uri"])
    with socket.socket() as knock:
        return knock.connect_ex((back.hostname, back.port)) == 0


def test_asha_mistypes_her_password_at_the_command_line(new_laptop: Laptop, portal: Portal) -> None:
    with new_laptop.starts("login", "--server", portal.url, "--no-browser") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Open this address and sign in:\n"
        address = process.stdout.readline().strip()
        browser = Browser()
        page = tries(browser, browser.get(address), "wrong")
        assert (page.status, REFUSED["en"] in page.text) == (200, True)
        assert process.poll() is None
        answer = tries(browser, page, school.ASHA[1])
        assert "KarmaDesk" in browser.get(str(answer.headers["Location"])).text
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "Asha is signed in.\n", "")
    assert new_laptop.says("sync").code == 0


def test_asha_gives_up_signing_in_at_the_command_line(new_laptop: Laptop, portal: Portal) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A run in the background ignores Ctrl+C, and its children would too.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with new_laptop.starts("login", "--server", portal.url, "--no-browser") as process:
        assert process.stdout is not None
        process.stdout.readline()
        address = process.stdout.readline().strip()
        browser = Browser()
        tries(browser, browser.get(address), "wrong")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (1, "")
    assert err == "karmadesk: Stopped. What was done so far is kept. [stopped]\n"
    assert not list((new_laptop.home / "people").iterdir())
    assert new_laptop.says("status").code == 0


@pytest.mark.parametrize("language, other", rows(LANGUAGES, 1))
def test_asha_mistypes_her_password_and_the_window_waits(
    new_laptop: Laptop, portal: Portal, screen: QApplication, language: str, other: str
) -> None:
    new_laptop.use(portal.url)
    with new_laptop.window(language) as window:
        window.to_sign_in()
        window.hands.until("the browser", lambda: len(window.opened) == 1)
        browser = Browser()
        page = tries(browser, browser.get(window.opened[0]), "wrong")
        assert REFUSED[language] in page.text
        for spoken in (language, other):
            window.speak(spoken)
            window.until_it_says(lambda: translate("SignIn", "Waiting for you to finish in the browser…"))
        window.hands.press("sign-in-cancel")
        window.hands.until("the first screen", window.is_at_start)
        assert not listens(window.opened[0])
        assert window.core.people.list() == ()
        window.to_sign_in()
        window.hands.until("the browser again", lambda: len(window.opened) == 2)
        browser = Browser()
        page = tries(browser, browser.get(window.opened[1]), "wrong")
        assert REFUSED[other] in page.text
        answer = tries(browser, page, school.ASHA[1])
        browser.get(str(answer.headers["Location"]))
        window.hands.press("first-needs-later")
        window.hands.until("the plan", lambda: window.hands.shows("plan-page"))
        window.until_it_says(lambda: school.NAMES[school.HANDS])
