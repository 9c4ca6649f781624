"""What the hub's owner does in a story that no verb does: ends a course's batches, and opens a new one for somebody."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, update

from karmadesk.hub import batches, enrolments, moments, tables
from karmadesk.hub.database import database_in
from karmadesk.hub.place import Place


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[Connection]:
    database = database_in(Place(folder), None)
    try:
        with database.write() as db:
            yield db
    finally:
        database.close()


def ends(hub: Path, course: str) -> None:
    """Every batch of this course is closed."""
    with _writing(hub) as db:
        db.execute(update(tables.batches).where(tables.batches.c.course == course).values(closed=True))


def opens(hub: Path, course: str, batch: str, person: str) -> None:
    """There is a new batch of it, and this person is in it."""
    with _writing(hub) as db:
        batches.create(db, batch, course, name="Once more", starts_at=moments.midnight_ms())
        enrolments.put_in(db, person, course, batch, moments.now_ms())
