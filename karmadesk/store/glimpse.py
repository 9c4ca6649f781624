"""One value out of a learner's database by its driver alone, so that a start need not wait for SQLAlchemy."""

from __future__ import annotations

import json
from pathlib import Path

from karmadesk.model import Json
from karmadesk.store.connection import bare, driver


def glimpse(path: Path, key: bytes, name: str) -> Json:
    """The value kept under this name; None when it can't be had, for whatever reason: opening in earnest will tell."""
    if not path.is_file():
        return None
    errors: type[Exception] = driver(key).Error
    try:
        connection = bare(path, key)
        try:
            found = connection.execute("SELECT body FROM glimpses WHERE name = ?", (name,)).fetchone()
        finally:
            connection.close()
        return None if found is None else json.loads(found[0])
    except (errors, ValueError):
        return None
