"""A key wrapped by what one person types, a PIN or a password: Argon2id, then AES-256-GCM."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict

from karmadesk.argon import SALT_BYTES, Cost, derived, parsed
from karmadesk.errors import VaultError, WrongSecret
from karmadesk.model import Json

NONCE_BYTES = 12
NAMES = ("memory_kib", "passes", "lanes", "salt")


class SecretWrapping:
    """The port `Wrapping`. `cost` is for what is wrapped anew; what is there names its own."""

    def __init__(self, cost: Cost | None = None) -> None:
        self._cost = cost or Cost()

    def wrap(self, key: bytes, typed: str, about: str) -> dict[str, Json]:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
        document: dict[str, Json] = {**asdict(self._cost), "salt": salt.hex()}
        sealing = AESGCM(derived(typed, self._cost, salt))
        wrapped = sealing.encrypt(nonce, key, _seen(document, about))
        return {**document, "nonce": nonce.hex(), "wrapped": wrapped.hex()}

    def unwrap(self, document: Mapping[str, Json], typed: str, about: str) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        cost, salt = parsed(document)
        try:
            nonce, wrapped = (bytes.fromhex(str(document[name])) for name in ("nonce", "wrapped"))
            opening = AESGCM(derived(typed, cost, salt))
            return opening.decrypt(nonce, wrapped, _seen(document, about))
        except InvalidTag as error:
            raise WrongSecret("what was typed does not unwrap the key") from error
        except (ValueError, KeyError) as error:
            raise VaultError("the wrapped key is damaged") from error


def _seen(document: Mapping[str, Json], about: str) -> bytes:
    """What is authenticated beside the key: whose it is, and parameters that nobody may weaken unseen."""
    return "\n".join(("karmadesk wrapped 1", about, *(str(document[name]) for name in NAMES))).encode("utf-8")
