"""Everything of one hub in one file, and back: the rows, the packages and the keys, for SQLite and PostgreSQL alike."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection, Table, func, insert, select, text

from karmadesk.hub import archive, marks, moments, tables, upgrading
from karmadesk.hub.database import Database
from karmadesk.hub.place import Place, TroubleError

_KIND = "karmadesk-hub-backup"
_SLICE = 500
_SINCE_THE_SECOND = frozenset(("telemetry_seen", "changes", "certificates", "record_keys", "statements"))
_SINCE_THE_THIRD = frozenset(("carriers", "carried"))
_KEYS = ("owner.key", "api.key", "signing-key.pem", "carry-keys.json", "port")


def write(database: Database, place: Place, file: Path) -> int:
    """How many rows a backup holds that is now at `file`, readable by its owner alone: the keys are in it."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as backup:
            header = {"kind": _KIND, "schema": tables.SCHEMA_VERSION, "at": moments.to_instant(moments.now_ms())}
            backup.writestr("backup.json", json.dumps(header))
            rows = _write_rows(database, backup)
            for path in sorted(_files(place)):
                backup.write(path, f"files/{path.relative_to(place.root).as_posix()}")
        unfinished.replace(file)
    except OSError as problem:
        unfinished.unlink(missing_ok=True)
        raise TroubleError(f"{file}: the backup cannot be written ({problem.strerror or problem})") from problem
    return rows


def restore(database: Database, place: Place, file: Path) -> int:
    """How many rows of a backup are now in this hub, which had nothing before."""
    try:
        with zipfile.ZipFile(file) as backup:
            schema = _check(backup, file)
            names = [name for name in backup.namelist() if name.startswith("files/")]
            for name in names:
                _put_back(backup, name, place.root / name.removeprefix("files/"))
            with database.write() as db:
                _refuse_unless_empty(db)
                rows = sum(_read_rows(db, backup, table) for table in tables.metadata.sorted_tables)
                upgrading.bring_rows_up(db, schema)
                marks.begin_epoch(db)
                return rows
    except OSError as problem:
        raise TroubleError(f"{file}: the backup cannot be read ({problem.strerror or problem})") from problem
    except (zipfile.BadZipFile, KeyError, ValueError) as problem:
        raise TroubleError(f"{file}: not a backup of a hub, or damaged ({problem})") from problem


def refuse_unless_empty(database: Database) -> None:
    """Stop before anything is touched if this hub already has people or courses."""
    with database.read() as db:
        _refuse_unless_empty(db)


def _files(place: Place) -> Iterator[Path]:
    for name in _KEYS:
        if (place.root / name).exists():
            yield place.root / name
    yield from (path for path in place.media.rglob("*") if path.is_file() and ".part" not in path.suffixes)


def _write_rows(database: Database, backup: zipfile.ZipFile) -> int:
    count = 0
    with database.read() as db:
        for table in tables.metadata.sorted_tables:
            with backup.open(f"rows/{table.name}.jsonl", "w", force_zip64=True) as out:
                for row in db.execute(select(table)).mappings():
                    out.write(json.dumps(dict(row), ensure_ascii=False).encode() + b"\n")
                    count += 1
    return count


def _check(backup: zipfile.ZipFile, file: Path) -> int:
    """The schema that the backup's rows were written for."""
    header = json.loads(backup.read("backup.json"))
    if not isinstance(header, dict) or header.get("kind") != _KIND:
        raise TroubleError(f"{file}: not a backup of a hub")
    if header["schema"] > tables.SCHEMA_VERSION:
        raise TroubleError(f"{file}: written by a newer hub (schema {header['schema']})")
    for name in backup.namelist():
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or "\\" in name or ":" in name:
            raise TroubleError(f"{file}: refused, because an entry's name leaves its folder: {name!r}")
    damaged = backup.testzip()
    if damaged is not None:
        raise TroubleError(f"{file}: damaged at {damaged}")
    return int(header["schema"])


def _put_back(backup: zipfile.ZipFile, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.part")
    is_secret = target.name in _KEYS
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if is_secret else 0o644)
    with os.fdopen(handle, "wb") as out, backup.open(name) as source:
        while chunk := source.read(1 << 20):
            out.write(chunk)
    unfinished.replace(target)


def _refuse_unless_empty(db: Connection) -> None:
    for table in (tables.people, tables.contents):
        if db.execute(select(func.count()).select_from(table)).scalar():
            raise TroubleError("this hub is not empty: restore into a new folder, and a new database if you name one")


def _read_rows(db: Connection, backup: zipfile.ZipFile, table: Table) -> int:
    db.execute(table.delete())
    name = f"rows/{table.name}.jsonl"
    if name not in backup.namelist() and table.name in _SINCE_THE_SECOND | _SINCE_THE_THIRD:
        return 0
    with backup.open(name) as lines:
        rows = [json.loads(line) for line in lines]
    for start in range(0, len(rows), _SLICE):
        db.execute(insert(table), rows[start : start + _SLICE])
    if rows and db.dialect.name == "postgresql" and "seq" in table.c:
        # PostgreSQL counts on from where it stood, whatever was put in by hand.
        last = max(row["seq"] for row in rows)
        db.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'seq'), :last)"), {"name": table.name, "last": last}
        )
    return len(rows)


def refresh_media_times(database: Database, place: Place) -> None:
    """Tell the new database when the files were put back, so that none is read again to make its tag."""
    with database.write() as db:
        for row in db.execute(select(tables.media)).mappings().all():
            path = place.media / row["path"]
            if path.is_file() and archive.digest(path) == row["sha256"]:
                changed = {"mtime_ns": path.stat().st_mtime_ns}
                db.execute(tables.media.update().where(tables.media.c.path == row["path"]).values(**changed))
