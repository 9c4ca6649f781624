"""The record store: statements kept once by their ids, and the keys that systems of the office send them with."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, exists, insert, select

from karmadesk.hub import moments, statements
from karmadesk.hub.database import put
from karmadesk.hub.statements import Json, StatementError
from karmadesk.hub.tables import record_keys
from karmadesk.hub.tables import statements as table

VERSION = "1.0.3"
SYSTEM = "key:"
# What the store says itself, or may: two spellings of one statement differ in nothing else.
_OWN = frozenset(("id", "stored", "authority", "version"))
_SLICE = 500


@dataclass(frozen=True)
class Sent:
    """A statement that was checked: what its sender told, spelled in one way, and the digest of that."""

    id: str
    digest: str
    version: str
    voids: str | None
    body: str


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


def checked(raw: Any) -> list[Sent]:
    """The statements of a request, each with an id of its own; StatementError for the first that is none."""
    if isinstance(raw, list):
        statements.check_all(raw)
    else:
        statements.check(raw)
    found = [_sent(one) for one in (raw if isinstance(raw, list) else [raw])]
    if len({one.id for one in found}) < len(found):
        raise StatementError("two statements have the same id")
    return found


def keep(db: Connection, sender: str, authority: Json, sent: Sequence[Sent]) -> None:
    """Store those that are not known yet; ConflictError, and nothing stored, if one is known as another."""
    known = _digests(db, [one.id for one in sent])
    for one in sent:
        if known.get(one.id, one.digest) != one.digest:
            raise ConflictError(one.id)
    common = {"sender": sender, "stored_at": moments.now_ms(), "authority": json.dumps(authority)}
    rows = [{**asdict(one), **common} for one in sent if one.id not in known]
    if rows:
        db.execute(insert(table), rows)


def document(row: RowMapping) -> Json:
    """A statement as it is read back: with the moment and the authority that the store vouches for."""
    stored = moments.to_instant(row["stored_at"])
    own = {"stored": stored, "authority": json.loads(row["authority"]), "version": row["version"]}
    return {"id": row["id"], "timestamp": stored, **json.loads(row["body"]), **own}


def by_id(db: Connection, identifier: str, sender: str | None, *, voided: bool = False) -> RowMapping | None:
    """The statement of this id, if it is voided or not as asked; of a sender's own if one is named."""
    one = select(table).where(table.c.id == identifier.lower(), _is_voided() if voided else ~_is_voided())
    if sender is not None:
        one = one.where(table.c.sender == sender)
    return db.execute(one).mappings().first()


def page(db: Connection, asked: Asked) -> list[RowMapping]:
    """A page of the statements, and one row more if there is another page."""
    rows = select(table).where(~_is_voided())
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


def _is_voided() -> ColumnElement[bool]:
    """Whether another statement voids this one: of the same sender or a system of the office, and itself for good."""
    other = table.alias()
    may = (other.c.sender == table.c.sender) | other.c.sender.startswith(SYSTEM, autoescape=True)
    return table.c.voids.is_(None) & exists().where(other.c.voids == table.c.id, may)


def _digests(db: Connection, identifiers: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(identifiers), _SLICE):
        some = select(table.c.id, table.c.digest).where(table.c.id.in_(identifiers[start : start + _SLICE]))
        found.update((row.id, row.digest) for row in db.execute(some))
    return found


def _sent(raw: Json) -> Sent:
    told = {name: value for name, value in raw.items() if name not in _OWN}
    try:
        body = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(body.encode()).hexdigest()
    except (ValueError, RecursionError) as problem:
        raise StatementError("a sign that is none, or nested too deep") from problem
    voids = raw["object"]["id"].lower() if raw["verb"]["id"] == statements.VOIDED else None
    return Sent(str(raw.get("id") or uuid.uuid4()).lower(), digest, raw.get("version", "1.0.0"), voids, body)


def _of_secret(secret: str) -> str:
    # As long and as random as a key can be, so a plain digest keeps it.
    return hashlib.sha256(secret.encode()).hexdigest()
