"""A long statement that can be ended between two of SQLite's steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from karmadesk.jobs import Cancelled
from karmadesk.store.connection import driver

STEPS = 20_000


@contextmanager
def ended_by(wanted: Callable[[], None], connection: Any, key: bytes | None) -> Iterator[None]:
    """Asks `wanted` every so many steps; the Cancelled that it raises ends the statement and comes out here."""
    stopped: list[Cancelled] = []

    def look() -> int:
        try:
            wanted()
        except Cancelled as error:
            stopped.append(error)
        return len(stopped)

    connection.set_progress_handler(look, STEPS)
    try:
        yield
    except driver(key).Error:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, STEPS)
