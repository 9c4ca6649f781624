"""Somebody's own lock: the key of their store wrapped by what they type, and how long wrong tries make them wait."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from karmadesk.errors import TooSoon, VaultError, WrongSecret
from karmadesk.model import Json
from karmadesk.ports import Clock, PersonLock, Wrapping
from karmadesk.store.documents import load, remove, write, write_twice

LOCK, TRIES = "lock.json", "tries.json"
FLAGS = ("is_remembered", "sends_locked", "is_settled")
FREE_TRIES = 2
WAITS_S = (10, 30, 60, 300, 900)
"""After the third wrong try, the fourth, and so on; the last one from then on."""


class PersonLockFile:
    """`lock.json` of one person's folder, and `tries.json` beside it."""

    def __init__(self, folder: Path, wrapping: Wrapping, clock: Clock) -> None:
        self._path = folder / LOCK
        self._tries = folder / TRIES
        self._about = folder.name
        self._wrapping = wrapping
        self._clock = clock

    def read(self) -> PersonLock | None:
        """What it says; None where there is no lock. One that is damaged in both copies is a lock all the same."""
        if not self._path.exists() and not self._path.with_name(f"{LOCK}.bak").exists():
            return None
        found = load(self._path)
        return PersonLock(found.get("is_remembered") is True, found.get("sends_locked") is True)

    @property
    def is_settled(self) -> bool:
        """False while the vault may still hold a copy that the lock does not want there."""
        return load(self._path).get("is_settled") is True

    def wrap(self, key: bytes, typed: str, lock: PersonLock) -> None:
        """Locks; until `settle`, what is in the vault may not yet be what was chosen."""
        document = self._wrapping.wrap(key, typed, self._about)
        if self._wrapping.unwrap(document, typed, self._about) != key:
            raise VaultError("what was wrapped does not come out again")
        flags: dict[str, Json] = {"is_remembered": lock.is_remembered, "sends_locked": lock.sends_locked}
        write(self._path, {"version": 1, **document, **flags, "is_settled": False})

    def wrapping(self) -> dict[str, Json]:
        """How the key is wrapped, to go along with the store. Raises VaultError when it is damaged."""
        found = {name: value for name, value in load(self._path).items() if name not in FLAGS}
        if not found.get("wrapped"):
            raise VaultError("both copies of the lock are damaged")
        return found

    def put(self, wrapping: Mapping[str, Json]) -> None:
        """Locks by a wrapping that came along with a store; nothing of the key lies in the vault."""
        write_twice(self._path, {**wrapping, **dict.fromkeys(FLAGS, False), "is_settled": True})

    def send_no_more(self) -> None:
        write_twice(self._path, {**load(self._path), "sends_locked": False})

    def unsettle(self) -> None:
        """Before the vault is changed: should that end half-way, the next unlocking clears away what is too much."""
        if self._path.exists():
            write(self._path, {**load(self._path), "is_settled": False})

    def settle(self) -> None:
        """The vault is as the lock wants it; the copy of how the key was wrapped before is gone too."""
        write_twice(self._path, {**load(self._path), "is_settled": True})

    def unwrap(self, typed: str) -> bytes:
        """The key. A try counts before it is made, so that ending the program is no way round the wait.

        Raises TooSoon, WrongSecret, VaultError when the file is damaged.
        """
        wait_s = self.wait_s()
        if wait_s > 0:
            raise TooSoon(wait_s=_whole(wait_s))
        document = load(self._path)
        wrong = self._wrong() + 1
        write(self._tries, {"wrong": wrong, "boot": self._clock.boot(), "at": self._clock.monotonic()})
        try:
            key = self._wrapping.unwrap(document, typed, self._about)
        except WrongSecret as error:
            raise WrongSecret(error.detail, wait_s=wait_after(wrong)) from error
        remove(self._tries)
        return key

    def wait_s(self) -> float:
        """How long the next try has to wait, by a clock that nobody can set; from the start after a restart of it."""
        wrong = self._wrong()
        wait_s = wait_after(wrong)
        if not wait_s:
            return 0.0
        found, now = load(self._tries), self._clock.monotonic()
        at = found.get("at")
        if found.get("boot") != self._clock.boot() or not isinstance(at, int | float) or at > now:
            write(self._tries, {"wrong": wrong, "boot": self._clock.boot(), "at": now})
            return float(wait_s)
        return max(0.0, at + wait_s - now)

    def remove(self) -> None:
        remove(self._path)
        remove(self._tries)

    def _wrong(self) -> int:
        wrong = load(self._tries).get("wrong", 0)
        return wrong if isinstance(wrong, int) and wrong > 0 else 0


def wait_after(wrong: int) -> int:
    """Seconds to wait after so many wrong tries in a row."""
    if wrong <= FREE_TRIES:
        return 0
    return WAITS_S[min(wrong - FREE_TRIES, len(WAITS_S)) - 1]


def _whole(wait_s: float) -> int:
    return max(1, round(wait_s + 0.49))
