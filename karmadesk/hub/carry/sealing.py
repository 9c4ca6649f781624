"""The form of carried files as the hub reads and writes them: a line in the clear, then sealed frames."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from karmadesk.hub.archive import Json
from karmadesk.hub.carry.keys import HubKey

MAGIC = b"KarmaDesk carried 1\n"
MOST_BYTES = 6 << 20

MOST_FRAME = 8 << 20

_MOST_LINE, _MOST_FRAMES, _MOST_IN_ALL = 1024, 10_000, 48 << 20
_LENGTH = struct.Struct(">I")
_TAG = 16


class CarryError(Exception):
    """A file that cannot be taken; the word says why."""


DAMAGED, UNKNOWN_KEY, STRANGER = "CARRY_DAMAGED", "CARRY_UNKNOWN_KEY", "CARRY_STRANGER"


@dataclass(frozen=True)
class Opened:
    """A file's frames: None for one that was damaged; the first is there. `seal` is bound to what is signed inside."""

    seal: bytes
    frames: list[bytes | None]


def recipient(raw: bytes) -> str:
    """The id of the key that a post is sealed to."""
    return str(_line(raw)[0].get("to"))


def opened(raw: bytes, key: HubKey) -> Opened:
    """The post's frames, opened by this key; CarryError when not even the first one is whole."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    line, end = _line(raw)
    ours = X25519PrivateKey.from_private_bytes(key.seal)
    try:
        once = bytes.fromhex(str(line.get("once")))
        shared = ours.exchange(X25519PublicKey.from_public_bytes(once))
    except ValueError as problem:
        raise CarryError(DAMAGED) from problem
    seal = hashlib.sha256(raw[:end]).digest()
    secret = _derived(shared, once, ours.public_key().public_bytes_raw())
    frames: list[bytes | None] = []
    size = 0
    for sealed in _frames(raw, end):
        plain = _unsealed(secret, seal, len(frames), sealed)
        size += len(plain or b"")
        if size > _MOST_IN_ALL:
            raise CarryError(DAMAGED)
        frames.append(plain)
    if not frames or frames[0] is None:
        raise CarryError(DAMAGED)
    return Opened(seal, frames)


def answer(to: str, public: bytes, key: HubKey, said: Json, pieces: Iterable[tuple[str, Json]]) -> bytes:
    """A file for the holder of this key, signed by the hub: what it is, then its pieces."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    made = X25519PrivateKey.generate()
    once = made.public_key().public_bytes_raw()
    line = MAGIC + _spelled({"kind": "answer", "to": to, "once": once.hex()}) + b"\n"
    seal = hashlib.sha256(line).digest()
    named = [(name, _spelled(body)) for name, body in pieces]
    told = _spelled({**said, "pieces": [[name, hashlib.sha256(frame).hexdigest()] for name, frame in named]}).decode()
    first = _spelled({"said": told, "signature": key.signed(signed_bytes("answer", seal, told)).hex()})
    sealing = AESGCM(_derived(made.exchange(X25519PublicKey.from_public_bytes(public)), once, public))
    parts = [line]
    for index, plain in enumerate([first, *(frame for _, frame in named)]):
        frame = sealing.encrypt(_nonce(index), zlib.compress(plain, 9), seal + _nonce(index))
        parts += [_LENGTH.pack(len(frame)), frame]
    return b"".join(parts)


def signed_bytes(kind: str, seal: bytes, said: str) -> bytes:
    """What is signed: these words, in this very file."""
    return f"KarmaDesk {kind} 1\n".encode() + seal + said.encode()


def document(plain: bytes | None) -> Json | None:
    """The JSON object in a frame that is whole."""
    try:
        found: Any = json.loads(plain, parse_constant=_no_number) if plain is not None else None
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair could be kept, but never be sent again
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


def _line(raw: bytes) -> tuple[Json, int]:
    """The line in the clear, and where the frames begin."""
    end = raw.find(b"\n", len(MAGIC), len(MAGIC) + _MOST_LINE) if raw.startswith(MAGIC) else -1
    found = document(raw[len(MAGIC) : end]) if end > 0 else None
    if found is None or found.get("kind") != "post" or len(raw) > MOST_BYTES:
        raise CarryError(DAMAGED)
    return found, end + 1


def _frames(raw: bytes, at: int) -> Iterable[bytes]:
    count = 0
    while at < len(raw):
        count += 1
        if len(raw) - at < _LENGTH.size or count > _MOST_FRAMES:
            raise CarryError(DAMAGED)
        [size] = _LENGTH.unpack_from(raw, at)
        at += _LENGTH.size
        if not _TAG <= size <= len(raw) - at:
            raise CarryError(DAMAGED)
        yield raw[at : at + size]
        at += size


def _unsealed(secret: bytes, seal: bytes, index: int, sealed: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    unpacker = zlib.decompressobj()
    try:
        packed = AESGCM(secret).decrypt(_nonce(index), sealed, seal + _nonce(index))
        plain = unpacker.decompress(packed, MOST_FRAME)
    except (InvalidTag, zlib.error):
        return None
    return plain if unpacker.eof else None


def _derived(shared: bytes, once: bytes, public: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=once + public, info=b"KarmaDesk carried 1").derive(shared)


def _nonce(index: int) -> bytes:
    return index.to_bytes(12, "big")


def _spelled(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
