"""A damaged store made whole again: the newest good backup, and all that the damaged file still says."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.dialects.sqlite import insert as upsert

from karmadesk.disk import flush_folder, room
from karmadesk.errors import DiskFull
from karmadesk.services.mended import FRESH, MENDED, PART, WHOLE
from karmadesk.store.backups import newest_good, verify
from karmadesk.store.database import Database
from karmadesk.store.documents import load, write
from karmadesk.store.merging import TABLES, merge
from karmadesk.store.salvage import everything
from karmadesk.store.tables.learner import KIND, checkpoints

log = logging.getLogger(__name__)

DATABASE = "learner.db"
BESIDE = ("", "-wal", "-shm")
"""In this order: a journal must never lie beside another file than its own under the store's name."""
WORK = ".mending"
READY = "ready.json"
WANTED = "mend.json"
KEPT_ASIDE = 3
BLOCK = 4096
IRREPLACEABLE = ("statements", "deliveries", "messages", "watched")


@dataclass(frozen=True)
class Mended:
    """How it went: WHOLE when everything could be read, PART around what could not, FRESH when nothing was left."""

    how: str
    statements: int
    salvaged: int
    aside: str


def want(person: Path, why: str) -> None:
    """Notes that damage was found in an open store: it is mended when it is next opened. A full disk forgets it."""
    if not (person / WANTED).exists():
        try:
            write(person / WANTED, {"why": why})
        except DiskFull as error:
            log.warning("that a store is damaged can't be noted: %s", error.detail)


def is_wanted(person: Path) -> bool:
    return (person / WANTED).exists() or (person / WORK / READY).exists()


def mend(person: Path, key: bytes, sinks: Sequence[str], now: datetime) -> Mended | None:
    """Makes the store of this folder whole and sets the damaged file aside; None when an earlier mending was ended.

    Killed anywhere, it begins anew or goes on: until the new store lies there whole, the damaged one is only read.
    Raises DiskFull.
    """
    work = person / WORK
    if finish(person):
        return None
    with room():
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        for suffix in BESIDE[:2]:
            _copied(person / f"{DATABASE}{suffix}", work / f"damaged.db{suffix}")
    new = work / DATABASE
    base = newest_good(person, key, new)
    found = everything(work / "damaged.db", key, TABLES)
    database = Database(new, KIND, key)
    try:
        with database.write() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            merged = merge(connection, found, sinks)
            is_whole = all(found[name].is_whole for name in IRREPLACEABLE)
            how = WHOLE if is_whole else PART if merged.statements or base else FRESH
            marked = upsert(checkpoints).values(name=MENDED, mark=f"{how} {now.isoformat()}")
            connection.execute(
                marked.on_conflict_do_update(index_elements=[checkpoints.c.name], set_={"mark": marked.excluded.mark})
            )
    finally:
        database.close()
    verify(new, key)
    aside = f"{DATABASE}.damaged-{now.strftime('%Y%m%dT%H%M%S%f')}"
    with room():
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        flush_folder(work)
        write(work / READY, {"aside": aside})
    finish(person)
    log.warning(
        "a damaged store was mended (%s): %s acts, %s of them from the damaged file, %s",
        *(how, merged.statements, merged.salvaged, f"the rest from {base.name}" if base else "no backup"),
    )
    return Mended(how, merged.statements, merged.salvaged, aside)


def finish(person: Path) -> bool:
    """Puts a new store that is ready into its place; whether there was one. Each step may be the second time."""
    work = person / WORK
    ready = load(work / READY)
    if not ready:
        return False
    with room():
        new = work / DATABASE
        if new.exists():
            for suffix in BESIDE:
                old = person / f"{DATABASE}{suffix}"
                if old.exists():
                    old.replace(person / f"{ready['aside']}{suffix}")
            new.replace(person / DATABASE)
            flush_folder(person)
        (person / WANTED).unlink(missing_ok=True)
        (person / f"{WANTED}.bak").unlink(missing_ok=True)
        _forget_older(person)
        shutil.rmtree(work, ignore_errors=True)
        flush_folder(person)
    return True


def set_aside(person: Path) -> list[Path]:
    """The damaged files that are kept, the newest first."""
    found = [path for path in person.glob(f"{DATABASE}.damaged-*") if not path.name.endswith(BESIDE[1:])]
    return sorted(found, reverse=True)


def _forget_older(person: Path) -> None:
    for path in set_aside(person)[KEPT_ASIDE:]:
        for suffix in BESIDE:
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _copied(source: Path, target: Path) -> None:
    """Copies what can be read; a block that the disk does not give any more becomes zeros."""
    if not source.is_file():
        return
    size = source.stat().st_size
    with source.open("rb", buffering=0) as old, target.open("wb") as new:
        target.chmod(0o600)
        for start in range(0, size, BLOCK):
            length = min(BLOCK, size - start)
            try:
                old.seek(start)
                block = old.read(length) or b""
            except OSError as error:
                log.warning("the disk does not give block %s of %s: %s", start // BLOCK, source.name, error.strerror)
                block = b""
            new.write(block.ljust(length, b"\0"))
