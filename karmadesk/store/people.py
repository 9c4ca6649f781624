"""Who is on this laptop: a folder each, whose name is random and whose store opens with a key from the vault."""

from __future__ import annotations

import logging
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from karmadesk.disk import flush_folder, room
from karmadesk.errors import (
    AlreadyHere,
    KarmaDeskError,
    NoKeyring,
    PersonLocked,
    VaultError,
    WrongKey,
)
from karmadesk.model import Json, Person
from karmadesk.paths import Paths
from karmadesk.ports import Clock, Identity, Learner, Named, PersonLock, Vault, Waiting, Wrapping
from karmadesk.store.carried import carried, pack, unpack
from karmadesk.store.documents import load, write, write_twice
from karmadesk.store.person_card import PERSON, card_document, card_in, counted, dispatch_name, fingerprint, learner_key
from karmadesk.store.person_lock import PersonLockFile

if TYPE_CHECKING:
    from karmadesk.store.learner.store import LearnerStore
    from karmadesk.store.records import Records
    from karmadesk.store.reserve import Reserve

log = logging.getLogger(__name__)

KEY_BYTES = 32
DATABASE = "learner.db"
WAITING = "waiting.json"
MAKING = ".making-"
LEAVING = ".leaving-"
ASIDE = ".aside-"
"""Folders that are not yet, or no longer, a person; what a crash left of them is swept."""

ALONE = PersonLock(is_remembered=False, sends_locked=False)
STALE_S = 600.0
"""A folder in the making that is older than this was left by a crash."""


