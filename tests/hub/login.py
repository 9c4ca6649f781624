"""Signing in at a hub as a learner's browser does: the real form, with nothing but urllib."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import secrets
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from typing import IO, Any

CONNECT = "/auth/realms/sunbird/protocol/openid-connect"
LOOPBACK = "http://127.0.0.1:49152/callback"


class _Stay(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect to whoever asked."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


@dataclass
class Answer:
    """What came back: an error status is an answer too."""

    status: int
    headers: Message[str, str]
    text: str

    @property
    def location(self) -> Mapping[str, str]:
        """The query of the address that this answer redirects to."""
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.headers["Location"]).query))


@dataclass
class Browser:
    """A browser with cookies that follows no redirect by itself."""

    cookies: CookieJar = field(default_factory=CookieJar)

    def get(self, address: str, **headers: str) -> Answer:
        """The page at this address."""
        return self._send(urllib.request.Request(address, headers=headers))

    def post(self, address: str, form: Mapping[str, str]) -> Answer:
        """The answer to a form."""
        return self._send(urllib.request.Request(address, urllib.parse.urlencode(form).encode()))

    def fill_in(self, page: Answer, username: str, password: str) -> Answer:
        """The answer to the sign-in form on a page."""
        found = re.search(r'<form[^>]* action="([^"]+)"', page.text)
        assert found, f"no form on a page with status {page.status}"
        return self.post(html.unescape(found[1]), {"username": username, "password": password})

    def _send(self, request: urllib.request.Request) -> Answer:
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies), _Stay()
        )
        try:
            with opener.open(request, timeout=20) as reply:
                return Answer(reply.status, reply.headers, reply.read().decode())
        except urllib.error.HTTPError as problem:
            with problem:
                return Answer(problem.code, problem.headers, problem.read().decode())


def pkce() -> tuple[str, str]:
    """A verifier and its S256 challenge."""
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    return verifier, base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def auth_address(url: str, client: str = "karmadesk", **more: str) -> str:
    """The address to open in the browser; `more` adds to or replaces what is asked."""
    redirect = LOOPBACK if client == "karmadesk" else f"{url}/oauth2callback"
    asked = {"client_id": client, "redirect_uri": redirect, "response_type": "code", "scope": "openid offline_access"}
    return f"{url}{CONNECT}/auth?{urllib.parse.urlencode({**asked, **more})}"


def sign_in(url: str, username: str, password: str, client: str = "karmadesk") -> dict[str, Any]:
    """The tokens of somebody who signs in by the form in a fresh browser."""
    browser = Browser()
    verifier, challenge = pkce()
    proof = {"code_challenge": challenge, "code_challenge_method": "S256"} if client == "karmadesk" else {}
    page = browser.get(auth_address(url, client, **proof, state="s"))
    reply = browser.fill_in(page, username, password)
    assert reply.status == 302, f"not signed in: {reply.status}"
    redirect = LOOPBACK if client == "karmadesk" else f"{url}/oauth2callback"
    form = {
        "grant_type": "authorization_code",
        "client_id": client,
        "redirect_uri": redirect,
        "code": reply.location["code"],
        **({"code_verifier": verifier} if client == "karmadesk" else {}),
    }
    answer = browser.post(f"{url}{CONNECT}/token", form)
    assert answer.status == 200, answer.text
    tokens: dict[str, Any] = json.loads(answer.text)
    return tokens
