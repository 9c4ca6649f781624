"""Secrets that end with the process: for tests, and for a look around that leaves nothing behind."""

from __future__ import annotations


class MemoryVault:
    """The port `Vault`, in memory."""

    kind = "memory"

    def __init__(self) -> None:
        self._secrets: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        return self._secrets.get(name)

    def put(self, name: str, secret: bytes) -> None:
        self._secrets[name] = bytes(secret)

    def delete(self, name: str) -> None:
        self._secrets.pop(name, None)
