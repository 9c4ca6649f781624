"""A real HTTP proxy on this machine: tunnels and plain requests, a login if wanted, and TLS opened if told to.

It knows by itself where names lead, as a proxy does: a test's `hub.example.test` is some port here.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Opens = Callable[[str], ssl.SSLContext]
_HOP = {"proxy-connection", "proxy-authorization", "connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass
class Rules:
    """`names` says where each name leads; `login` is `name:password`; `refuses` and `opens` name hosts."""

    names: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    login: str = ""
    refuses: frozenset[str] = frozenset()
    opens: Opens | None = None


class Proxy(ThreadingHTTPServer):
    """Listens on 127.0.0.1. `asked` holds what it was asked for, in the words of the request's first line."""

    daemon_threads = True

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.asked: list[str] = []
        self.was_shown: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def url_with_login(self) -> str:
        return f"http://{self.rules.login}@127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy
    timeout = 5.0
    disable_nagle_algorithm = True

    def do_CONNECT(self) -> None:
        host, _, port = self.path.rpartition(":")
        if not self._may_pass(host):
            return
        try:
            there = self._reach(host, int(port))
        except OSError:
            self._say(502, "Bad Gateway")
            return
        with there:
            self.send_response_only(200, "Connection established")
            self.end_headers()
            self.close_connection = True
            rules = self.server.rules
            if rules.opens is None:
                pumped(self.connection, there)
                return
            with (
                contextlib.suppress(ssl.SSLError, OSError),
                rules.opens(host).wrap_socket(self.connection, server_side=True) as here,
            ):
                pumped(here, there)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        host = parts.hostname or ""
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not self._may_pass(host):
            return
        where, port = self.server.rules.names.get(host, (host, parts.port or 80))
        there = http.client.HTTPConnection(where, port, timeout=5.0)
        try:
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            there.request(self.command, path, raw or None, headers)
            answer = there.getresponse()
            self._pass_back(answer, answer.read())
        except OSError:
            self._say(504, "Gateway Timeout")
        finally:
            there.close()

    do_POST = do_PATCH = do_GET  # noqa: N815 - the parent's names

    def _may_pass(self, host: str) -> bool:
        rules, shown = self.server.rules, self.headers.get("Proxy-Authorization", "")
        self.server.asked.append(f"{self.command} {self.path}")
        self.server.was_shown.append(shown)
        if rules.login and shown != "Basic " + base64.b64encode(rules.login.encode()).decode():
            self._say(407, "Proxy Authentication Required", {"Proxy-Authenticate": 'Basic realm="office"'})
            return False
        if host in rules.refuses:
            self._say(403, "Forbidden")
            return False
        return True

    def _reach(self, host: str, port: int) -> socket.socket:
        found = socket.create_connection(self.server.rules.names.get(host, (host, port)), timeout=5.0)
        if self.server.rules.opens is None:
            return found
        # Whoever opens TLS makes a connection of its own to the server; here it believes whatever it meets.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            return context.wrap_socket(found, server_hostname=host)
        except BaseException:
            found.close()
            raise

    def _pass_back(self, answer: http.client.HTTPResponse, body: bytes) -> None:
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in _HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _say(self, status: int, words: str, headers: Mapping[str, str] | None = None) -> None:
        page = f"<html><title>{words}</title>{words}</html>".encode()
        self.send_response_only(status, words)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Says nothing."""


def pumped(one: socket.socket, other: socket.socket) -> None:
    """Carries bytes both ways until either side has gone."""
    pairs = {one: other, other: one}
    with contextlib.suppress(OSError):
        while True:
            # What TLS has read ahead no longer shows at the socket.
            ready: list[socket.socket] = [s for s in pairs if isinstance(s, ssl.SSLSocket) and s.pending()]
            ready = ready or select.select([*pairs], [], [], 5.0)[0]
            if not ready:
                return
            for side in ready:
                said = _heard(side)
                if said == b"":
                    return
                pairs[side].sendall(said or b"")


def _heard(side: socket.socket) -> bytes | None:
    """What has come; b"" when the side has gone, None when it was only TLS talking to itself."""
    side.setblocking(False)
    try:
        return side.recv(65_536)
    except ssl.SSLWantReadError:
        return None
    finally:
        side.settimeout(5.0)


@contextmanager
def proxy(rules: Rules) -> Iterator[Proxy]:
    """A running proxy with these rules."""
    found = Proxy(rules)
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        found.shutdown()
        found.server_close()
        thread.join()