class PeopleFolder:
    """The port `People`. A person exists from the moment its folder gets its name, with everything inside."""

    def __init__(
        self,
        paths: Paths,
        vault: Vault,
        clock: Clock,
        device: str | Identity,
        sinks: Callable[[str], Sequence[str]],
        wrapping: Wrapping,
        reserve: Reserve | None = None,
    ) -> None:
        self._paths = paths
        self._wrapping = wrapping
        self._vault = vault
        self._clock = clock
        self._device = Named(device) if isinstance(device, str) else device
        self._sinks = sinks
        self._reserve = reserve
        self._lock = threading.RLock()
        self._open: dict[str, LearnerStore] = {}

    def list(self) -> tuple[Person, ...]:
        """Everybody, in the order in which they came."""
        if not self._paths.people.is_dir():
            return ()
        found = [read for folder in self._paths.people.iterdir() if (read := card_in(folder)) is not None]
        return tuple(person for _, person in sorted(found, key=lambda pair: (pair[0], pair[1].id)))

    def person(self, person_id: str) -> Person | None:
        if not person_id or Path(person_id).name != person_id:
            return None
        read = card_in(self._paths.person(person_id))
        return None if read is None else read[1]

    def add(self, server_id: str, label: str, language: str = "") -> Person:
        """Killed half-way, it leaves nothing that `list` shows. Raises VaultError, DiskFull."""
        with self._lock:
            self._sweep()
            person = Person(secrets.token_hex(8), label, server_id, language)
            making = self._paths.people / f"{MAKING}{person.id}"
            with room():
                making.mkdir(mode=0o700, parents=True)
            key = secrets.token_bytes(KEY_BYTES)
            try:
                self._vault.put(learner_key(person.id), key)
                self._records.made(making, key, may_create=True).close()
                added_at = self._clock.now().isoformat()
                write(making / PERSON, card_document(person, added_at, fingerprint(key)))
                with room():
                    making.rename(self._paths.person(person.id))
                    flush_folder(self._paths.people)
            except BaseException:
                shutil.rmtree(making, ignore_errors=True)
                self._vault.delete(learner_key(person.id))
                raise
            return person

    def rename(self, person_id: str, label: str) -> Person:
        with self._lock:
            person = self.person(person_id)
            if person is None:
                raise KeyError(person_id)
            path = self._paths.person(person_id) / PERSON
            document = load(path)
            renamed = replace(person, label=label)
            # Also in the copy: who chooses another label may not want the one before to be read any more.
            write_twice(path, {**document, "label": label})
            return renamed

    def open(self, person_id: str) -> Learner:
        """Raises DamagedDatabase when the key is the right one and the file is not what it opened before."""
        with self._lock:
            if person_id not in self._open:
                self._open[person_id] = self._opened(person_id, self._key(person_id))
            return self._open[person_id]

    def is_open(self, person_id: str) -> bool:
        return person_id in self._open

    def glimpse(self, person_id: str, name: str) -> Json:
        from karmadesk.store.glimpse import glimpse

        key = self._key(person_id) if self.person(person_id) is not None else b""
        if len(key) != KEY_BYTES:
            return None
        return glimpse(self._paths.person(person_id) / DATABASE, key, name)

    def lock_of(self, person_id: str) -> PersonLock | None:
        return self._lock_file(person_id).read()

    def protect(self, person_id: str, typed: str, lock: PersonLock, old: str = "") -> None:
        """Killed half-way, the store opens by what was typed before or by what is typed now, never by nothing."""
        with self._lock:
            file = self._lock_file(person_id)
            key = self._key(person_id) if file.read() is None else file.unwrap(old)
            if len(key) != KEY_BYTES:
                raise WrongKey("the vault has no key for this person")
            needs_vault = self._reach_vault(person_id) or lock != ALONE
            file.unsettle()
            kept = {learner_key(person_id): lock.is_remembered, dispatch_name(person_id): lock.sends_locked}
            for name, is_kept in kept.items():
                if is_kept:
                    self._vault.put(name, key)
            file.wrap(key, typed, lock)
            if needs_vault:
                self._settle(person_id)
            else:
                file.settle()
        self.note(person_id, self._counted(person_id))

    def unprotect(self, person_id: str, typed: str) -> None:
        with self._lock:
            file = self._lock_file(person_id)
            key = file.unwrap(typed)
            file.unsettle()
            self._vault.put(learner_key(person_id), key)
            file.remove()
            self._vault.delete(dispatch_name(person_id))

    def unlock(self, person_id: str, typed: str) -> None:
        with self._lock:
            file = self._lock_file(person_id)
            key = file.unwrap(typed)
            if person_id not in self._open:
                self._open[person_id] = self._opened(person_id, key)
            if not file.is_settled:
                try:
                    self._settle(person_id)
                except VaultError as error:
                    # The PIN opens the store also where the vault is away: it is cleared out another time.
                    log.warning("what the vault may still hold for %s stays there: %s", person_id, error.key)

    def wait_s(self, person_id: str) -> float:
        return self._lock_file(person_id).wait_s()

    def close(self, person_id: str) -> None:
        if not self.is_open(person_id):
            return
        try:
            self.note(person_id, self._counted(person_id))
        except KarmaDeskError as error:
            log.warning("what %s has to send stays as it was noted: %s", person_id, error.key)
        with self._lock:
            opened = self._open.pop(person_id, None)
            if opened is not None:
                opened.close()

    @contextmanager
    def sending(self, person_id: str) -> Iterator[Learner]:
        try:
            learner = self.open(person_id)
        except PersonLocked:
            lock = self.lock_of(person_id)
            key = self._vault.get(dispatch_name(person_id)) if lock is not None and lock.sends_locked else None
            if key is None:
                raise
            locked = self._opened(person_id, key)
            try:
                yield locked
            finally:
                self.note(person_id, counted(locked))
                locked.close()
            return
        yield learner

    def forbid_sending(self, person_id: str) -> None:
        with self._lock:
            self._vault.delete(dispatch_name(person_id))
            self._lock_file(person_id).send_no_more()

    def waiting(self, person_id: str) -> Waiting | None:
        found = load(self._paths.person(person_id) / WAITING)
        to_send = found.get("to_send")
        return Waiting(to_send, found.get("needs_sign_in") is True) if isinstance(to_send, int) else None

    def note(self, person_id: str, waiting: Waiting) -> None:
        # Compared with the file, not with what this process wrote last: another one may have sent meanwhile.
        if self.lock_of(person_id) is not None and self.waiting(person_id) != waiting:
            write(self._paths.person(person_id) / WAITING, asdict(waiting))

    def remove(self, person_id: str) -> None:
        """Takes the person off the laptop; without its key what a disk still holds of the store can't be read."""
        with self._lock:
            opened = self._open.pop(person_id, None)
            if opened is not None:
                opened.close()
            folder = self._paths.person(person_id)
            if self.person(person_id) is None:
                folder = self._aside(person_id)
            if not person_id or not folder.is_dir():
                return
            needs_vault = self._reach_vault(person_id)
            leaving = self._paths.people / f"{LEAVING}{person_id}"
            folder.rename(leaving)
            if needs_vault:
                self._forget(person_id)
            shutil.rmtree(leaving, ignore_errors=True)

    def set_aside(self, person_id: str) -> None:
        with self._lock:
            self.close(person_id)
            if self.person(person_id) is not None:
                self._paths.person(person_id).rename(self._aside(person_id))

    def aside(self) -> tuple[Person, ...]:
        if not self._paths.people.is_dir():
            return ()
        folders = [folder for folder in self._paths.people.iterdir() if folder.name.startswith(ASIDE)]
        cards = [(folder.name.removeprefix(ASIDE), load(folder / PERSON)) for folder in sorted(folders)]
        return tuple(Person(i, str(card.get("label", "")), str(card.get("server", ""))) for i, card in cards)

    def bring_back(self, person_id: str) -> None:
        with self._lock:
            if self._aside(person_id).is_dir() and not self._paths.person(person_id).exists():
                self._aside(person_id).rename(self._paths.person(person_id))

    def _aside(self, person_id: str) -> Path:
        return self._paths.people / f"{ASIDE}{person_id}"

    def carry_away(self, person_id: str, path: Path, typed: str, host: str = "") -> None:
        with self._lock:
            folder = self._paths.person(person_id)
            own = self._lock_file(person_id)
            self._reach_vault(person_id)
            wrapping = own.wrapping() if own.read() is not None else self._wrapped(person_id, typed)
            self.close(person_id)
            pack(path, folder, {**load(folder / PERSON), "id": person_id, "host": host, "lock": wrapping})
            self.remove(person_id)

    def bring_in(self, path: Path, typed: str, meet: Callable[[str, str], None]) -> Person:
        found = carried(path)
        person = found.person
        if self._paths.person(person.id).exists() or self._aside(person.id).exists():
            raise AlreadyHere(person.id)
        key = self._wrapping.unwrap(found.wrapping, typed, person.id)
        meet(person.server_id, found.host)
        with self._lock:
            making = self._paths.people / f"{MAKING}{person.id}"
            # What a crash left of an earlier attempt: nobody else in this home could be making them.
            shutil.rmtree(making, ignore_errors=True)
            with room():
                making.mkdir(mode=0o700, parents=True)
            try:
                unpack(path, making, found.digests)
                self._records.made(making, key).close()
                write(making / PERSON, card_document(person, found.added_at, fingerprint(key)))
                PersonLockFile(making, self._wrapping, self._clock).put(found.wrapping)
                with room():
                    making.rename(self._paths.person(person.id))
                    flush_folder(self._paths.people)
            except BaseException:
                shutil.rmtree(making, ignore_errors=True)
                raise
            return person

    def _wrapped(self, person_id: str, typed: str) -> dict[str, Json]:
        key = self._key(person_id)
        if len(key) != KEY_BYTES:
            raise WrongKey("the vault has no key for this person")
        return self._wrapping.wrap(key, typed, person_id)

    def close_all(self) -> None:
        with self._lock:
            for person_id in tuple(self._open):
                self.close(person_id)
            if any(folder.name.startswith(LEAVING) for folder in self._paths.people.glob(".*")):
                # Somebody was being removed when a process was killed; where the vault is away, another time.
                with suppress(KarmaDeskError):
                    self._sweep()

    def _key(self, person_id: str) -> bytes:
        """The key as the vault has it; "" for none. Raises PersonLocked where only the person has it."""
        lock = self.lock_of(person_id)
        if lock is None:
            return self._vault.get(learner_key(person_id)) or b""
        if lock.is_remembered:
            try:
                key = self._vault.get(learner_key(person_id))
            except NoKeyring:
                key = None  # the key store is away: what the person types opens the store without it
            if key is not None:
                return key
        person = self.person(person_id)
        raise PersonLocked(person=person_id, name=person.label if person is not None else "")

    def _reach_vault(self, person_id: str) -> bool:
        """Whether the vault holds, or may hold, somebody's key; then it is open. Raises before anything is changed."""
        file = self._lock_file(person_id)
        if file.read() == ALONE and file.is_settled:
            return False
        self._vault.get(learner_key(person_id))
        return True

    def _settle(self, person_id: str) -> None:
        """Takes out of the vault what the lock does not want there."""
        file = self._lock_file(person_id)
        lock = file.read() or PersonLock()
        if not lock.is_remembered:
            self._vault.delete(learner_key(person_id))
        if not lock.sends_locked:
            self._vault.delete(dispatch_name(person_id))
        file.settle()

    def _counted(self, person_id: str) -> Waiting:
        opened = self._open.get(person_id)
        return counted(opened) if opened is not None else self.waiting(person_id) or Waiting()

    def _lock_file(self, person_id: str) -> PersonLockFile:
        return PersonLockFile(self._paths.person(person_id), self._wrapping, self._clock)

    def _opened(self, person_id: str, key: bytes) -> LearnerStore:
        if self.person(person_id) is None:
            raise KeyError(person_id)
        if len(key) != KEY_BYTES:
            raise WrongKey("the vault has no key for this person")
        return self._records.opened(self._paths.person(person_id), key)

    @cached_property
    def _records(self) -> Records:
        from karmadesk.store.records import Records

        return Records(self._device, self._clock, self._sinks, self._reserve)

    def tend(self, wanted: Callable[[], None]) -> None:
        self._records.tend(tuple(self._open.values()), wanted)

    def _forget(self, person_id: str) -> None:
        self._vault.delete(learner_key(person_id))
        self._vault.delete(dispatch_name(person_id))

    def _sweep(self) -> None:
        """Removes what a crash left of somebody who was being added or removed."""
        if not self._paths.people.is_dir():
            return
        for folder in self._paths.people.iterdir():
            prefix = next((p for p in (MAKING, LEAVING) if folder.name.startswith(p)), None)
            if prefix is None or (prefix == MAKING and time.time() - folder.stat().st_mtime < STALE_S):
                continue
            self._forget(folder.name.removeprefix(prefix))
            shutil.rmtree(folder, ignore_errors=True)
