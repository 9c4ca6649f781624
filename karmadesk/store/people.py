"""Who is on this laptop: a folder each, whose name is random and whose store opens with a key from the vault."""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from karmadesk.errors import DamagedDatabase, DiskFull, WrongKey
from karmadesk.model import Json, Person
from karmadesk.paths import Paths
from karmadesk.ports import Clock, Learner, Vault

log = logging.getLogger(__name__)

KEY_BYTES = 32
PERSON = "person.json"
DATABASE = "learner.db"
MAKING = ".making-"
LEAVING = ".leaving-"
"""Folders that are not yet, or no longer, a person; what a crash left of them is swept."""

STALE_S = 600.0
"""A folder in the making that is older than this was left by a crash."""


class PeopleFolder:
    """The port `People`. A person exists from the moment its folder gets its name, with everything inside."""

    def __init__(self, paths: Paths, vault: Vault, clock: Clock, device_id: str, sinks: tuple[str, ...]) -> None:
        self._paths = paths
        self._vault = vault
        self._clock = clock
        self._device_id = device_id
        self._sinks = sinks
        self._lock = threading.RLock()
        self._open: dict[str, Learner] = {}

    def list(self) -> tuple[Person, ...]:
        """Everybody, in the order in which they came."""
        if not self._paths.people.is_dir():
            return ()
        found = [read for folder in self._paths.people.iterdir() if (read := self._read(folder)) is not None]
        return tuple(person for _, person in sorted(found, key=lambda pair: (pair[0], pair[1].id)))

    def person(self, person_id: str) -> Person | None:
        if not person_id or Path(person_id).name != person_id:
            return None
        read = self._read(self._paths.person(person_id))
        return None if read is None else read[1]

    def add(self, server_id: str, label: str, language: str = "") -> Person:
        """Killed half-way, it leaves nothing that `list` shows. Raises VaultError, DiskFull."""
        with self._lock:
            self._sweep()
            person = Person(secrets.token_hex(8), label, server_id, language)
            making = self._paths.people / f"{MAKING}{person.id}"
            with _disk():
                making.mkdir(mode=0o700, parents=True)
            key = secrets.token_bytes(KEY_BYTES)
            try:
                self._vault.put(learner_key(person.id), key)
                self._store(making, key, may_create=True).close()
                added_at = self._clock.now().isoformat()
                _write(making / PERSON, _document(person, added_at, _fingerprint(key)))
                with _disk():
                    making.rename(self._paths.person(person.id))
                    _flush(self._paths.people)
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
            document = _load(path)
            renamed = replace(person, label=label)
            _write(path, {**document, "label": label})
            return renamed

    def open(self, person_id: str) -> Learner:
        """Raises DamagedDatabase when the key is the right one and the file is not what it opened before."""
        with self._lock:
            if person_id not in self._open:
                self._open[person_id] = self._opened(person_id)
            return self._open[person_id]

    def glimpse(self, person_id: str, name: str) -> Json:
        from karmadesk.store.glimpse import glimpse

        key = self._vault.get(learner_key(person_id)) if self.person(person_id) is not None else None
        if key is None or len(key) != KEY_BYTES:
            return None
        return glimpse(self._paths.person(person_id) / DATABASE, key, name)

    def remove(self, person_id: str) -> None:
        """Takes the person off the laptop; without its key what a disk still holds of the store can't be read."""
        with self._lock:
            opened = self._open.pop(person_id, None)
            if opened is not None:
                opened.close()
            folder = self._paths.person(person_id)
            if self.person(person_id) is None:
                return
            leaving = self._paths.people / f"{LEAVING}{person_id}"
            folder.rename(leaving)
            self._vault.delete(learner_key(person_id))
            shutil.rmtree(leaving, ignore_errors=True)

    def close_all(self) -> None:
        with self._lock:
            for learner in self._open.values():
                learner.close()
            self._open.clear()

    def _opened(self, person_id: str) -> Learner:
        if self.person(person_id) is None:
            raise KeyError(person_id)
        folder = self._paths.person(person_id)
        key = self._vault.get(learner_key(person_id))
        if key is None or len(key) != KEY_BYTES:
            raise WrongKey("the vault has no key for this person")
        try:
            return self._store(folder, key)
        except WrongKey as error:
            if _load(folder / PERSON).get("key") == _fingerprint(key):
                raise DamagedDatabase(f"{person_id}: the right key does not open it") from error
            raise

    def _store(self, folder: Path, key: bytes, *, may_create: bool = False) -> Learner:
        from karmadesk.store.learner.store import LearnerStore

        return LearnerStore(folder / DATABASE, key, self._clock, self._device_id, self._sinks, may_create=may_create)

    def _read(self, folder: Path) -> tuple[str, Person] | None:
        if folder.name.startswith(".") or not folder.is_dir():
            return None
        document = _load(folder / PERSON)
        label, server_id = document.get("label"), document.get("server")
        if not isinstance(label, str) or not isinstance(server_id, str):
            log.warning("%s is not a person's folder, or both copies of its card are damaged", folder.name)
            return None
        language, added_at = str(document.get("language", "")), str(document.get("added_at", ""))
        return added_at, Person(folder.name, label, server_id, language)

    def _sweep(self) -> None:
        """Removes what a crash left of somebody who was being added or removed."""
        if not self._paths.people.is_dir():
            return
        for folder in self._paths.people.iterdir():
            prefix = next((p for p in (MAKING, LEAVING) if folder.name.startswith(p)), None)
            if prefix is None or (prefix == MAKING and time.time() - folder.stat().st_mtime < STALE_S):
                continue
            self._vault.delete(learner_key(folder.name.removeprefix(prefix)))
            shutil.rmtree(folder, ignore_errors=True)


def learner_key(person_id: str) -> str:
    """What the vault calls the key to somebody's store."""
    return f"learner-{person_id}"


def _fingerprint(key: bytes) -> str:
    """Tells a wrong key from a damaged file; a random key of 256 bits gives nothing away by it."""
    return hashlib.sha256(b"karmadesk key fingerprint\0" + key).hexdigest()[:16]


def _document(person: Person, added_at: str, fingerprint: str) -> dict[str, Json]:
    return {
        "label": person.label,
        "server": person.server_id,
        "language": person.language,
        "added_at": added_at,
        "key": fingerprint,
    }


def _load(path: Path) -> dict[str, Json]:
    """The document, else its previous copy, else nothing."""
    found = _read_document(path)
    return found if found is not None else _read_document(path.with_name(path.name + ".bak")) or {}


def _read_document(path: Path) -> dict[str, Json] | None:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write(path: Path, document: dict[str, Json]) -> None:
    """Replaces the file whole or not at all; the previous copy is kept beside it."""
    beside = path.with_name(path.name + ".new")
    with _disk():
        if _read_document(path) is not None:
            _put(beside, path.read_bytes())
            beside.replace(path.with_name(path.name + ".bak"))
        _put(beside, json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8"))
        beside.replace(path)
        _flush(path.parent)


@contextmanager
def _disk() -> Iterator[None]:
    """Tells a full disk by its name."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(str(error)) from error
        raise


def _put(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """Makes a rename in the folder outlast a power cut, where the system lets a folder be opened."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
