"""How people sign in: the system's own browser, and one of two ways for its answer to come back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import logging
import queue
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from karmadesk.errors import ServerFault, SignInFailed, SignInTimedOut
from karmadesk.jobs import Context
from karmadesk.model import ServerRow, SignInWay, Tokens
from karmadesk.ports import Clock, SignIn
from karmadesk.sync.http import Http
from karmadesk.sync.igot_read import tokens_from

log = logging.getLogger(__name__)

REALM = "/auth/realms/sunbird/protocol/openid-connect"
PASTE_PATH = "/oauth2callback"
LISTEN_PATH = "/callback"
LOOK_S = 0.2
_PAGE = """<!doctype html><html lang="{code}"><meta charset="utf-8"><title>KarmaDesk</title>
<meta name="viewport" content="width=device-width"><style>body{{font:1.2rem/1.6 sans-serif;margin:15vh auto;
max-width:32rem;padding:0 1rem;text-align:center;color:#1b1b1b;background:#fff}}</style>
<h1>{title}</h1><p>{text}</p></html>"""
_WORDS = {
    "en": ("KarmaDesk has your sign-in", "You can close this window and go back to KarmaDesk."),
    "hi": ("KarmaDesk को आपका साइन-इन मिल गया", "अब आप यह विंडो बंद करके KarmaDesk पर लौट सकते हैं।"),
}
_FAILED = {
    "en": ("The sign-in was not completed", "Close this window, go back to KarmaDesk and try again."),
    "hi": ("साइन-इन पूरा नहीं हुआ", "यह विंडो बंद करें, KarmaDesk पर लौटें और फिर से कोशिश करें।"),
}


def sign_in_for(row: ServerRow, http: Http, clock: Clock) -> SignIn:
    """The way in that the server's row names."""
    return Loopback(http, clock) if row.sign_in is SignInWay.LOOPBACK else Paste(http, clock)


class Loopback:
    """The browser comes back to a listener on this machine (RFC 8252); our client id must be registered there."""

    def __init__(self, http: Http, clock: Clock) -> None:
        self._http = http
        self._clock = clock

    def begin(self, *, fresh: bool, language: str) -> LoopbackAttempt:
        return LoopbackAttempt(self._http, self._clock, fresh=fresh, language=language)


class Paste:
    """The browser ends on the server's own `/oauth2callback`, and the learner pastes that address."""

    def __init__(self, http: Http, clock: Clock) -> None:
        self._http = http
        self._clock = clock

    def begin(self, *, fresh: bool, language: str) -> PasteAttempt:
        return PasteAttempt(self._http, self._clock, fresh=fresh, language=language)


class _Exchange:
    """One authorization code request with PKCE (RFC 7636), and the exchange of its code."""

    def __init__(self, http: Http, clock: Clock, redirect: str, state: str, *, fresh: bool, language: str) -> None:
        self._http = http
        self._clock = clock
        self._redirect = redirect
        self._verifier = secrets.token_urlsafe(48)
        self._state = state
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self._verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "client_id": http.row.client_id,
            "response_type": "code",
            "scope": "offline_access",
            "redirect_uri": redirect,
            "state": self._state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        if language:
            query["ui_locales"] = language
        if fresh:
            query |= {"prompt": "login", "max_age": "0"}
        self.address = f"{http.row.host}{REALM}/auth?{urlencode(query)}"

    def tokens(self, answer: dict[str, str]) -> Tokens:
        """The session that the browser's answer buys. Raises SignInFailed for anybody else's or a useless answer."""
        if not hmac.compare_digest(answer.get("state", "").encode(), self._state.encode()):
            raise SignInFailed("an answer to another question")
        if "error" in answer:
            raise SignInFailed(f"the server said {answer['error'][:80]}")
        if not answer.get("code"):
            raise SignInFailed("an answer without a code")
        form = {
            "grant_type": "authorization_code",
            "client_id": self._http.row.client_id,
            "redirect_uri": self._redirect,
            "code": answer["code"],
            "code_verifier": self._verifier,
        }
        reply = self._http.call("POST", f"{REALM}/token", form=form, with_key=False)
        found = tokens_from(reply.body, self._clock.corrected()) if reply.is_ok else None
        if found is not None and found.refresh:
            return found
        if reply.is_ok:
            raise ServerFault("an answer without tokens")
        raise SignInFailed(f"the code was not taken: {str(reply.body.get('error', reply.status))[:80]}")


class LoopbackAttempt:
    """A listener on a random port of 127.0.0.1 that takes one answer. Close it whatever happens."""

    def __init__(self, http: Http, clock: Clock, *, fresh: bool, language: str) -> None:
        self._answers: queue.SimpleQueue[dict[str, str]] = queue.SimpleQueue()
        self._listener = _Listener(self._answers, language)
        redirect = f"http://127.0.0.1:{self._listener.server_port}{LISTEN_PATH}"
        self._exchange = _Exchange(http, clock, redirect, self._listener.state, fresh=fresh, language=language)
        self._thread = threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": 0.1}, name="karmadesk-sign-in", daemon=True
        )
        self._thread.start()
        self._is_open = True

    @property
    def address(self) -> str:
        return self._exchange.address

    @property
    def needs_paste(self) -> bool:
        return False

    def wait(self, context: Context, timeout_s: float = 300.0) -> Tokens:
        """Waits for the browser; cancelling the context ends the wait."""
        until = time.monotonic() + timeout_s
        while True:
            context.check()
            try:
                return self._exchange.tokens(self._answers.get(timeout=LOOK_S))
            except queue.Empty:
                # Who gave up closed the listener too: that is no timeout.
                context.check()
                if time.monotonic() >= until or not self._is_open:
                    raise SignInTimedOut from None

    def finish(self, address: str) -> Tokens:
        """Takes a pasted address too, should the browser not reach this machine's listener."""
        return self._exchange.tokens(answer_in(address))

    def close(self) -> None:
        """Ends the listener and its thread; again is harmless."""
        if self._is_open:
            self._is_open = False
            self._listener.shutdown()
            self._listener.server_close()
            self._thread.join()


class PasteAttempt:
    """Waits for nobody: `finish` takes the address that the learner pastes."""

    def __init__(self, http: Http, clock: Clock, *, fresh: bool, language: str) -> None:
        redirect = http.row.host + PASTE_PATH
        self._exchange = _Exchange(http, clock, redirect, secrets.token_urlsafe(24), fresh=fresh, language=language)

    @property
    def address(self) -> str:
        return self._exchange.address

    @property
    def needs_paste(self) -> bool:
        return True

    def wait(self, context: Context, timeout_s: float = 300.0) -> Tokens:
        """Nothing comes by itself; raises SignInTimedOut when the time is over."""
        context.pause(timeout_s)
        raise SignInTimedOut

    def finish(self, address: str) -> Tokens:
        return self._exchange.tokens(answer_in(address))

    def close(self) -> None:
        """Nothing is open."""


def answer_in(address: str) -> dict[str, str]:
    """The fields of the address that the browser ended on, also when a mail or chat program broke it into lines."""
    whole = "".join(address.split()).strip("<>\"'")
    parts = urlsplit(whole)
    fields = dict(parse_qsl(parts.query) or parse_qsl(parts.fragment))
    if not {"code", "error"} & fields.keys():
        raise SignInFailed("an address without an answer")
    return fields


class _Listener(ThreadingHTTPServer):
    """Hears only this machine. The first answer counts; the page says that the window may be closed."""

    daemon_threads = True
    block_on_close = True

    def __init__(self, answers: queue.SimpleQueue[dict[str, str]], language: str) -> None:
        self._answers = answers
        self._language = language if language in _WORDS else "en"
        self.state = secrets.token_urlsafe(24)
        super().__init__(("127.0.0.1", 0), _Handler)

    def take(self, query: str) -> str | None:
        """The page to show for an answer; None for a request that isn't one.

        An answer to somebody else's question is shown as failed and otherwise ignored: any page can send us one.
        """
        fields = dict(parse_qsl(query))
        if not {"code", "error"} & fields.keys():
            return None
        is_ours = hmac.compare_digest(fields.get("state", "").encode(), self.state.encode())
        if is_ours:
            self._answers.put(fields)
        title, text = (_WORDS if is_ours and "code" in fields else _FAILED)[self._language]
        return _PAGE.format(code=self._language, title=html.escape(title), text=html.escape(text))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up early is nothing to report."""
        log.debug("a connection of %s ended early: %s", client_address, request)


class _Handler(BaseHTTPRequestHandler):
    timeout = 5.0
    server: _Listener
    server_version = "KarmaDesk"
    sys_version = ""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        page = self.server.take(parts.query) if parts.path == LISTEN_PATH else None
        content = (page or "").encode()
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Says nothing: the address holds a code."""
