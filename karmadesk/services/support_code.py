"""How a laptop is, in twelve characters that can be read over a telephone: written here, read by a helpdesk.

    XXXX-XXXX-XXXX      Crockford's base 32: no I, L, O, U; either case; O is read as 0, I and L as 1

Fifty bits of facts, then two characters that check them. The checks are a Reed-Solomon code over 32 symbols: one or
two wrong characters, wherever they are, and any two that changed places are always noticed; anything else with a
chance of 1023 in 1024. The first four bits say how the others are to be read, so that a later form can be another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from karmadesk.errors import MistypedCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})
LENGTH, GROUP, DATA, SYMBOL_BITS = 12, 4, 10, 5
FORM = 1

PLATFORMS = ("other", "windows", "macos", "linux-x11", "linux-wayland", "linux")
CHECKS = (
    *("vlc", "qtmultimedia", "keys", "disk", "flushes", "shelf", "catalogue", "learner"),
    *("clock", "server", "proxy", "fonts", "policy", "log", "versions"),
)
"""What doctor looks at, in the order of its bits. Only ever append: codes of older versions are read by newer ones."""

DISK_GB = (0.2, 1, 2, 5, 10, 50)
OUTBOX = (0, 5, 20, 100, 500)
DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 180)
"""The upper ends of classes; what is above the last is one more class. The class after that means: not known."""


@dataclass(frozen=True)
class Condition:
    """What a code says. The three classes count from 0; None: not known."""

    version: tuple[int, int, int]
    platform: str
    failed: frozenset[str]
    disk: int | None
    outbox: int | None
    days: int | None


@dataclass(frozen=True)
class _Field:
    bits: int
    most: int


_FORM = _Field(4, 15)
_MAJOR, _MINOR, _PATCH = _Field(3, 7), _Field(5, 31), _Field(4, 15)
_PLATFORM = _Field(3, 7)
_FAILED = _Field(18, (1 << 18) - 1)
_DISK, _OUTBOX, _DAYS = _Field(3, 7), _Field(3, 7), _Field(4, 15)
_SPARE = _Field(3, 0)
_LAYOUT = (_FORM, _MAJOR, _MINOR, _PATCH, _PLATFORM, _FAILED, _DISK, _OUTBOX, _DAYS, _SPARE)


def encode(condition: Condition) -> str:
    """The code. A version number larger than its field is written as the largest."""
    version = (min(part, field.most) for part, field in zip(condition.version, (_MAJOR, _MINOR, _PATCH), strict=True))
    classes = ((condition.disk, _DISK), (condition.outbox, _OUTBOX), (condition.days, _DAYS))
    values = (
        FORM,
        *version,
        PLATFORMS.index(condition.platform),
        sum(1 << CHECKS.index(name) for name in condition.failed),
        *(field.most if value is None else value for value, field in classes),
        0,
    )
    bits = 0
    for value, field in zip(values, _LAYOUT, strict=True):
        bits = bits << field.bits | value
    data = [bits >> SYMBOL_BITS * place & 31 for place in reversed(range(DATA))]
    return _grouped("".join(ALPHABET[symbol] for symbol in (*data, *_checks_of(data))))


def decode(code: str) -> Condition:
    """What a code says. Raises MistypedCode for one that was mistyped, or that a newer KarmaDesk wrote."""
    symbols = _symbols(code)
    if _checks_of(symbols[:DATA]) != tuple(symbols[DATA:]):
        raise MistypedCode("the check characters differ")
    bits = 0
    for symbol in symbols[:DATA]:
        bits = bits << SYMBOL_BITS | symbol
    values = list(_split(bits))
    form, major, minor, patch, platform, failed, disk, outbox, days, spare = values
    if form != FORM or spare or platform >= len(PLATFORMS) or failed >> len(CHECKS):
        raise MistypedCode("of a newer form")
    return Condition(
        version=(major, minor, patch),
        platform=PLATFORMS[platform],
        failed=frozenset(name for place, name in enumerate(CHECKS) if failed >> place & 1),
        disk=_known(disk, _DISK),
        outbox=_known(outbox, _OUTBOX),
        days=_known(days, _DAYS),
    )


def class_of(value: float | None, ends: tuple[float, ...]) -> int | None:
    """The class that a figure falls into: the first whose upper end it does not pass."""
    if value is None:
        return None
    return next((number for number, end in enumerate(ends) if value <= end), len(ends))


def class_words(number: int | None, ends: tuple[float, ...], unit: str) -> str:
    """A class as a helpdesk reads it: "2–5 GB", "more than 180 days"."""
    if number is None:
        return "not known"
    if number >= len(ends):
        return f"more than {ends[-1]:g} {unit}"
    least = ends[number - 1] if number else 0
    return f"{ends[number]:g} {unit}" if least == ends[number] else f"{least:g}–{ends[number]:g} {unit}"


def _grouped(symbols: str) -> str:
    return "-".join(symbols[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def _symbols(code: str) -> list[int]:
    plain = code.upper().translate(LOOK_ALIKES)
    if len(plain) != LENGTH or not set(plain) <= set(ALPHABET):
        raise MistypedCode("not twelve characters of the alphabet")
    return [ALPHABET.index(letter) for letter in plain]


def _split(bits: int) -> Iterator[int]:
    left = DATA * SYMBOL_BITS
    for field in _LAYOUT:
        left -= field.bits
        yield bits >> left & (1 << field.bits) - 1


def _known(value: int, field: _Field) -> int | None:
    return None if value == field.most else value


def _times(one: int, other: int) -> int:
    """The product of two symbols in the field of 32: polynomials over two, modulo x⁵+x²+1."""
    product = 0
    for place in range(SYMBOL_BITS):
        if other >> place & 1:
            product ^= one << place
    for place in reversed(range(SYMBOL_BITS, 2 * SYMBOL_BITS - 1)):
        if product >> place & 1:
            product ^= 0b100101 << place - SYMBOL_BITS
    return product


def _checks_of(data: list[int]) -> tuple[int, int]:
    """The remainder of the facts, as a polynomial, by (x-1)(x-2): the generator with the roots 1 and α."""
    first = second = 0
    for symbol in data:
        lead = symbol ^ first
        # (x-1)(x-2) = x² + 3x + 2 where minus is plus
        first, second = second ^ _times(lead, 3), _times(lead, 2)
    return first, second
