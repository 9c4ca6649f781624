"""The sign-in page: plain, labelled, in English and Hindi."""

from __future__ import annotations

import html
import re

from tests.hub.login import Browser, auth_address
from tests.hub.server import Hub


def test_the_form_speaks_hindi_and_switches(hub: Hub) -> None:
    browser = Browser()
    page = browser.get(auth_address(hub.url, "android"), **{"Accept-Language": "hi-IN,hi;q=0.9,en;q=0.8"})
    switch = re.search(r'<a href="([^"]+)" lang="en"', page.text)

    assert '<html lang="hi">' in page.text
    assert "पासवर्ड" in page.text
    assert switch
    assert '<html lang="en">' in browser.get(html.unescape(switch[1])).text


def test_the_form_asks_in_the_language_that_the_program_names(hub: Hub) -> None:
    assert '<html lang="hi">' in Browser().get(auth_address(hub.url, "android", ui_locales="hi")).text


def test_the_form_is_labelled_and_needs_no_script(hub: Hub) -> None:
    text = Browser().get(auth_address(hub.url, "android")).text

    for name in ("username", "password"):
        assert f'<label for="{name}">' in text
        assert f'id="{name}" name="{name}"' in text
    assert "autofocus" in text
    assert "<script" not in text


def test_a_sign_in_that_was_broken_off_says_so(hub: Hub) -> None:
    assert "not completed" in Browser().get(f"{hub.url}/oauth2callback?error=access_denied").text
