"""Who the hub's people are: imported by the owner, signed in by name and password."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from karmadesk.hub import marks
from karmadesk.hub.database import Database
from karmadesk.hub.place import ORG_ID, TroubleError
from karmadesk.hub.tables import people

if TYPE_CHECKING:
    from argon2 import PasswordHasher

COLUMNS = (
    "username",
    "password",
    "first_name",
    "last_name",
    "email",
    "designation",
    "group",
    "organisation",
    "supervisor",
    "language",
)
_MANDATORY = ("username", "first_name")


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _nobodys_password() -> str:
    return _hasher().hash(uuid.uuid4().hex)


def import_file(database: Database, file: Path) -> tuple[int, int]:
    """How many people of a CSV file were new, and how many were known and are brought up to date."""
    rows = read_rows(file)
    for row in rows:  # before the transaction: hashing is slow on purpose, and others wait to write
        row["password"] = _hasher().hash(row["password"]) if row["password"] else ""
    with database.write() as db:
        known = set(db.execute(select(people.c.username)).scalars())
        for place, row in enumerate(rows, 2):
            if row["username"] not in known and not row["password"]:
                raise TroubleError(f"{file}, line {place}: a new person needs a password")
            _admit(db, row)
    new = sum(row["username"] not in known for row in rows)
    return new, len(rows) - new


def read_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file of people, checked; TroubleError names the line that is wrong."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            absent = [name for name in _MANDATORY if name not in (reader.fieldnames or ())]
            if absent:
                raise TroubleError(f"{file}: no column {', '.join(absent)}")
            rows = [{name: (row.get(name) or "").strip() for name in COLUMNS} for row in reader]
    except OSError as problem:
        raise TroubleError(f"{file}: cannot be read ({problem.strerror})") from problem
    except (UnicodeDecodeError, csv.Error) as problem:
        raise TroubleError(f"{file}: not a CSV file in UTF-8 ({problem})") from problem
    _refuse_bad_rows(file, rows)
    return rows


def _refuse_bad_rows(file: Path, rows: Iterable[Mapping[str, str]]) -> None:
    seen: set[str] = set()
    for place, row in enumerate(rows, 2):
        for name in _MANDATORY:
            if not row[name]:
                raise TroubleError(f"{file}, line {place}: {name} is empty")
        if row["username"] in seen:
            raise TroubleError(f"{file}, line {place}: {row['username']} stands there twice")
        seen.add(row["username"])


def _admit(db: Connection, row: Mapping[str, str]) -> None:
    known = by_name(db, row["username"])
    values: dict[str, Any] = {
        "first_name": row["first_name"],
        "last_name": row["last_name"],
        "email": row["email"],
        "designation": row["designation"],
        "grade": row["group"],
        "organisation": row["organisation"],
        "supervisor": row["supervisor"],
        "language": row["language"],
    }
    differs = known is not None and any(known[name] != value for name, value in values.items())
    if row["password"]:
        values["password"] = row["password"]
    if known is None:
        # Somebody's supervisor may have come, whom their profile names.
        marks.mark(db, marks.EVERYONE, [marks.PROFILE])
        db.execute(insert(people).values(id=str(uuid.uuid4()), username=row["username"], org_id=ORG_ID, **values))
    else:
        if differs:
            marks.mark(db, known["id"], [marks.PROFILE, marks.PLAN])
        db.execute(update(people).where(people.c.id == known["id"]).values(**values))


def by_id(db: Connection, person: str) -> RowMapping | None:
    """The person of this user id."""
    return db.execute(select(people).where(people.c.id == person)).mappings().first()


def by_name(db: Connection, username: str) -> RowMapping | None:
    """The person of this sign-in name."""
    return db.execute(select(people).where(people.c.username == username)).mappings().first()


def is_password(row: RowMapping | None, password: str) -> bool:
    """Whether this is the person's password; a stranger takes as long to refuse as a wrong password."""
    from argon2.exceptions import Argon2Error, InvalidHash

    try:
        _hasher().verify(row["password"] if row else _nobodys_password(), password)
    except (Argon2Error, InvalidHash):
        return False
    return row is not None
