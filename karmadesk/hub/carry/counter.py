"""The counter where carried files are handed in: from sealed bytes to sealed bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, select

from karmadesk.hub import moments, people
from karmadesk.hub.archive import Json
from karmadesk.hub.carry import keys, sealing, taking, telling
from karmadesk.hub.carry.sealing import DAMAGED, STRANGER, UNKNOWN_KEY, CarryError
from karmadesk.hub.database import put
from karmadesk.hub.envelope import RefusalError, malformed
from karmadesk.hub.house import House
from karmadesk.hub.tables import carriers

VERSION = 1

_TOGETHER = 100
_MOST_CARRIERS = 20
"""Of one person: as many laptops as anybody has had, and no way to fill the table."""


@dataclass(frozen=True)
class HandedIn:
    """A carried file's answer, and what became of the items in it."""

    answer: bytes
    accepted: int
    refused: int
    damaged: int


def introduce(db: Connection, person: str, told: Json) -> None:
    """Remember by which keys this person, who is signed in, will send and read carried files."""
    identifier = _hex(told, "id", 8)
    values = {"person": person, "sign": _hex(told, "sign", 32), "seal": _hex(told, "seal", 32)}
    known = _carrier(db, identifier)
    if known is not None and known["person"] != person:
        raise RefusalError("CARRY_KEY_TAKEN", "This key is somebody else's.", status=409)
    put(db, carriers, {"id": identifier}, {**values, "made_at": moments.now_ms()})
    mine = select(carriers.c.id).where(carriers.c.person == person).order_by(carriers.c.made_at.desc(), carriers.c.id)
    old = list(db.execute(mine.offset(_MOST_CARRIERS)).scalars())
    if old:
        db.execute(delete(carriers).where(carriers.c.id.in_(old)))


def forget(db: Connection, person: str) -> int:
    """How many laptops of this person were known: none can send by carried files until they sign in again."""
    mine = carriers.c.person == person
    count = db.execute(select(func.count()).select_from(carriers).where(mine)).scalar() or 0
    db.execute(delete(carriers).where(mine))
    return count


def hand_in(house: House, raw: bytes) -> HandedIn:
    """Open, check, apply and answer one carried file; CarryError for one that cannot be taken at all."""
    key = keys.by_id(house.place.carry_keys_file, sealing.recipient(raw))
    if key is None:
        raise CarryError(UNKNOWN_KEY)
    opened = sealing.opened(raw, key)
    manifest, carrier = _checked(house, opened)
    person = carrier["person"]
    words = _words(house, person, list(zip(manifest["pieces"], opened.frames[1:], strict=True)))
    # Made now, and read after that: an answer is at least as new as it says.
    said = {"version": VERSION, "user": person, "at": moments.now_ms()}
    known = manifest.get("known")
    with house.database.read() as db:
        found = list(telling.news(db, house, person, known if isinstance(known, dict) else {}))
    answer = sealing.answer(carrier["id"], bytes.fromhex(carrier["seal"]), key, said, [*words, *found])
    accepted = sum(word["accepted"] for _, word in words)
    damaged = sum(word.get("why") == taking.DAMAGED for _, word in words)
    return HandedIn(answer, accepted, len(words) - accepted - damaged, damaged)


def _words(house: House, person: str, frames: Sequence[tuple[list[str], bytes | None]]) -> list[tuple[str, Json]]:
    """A word on each item, so many in one transaction: a hub that is killed in between goes on where it was."""
    found: list[tuple[str, Json]] = []
    for start in range(0, len(frames), _TOGETHER):
        named: list[tuple[str, Json]] = []
        for (name, wanted), frame in frames[start : start + _TOGETHER]:
            if frame is None or hashlib.sha256(frame).hexdigest() != wanted:
                found.append((f"receipt:{name}", taking.damaged()))
            else:
                named.append((name, sealing.document(frame) or {}))
        with house.database.write() as db:
            said = taking.take(db, house, person, named)
        found += [(f"receipt:{name}", word) for name, word in said.items()]
    return found


def _checked(house: House, opened: sealing.Opened) -> tuple[Json, RowMapping]:
    """What the file says of itself, and who has signed that for this very file."""
    outer = sealing.document(opened.frames[0]) or {}
    said, signature = outer.get("said"), outer.get("signature")
    manifest = sealing.document(said.encode()) if isinstance(said, str) else None
    if manifest is None or manifest.get("version") != VERSION or not _are_pieces(manifest, len(opened.frames) - 1):
        raise CarryError(DAMAGED)
    with house.database.read() as db:
        carrier = _carrier(db, str(manifest.get("signer")))
        person = people.by_id(db, carrier["person"]) if carrier is not None else None
    if carrier is None or person is None or manifest.get("user") != carrier["person"]:
        raise CarryError(STRANGER)
    if not _has_signed(carrier["sign"], str(signature), sealing.signed_bytes("post", opened.seal, str(said))):
        raise CarryError(STRANGER)
    return manifest, carrier


def _are_pieces(manifest: Json, count: int) -> bool:
    found: Any = manifest.get("pieces")
    return (
        isinstance(found, list)
        and len(found) == count
        and all(isinstance(one, list) and len(one) == 2 and taking.is_name(one[0]) for one in found)
        and len({one[0] for one in found}) == count
    )


def _has_signed(public: str, signature: str, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _carrier(db: Connection, identifier: str) -> RowMapping | None:
    return db.execute(select(carriers).where(carriers.c.id == identifier)).mappings().first()


def _hex(told: Mapping[str, object], name: str, size: int) -> str:
    found = told.get(name)
    try:
        raw = bytes.fromhex(found) if isinstance(found, str) else b""
    except ValueError as problem:
        raise malformed(name, "hexadecimal String") from problem
    if len(raw) != size:
        raise malformed(name, f"hexadecimal String of {size} bytes")
    return raw.hex()
