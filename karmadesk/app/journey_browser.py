"""A small browser for a demo with nobody there: it fills in the server's real login form. urllib alone."""

from __future__ import annotations

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser


class LoginForm(HTMLParser):
    """The first form of a page: where it goes and what it already holds."""

    def __init__(self) -> None:
        super().__init__()
        self.action: str | None = None
        self.fields: dict[str, str] = {}
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and self.action is None:
            self.action = found.get("action", "")
            self._inside = True
        elif tag == "input" and self._inside and found.get("name"):
            self.fields[found["name"]] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


class _StopAtRedirect(urllib.request.HTTPRedirectHandler):
    """Lets the caller see the address that the login form leads to."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def sign_in(address: str, username: str, password: str, *, follow: bool) -> str:
    """Opens the address, fills the form in and returns where the server sends the browser then.

    With `follow` that address is opened too, as a browser would: a loopback listener hears of it.
    """
    jar = http.cookiejar.CookieJar()
    proxies = urllib.request.ProxyHandler({})
    opener = urllib.request.build_opener(proxies, urllib.request.HTTPCookieProcessor(jar))
    with opener.open(address, timeout=30) as page:
        shown = page.geturl()
        form = LoginForm()
        form.feed(page.read().decode("utf-8"))
    if form.action is None:
        raise ValueError("the server showed no login form")
    fields = {**form.fields, "username": username, "password": password}
    target = urllib.parse.urljoin(shown, form.action)
    request = urllib.request.Request(target, urllib.parse.urlencode(fields).encode())  # noqa: S310 - http(s) only
    stopping = urllib.request.build_opener(proxies, urllib.request.HTTPCookieProcessor(jar), _StopAtRedirect)
    try:
        with stopping.open(request, timeout=30):
            raise ValueError("the server did not accept the name or the password")
    except urllib.error.HTTPError as answer:
        with answer:
            location = str(answer.headers.get("Location", ""))
        if answer.code not in {302, 303} or not location:
            raise ValueError(f"the login form answered {answer.code}") from None
    landed = urllib.parse.urljoin(target, location)
    if follow:
        with opener.open(landed, timeout=30) as last:
            last.read()
    return str(landed)
