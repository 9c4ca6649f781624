"""The hub's signature: RS256 tokens that say who a learner is, and the public key to check them by."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karmadesk.hub.place import PROVIDER, keep_secret

if TYPE_CHECKING:
    from joserfc.jwk import RSAKey


class BadTokenError(Exception):
    """Not a token that this hub signed, or no longer valid."""


@dataclass
class Signer:
    """Signs and checks tokens with the key in one file, which is made at the first use and kept."""

    file: Path
    _key: RSAKey | None = None

    @property
    def key(self) -> RSAKey:
        """The private key."""
        if self._key is None:
            from joserfc.jwk import RSAKey

            if not self.file.exists():
                keep_secret(self.file, RSAKey.generate_key(2048).as_pem(private=True).decode())
            pem = self.file.read_bytes()
            self._key = RSAKey.import_key(pem, {"kid": hashlib.sha256(pem).hexdigest()[:32], "use": "sig"})
        return self._key

    def sign(self, claims: dict[str, Any]) -> str:
        """A token of these claims, with an id of its own."""
        from joserfc import jwt

        header = {"alg": "RS256", "typ": "JWT", "kid": self.key.kid}
        return jwt.encode(header, {"jti": str(uuid.uuid4()), **claims}, self.key, algorithms=["RS256"])

    def check(self, token: str, kind: str = "Bearer") -> dict[str, Any]:
        """The claims of a token of this kind; BadTokenError if forged, expired or of another kind."""
        from joserfc import jwt
        from joserfc.errors import JoseError

        try:
            claims = jwt.decode(token, self.key, algorithms=["RS256"]).claims
            jwt.JWTClaimsRegistry(exp={"essential": True}, sub={"essential": True}).validate(claims)
        except (JoseError, ValueError, TypeError) as problem:
            raise BadTokenError(str(problem)) from problem
        if claims.get("typ") != kind:
            raise BadTokenError("a token of another kind")
        return dict(claims)

    def certificates(self) -> dict[str, Any]:
        """The public key as a JSON Web Key Set."""
        public = self.key.as_dict(private=False)
        return {"keys": [{**public, "alg": "RS256", "use": "sig"}]}


def subject(person: str) -> str:
    """The `sub` of a person: Keycloak's spelling for users that come from another provider (contract, section 0)."""
    return f"f:{PROVIDER}:{person}"


def person_of(claimed: str) -> str:
    """The user id in a `sub`: the last of its three segments."""
    return claimed.rsplit(":", 1)[-1]
