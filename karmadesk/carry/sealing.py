"""One sealed file: a line that says for whom it is, then frames that only that one can open.

Each frame is sealed by itself, so that a spot of damage costs one frame. The key is made for this file alone: from a
throw-away X25519 key and the recipient's, or from what somebody types.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from karmadesk.argon import SALT_BYTES, Cost, derived, parsed
from karmadesk.errors import NotCarried, NotCarriedHere, VaultError
from karmadesk.model import Json

MAGIC = b"KarmaDesk carried 1\n"
POST, ANSWER = "post", "answer"
KINDS = (POST, ANSWER)
PURPOSE = b"KarmaDesk carried 1"
KEY_BYTES = 32
MOST_BYTES = 6 << 20
"""A file; a hub takes no larger one in one request."""

MOST_HEADER_BYTES = 1024
MOST_FRAMES = 10_000
MOST_FRAME_BYTES = 8 << 20
MOST_IN_ALL_BYTES = 48 << 20
"""Unpacked: a page of zeros must not fill the memory."""

_LENGTH = struct.Struct(">I")
_TAG_BYTES = 16


@dataclass(frozen=True)
class Sealed:
    """A file taken apart, not opened yet. What the line says is nobody's word until a frame opens."""

    kind: str
    header: Mapping[str, Json]
    seal: bytes
    """Of the line: bound to every frame and to what is signed inside."""

    frames: tuple[bytes, ...]

    @property
    def to(self) -> str:
        """The id of the key that it is sealed to; "" where it opens by what somebody types."""
        found = self.header.get("to")
        return found if isinstance(found, str) else ""


Contents = Callable[[bytes], Sequence[bytes]]
"""Given the line's seal, the frames: what is signed inside is signed for this file alone."""


def sealed_to(kind: str, key_id: str, public: bytes, contents: Contents, **said: Json) -> bytes:
    """A file for the holder of this X25519 key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    once = X25519PrivateKey.generate()
    made = once.public_key().public_bytes_raw()
    key = _derived(once.exchange(X25519PublicKey.from_public_bytes(public)), made, public)
    return sealed_by(kind, key, contents, to=key_id, once=made.hex(), **said)


def sealed_typed(kind: str, typed: str, contents: Contents) -> bytes:
    """A file for whoever knows these words; blocking, 0.2 s."""
    cost, salt = Cost(), secrets.token_bytes(SALT_BYTES)
    return sealed_by(kind, derived(typed, cost, salt), contents, to="", salt=salt.hex(), **asdict(cost))


def sealed_with(kind: str, secret: bytes, contents: Contents) -> bytes:
    """A file for whoever has this random secret."""
    salt = secrets.token_bytes(SALT_BYTES)
    return sealed_by(kind, _derived(secret, salt, b""), contents, to="", salt=salt.hex())


def sealed_by(kind: str, key: bytes, contents: Contents, **header: Json) -> bytes:
    """A file under a key that was derived for it alone."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    line = MAGIC + json.dumps({"kind": kind, **header}, separators=(",", ":"), sort_keys=True).encode() + b"\n"
    seal = hashlib.sha256(line).digest()
    parts, sealing = [line], AESGCM(key)
    for index, plain in enumerate(contents(seal)):
        frame = sealing.encrypt(_nonce(index), zlib.compress(plain, 9), seal + _nonce(index))
        parts += [_LENGTH.pack(len(frame)), frame]
    return b"".join(parts)


def taken_apart(raw: bytes, kind: str) -> Sealed:
    """The file's line and frames. Raises NotCarried for anything that is not whole, of another kind, or too large."""
    if not raw.startswith(MAGIC) or len(raw) > MOST_BYTES:
        raise NotCarried("no carried file")
    end = raw.find(b"\n", len(MAGIC), len(MAGIC) + MOST_HEADER_BYTES)
    header = _header(raw[len(MAGIC) : end]) if end > 0 else {}
    if header.get("kind") != kind:
        raise NotCarried("of another kind")
    return Sealed(kind, header, hashlib.sha256(raw[: end + 1]).digest(), _frames(raw, end + 1))


def unlocked(sealed: Sealed, private: bytes) -> bytes:
    """The file's key, by the X25519 key that it is sealed to. Raises NotCarried."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    ours = X25519PrivateKey.from_private_bytes(private)
    try:
        made = bytes.fromhex(str(sealed.header.get("once")))
        shared = ours.exchange(X25519PublicKey.from_public_bytes(made))
    except ValueError as error:
        raise NotCarried("a key that is none") from error
    return _derived(shared, made, ours.public_key().public_bytes_raw())


def unlocked_typed(sealed: Sealed, typed: str) -> bytes:
    """The file's key, by the words that it is sealed by; blocking, 0.2 s. Raises NotCarried."""
    try:
        cost, salt = parsed(sealed.header)
    except VaultError as error:
        raise NotCarried("sealed in an unknown way") from error
    return derived(typed, cost, salt)


def unlocked_with(sealed: Sealed, secret: bytes) -> bytes:
    """The file's key, by the secret that it is sealed with. Raises NotCarried."""
    try:
        salt = bytes.fromhex(str(sealed.header.get("salt")))
    except ValueError as error:
        raise NotCarried("sealed in an unknown way") from error
    return _derived(secret, salt, b"")


def opened(sealed: Sealed, key: bytes) -> list[bytes | None]:
    """The frames; None for one that was damaged. Raises NotCarriedHere where not even the first one opens."""
    found: list[bytes | None] = []
    left = MOST_IN_ALL_BYTES
    for index, frame in enumerate(sealed.frames):
        plain = _opened(sealed, key, index, frame)
        left -= len(plain or b"")
        if left < 0:
            raise NotCarried("it unfolds to too much")
        found.append(plain)
    if found[0] is None:
        raise NotCarriedHere("another key, or damaged at its beginning")
    return found


def document(plain: bytes | None) -> dict[str, Json] | None:
    """The JSON object in a frame; None for a damaged one or anything else."""
    try:
        found = json.loads(plain) if plain is not None else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def digest(plain: bytes) -> str:
    return hashlib.sha256(plain).hexdigest()


def _opened(sealed: Sealed, key: bytes, index: int, frame: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        packed = AESGCM(key).decrypt(_nonce(index), frame, sealed.seal + _nonce(index))
    except InvalidTag:
        return None
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(packed, MOST_FRAME_BYTES)
    except zlib.error:
        return None
    return plain if unpacking.eof else None


def _derived(shared: bytes, once: bytes, public: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt=once + public, info=PURPOSE).derive(shared)


def _nonce(index: int) -> bytes:
    """Counted: the key seals this file and no other."""
    return index.to_bytes(12, "big")


def _header(line: bytes) -> dict[str, Json]:
    return document(line) or {}


def _frames(raw: bytes, at: int) -> tuple[bytes, ...]:
    found: list[bytes] = []
    while at < len(raw):
        if len(raw) - at < _LENGTH.size or len(found) == MOST_FRAMES:
            raise NotCarried("it breaks off")
        [size] = _LENGTH.unpack_from(raw, at)
        at += _LENGTH.size
        if not _TAG_BYTES <= size <= len(raw) - at:
            raise NotCarried("it breaks off")
        found.append(raw[at : at + size])
        at += size
    if not found:
        raise NotCarried("nothing in it")
    return tuple(found)
