"""The hub's own keys for carried files, in one file that only its owner can read; old ones go on opening."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from karmadesk.hub import moments
from karmadesk.hub.place import TroubleError, keep_secret


@dataclass(frozen=True)
class HubKey:
    """One pair of private keys: files are sealed to the one, answers signed by the other."""

    id: str
    seal: bytes = field(repr=False)
    sign: bytes = field(repr=False)

    def public(self) -> dict[str, str]:
        """What anybody may know of it."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        seal = X25519PrivateKey.from_private_bytes(self.seal).public_key().public_bytes_raw()
        sign = Ed25519PrivateKey.from_private_bytes(self.sign).public_key().public_bytes_raw()
        return {"id": self.id, "seal": seal.hex(), "sign": sign.hex()}

    def signed(self, message: bytes) -> bytes:
        """The signature of these bytes."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.sign).sign(message)


def current(file: Path) -> HubKey:
    """The key that files are sealed to from now on; the first one is made here."""
    if not file.exists():
        keep_secret(file, json.dumps([_new()]))
    return _read(file)[0]


def by_id(file: Path, identifier: str) -> HubKey | None:
    """The key of this id, however old."""
    return next((key for key in (_read(file) if file.exists() else []) if key.id == identifier), None)


def renew(file: Path) -> HubKey:
    """A new key in front of the others, which go on opening what is still under way."""
    current(file)
    found = json.loads(file.read_text(encoding="utf-8"))
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump([_new(), *found], out)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(file)
    return _read(file)[0]


def _new() -> dict[str, Any]:
    return {
        "id": secrets.token_hex(8),
        "seal": secrets.token_bytes(32).hex(),
        "sign": secrets.token_bytes(32).hex(),
        "made_at": moments.now_ms(),
    }


def _read(file: Path) -> list[HubKey]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return [HubKey(one["id"], bytes.fromhex(one["seal"]), bytes.fromhex(one["sign"])) for one in found]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise TroubleError(f"{file}: cannot be read as the keys for carried files ({problem})") from problem
