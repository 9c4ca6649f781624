"""Copies of one person's store, each a sealed database of its own by the same key, beside the store itself."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from karmadesk.disk import flush_folder, room
from karmadesk.errors import DamagedDatabase, KarmaDeskError, StoreError
from karmadesk.store.connection import bare, driver
from karmadesk.store.ending import ended_by
from karmadesk.store.faults import told_apart

log = logging.getLogger(__name__)

FOLDER = "backups"
STAMP = "%Y%m%dT%H%M%SZ"
SUFFIX = ".db"
HOURS, DAYS, WEEKS = 6, 7, 4
"""How many are kept: the newest of each of the last hours, days and weeks in which there is one."""
MOST_BYTES = 256 << 20
SPARE_BYTES = 96 << 20
"""Less room than this beside the copy itself, and none is made: the disk is for what somebody learns."""
"""SQLite's steps between two looks at whether it is still wanted: a few milliseconds."""

CONTENT = (
    "SELECT device, sequence, clock FROM devices ORDER BY device",
    "SELECT state, count(*), max(receipt_at), sum(attempts) FROM messages GROUP BY state ORDER BY state",
    "SELECT count(*) FROM statements",
    "SELECT count(*), sum(status), sum(percentage) FROM states",
    "SELECT course_id, batch_id, is_active FROM enrolments ORDER BY course_id",
    "SELECT course_id, due_at FROM plan ORDER BY position",
    "SELECT mark FROM checkpoints WHERE name = 'wishes'",
)
"""What moves with everything worth a copy: acts move a device's counter, sending a message's state."""


@dataclass(frozen=True)
class Backup:
    path: Path
    at: datetime
    size_bytes: int


def listed(person: Path) -> tuple[Backup, ...]:
    """The copies in a person's folder, the newest first."""
    found = []
    for path in (person / FOLDER).glob(f"*{SUFFIX}"):
        try:
            at = datetime.strptime(path.name.removesuffix(SUFFIX).split("-")[0], STAMP).replace(tzinfo=UTC)
            found.append(Backup(path, at, path.stat().st_size))
        except (OSError, ValueError):
            continue
    return tuple(sorted(found, key=lambda backup: backup.at, reverse=True))


def back_up(
    store: Path, key: bytes, now: datetime, wanted: Callable[[], None], every: timedelta = timedelta()
) -> Backup | None:
    """A new copy, verified, before an old one may go; None where nothing changed or the last one is young enough.

    `wanted` raises when it is no longer wanted. A damaged store is never copied over a good backup: a page that does
    not read ends it with DamagedDatabase. Raises StoreError.
    """
    person = store.parent
    there = listed(person)
    # A clock that was turned back must not end the backups until it has caught up.
    if there and timedelta() <= now - there[0].at < every:
        return None
    mark = content_mark(store, key)
    if there and there[0].path.name == _name(there[0].at, mark):
        return None
    if shutil.disk_usage(person).free < store.stat().st_size + SPARE_BYTES:
        log.info("no backup: too little room")
        return None
    folder = person / FOLDER
    with room():
        folder.mkdir(mode=0o700, exist_ok=True)
        for left in folder.glob("*.new*"):
            left.unlink()
    target = folder / _name(now, mark)
    beside = target.with_name(f"{target.name}.new")
    try:
        copy(store, key, beside, wanted)
        verify(beside, key)
        with room():
            with beside.open("rb+") as file:
                os.fsync(file.fileno())
            beside.replace(target)
            flush_folder(folder)
    finally:
        beside.unlink(missing_ok=True)
    made = Backup(target, now.replace(microsecond=0), target.stat().st_size)
    prune([made, *there], now)
    return made


def prune(backups: Iterable[Backup], now: datetime, most_bytes: int = MOST_BYTES) -> None:
    """Takes away what neither an hour, a day nor a week needs, and the oldest beyond the bound; never the newest."""
    ordered = sorted(backups, key=lambda backup: backup.at, reverse=True)
    kept = _kept(ordered, now)
    used = 0
    for number, backup in enumerate(ordered):
        used += backup.size_bytes if backup in kept else 0
        if number and (backup not in kept or used > most_bytes):
            backup.path.unlink(missing_ok=True)


def _kept(ordered: list[Backup], now: datetime) -> set[Backup]:
    kept: set[Backup] = set()
    for form, count in (("%Y%m%d%H", HOURS), ("%Y%m%d", DAYS), ("%G%V", WEEKS)):
        newest: dict[str, Backup] = {}
        for backup in ordered:
            # One from the future was made before the clock was set right.
            newest.setdefault(min(backup.at, now).strftime(form), backup)
        kept.update(list(newest.values())[:count])
    return kept


def newest_good(person: Path, key: bytes, trial: Path) -> Path | None:
    """The newest copy that opens and is sound, copied to `trial`; None without one. Raises DiskFull."""
    for backup in listed(person):
        with room():
            shutil.copyfile(backup.path, trial)
        try:
            verify(trial, key)
        except KarmaDeskError as error:
            log.warning("the backup of %s is of no use: %s", backup.at, error.detail)
            trial.unlink(missing_ok=True)
            continue
        return backup.path
    return None


def verify(path: Path, key: bytes) -> None:
    """Returns when every page of the copy is sealed and sound. Raises StoreError."""
    connection: Any = bare(path, key)
    try:
        with told_apart(path, is_locked=True):
            unsealed = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            said = [str(row[0]) for row in connection.execute("PRAGMA quick_check(3)")]
            connection.execute("SELECT count(*) FROM statements").fetchone()
    except StoreError:
        raise
    except driver(key).Error as error:
        raise DamagedDatabase(f"{path.name}: {error}") from error
    finally:
        connection.close()
    if unsealed or said != ["ok"]:
        raise DamagedDatabase(f"{path.name}: {len(unsealed)} broken seals, {said[0]}")


def content_mark(store: Path, key: bytes) -> str:
    """A text that is the same for as long as nothing worth a copy has changed. Raises StoreError."""
    connection: Any = bare(store, key)
    digest = hashlib.sha256()
    try:
        with told_apart(store, is_locked=True):
            connection.execute("BEGIN")
            for query in CONTENT:
                digest.update(repr(connection.execute(query).fetchall()).encode())
            connection.execute("COMMIT")
    finally:
        connection.close()
    return digest.hexdigest()[:12]


def copy(source: Path, key: bytes | None, target: Path, wanted: Callable[[], None]) -> None:
    """The database as it is now, compact, under the same key; who writes meanwhile does not wait.

    Every page is read on the way, so that damage ends it. Raises StoreError, and what `wanted` raises.
    """
    connection: Any = bare(source, key)
    try:
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600))
        with told_apart(source, is_locked=key is not None), ended_by(wanted, connection, key):
            connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()


def _name(at: datetime, mark: str) -> str:
    return f"{at.strftime(STAMP)}-{mark}{SUFFIX}"
