"""From what a person types to a key: Argon2id, with parameters that lie beside what the key seals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from karmadesk.errors import VaultError

SALT_BYTES = 16
KEY_BYTES = 32
MOST_MEMORY_KIB = 1 << 18
MOST_PASSES = 10
"""A file from elsewhere may name its own parameters: a few seconds at the very most, on a small laptop too."""


@dataclass(frozen=True)
class Cost:
    """Argon2id's parameters.

    OWASP's password storage sheet asks for 46 MiB with one pass at least; ours are three. RFC 9106's 64 MiB would make
    this the moment at which the program needs most memory (docs/adr/0010).
    """

    memory_kib: int = 46 * 1024
    passes: int = 3
    lanes: int = 4


def parsed(found: Mapping[str, object]) -> tuple[Cost, bytes]:
    """The parameters and the salt, refused when they would take the machine down or protect nothing.

    Raises VaultError.
    """
    try:
        cost = Cost(*(int(str(found[name])) for name in ("memory_kib", "passes", "lanes")))
        salt = bytes.fromhex(str(found["salt"]))
    except (ValueError, KeyError, TypeError) as error:
        raise VaultError("the parameters are damaged") from error
    sane = 8 * cost.lanes <= cost.memory_kib <= MOST_MEMORY_KIB and 1 <= cost.passes <= MOST_PASSES
    if not sane or not 1 <= cost.lanes <= 64 or len(salt) != SALT_BYTES:
        raise VaultError("the parameters are not ours")
    return cost, salt


def derived(typed: str, cost: Cost, salt: bytes) -> bytes:
    """The key; blocking, about 0.2 s, and as long for a wrong guess as for the right one."""
    # Of the library that seals too: another one would cost a start its import.
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    made = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return made.derive(typed.encode("utf-8"))
