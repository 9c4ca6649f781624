"""Secrets in the system's own key store; one that would keep them in plain text, or not at all, is refused."""

from __future__ import annotations

import base64
import binascii
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from karmadesk.errors import NoKeyring

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "karmadesk"
PROBE = "probe"

REFUSED_MODULES = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
REFUSED_NAMES = ("plaintext", "uncrypted", "unencrypted", "null")
"""A backend that says so in its name; `keyrings.alt` is chosen silently where it is installed (measured)."""


class KeyringVault:
    """The port `Vault`, in Secret Service, KWallet, Keychain or Credential Manager. May prompt."""

    kind = "keyring"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._backend: KeyringBackend | None = None

    def get(self, name: str) -> bytes | None:
        """Raises NoKeyring, also when the key store stays locked."""
        with _told():
            found = self._checked().get_password(SERVICE, name)
        try:
            return None if found is None else base64.b64decode(found, validate=True)
        except (binascii.Error, ValueError) as error:
            raise NoKeyring("the key store gave back something else than was put") from error

    def put(self, name: str, secret: bytes) -> None:
        """Raises NoKeyring; what was put has been read back."""
        text = base64.b64encode(secret).decode("ascii")
        with _told():
            backend = self._checked()
            backend.set_password(SERVICE, name, text)
            if backend.get_password(SERVICE, name) != text:
                raise NoKeyring("the key store dropped what was put")

    def delete(self, name: str) -> None:
        from keyring.errors import PasswordDeleteError

        with _told():
            try:
                self._checked().delete_password(SERVICE, name)
            except PasswordDeleteError:
                return  # it wasn't there

    def check(self) -> None:
        """Raises NoKeyring unless a secret can really be put, read back and removed."""
        name, secret = f"{PROBE}-{secrets.token_hex(4)}", secrets.token_bytes(8)
        self.put(name, secret)
        self.delete(name)

    def backend_name(self) -> str:
        """Which key store it is; nothing is opened. Raises NoKeyring."""
        return type(self._checked()).__module__.rpartition(".")[2]

    def may_ask(self) -> bool:
        """Whether reading a secret may put a question to a person: only Windows' store is known never to."""
        return not type(self._checked()).__module__.startswith("keyring.backends.Windows")

    def _checked(self) -> KeyringBackend:
        with self._lock:
            if self._backend is None:
                self._backend = _usable()
            return self._backend


def _usable() -> KeyringBackend:
    import keyring

    chosen = keyring.get_keyring()
    # Several usable backends come as one chain that writes to the first and reads from all: take the first sound one.
    chain = getattr(chosen, "backends", None)
    candidates: list[KeyringBackend] = list(chain) if isinstance(chain, list | tuple) else [chosen]
    for backend in candidates:
        if not _is_refused(backend):
            return backend
    raise NoKeyring(f"{type(chosen).__module__}.{type(chosen).__qualname__}")


def _is_refused(backend: object) -> bool:
    cls = type(backend)
    name = cls.__qualname__.lower()
    return cls.__module__.startswith(REFUSED_MODULES) or any(word in name for word in REFUSED_NAMES)


@contextmanager
def _told() -> Iterator[None]:
    from keyring.errors import KeyringError

    try:
        yield
    except KeyringError as error:
        raise NoKeyring(type(error).__name__) from error
