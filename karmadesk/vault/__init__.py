"""The vault: where keys lie. Its libraries are loaded when a secret is first needed, not when the window opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from karmadesk.ports import Vault
from karmadesk.vault.keyring import KeyringVault
from karmadesk.vault.memory import MemoryVault
from karmadesk.vault.sealed import SealedFile

KINDS = ("keyring", "sealed-file", "memory")


def open_vault(kind: str, path: Path, passphrase: Callable[[], str]) -> Vault:
    """The vault of this kind. `path` and `passphrase` serve the sealed file alone; it asks when first used, once.

    Raises nothing yet: NoKeyring and WrongPassphrase come with the first use.
    """
    if kind == "keyring":
        return KeyringVault()
    if kind == "sealed-file":
        return SealedFile(path, passphrase)
    if kind == "memory":
        return MemoryVault()
    raise ValueError(f"no vault is called {kind}")
