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


@dataclass(frozen=True)
class TypedPost:
    """A post that somebody opened by its words: who it is of, and what waits. `secret` seals the answer."""

    said: Mapping[str, Json]
    secret: bytes
    pieces: tuple[Piece, ...]
    damaged: int


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
    outer = sealing.document(frames[0]) or {}
    said, signature = outer.get("said"), outer.get("signature")
    if not isinstance(said, str) or not hub.has_signed(_raw(signature), _signed(sealed.kind, sealed.seal, said)):
        raise NotCarriedHere("not this hub's answer")
    return _answered(_said(frames[0]), frames, user_id)


def typed_post(typed: str, secret: bytes, said: Mapping[str, Json], items: Sequence[Piece]) -> bytes:
    """The sealed file for whoever is told the words, where the server has no key of its own."""
    inside = _letter({**said, "version": VERSION, "secret": secret.hex()}, items, _unsigned)
    return sealing.sealed_typed(sealing.POST, typed, inside)


def opened_post(raw: bytes, typed: str) -> TypedPost:
    """What lies in such a file. Raises NotCarried, and NotCarriedHere for other words or a file that a hub opens."""
    sealed = sealing.taken_apart(raw, sealing.POST)
    if sealed.to:
        raise NotCarriedHere("sealed to a key")
    frames = sealing.opened(sealed, sealing.unlocked_typed(sealed, typed))
    said = _said(frames[0])
    pieces, damaged = _pieces(said, frames[1:])
    try:
        secret = bytes.fromhex(str(said.get("secret")))
    except ValueError as error:
        raise NotCarried("a post of another shape") from error
    return TypedPost(said, secret, tuple(Piece(name, body) for name, body in pieces.items()), len(damaged))


def answer_with(secret: bytes, user_id: str, at: datetime, pieces: Sequence[Piece]) -> bytes:
    """The answer to such a file."""
    said = {"version": VERSION, "user": user_id, "at": int(at.timestamp() * 1000)}
    return sealing.sealed_with(sealing.ANSWER, secret, _letter(said, pieces, _unsigned))


def answer_from(raw: bytes, secret: bytes, user_id: str) -> Answer:
    """The answer to such a file, as `answer`."""
    sealed = sealing.taken_apart(raw, sealing.ANSWER)
    if sealed.to:
        raise NotCarriedHere("sealed to a key")
    frames = sealing.opened(sealed, sealing.unlocked_with(sealed, secret))
    return _answered(_said(frames[0]), frames, user_id)


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


def _answered(manifest: Mapping[str, Json], frames: Sequence[bytes | None], user_id: str) -> Answer:
    at = manifest.get("at")
    if manifest.get("user") != user_id:
        raise NotCarriedHere("for somebody else")
    pieces, damaged = _pieces(manifest, frames[1:])
    try:
        made_at = datetime.fromtimestamp(int(at) / 1000 if isinstance(at, int) else -1, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise NotCarried("an answer from no time") from error
    return Answer(user_id, made_at, pieces, damaged)


def _said(frame: bytes | None) -> dict[str, Json]:
    """What a letter says of itself. Raises NotCarried."""
    said = (sealing.document(frame) or {}).get("said")
    found = sealing.document(said.encode()) if isinstance(said, str) else None
    if found is None or found.get("version") != VERSION:
        raise NotCarried("a letter of another shape")
    return found


def _pieces(
    manifest: Mapping[str, Json], frames: Sequence[bytes | None]
) -> tuple[dict[str, Mapping[str, Json]], tuple[str, ...]]:
    """The pieces that are whole, and the names of those that are not. Raises NotCarried."""
    names = manifest.get("pieces")
    if not isinstance(names, list) or len(names) != len(frames):
        raise NotCarried("a letter of another shape")
    found = [_piece(told, frame) for told, frame in zip(names, frames, strict=True)]
    whole: dict[str, Mapping[str, Json]] = {name: body for name, body in found if body is not None}
    return whole, tuple(name for name, body in found if body is None)


def _raw(signature: Json) -> bytes:
    try:
        return bytes.fromhex(signature) if isinstance(signature, str) else b""
    except ValueError:
        return b""


def _unsigned(_message: bytes) -> bytes:
    """Whoever knows the words has meant it."""
    return b""


def _piece(told: Json, frame: bytes | None) -> tuple[str, dict[str, Json] | None]:
    if not isinstance(told, list) or len(told) != 2 or not all(isinstance(part, str) for part in told):
        raise NotCarried("a letter of another shape")
    name, wanted = told
    is_whole = frame is not None and sealing.digest(frame) == wanted
    return name, sealing.document(frame) if is_whole else None


def _signed(kind: str, seal: bytes, said: str) -> bytes:
    return f"KarmaDesk {kind} 1\n".encode() + seal + said.encode()


def _spelled(body: Mapping[str, Json]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
