"""Both ways of signing in, with a real local server in the place of Keycloak."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from karmadesk.errors import NotAServer, Offline, ServerFault, SignInFailed, SignInTimedOut
from karmadesk.jobs import Cancelled, Context
from karmadesk.model import ServerRow, SignInWay
from karmadesk.ports import SignInAttempt
from karmadesk.sync.http import Http
from karmadesk.sync.sign_in import Loopback, Paste, answer_in, sign_in_for
from tests.sync.clock import START, StillClock
from tests.sync.wire import Asked, Said, Wire, wire

TOKENS = {"access_token": "a", "refresh_token": "r", "expires_in": 300, "refresh_expires_in": 43200}


class Keycloak:
    """Gives one code and checks its proof, as Keycloak does."""

    def __init__(self) -> None:
        self.challenge = ""
        self.forms: list[dict[str, str]] = []

    def __call__(self, asked: Asked) -> Said:
        form = asked.form
        self.forms.append(form)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        proven = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge
        if form["code"] != "good" or not proven:
            return Said({"error": "invalid_grant", "error_description": "Code not valid"}, 400)
        return Said(TOKENS)


@pytest.fixture
def keycloak() -> Keycloak:
    return Keycloak()


@pytest.fixture
def server(keycloak: Keycloak) -> Iterator[Wire]:
    with wire(keycloak) as found:
        yield found


@pytest.fixture
def http(server: Wire) -> Iterator[Http]:
    found = Http(ServerRow("s", "S", "igot", server.url, "key", client_id="karmadesk"), StillClock())
    yield found
    found.close()


def query(attempt: SignInAttempt) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(attempt.address).query).items()}


def visit(address: str) -> tuple[int, str]:
    """What a browser sees at the address."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=5) as reply:
            return reply.status, reply.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def come_back(attempt: SignInAttempt, **answer: str) -> tuple[int, str]:
    asked = query(attempt)
    return visit(f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], **answer})}")


def test_browser_comes_back_to_the_listener(http: Http, keycloak: Keycloak) -> None:
    attempt = Loopback(http, StillClock()).begin(fresh=False, language="en")
    asked = query(attempt)
    keycloak.challenge = asked["code_challenge"]
    assert attempt.address.startswith(f"{http.row.host}/auth/realms/sunbird/protocol/openid-connect/auth?")
    assert urlsplit(asked["redirect_uri"]).hostname == "127.0.0.1"
    assert (asked["code_challenge_method"], asked["scope"], asked["client_id"]) == (
        "S256",
        "offline_access",
        "karmadesk",
    )
    assert not {"prompt", "max_age"} & asked.keys()
    assert not attempt.needs_paste
    status, page = come_back(attempt, code="good")
    assert status == 200
    assert "close this window" in page
    tokens = attempt.wait(Context(), 5.0)
    assert (tokens.access, tokens.refresh) == ("a", "r")
    assert tokens.refresh_expires_at is not None
    assert (tokens.access_expires_at - START).total_seconds() == 300
    assert keycloak.forms[0]["redirect_uri"] == asked["redirect_uri"]
    attempt.close()
    attempt.close()


def test_the_closing_page_speaks_hindi(http: Http, keycloak: Keycloak) -> None:
    attempt = Loopback(http, StillClock()).begin(fresh=False, language="hi")
    assert query(attempt)["ui_locales"] == "hi"
    assert "बंद" in come_back(attempt, code="good")[1]
    assert "पूरा नहीं हुआ" in come_back(attempt, error="access_denied")[1]
    attempt.close()


def test_fresh_asks_for_a_new_login(http: Http) -> None:
    for way in (Loopback(http, StillClock()), Paste(http, StillClock())):
        attempt = way.begin(fresh=True, language="en")
        assert (query(attempt)["prompt"], query(attempt)["max_age"]) == ("login", "0")
        attempt.close()


def test_a_stranger_s_answer_is_ignored(http: Http, keycloak: Keycloak) -> None:
    attempt = Loopback(http, StillClock()).begin(fresh=False, language="en")
    keycloak.challenge = query(attempt)["code_challenge"]
    redirect = query(attempt)["redirect_uri"]
    assert "not completed" in visit(f"{redirect}?code=stolen&state=guess")[1]
    assert "not completed" in visit(f"{redirect}?error=access_denied")[1]
    assert visit(redirect.replace("/callback", "/favicon.ico"))[0] == 404
    assert visit(redirect)[0] == 404
    with pytest.raises(SignInTimedOut):
        attempt.wait(Context(), 0.0)
    come_back(attempt, code="good")
    assert attempt.wait(Context(), 5.0).access == "a"
    attempt.close()


