"""The identity of this installation: tied to the home's place and the machine, remembered outside the home."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from karmadesk.disk import flush_folder, room
from karmadesk.ports import Seen

log = logging.getLogger(__name__)

MOST_RECORDS = 200
"""Of homes that this user ever had; the ones not opened for longest are forgotten, which loses nothing."""


def known_device(path: Path) -> str:
    """The id that a home says it has, whether or not it is true; "" for none. Changes nothing."""
    return str(_load(path).get("device", ""))


class Installation:
    """Satisfies `ports.Identity`. The file in the home and the record outside must say the same, or it is a new one.

    A home that was copied has another place, one that was carried away another machine, one that was restored an older
    word than the record; where the record is gone nobody can tell. Each of these gets a new id: that costs one full
    pull, while two laptops under one id would number different acts alike.
    """

    def __init__(self, path: Path, states: Path, machine: str) -> None:
        """`path` is the file in the home, `states` the folder of the records, `machine` this machine's mark.

        Raises DiskFull where a new id can't be kept.
        """
        self._path = path
        self._machine = machine
        self._place = _digest(os.path.normcase(path.parent.resolve()))
        self._record = states / f"{self._place}.json"
        own, record = _load(path), _load(self._record)
        self._people: dict[str, Any] = {}
        self._is_watching = True
        self._device = str(own.get("device", ""))
        says = {"device": self._device, "machine": machine, "home": self._place}
        if self._device and all(own.get(name) == value for name, value in says.items()):
            if record.get("device") == self._device and record.get("machine") == machine:
                people = record.get("people")
                self._people = dict(people) if isinstance(people, dict) else {}
                return
            if not record and not _is_writable(states):
                log.warning("nothing can be kept outside the home: a restored copy of it would not be noticed")
                self._is_watching = False
                return
        log.info("this is a new installation: its home is new, was copied, restored or carried here")
        self.renew()

    @property
    def device(self) -> str:
        return self._device

    @property
    def is_watching(self) -> bool:
        return self._is_watching

    def seen(self, person_id: str) -> Seen | None:
        found: Any = self._people.get(person_id)
        try:
            return Seen(tuple(map(str, found["openings"])), str(found["device"]), int(found["sequence"]))
        except (TypeError, KeyError, ValueError):
            return None

    def remember(self, person_id: str, seen: Seen) -> None:
        kept = {"openings": list(seen.openings), "device": seen.device, "sequence": seen.sequence}
        before = self._people
        self._people = {**before, person_id: kept}
        if not self._keep():
            self._people = before

    def renew(self) -> None:
        self._device = uuid.uuid4().hex
        # The record first: a crash in between leaves two that differ, and the next start makes a third.
        self._keep()
        with room():
            _write(self._path, {"device": self._device, "machine": self._machine, "home": self._place})

    def _keep(self) -> bool:
        if not self._is_watching:
            return False
        document = {"device": self._device, "machine": self._machine, "people": self._people}
        try:
            self._record.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(self._record, document)
            self._forget_others()
        except OSError as error:
            # Learning goes on, and the marks on both sides stay as they are.
            self._is_watching = False
            log.warning("the record of this installation can't be kept: %s", error.strerror)
            return False
        return True

    def _forget_others(self) -> None:
        records = sorted(self._record.parent.glob("*.json"), key=_age)
        for record in records[:-MOST_RECORDS]:
            record.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        trial = folder / f".trial-{uuid.uuid4().hex}"
        trial.touch()
        trial.unlink()
    except OSError:
        return False
    return True


def _digest(place: str) -> str:
    return hashlib.sha256(b"karmadesk home 1\0" + place.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _load(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, document: Mapping[str, Any]) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("w", encoding="utf-8") as file:
            json.dump(dict(document), file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    flush_folder(path.parent)
