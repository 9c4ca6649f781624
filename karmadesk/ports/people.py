"""Who is on this laptop, and where their keys are kept."""

from __future__ import annotations

from typing import Protocol

from karmadesk.model import Json, Person
from karmadesk.ports.learner import Learner


class People(Protocol):
    """Who is on this laptop. Opening somebody needs the vault; nothing in the folder names the person to others."""

    def list(self) -> tuple[Person, ...]: ...
    def person(self, person_id: str) -> Person | None: ...
    def add(self, server_id: str, label: str, language: str = "") -> Person:
        """Makes the folder, the key (in the vault) and an empty `learner.db`."""

    def rename(self, person_id: str, label: str) -> Person: ...
    def open(self, person_id: str) -> Learner:
        """The person's open store, the same object until `close_all`. Raises WrongKey, NewerDatabase, VaultError."""

    def glimpse(self, person_id: str, name: str) -> Json:
        """A screen as it was last shown to this person, read without opening their store; None where there is none.

        Raises VaultError; whatever else is in the way is told by `open`.
        """

    def remove(self, person_id: str) -> None: ...
    def close_all(self) -> None: ...


class Vault(Protocol):
    """Keeps small secrets: the OS keyring, a sealed file, or memory. Raises NoKeyring, WrongPassphrase."""

    @property
    def kind(self) -> str:
        """ "keyring", "sealed-file" or "memory"."""

    def get(self, name: str) -> bytes | None: ...
    def put(self, name: str, secret: bytes) -> None: ...
    def delete(self, name: str) -> None: ...
