"""The record store: statements kept once by their ids, and the keys that systems of the office send them with."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from karmadesk.hub import moments, statements
from karmadesk.hub.database import put
from karmadesk.hub.statements import Json, StatementError
from karmadesk.hub.tables import record_keys
from karmadesk.hub.tables import statements as table

VERSION = "1.0.3"
# What the store says itself, or may: two spellings of one statement differ in nothing else.
_OWN = frozenset(("stored", "authority", "version"))
_SLICE = 500


class ConflictError(Exception):
    """A statement that differs from the one known by its id."""


@dataclass(frozen=True)
class Asked:
    """Which page of the statements is wanted."""

    sender: str | None
    after: int | None
    until: int | None
    limit: int
    ascending: bool
    cursor: int | None


def checked(raw: Any) -> list[Json]:
    """The statements of a request, each with an id of its own; StatementError for the first that is none."""
    if isinstance(raw, list):
        for place, one in enumerate(raw):
            statements.check(one, f"statements[{place}]")
    else:
        statements.check(raw, "statement")
    given: list[Json] = raw if isinstance(raw, list) else [raw]
    found = [{**one, "id": str(one.get("id") or uuid.uuid4()).lower()} for one in given]
    if len({one["id"] for one in found}) < len(found):
        raise StatementError("statements", "two of them have the same id")
    return found


def keep(db: Connection, sender: str, authority: Json, sent: Sequence[Json]) -> None:
    """Store those that are not known yet; ConflictError, and nothing stored, if one is known as another."""
    known = _digests(db, [one["id"] for one in sent])
    now = moments.now_ms()
    stored = moments.to_instant(now)
    rows = []
    for one in sent:
        digest = _digest(one)
        if one["id"] in known:
            if known[one["id"]] != digest:
                raise ConflictError(one["id"])
            continue
        own = {"stored": stored, "authority": authority, "version": one.get("version", "1.0.0")}
        whole = {"timestamp": stored, **one, **own}
        body = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
        rows.append({"id": one["id"], "sender": sender, "stored_at": now, "digest": digest, "body": body})
    if rows:
        db.execute(insert(table), rows)


def by_id(db: Connection, identifier: str, sender: str | None) -> str | None:
    """The statement of this id as JSON; of a sender's own if one is named."""
    one = select(table.c.body).where(table.c.id == identifier.lower())
    if sender is not None:
        one = one.where(table.c.sender == sender)
    return db.execute(one).scalar()


def page(db: Connection, asked: Asked) -> list[RowMapping]:
    """A page of the statements, and one row more if there is another page."""
    rows = select(table)
    if asked.sender is not None:
        rows = rows.where(table.c.sender == asked.sender)
    if asked.after is not None:
        rows = rows.where(table.c.stored_at > asked.after)
    if asked.until is not None:
        rows = rows.where(table.c.stored_at <= asked.until)
    if asked.cursor is not None:
        rows = rows.where(table.c.seq > asked.cursor if asked.ascending else table.c.seq < asked.cursor)
    order = table.c.seq if asked.ascending else table.c.seq.desc()
    return list(db.execute(rows.order_by(order).limit(asked.limit + 1)).mappings())


def make_key(db: Connection, name: str) -> str:
    """A new secret for the system of this name; one that it had before is good no more."""
    secret = secrets.token_urlsafe(24)
    put(db, record_keys, {"name": name}, {"digest": _of_secret(secret), "made_at": moments.now_ms()})
    return secret


def end_key(db: Connection, name: str) -> bool:
    """Whether there was a key of this name, which is good no more."""
    return bool(db.execute(delete(record_keys).where(record_keys.c.name == name)).rowcount)


def is_key(db: Connection, name: str, secret: str) -> bool:
    """Whether this is the secret of the system of this name."""
    digest = db.execute(select(record_keys.c.digest).where(record_keys.c.name == name)).scalar()
    return hmac.compare_digest(digest or "", _of_secret(secret))


def _digests(db: Connection, identifiers: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(identifiers), _SLICE):
        some = select(table.c.id, table.c.digest).where(table.c.id.in_(identifiers[start : start + _SLICE]))
        found.update((row.id, row.digest) for row in db.execute(some))
    return found


def _digest(statement: Mapping[str, Any]) -> str:
    told = {name: value for name, value in statement.items() if name not in _OWN}
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _of_secret(secret: str) -> str:
    # As long and as random as a key can be, so a plain digest keeps it.
    return hashlib.sha256(secret.encode()).hexdigest()
