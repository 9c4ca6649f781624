"""A small real media server for tests: ranges and validators done right, and every wrong thing it is told to do."""

from __future__ import annotations

import hashlib
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

CHUNK_BYTES = 4096
PAGE = b"<!DOCTYPE html><html><title>Welcome to the hotel</title><p>Please sign in.</html>"


@dataclass
class Media:
    """One file and what is wrong with it. Offsets are those of the whole file."""

    content: bytes
    mime_type: str = "video/mp4"
    etag: str = ""
    cut_at: int | None = None
    stall_at: int | None = None
    claims: int | None = None
    status: int = 200
    retry_after: str = ""
    redirect: str = ""
    is_page: bool = False
    ignores_ranges: bool = False
    ignores_if_range: bool = False
    without_etag: bool = False
    last_modified: str = ""
    without_length: bool = False

    def validator(self) -> str:
        return "" if self.without_etag else self.etag or f'"{hashlib.sha256(self.content).hexdigest()[:16]}"'


@dataclass(frozen=True)
class Request:
    path: str
    range: str
    if_range: str
    status: int


@dataclass
class Counted:
    requests: list[Request] = field(default_factory=list)
    sent: dict[str, int] = field(default_factory=dict)


class MediaServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        self.media: dict[str, Media] = {}
        self.counted = Counted()
        self.lock = threading.Lock()
        self.go_on = threading.Event()
        self.has_stalled = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def put(self, path: str, media: Media) -> str:
        """Serves this file; its address."""
        self.media[path] = media
        return self.url + path

    def sent(self, path: str) -> int:
        """How many body bytes of this file were handed to the network."""
        return self.counted.sent.get(path, 0)

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.counted.requests if request.path == path]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: MediaServer
    timeout = 10.0

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        media = self.server.media.get(path)
        self._answer(path, media or Media(b"", status=404))

    def _answer(self, path: str, media: Media) -> None:
        start = self._start(media)
        status = media.status if media.status != 200 else 206 if start else 200
        if media.redirect:
            status = 302
        if status == 206 and start >= len(media.content):
            status = 416
        self.server.counted.requests.append(
            Request(path, self.headers.get("Range", ""), self.headers.get("If-Range", ""), status)
        )
        if status not in {200, 206} or media.is_page:
            self._say(status, media)
            return
        claims = len(media.content) if media.claims is None else media.claims
        self._head(status, media, claims - start, f"bytes {start}-{claims - 1}/{claims}" if status == 206 else "")
        self._body(path, media, start)
        if claims != len(media.content):
            self.close_connection = True

    def _start(self, media: Media) -> int:
        """Where the range begins that the client asked for and may have."""
        asked = self.headers.get("Range", "")
        if not asked.startswith("bytes=") or media.ignores_ranges:
            return 0
        validator = self.headers.get("If-Range", "")
        if validator and not media.ignores_if_range and validator not in {media.validator(), media.last_modified}:
            return 0
        return int(asked.removeprefix("bytes=").partition("-")[0])

    def _say(self, status: int, media: Media) -> None:
        """An answer that is not the file."""
        self.send_response_only(status)
        body = PAGE if media.is_page else b""
        self.send_header("Content-Type", "text/html" if media.is_page else "application/json")
        self.send_header("Content-Length", str(len(body)))
        if media.redirect:
            self.send_header("Location", media.redirect)
        if media.retry_after:
            self.send_header("Retry-After", media.retry_after)
        if status == 416:
            self.send_header("Content-Range", f"bytes */{len(media.content)}")
        self.end_headers()
        self.wfile.write(body)

    def _head(self, status: int, media: Media, length: int, content_range: str) -> None:
        self.send_response_only(status)
        self.send_header("Date", formatdate(usegmt=True))
        self.send_header("Content-Type", media.mime_type)
        if media.without_length:
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(length))
        if media.validator():
            self.send_header("ETag", media.validator())
        if media.last_modified:
            self.send_header("Last-Modified", media.last_modified)
        if content_range:
            self.send_header("Content-Range", content_range)
        self.end_headers()

    def _body(self, path: str, media: Media, start: int) -> None:
        place, has_stalled = start, False
        while place < len(media.content):
            end = min(place + CHUNK_BYTES, len(media.content))
            for stop in (media.cut_at, media.stall_at):
                if stop is not None and stop > place:
                    end = min(end, stop)
            if place == media.stall_at and not has_stalled:
                self.server.has_stalled.set()
                self.server.go_on.wait(10)
                has_stalled = True
                if self._client_is_gone():
                    return
                continue
            if media.cut_at is not None and place >= media.cut_at:
                self.close_connection = True
                return
            self.wfile.write(media.content[place:end])
            with self.server.lock:
                self.server.counted.sent[path] = self.server.counted.sent.get(path, 0) + end - place
            place = end

    def _client_is_gone(self) -> bool:
        """What is written to a dead client was paid for by nobody."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        try:
            return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
        except ConnectionError:
            return True

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@contextmanager
def media_server() -> Iterator[MediaServer]:
    """A running server without files."""
    server = MediaServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join()
