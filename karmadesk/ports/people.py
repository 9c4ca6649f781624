"""Who is on this laptop, and where their keys are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from karmadesk.model import Json, Person
from karmadesk.ports.learner import Learner


@dataclass(frozen=True)
class PersonLock:
    """That somebody has a PIN or password, and what of their key lies in the vault besides.

    `is_remembered`: their store opens without typing. `sends_locked`: sync may send for them while they are locked.
    """

    is_remembered: bool = False
    sends_locked: bool = True


@dataclass(frozen=True)
class Waiting:
    """How much somebody has to send, known without opening their store: as of when it was last open."""

    to_send: int = 0
    needs_sign_in: bool = False


class People(Protocol):
    """Who is on this laptop. Opening somebody needs the vault; nothing in the folder names the person to others."""

    def list(self) -> tuple[Person, ...]: ...
    def person(self, person_id: str) -> Person | None: ...
    def add(self, server_id: str, label: str, language: str = "") -> Person:
        """Makes the folder, the key (in the vault) and an empty `learner.db`."""

    def rename(self, person_id: str, label: str) -> Person: ...
    def open(self, person_id: str) -> Learner:
        """The person's open store, the same object until it is closed.

        Raises PersonLocked, WrongKey, NewerDatabase, VaultError.
        """

    def is_open(self, person_id: str) -> bool: ...
    def lock_of(self, person_id: str) -> PersonLock | None:
        """What locks somebody's store beside the vault; None for nothing."""

    def protect(self, person_id: str, typed: str, lock: PersonLock, old: str = "") -> None:
        """Wraps the key of the store anew by what was typed; the store itself stays as it is; blocking, 0.3 s.

        Where there is a PIN or password already, `old` has to be it. Raises WrongSecret, TooSoon, VaultError.
        """

    def unprotect(self, person_id: str, typed: str) -> None:
        """The key lies in the vault alone again. Raises WrongSecret, TooSoon, VaultError."""

    def unlock(self, person_id: str, typed: str) -> None:
        """Opens the store by what was typed; blocking, 0.2 s. Raises WrongSecret and TooSoon, which say `wait_s`."""

    def wait_s(self, person_id: str) -> float:
        """How long the next try has to wait."""

    def close(self, person_id: str) -> None:
        """Closes somebody's store and forgets its key; what waits to be sent stays known."""

    def sending(self, person_id: str) -> AbstractContextManager[Learner]:
        """The store for a round of sync; that of somebody who is locked is open for as long as the round takes.

        Raises as `open`, PersonLocked where nothing may be sent for who is locked.
        """

    def forbid_sending(self, person_id: str) -> None:
        """The vault keeps no key by which somebody who is locked could be sent for. Raises VaultError."""

    def waiting(self, person_id: str) -> Waiting | None:
        """What was last noted of somebody; None for nothing."""

    def note(self, person_id: str, waiting: Waiting) -> None:
        """Keeps a figure for those whose store will be locked."""

    def glimpse(self, person_id: str, name: str) -> Json:
        """A screen as it was last shown to this person, read without opening their store; None where there is none.

        Raises VaultError; whatever else is in the way is told by `open`.
        """

    def remove(self, person_id: str) -> None:
        """Takes somebody off the laptop, also somebody set aside: what only this laptop has of them is gone."""

    def set_aside(self, person_id: str) -> None:
        """Takes somebody out of sight whom nobody can unlock; nothing is deleted."""

    def aside(self) -> tuple[Person, ...]:
        """Who was set aside."""

    def bring_back(self, person_id: str) -> None: ...
    def carry_away(self, person_id: str, path: Path, typed: str, host: str = "") -> None:
        """Moves somebody into one file that opens by what was typed, or by their own PIN if they have one.

        They leave the laptop only when the file was written and read back. `host` is their server's address, for a
        laptop that does not know it. Raises HoldsSomebody, UnwritableFile, DiskFull, VaultError.
        """

    def bring_in(self, path: Path, typed: str, meet: Callable[[str, str], None]) -> Person:
        """Takes somebody in from such a file; from then on what was typed locks them.

        `meet` is told their server's id and address before anybody is here, and may raise what forbids it. Raises
        NotAPerson, UnreadableFile, WrongSecret, AlreadyHere, UnknownServer.
        """

    def tend(self, wanted: Callable[[], None]) -> None:
        """Looks after every open store: pages, copies, what may go; blocking, in a lane of its own.

        `wanted` raises what ends it.
        """

    def close_all(self) -> None: ...


class Wrapping(Protocol):
    """Wraps a key by what a person types. `about` is authenticated: whose key it is."""

    def wrap(self, key: bytes, typed: str, about: str) -> dict[str, Json]: ...
    def unwrap(self, document: Mapping[str, Json], typed: str, about: str) -> bytes:
        """Raises WrongSecret, VaultError."""


class Vault(Protocol):
    """Keeps small secrets: the OS keyring, a sealed file, or memory. Raises NoKeyring, WrongPassphrase."""

    @property
    def kind(self) -> str:
        """ "keyring", "sealed-file" or "memory"."""

    def get(self, name: str) -> bytes | None: ...
    def put(self, name: str, secret: bytes) -> None: ...
    def delete(self, name: str) -> None: ...
