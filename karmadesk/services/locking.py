"""Somebody's own PIN or password: set, changed, taken away, and typed to open what is theirs."""

from __future__ import annotations

from enum import Enum

from karmadesk.model import Topic
from karmadesk.ports import People, PersonLock
from karmadesk.services.passphrase import Strength, prepared, strength

LEAST_LETTERS = 4


class Own(Enum):
    """What to think of it: a PIN is quick and weak, a longer password protects the laptop's disk too."""

    SHORT = "short"
    PIN = "pin"
    WEAK = "weak"
    FAIR = "fair"
    GOOD = "good"


def worth(typed: str) -> Own:
    """How much it protects; only `SHORT` is refused."""
    whole = prepared(typed)
    if len(whole) < LEAST_LETTERS:
        return Own.SHORT
    found = strength(typed)
    if found is Strength.SHORT:
        return Own.PIN
    return {Strength.WEAK: Own.WEAK, Strength.FAIR: Own.FAIR}.get(found, Own.GOOD)


def unlock(people: People, person_id: str, typed: str) -> Topic:
    """Opens somebody's store. Raises WrongSecret, TooSoon."""
    people.unlock(person_id, prepared(typed))
    return Topic.PEOPLE | Topic.OUTBOX


def protect(people: People, person_id: str, typed: str, lock: PersonLock, old: str = "") -> Topic:
    """From now on the store opens by this. Raises WrongSecret where `old` is not the one before, TooSoon."""
    if worth(typed) is Own.SHORT:
        raise ValueError("too short a PIN must not get here")
    people.protect(person_id, prepared(typed), lock, prepared(old))
    return Topic.PEOPLE


def unprotect(people: People, person_id: str, typed: str) -> Topic:
    """Nothing is asked any more. Raises WrongSecret, TooSoon."""
    people.unprotect(person_id, prepared(typed))
    return Topic.PEOPLE
