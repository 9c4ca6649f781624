"""What is inside: an outgoing post with its items, and the answer to it; both signed, each piece by its digest."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from karmadesk.carry import sealing
from karmadesk.carry.keys import HubKey, OwnKeys
from karmadesk.errors import NotCarried, NotCarriedHere
from karmadesk.model import Json

VERSION = 1
RECEIPT = "receipt:"


@dataclass(frozen=True)
class Piece:
    """One named piece of a letter."""

    name: str
    body: Mapping[str, Json]


@dataclass(frozen=True)
class Answer:
    """A hub's answer: what it says of each item, and what is new. `damaged` names what could not be read."""

    user_id: str
    made_at: datetime
    pieces: Mapping[str, Mapping[str, Json]]
    damaged: tuple[str, ...]


def post(key: HubKey, keys: OwnKeys, said: Mapping[str, Json], items: Sequence[Piece]) -> bytes:
    """The sealed file for the hub. `said` is told before the items: who, from which laptop, what is known already."""
    inside = _letter({**said, "version": VERSION, "signer": keys.id}, items, keys.signed)
    return sealing.sealed_to(sealing.POST, key.id, bytes.fromhex(key.seal), inside)


def answer(raw: bytes, keys: OwnKeys, hub: HubKey, user_id: str) -> Answer:
    """The hub's answer to this person on this laptop, as far as it is undamaged.

    Raises NotCarried, and NotCarriedHere for somebody else's or one that another hub has signed.
    """
    sealed = sealing.taken_apart(raw, sealing.ANSWER)
    if sealed.to != keys.id:
        raise NotCarriedHere("for other keys")
    frames = sealing.opened(sealed, sealing.unlocked(sealed, keys.open))
    manifest = _checked(sealed, frames[0], hub)
    names, at = manifest.get("pieces"), manifest.get("at")
    if manifest.get("user") != user_id:
        raise NotCarriedHere("for somebody else")
    if not isinstance(names, list) or len(names) != len(frames) - 1 or not isinstance(at, int):
        raise NotCarried("an answer of another shape")
    pieces: dict[str, Mapping[str, Json]] = {}
    damaged: list[str] = []
    for told, frame in zip(names, frames[1:], strict=True):
        name, found = _piece(told, frame)
        if found is None:
            damaged.append(name)
        else:
            pieces[name] = found
    try:
        made_at = datetime.fromtimestamp(at / 1000, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise NotCarried("an answer from no time") from error
    return Answer(user_id, made_at, pieces, tuple(damaged))


def _letter(
    manifest: Mapping[str, Json], pieces: Sequence[Piece], signed: Callable[[bytes], bytes]
) -> sealing.Contents:
    frames = [_spelled(piece.body) for piece in pieces]
    told = [[piece.name, sealing.digest(frame)] for piece, frame in zip(pieces, frames, strict=True)]
    said = _spelled({**manifest, "pieces": told}).decode()

    def contents(seal: bytes) -> Sequence[bytes]:
        signature = signed(_signed(sealing.POST, seal, said))
        return [_spelled({"said": said, "signature": signature.hex()}), *frames]

    return contents


def _checked(sealed: sealing.Sealed, frame: bytes | None, hub: HubKey) -> dict[str, Json]:
    """What the answer says of itself, if the hub that we know has signed it for this very file."""
    outer = sealing.document(frame) or {}
    said, signature = outer.get("said"), outer.get("signature")
    if not isinstance(said, str) or not isinstance(signature, str):
        raise NotCarried("an answer of another shape")
    try:
        raw = bytes.fromhex(signature)
    except ValueError as error:
        raise NotCarried("an answer without a signature") from error
    if not hub.has_signed(raw, _signed(sealed.kind, sealed.seal, said)):
        raise NotCarriedHere("not this hub's answer")
    found = sealing.document(said.encode())
    if found is None or found.get("version") != VERSION:
        raise NotCarried("an answer of another version")
    return found


def _piece(told: Json, frame: bytes | None) -> tuple[str, dict[str, Json] | None]:
    if not isinstance(told, list) or len(told) != 2 or not all(isinstance(part, str) for part in told):
        raise NotCarried("an answer of another shape")
    name, wanted = told
    is_whole = frame is not None and sealing.digest(frame) == wanted
    return name, sealing.document(frame) if is_whole else None


def _signed(kind: str, seal: bytes, said: str) -> bytes:
    return f"KarmaDesk {kind} 1\n".encode() + seal + said.encode()


def _spelled(body: Mapping[str, Json]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
