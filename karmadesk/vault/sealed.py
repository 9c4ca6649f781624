"""Secrets in one file sealed by a passphrase, where the system has no key store.

The file: MAGIC, one line of JSON with the parameters and the salt, a nonce of twelve bytes, then AES-256-GCM of a JSON
object (name to base64). The line is authenticated too, so that nobody can weaken the parameters unseen.
"""

from __future__ import annotations

import base64
import errno
import json
import os
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from karmadesk.argon import SALT_BYTES, Cost, derived, parsed
from karmadesk.errors import DiskFull, VaultError, WrongPassphrase

MAGIC = b"karmadesk sealed 1\n"
NONCE_BYTES = 12


class SealedFile:
    """The port `Vault`, in a file. The passphrase is asked for once, when first needed, and never kept."""

    kind = "sealed-file"

    def __init__(self, path: Path, passphrase: Callable[[], str], cost: Cost | None = None) -> None:
        """`cost` is for a new file; one that exists names its own."""
        self._path = path
        self._passphrase: Callable[[], str] | None = passphrase
        self._cost = cost or Cost()
        self._lock = threading.Lock()
        self._header = b""
        self._key = b""

    @classmethod
    def handed(cls, path: Path, key: bytes) -> SealedFile:
        """The file as another process of ours has opened it."""
        made = cls(path, _nobody)
        made._passphrase = None
        try:
            made._header, _ = _parted(path.read_bytes())
        except FileNotFoundError as error:
            raise VaultError("the sealed file is gone") from error
        made._key = key
        return made

    def key(self) -> bytes:
        """What opens the file, for a process of ours; it was opened before."""
        with self._lock:
            return self._key

    def get(self, name: str) -> bytes | None:
        """Raises WrongPassphrase, VaultError when the file is damaged."""
        with self._lock:
            return self._read().get(name)

    def put(self, name: str, secret: bytes) -> None:
        with self._lock:
            self._write({**self._read(), name: bytes(secret)})

    def delete(self, name: str) -> None:
        with self._lock:
            held = self._read()
            if name in held:
                self._write({n: secret for n, secret in held.items() if n != name})

    def _read(self) -> dict[str, bytes]:
        """What the file holds now: another process may have written since."""
        try:
            raw = self._path.read_bytes()
        except FileNotFoundError:
            if not self._key:
                self._unlock(_header(self._cost, secrets.token_bytes(SALT_BYTES)))
            return {}
        header, sealed = _parted(raw)
        if header != self._header:
            self._unlock(header)
        try:
            return self._unsealed(sealed)
        except WrongPassphrase:
            self._header, self._key = b"", b""
            raise

    def _unlock(self, header: bytes) -> None:
        cost, salt = _parsed(header)
        if self._passphrase is None:
            raise WrongPassphrase("the file was sealed anew under another passphrase")
        self._key = derived(self._passphrase(), cost, salt)
        self._header = header

    def _unsealed(self, sealed: bytes) -> dict[str, bytes]:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            plain = AESGCM(self._key).decrypt(nonce, text, self._header)
        except (InvalidTag, ValueError) as error:
            raise WrongPassphrase("the sealed file does not open") from error
        self._passphrase = None
        return {name: base64.b64decode(secret) for name, secret in json.loads(plain).items()}

    def _write(self, held: Mapping[str, bytes]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        plain = json.dumps({name: base64.b64encode(secret).decode("ascii") for name, secret in held.items()})
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self._key).encrypt(nonce, plain.encode("ascii"), self._header)
        _replace(self._path, self._header + nonce + sealed)
        self._passphrase = None


def _nobody() -> str:
    raise WrongPassphrase("nobody types anything here")


def _header(cost: Cost, salt: bytes) -> bytes:
    line = json.dumps({**asdict(cost), "salt": salt.hex()}, sort_keys=True)
    return MAGIC + line.encode("ascii") + b"\n"


def _parted(raw: bytes) -> tuple[bytes, bytes]:
    end = raw.find(b"\n", len(MAGIC))
    if not raw.startswith(MAGIC) or end < 0:
        raise VaultError("not a sealed file")
    return raw[: end + 1], raw[end + 1 :]


def _parsed(header: bytes) -> tuple[Cost, bytes]:
    try:
        found = json.loads(header[len(MAGIC) :])
    except ValueError as error:
        raise VaultError("the sealed file's first lines are damaged") from error
    return parsed(found if isinstance(found, dict) else {})


def _replace(path: Path, content: bytes) -> None:
    """Replaces the file whole or not at all. No previous copy: it would keep the keys of people who were removed."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    try:
        handle = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(str(error)) from error
        raise
