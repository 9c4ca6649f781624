"""The keys behind carried files: a person's own on this laptop, and what a hub tells of its."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from karmadesk.model import Json

ID_BYTES = 8
KEY_BYTES = 32


@dataclass(frozen=True)
class OwnKeys:
    """One person's keys on this laptop, kept in their encrypted store: by `sign` the hub knows what they meant to send,
    by `open` only they can read its answer."""

    id: str
    sign: bytes = field(repr=False)
    open: bytes = field(repr=False)

    def public(self) -> dict[str, str]:
        """What the hub is told, once, by somebody who is signed in."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        sign = Ed25519PrivateKey.from_private_bytes(self.sign).public_key().public_bytes_raw()
        open_ = X25519PrivateKey.from_private_bytes(self.open).public_key().public_bytes_raw()
        return {"id": self.id, "sign": sign.hex(), "seal": open_.hex()}

    def signed(self, message: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.sign).sign(message)


@dataclass(frozen=True)
class HubKey:
    """What a hub publishes: to `seal` files are sealed, by `sign` its answers are known."""

    id: str
    seal: str
    sign: str

    def has_signed(self, signature: bytes, message: bytes) -> bool:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.sign)).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def new_keys() -> OwnKeys:
    """Fresh ones, under an id that says nothing."""
    return OwnKeys(secrets.token_hex(ID_BYTES), secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES))


def own_document(keys: OwnKeys) -> dict[str, str]:
    return {"id": keys.id, "sign": keys.sign.hex(), "open": keys.open.hex()}


def own_from(found: Mapping[str, Json]) -> OwnKeys | None:
    """The keys as they were kept; None for anything else."""
    parts = [_raw(found.get(name), size) for name, size in (("id", ID_BYTES), ("sign", KEY_BYTES), ("open", KEY_BYTES))]
    key_id, sign, open_ = parts
    return None if key_id is None or sign is None or open_ is None else OwnKeys(key_id.hex(), sign, open_)


def hub_document(key: HubKey) -> dict[str, str]:
    return asdict(key)


def hub_from(found: Mapping[str, Json]) -> HubKey | None:
    """A hub's key as it was told; None for anything else."""
    parts = [_raw(found.get(name), size) for name, size in (("id", ID_BYTES), ("seal", KEY_BYTES), ("sign", KEY_BYTES))]
    return None if None in parts else HubKey(*(part.hex() for part in parts if part is not None))


def _raw(value: Json, size: int) -> bytes | None:
    try:
        raw = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        return None
    return raw if len(raw) == size else None
