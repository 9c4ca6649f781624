"""What a passphrase has to be, how two ways of typing it become one, and a hint how hard it is to guess."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

LEAST_LETTERS = 8
LONG, VERY_LONG, ONLY_DIGITS = 12, 16, 14
FEW_DIFFERENT, SOME_DIFFERENT, MANY_DIFFERENT = 5, 8, 10
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc")
COMMON = frozenset(
    {
        "password",
        "passw0rd",
        "passphrase",
        "welcome",
        "letmein",
        "iloveyou",
        "admin",
        "administrator",
        "karmadesk",
        "karmayogi",
        "igot",
        "india",
        "bharat",
        "jaihind",
        "jaishreeram",
        "namaste",
        "krishna",
        "ganesh",
        "sairam",
        "omsairam",
        "omnamahshivaya",
        "computer",
        "laptop",
        "office",
    }
)
"""What is tried first, here; whatever is only this with digits around it is as easy to guess."""


class Strength(Enum):
    """A hint, no promise: only `SHORT` is refused."""

    SHORT = "short"
    WEAK = "weak"
    FAIR = "fair"
    GOOD = "good"


def prepared(typed: str) -> str:
    """The passphrase as it is used: one Unicode form whichever keyboard wrote it, no space around it."""
    whole = typed.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", whole).strip()


def strength(typed: str) -> Strength:
    """How hard it is to guess, roughly: by length, by different letters, by words that are not one word."""
    whole = prepared(typed)
    phrase = whole.casefold()
    different = len(set(phrase))
    words = {word for word in re.split(r"[\W\d_]+", _letters(phrase)) if len(word) >= 2}
    if len(whole) < LEAST_LETTERS:
        return Strength.SHORT
    if different < FEW_DIFFERENT or _is_expected(phrase):
        return Strength.WEAK
    if len(phrase) >= VERY_LONG and (len(words) >= 4 or (different >= MANY_DIFFERENT and len(words) != 1)):
        return Strength.GOOD
    if len(phrase) >= LONG and (len(words) >= 3 or different >= SOME_DIFFERENT):
        return Strength.FAIR
    return Strength.WEAK


def _letters(phrase: str) -> str:
    """Without the signs that sit on letters, which would part a word of an Indian script."""
    return "".join(sign for sign in phrase if not unicodedata.category(sign).startswith("M"))


def _is_expected(phrase: str) -> bool:
    """Digits alone (a date, a telephone number), a row of the keyboard, or a word that everybody tries."""
    solid = re.sub(r"[\W_]+", "", _letters(phrase))
    if solid.isdigit():
        return len(solid) < ONLY_DIGITS or _is_row(solid)
    return solid.strip("0123456789") in COMMON or _is_row(solid)


def _is_row(solid: str) -> bool:
    return any(solid in row * 2 or solid in row[::-1] * 2 for row in ROWS)
