"""Brings a database to the revision that this program writes: made new, migrated, or refused because it is newer."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, insert, select

from karmadesk.errors import DamagedDatabase, NewerDatabase
from karmadesk.store.connection import bare
from karmadesk.store.faults import told_apart
from karmadesk.store.kinds import Kind

log = logging.getLogger(__name__)

EMPTY = ""
"""Stands for the revision of a file without tables."""

VERSION_TABLE = "alembic_version"
_versions = Table(
    VERSION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{VERSION_TABLE}_pkc"),
)


def revision(path: Path, key: bytes | None = None) -> str:
    """The revision of the file, EMPTY without tables; by raw SQL, so that Alembic is loaded only when it has work."""
    connection = bare(path, key)
    try:
        with told_apart(path, is_locked=key is not None):
            return _found(connection, path)
    finally:
        connection.close()


def _found(connection: Any, path: Path) -> str:
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    if not names:
        return EMPTY
    if VERSION_TABLE in names:
        rows = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchall()  # noqa: S608 - our own name
        if len(rows) == 1:
            return str(rows[0][0])
    raise DamagedDatabase(f"{path.name}: not one of ours")


def check(kind: Kind, found: str, path: Path) -> None:
    """Raises NewerDatabase for a revision that this program doesn't know."""
    if found != EMPTY and found not in kind.revisions:
        raise NewerDatabase(f"{path.name}: revision {found}, known up to {kind.head}")


def prepare(connection: Connection, kind: Kind, found: str) -> None:
    """Makes or migrates the tables inside the caller's write transaction, which must hold the database alone."""
    if found == EMPTY:
        if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
            return  # another process was faster
        create(connection, kind)
    else:
        log.info("migrating %s from %s to %s", kind.name, found, kind.head)
        migrate(connection, kind)


def create(connection: Connection, kind: Kind) -> None:
    """Every table at once, stamped with the head; a test holds this equal to the migrations."""
    kind.metadata.create_all(connection)
    _versions.create(connection)
    connection.execute(insert(_versions).values(version_num=kind.head))


def migrate(connection: Connection, kind: Kind) -> None:
    """Runs the revisions that are missing, in the caller's transaction: all of them or none."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(kind.folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = kind.metadata
    command.upgrade(config, "head")


def stamp(connection: Connection) -> str:
    """The revision that a prepared database says it has."""
    return str(connection.execute(select(_versions.c.version_num)).scalar_one())
