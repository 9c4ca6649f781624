"""The demonstration's link carries what it should, and breaks as lines break."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from karmadesk.demo.link import QUALITIES, DemoLink

BODY = bytes(range(256)) * 2000


class Hub(BaseHTTPRequestHandler):
    """Answers everything with the same half megabyte, over a kept-alive connection."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_arguments: Any) -> None:
        """Says nothing."""


@pytest.fixture
def hub() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def link(hub: int, tmp_path: Path) -> Iterator[DemoLink]:
    made = DemoLink(tmp_path, lambda: hub, random.Random(3))
    made.start()
    yield made
    made.stop()


def fetch(link: DemoLink, timeout_s: float = 20.0) -> bytes:
    return requests.get(link.host, timeout=timeout_s, headers={"Connection": "close"}).content


def refuses(link: DemoLink) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", int(link.host.rsplit(":", 1)[1]))) != 0


def test_a_link_that_is_on_carries_every_byte(link: DemoLink) -> None:
    assert link.mode == "on"
    with requests.Session() as session:
        assert [session.get(link.host, timeout=5).content for _ in range(3)] == [BODY] * 3


def test_a_link_that_is_cut_refuses_and_breaks_what_is_open_and_comes_back_at_the_same_address(link: DemoLink) -> None:
    address = link.host
    broken: list[str] = []

    def slowly() -> None:
        try:
            fetch(link)
        except requests.RequestException as error:
            broken.append(type(error).__name__)

    link.set("slow")
    reader = threading.Thread(target=slowly)
    reader.start()
    time.sleep(0.5)
    link.set("off")
    reader.join(5)
    assert broken
    deadline = time.monotonic() + 5
    while not refuses(link) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert refuses(link)
    link.set("on")
    while refuses(link) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert link.host == address
    assert fetch(link) == BODY


def test_a_slow_link_is_slow_for_everybody_together(link: DemoLink) -> None:
    link.set("slow")
    got: list[int] = []

    def some() -> None:
        with requests.get(link.host, timeout=20, stream=True) as answer:
            got.append(len(answer.raw.read(12_000)))

    began = time.monotonic()
    readers = [threading.Thread(target=some) for _ in range(2)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert got == [12_000, 12_000]
    assert time.monotonic() - began > 24_000 / QUALITIES["slow"].bytes_per_s * 0.8


def test_a_dropping_link_breaks_and_never_changes_a_byte(link: DemoLink) -> None:
    link.set("dropping")
    with pytest.raises(requests.RequestException):
        fetch(link)
    link.set("on")
    assert fetch(link) == BODY


def test_it_keeps_its_port_from_start_to_start_where_that_is_free(hub: int, tmp_path: Path) -> None:
    first = DemoLink(tmp_path, lambda: hub)
    address = first.start()
    first.stop()
    second = DemoLink(tmp_path, lambda: hub)
    assert second.start() == address
    third = DemoLink(tmp_path, lambda: hub)
    assert third.start() != address
    second.stop()
    third.stop()
