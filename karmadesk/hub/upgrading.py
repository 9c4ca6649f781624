"""Brings the database that an older hub wrote up to this one's tables and rows, in one transaction."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, insert, select, text

from karmadesk.hub import certificates, tables
from karmadesk.hub.database import put
from karmadesk.hub.place import TroubleError


def bring_up(db: Connection) -> None:
    """Make the tables, or bring an older hub's up to date; refuse a database that a newer hub has written."""
    tables.metadata.create_all(db)
    found = db.execute(select(tables.facts.c.value).where(tables.facts.c.name == "schema")).scalar()
    if found is None:
        db.execute(insert(tables.facts).values(name="schema", value=str(tables.SCHEMA_VERSION)))
    elif int(found) > tables.SCHEMA_VERSION:
        raise TroubleError(f"the database was written by a newer hub (schema {found})")
    elif int(found) < tables.SCHEMA_VERSION:
        for version in range(int(found), tables.SCHEMA_VERSION):
            _TABLES[version](db)
        bring_rows_up(db, int(found))


def bring_rows_up(db: Connection, found: int) -> None:
    """Add to rows that a hub of this schema wrote what the newer tables hold besides."""
    for version in range(found, tables.SCHEMA_VERSION):
        _ROWS[version](db)
    put(db, tables.facts, {"name": "schema"}, {"value": str(tables.SCHEMA_VERSION)})


def _second(db: Connection) -> None:
    """Telemetry learns to tell doubles; the other tables of the second schema are new ones."""
    db.execute(text("ALTER TABLE telemetry ADD COLUMN doubled_events INTEGER DEFAULT 0 NOT NULL"))
    db.execute(text("ALTER TABLE telemetry ADD COLUMN is_double BOOLEAN DEFAULT false NOT NULL"))
    db.execute(text("CREATE INDEX telemetry_of_message ON telemetry (msgid)"))


def _nothing(_db: Connection) -> None:
    """The third schema's tables are new ones, and nothing was carried before."""


_TABLES: dict[int, Callable[[Connection], None]] = {1: _second, 2: _nothing}
_ROWS: dict[int, Callable[[Connection], None]] = {1: certificates.give_for_the_past, 2: _nothing}