@pytest.mark.parametrize("answer", [{"error": "access_denied"}, {"code": "old"}])
def test_an_answer_that_buys_nothing_fails(answer: dict[str, str], http: Http, keycloak: Keycloak) -> None:
    attempt = Loopback(http, StillClock()).begin(fresh=False, language="en")
    keycloak.challenge = query(attempt)["code_challenge"]
    come_back(attempt, **answer)
    with pytest.raises(SignInFailed):
        attempt.wait(Context(), 5.0)
    attempt.close()


def test_waiting_ends_with_a_cancel_or_a_close(http: Http) -> None:
    attempt = Loopback(http, StillClock()).begin(fresh=False, language="en")
    context = Context()
    timer = threading.Timer(0.05, context.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        attempt.wait(context, 60.0)
    timer.join()
    attempt.close()
    with pytest.raises(SignInTimedOut):
        attempt.wait(Context(), 60.0)


def test_two_attempts_use_two_ports(http: Http) -> None:
    way = Loopback(http, StillClock())
    one, two = way.begin(fresh=False, language="en"), way.begin(fresh=False, language="en")
    assert query(one)["redirect_uri"] != query(two)["redirect_uri"]
    assert query(one)["state"] != query(two)["state"]
    one.close()
    two.close()


def pasted(attempt: SignInAttempt, **answer: str) -> str:
    return f"{query(attempt)['redirect_uri']}?{urlencode({'state': query(attempt)['state'], **answer})}"


def test_the_address_is_pasted(http: Http, keycloak: Keycloak) -> None:
    attempt = Paste(http, StillClock()).begin(fresh=False, language="hi")
    keycloak.challenge = query(attempt)["code_challenge"]
    assert attempt.needs_paste
    assert query(attempt)["redirect_uri"] == f"{http.row.host}/oauth2callback"
    address = pasted(attempt, session_state="x", code="good")
    broken = f"  <{address[:40]}\n  {address[40:]}>\n"
    assert attempt.finish(broken).access == "a"
    attempt.close()


@pytest.mark.parametrize(
    "address", ["", "hello", "https://example.org/", "https://example.org/oauth2callback?code=c&state=other"]
)
def test_a_useless_paste_fails_and_another_may_follow(address: str, http: Http, keycloak: Keycloak) -> None:
    attempt = Paste(http, StillClock()).begin(fresh=False, language="en")
    keycloak.challenge = query(attempt)["code_challenge"]
    with pytest.raises(SignInFailed):
        attempt.finish(address)
    with pytest.raises(SignInFailed):
        attempt.finish(pasted(attempt, error="login_required"))
    assert attempt.finish(pasted(attempt, code="good")).access == "a"
    with pytest.raises(SignInTimedOut):
        attempt.wait(Context(), 0.0)


def test_answers_in_the_fragment_are_found() -> None:
    assert answer_in("https://h/oauth2callback#state=s&code=c") == {"state": "s", "code": "c"}


@pytest.mark.parametrize(
    "said, error",
    [
        (Said(b"<html>", kind="text/html"), NotAServer),
        (Said({"message": "boom"}, 500), ServerFault),
        (Said({"token_type": "bearer"}), ServerFault),
        (Said(cut=True), Offline),
    ],
)
def test_a_link_that_breaks_during_the_exchange_is_the_link_s_fault(
    said: Said, error: type[Exception], http: Http, server: Wire
) -> None:
    attempt = Paste(http, StillClock()).begin(fresh=False, language="en")
    server.answer = lambda _: said
    with pytest.raises(error):
        attempt.finish(pasted(attempt, code="good"))


def test_the_row_names_the_way(http: Http) -> None:
    def row(way: SignInWay) -> ServerRow:
        return ServerRow("s", "S", "igot", "http://h", "k", sign_in=way)

    assert isinstance(sign_in_for(row(SignInWay.LOOPBACK), http, StillClock()), Loopback)
    assert isinstance(sign_in_for(row(SignInWay.PASTE), http, StillClock()), Paste)


def test_nothing_secret_is_logged(http: Http, keycloak: Keycloak, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    attempt = Loopback(http, StillClock()).begin(fresh=False, language="en")
    keycloak.challenge = query(attempt)["code_challenge"]
    come_back(attempt, code="good")
    tokens: Any = attempt.wait(Context(), 5.0)
    attempt.close()
    said = caplog.text + repr(tokens)
    form = keycloak.forms[0]
    assert form["code_verifier"] not in said
    assert form["code"] not in json.dumps(said.split())
    assert "refresh_token" not in said
