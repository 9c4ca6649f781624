"""A real line on loopback between laptop and hub: counts every byte, knows what went first, and can end early."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

CHUNK = 65_536
REQUEST = re.compile(rb"(GET|POST|PATCH|PUT) (\S+) HTTP/1\.1\r\n")


@dataclass
class Passed:
    """One request that went through, and what it weighed with its answer, headers and all."""

    method: str
    path: str
    up: int = 0
    down: int = 0


class Tap:
    """Listens on a port of its own and carries everything to the hub and back."""

    def __init__(self, hub_url: str) -> None:
        parts = urlsplit(hub_url)
        self._hub = (parts.hostname or "", parts.port or 0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ends: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._is_closed = False
        self.passed: list[Passed] = []
        self.connections = 0
        self.left: int | None = None
        """How many more requests pass before the link is gone; None: all."""
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._run(self._listen)

    @property
    def paths(self) -> list[str]:
        return [one.path for one in self.passed]

    def first(self, part: str) -> int:
        """Which request was the first with this in its path; one behind the last where none was."""
        return next((n for n, path in enumerate(self.paths) if part in path), len(self.passed))

    def forget(self) -> None:
        """Counts from here."""
        with self._lock:
            self.passed, self.connections = [], 0

    def allow(self, requests: int | None) -> None:
        """So many more requests pass; with 0 the link is away."""
        with self._lock:
            self.left = requests
        if requests == 0:
            self._hang_up()

    def close(self) -> None:
        self._is_closed = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._hang_up()
        for thread in self._threads:
            thread.join(10)

    def _run(self, work: object, *arguments: object) -> None:
        assert callable(work)
        thread = threading.Thread(target=work, args=arguments, name="tap")
        self._threads.append(thread)
        thread.start()

    def _hang_up(self) -> None:
        with self._lock:
            ends = tuple(self._ends)
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._run(self._carry, near)

    def _carry(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError), socket.create_connection(self._hub) as far:
            with self._lock:
                self._ends |= {near, far}
                self.connections += 1
            asked: list[Passed] = []
            back = threading.Thread(target=self._back, args=(far, near, asked), name="tap")
            back.start()
            try:
                while data := near.recv(CHUNK):
                    if not self._may_pass(data, asked):
                        break
                    far.sendall(data)
            finally:
                for end in (near, far):
                    with contextlib.suppress(OSError):
                        end.shutdown(socket.SHUT_RDWR)
                back.join()
                with self._lock:
                    self._ends -= {near, far}

    def _back(self, far: socket.socket, near: socket.socket, asked: list[Passed]) -> None:
        with contextlib.suppress(OSError):
            while data := far.recv(CHUNK):
                with self._lock:
                    asked[-1].down += len(data)
                near.sendall(data)
        with contextlib.suppress(OSError):
            near.shutdown(socket.SHUT_RDWR)

    def _may_pass(self, data: bytes, asked: list[Passed]) -> bool:
        """Whether the link still lives for this; a new request is noted."""
        found = REQUEST.match(data)
        with self._lock:
            if found is not None:
                if self.left is not None:
                    if self.left <= 0:
                        return False
                    self.left -= 1
                asked.append(Passed(found[1].decode(), found[2].decode()))
                self.passed.append(asked[-1])
            asked[-1].up += len(data)
        return True


@contextmanager
def tapped(hub_url: str) -> Iterator[Tap]:
    """A line to this hub for the block."""
    tap = Tap(hub_url)
    try:
        yield tap
    finally:
        tap.close()
