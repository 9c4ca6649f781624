"""Watches that an offline program stays offline: counts connection attempts to anywhere but one stopped server."""

from __future__ import annotations

import socket
import sys
from types import TracebackType
from typing import Any

_FAMILIES = {socket.AF_INET, socket.AF_INET6}
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class OfflineGuard:
    """An audit hook while it is open. Audit hooks can't be taken out, so it falls silent when closed."""

    def __init__(self, allowed_port: int) -> None:
        self._allowed_port = allowed_port
        self._is_open = False
        self.strays = 0

    def __enter__(self) -> OfflineGuard:
        sys.addaudithook(self._hear)
        self._is_open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_open = False

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._is_open or event not in {"socket.connect", "socket.sendto", "socket.getaddrinfo"}:
            return
        if event == "socket.getaddrinfo":
            if arguments[0] not in _LOOPBACK:
                self.strays += 1
            return
        link, address = arguments[0], arguments[1]
        if link.family in _FAMILIES and (address[0] not in _LOOPBACK or address[1] != self._allowed_port):
            self.strays += 1
