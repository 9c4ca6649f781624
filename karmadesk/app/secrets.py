"""Which vault keeps the keys, and where a passphrase comes from."""

from __future__ import annotations

import logging
import os
import secrets as random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from karmadesk.app import places
from karmadesk.errors import KarmaDeskError, NoKeyring, WrongPassphrase
from karmadesk.paths import Paths

if TYPE_CHECKING:
    from karmadesk.ports import Vault

log = logging.getLogger(__name__)

ENVIRONMENT = "KARMADESK_PASSPHRASE"
PROBE = "probe"
"""Never kept: asking for it opens the vault, so that one that can't be used is known at once."""


@dataclass(frozen=True)
class Secrets:
    """`kind` "" means: the keyring where there is one. `ask` prompts a person; None where nobody sits."""

    kind: str = ""
    passphrase_file: Path | None = None
    ask: Callable[[], str] | None = None
    generate: bool = False


class DeferredVault:
    """Opens the real vault when a secret is first needed: who is on the laptop is known without one.

    Opening may derive a key or wait for a person; whoever else needs a secret meanwhile waits too, nobody else does.
    """

    def __init__(self, open_: Callable[[], Vault]) -> None:
        self._open = open_
        self._vault: Vault | None = None
        self._lock = threading.Lock()

    @property
    def kind(self) -> str:
        return self._opened().kind

    def open_ahead(self) -> None:
        """Opens it on a thread of its own, so that whoever needs a secret next may find it open already."""
        threading.Thread(target=self._try, name="vault", daemon=True).start()

    def _try(self) -> None:
        try:
            self._opened()
        except KarmaDeskError as error:
            # Whoever needs a secret next is told.
            log.info("the vault did not open ahead of its use: %s", error.key)

    def _opened(self) -> Vault:
        with self._lock:
            if self._vault is None:
                self._vault = self._open()
            return self._vault

    def get(self, name: str) -> bytes | None:
        return self._opened().get(name)

    def put(self, name: str, secret: bytes) -> None:
        self._opened().put(name, secret)

    def delete(self, name: str) -> None:
        self._opened().delete(name)


def open_secrets(wanted: Secrets, paths: Paths) -> Vault:
    """The vault. A home that has a sealed file goes on with it. Raises NoKeyring, WrongPassphrase.

    Plain text is never a choice: without a keyring and a passphrase this raises.
    """
    from karmadesk.vault import open_vault

    def passphrase() -> str:
        return _passphrase(wanted, paths)

    kind = wanted.kind or ("sealed-file" if paths.sealed.exists() else "keyring")
    vault = open_vault(kind, paths.sealed, passphrase)
    try:
        vault.get(PROBE)
        return vault
    except NoKeyring:
        if wanted.kind == "keyring" or not _has_passphrase(wanted):
            raise
        log.warning("the system has no usable keyring: keys are kept in a sealed file")
        return open_vault("sealed-file", paths.sealed, passphrase)


def _has_passphrase(wanted: Secrets) -> bool:
    return bool(wanted.passphrase_file or os.environ.get(ENVIRONMENT) or wanted.ask or wanted.generate)


def _passphrase(wanted: Secrets, paths: Paths) -> str:
    """From the file, the environment, a generated one, or a person: in this order."""
    if wanted.passphrase_file is not None:
        try:
            return wanted.passphrase_file.read_text("utf-8").strip()
        except OSError as error:
            raise WrongPassphrase(str(error)) from error
    given = os.environ.get(ENVIRONMENT)
    if given:
        return given
    if wanted.generate:
        return generated(paths.home)
    if _generated_path(paths.home).exists():
        return generated(paths.home)
    if wanted.ask is not None:
        return wanted.ask()
    raise NoKeyring("no keyring, and no passphrase for a sealed file")


def generated(home: Path) -> str:
    """A random passphrase for this home, kept for this user only and outside the home; the same one next time."""
    path = _generated_path(home)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        found = path.read_text("ascii").strip()
        if found:
            return found
    except OSError:
        pass
    made = random.token_urlsafe(24)
    beside = path.with_suffix(".tmp")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return made


def _generated_path(home: Path) -> Path:
    import hashlib

    name = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:24]
    return places.state_folder() / f"passphrase-{name}"
