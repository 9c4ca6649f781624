"""A tiny real HTTP server for tests: answers as it is told and remembers what it was asked."""

from __future__ import annotations

import contextlib
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.raw.decode()))


@dataclass(frozen=True)
class Said:
    """An answer. `content` is sent as it is when bytes, else as JSON; `cut` closes the connection without one.

    `is_silent` says nothing until the client gives up; `drip_s` sends a byte each so many seconds.
    """

    content: Any = None
    status: int = 200
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    lies_by: int = 0
    is_silent: bool = False
    drip_s: float = 0.0
    date: str | None = ""


Answer = Callable[[Asked], Said]


def envelope(result: Any, **params: Any) -> dict[str, Any]:
    """A good answer as iGOT's services write one."""
    said = {"resmsgid": "r-1", "msgid": None, "status": "success", "err": None, "errmsg": None, **params}
    return {"id": "api.x", "ver": "v1", "ts": "2026-11-24 08:30:00:000+0000", "params": said, "responseCode": "OK"} | {
        "result": result
    }


def fault(err: str, status: int = 400, code: str = "CLIENT_ERROR") -> Said:
    """A Sunbird service's refusal."""
    params = {"status": err, "err": err, "errmsg": err}
    return Said({"params": params, "responseCode": code, "result": {}}, status)


class Wire(ThreadingHTTPServer):
    """Listens on 127.0.0.1; `answer` may be replaced at any time."""

    daemon_threads = True

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scheme = "http"
        if tls is not None:
            self.scheme = "https"
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Wire
    timeout = 5.0
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = dict(parse_qsl(parts.query))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, parts.path, query, headers, raw)
        self.server.asked.append(asked)
        said = self.server.answer(asked)
        if said.is_silent:
            self.rfile.read(1)
        if said.cut or said.is_silent:
            self.close_connection = True
            return
        content = said.content if isinstance(said.content, bytes) else json.dumps(said.content).encode()
        self.send_response_only(said.status)
        if said.date is not None:
            self.send_header("Date", said.date or formatdate(usegmt=True))
        self.send_header("Content-Type", said.kind)
        self.send_header("Content-Length", str(len(content) + said.lies_by))
        for name, value in said.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if said.drip_s:
            self._drip(content, said.drip_s)
        else:
            self.wfile.write(content)
        if said.lies_by:
            self.close_connection = True

    def _drip(self, content: bytes, every_s: float) -> None:
        """A byte at a time, until the client has had enough."""
        with contextlib.suppress(OSError):
            for at in range(len(content)):
                self.wfile.write(content[at : at + 1])
                time.sleep(every_s)

    def do_POST(self) -> None:
        self.do_GET()

    def do_PATCH(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Says nothing."""


@contextmanager
def wire(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Wire]:
    """A running server that answers like this."""
    server = Wire(answer, tls)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
