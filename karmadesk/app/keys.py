"""The keys of this home: a vault that opens when a secret is first needed, and tells when that takes a person."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from karmadesk.app.secrets import Secrets, open_secrets, sealed_by
from karmadesk.errors import KarmaDeskError, KeysLocked, NoKeyring, WrongPassphrase
from karmadesk.services.passphrase import Strength, strength

if TYPE_CHECKING:
    from karmadesk.paths import Paths
    from karmadesk.ports import Vault

log = logging.getLogger(__name__)


class Keys:
    """The port `Vault`. Who is on the laptop is known without it; what they did is not.

    A need never waits for a person: it raises, whoever is at the window answers once by `unlock`, and the need comes
    again. So a round in the background only fails, and nothing else waits behind a question.
    """

    def __init__(self, wanted: Secrets, paths: Paths, vault: Vault | None = None) -> None:
        """`vault` where it is open already."""
        self._wanted = wanted
        self._paths = paths
        # A lock of its own: a key store may show a dialog, and meanwhile other parts must get made.
        self._lock = threading.Lock()
        self._vault = vault
        self._was_given_wrongly = False

    @property
    def kind(self) -> str:
        return self.opened().kind

    @property
    def is_open(self) -> bool:
        """Whether secrets can be had; tells at once, opens nothing."""
        return self._vault is not None

    def get(self, name: str) -> bytes | None:
        return self.opened().get(name)

    def put(self, name: str, secret: bytes) -> None:
        self.opened().put(name, secret)

    def delete(self, name: str) -> None:
        self.opened().delete(name)

    def opened(self) -> Vault:
        """The real vault, opened once; blocking. Raises KeysLocked, NoPassphrase, NoKeyring, WrongPassphrase."""
        with self._lock:
            if self._vault is None:
                self._vault = self._open()
            return self._vault

    def handed_on(self) -> dict[str, str]:
        """What a process of ours needs to open the same vault. Raises as `opened`; NoKeyring where it can't."""
        from karmadesk.vault.sealed import SealedFile

        vault = self.opened()
        if isinstance(vault, SealedFile):
            return {"kind": vault.kind, "key": vault.key().hex()}
        if vault.kind == "memory":
            raise NoKeyring("keys in memory are this process's alone")
        return {"kind": vault.kind}

    def open_ahead(self) -> None:
        """Opens the vault on a thread of its own where that takes nobody, so that the first need finds it open."""
        threading.Thread(target=self._try, name="vault", daemon=True).start()

    def _try(self) -> None:
        try:
            self.opened()
        except KarmaDeskError as error:
            # Whoever needs a secret next is told.
            log.info("the vault did not open ahead of its use: %s", error.key)

    def unlock(self, passphrase: str) -> None:
        """Opens the sealed file with what a person typed, or begins a new one; blocking, 0.2 s. Raises WrongPassphrase.

        A new file is first written with the first key, so that a passphrase that sealed nothing binds nobody.
        """
        with self._lock:
            if self._vault is not None:
                return
            if not self._paths.sealed.exists() and strength(passphrase) is Strength.SHORT:
                raise ValueError("too short a passphrase must not get here")
            self._vault = sealed_by(passphrase, self._paths)

    def _open(self) -> Vault:
        if self._was_given_wrongly:
            raise KeysLocked("the passphrase that was given does not open the sealed file")
        try:
            return open_secrets(self._wanted, self._paths)
        except WrongPassphrase as error:
            if not self._wanted.asks_later:
                raise
            # By file or environment, and wrong: the person at the window may know better. Not derived twice.
            log.warning("the passphrase that was given does not open the sealed file")
            self._was_given_wrongly = True
            raise KeysLocked from error
