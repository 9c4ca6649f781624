"""Who is on this laptop, as the first screen shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from karmadesk.errors import KarmaDeskError, PersonLocked
from karmadesk.model import ItemState, Person, ServerRow
from karmadesk.ports import People
from karmadesk.services.ledger import NEEDS_SIGN_IN
from karmadesk.services.views import PersonRow

MOST_LETTERS = 40
"""Of a label that somebody chooses."""


def rows(people: People, servers: Mapping[str, ServerRow], *, are_names_hidden: bool = False) -> tuple[PersonRow, ...]:
    """Everybody here, with how much each has to send. Somebody whose store can't be opened is shown all the same.

    Where names are hidden, initials stand for them; those that are alike are numbered.
    """
    shown = names(people, are_names_hidden=are_names_hidden)
    return tuple(replace(_row(people, one, servers), label=shown[one.id]) for one in people.list() if one.id in shown)


def names(people: People, *, are_names_hidden: bool = False) -> dict[str, str]:
    """What to call everybody here, by id; opens nobody's store."""
    everybody = people.list()
    if not are_names_hidden:
        return {person.id: person.label for person in everybody}
    letters = {person.id: initials(person.label) for person in everybody}
    alike = Counter(letters.values())
    seen: Counter[str] = Counter()
    hidden = {}
    for person_id, stands in letters.items():
        seen[stands] += 1
        hidden[person_id] = f"{stands} {seen[stands]}" if alike[stands] > 1 else stands
    return hidden


def tidied(label: str) -> str:
    """A label as it is kept: one line, no more of it than a card shows."""
    return " ".join(label.split())[:MOST_LETTERS].strip()


def rename(people: People, person_id: str, label: str) -> Person:
    """From now on their card says this. Raises ValueError for nothing."""
    if not tidied(label):
        raise ValueError("an empty label must not get here")
    return people.rename(person_id, tidied(label))


def _row(people: People, person: Person, servers: Mapping[str, ServerRow]) -> PersonRow:
    is_locked = sends_locked = False
    try:
        with people.open(person.id).read() as learner:
            counts = learner.item_counts()
            needs_sign_in = bool(learner.checkpoint(NEEDS_SIGN_IN))
        to_send = counts.get(ItemState.WAITING.value, 0) + counts.get(ItemState.SENDING.value, 0)
    except PersonLocked:
        known, lock = people.waiting(person.id), people.lock_of(person.id)
        to_send, needs_sign_in = (known.to_send, known.needs_sign_in) if known is not None else (-1, False)
        is_locked, sends_locked = True, lock is not None and lock.sends_locked
    except KarmaDeskError:
        to_send, needs_sign_in = -1, False
    return PersonRow(
        id=person.id,
        label=person.label,
        initials=initials(person.label),
        server_name=servers[person.server_id].name if person.server_id in servers else person.server_id,
        to_send=to_send,
        needs_sign_in=needs_sign_in,
        is_locked=is_locked,
        sends_locked=sends_locked,
    )


def initials(label: str) -> str:
    """One or two letters to stand for a label; a Devanagari letter keeps its vowel sign."""
    words = label.split()
    return "".join(_first(word) for word in words[:2])


def _first(word: str) -> str:
    end = 1
    while end < len(word) and _joins(word[end]):
        end += 1
    return word[:end].upper()


def _joins(character: str) -> bool:
    if character.isascii():
        return False
    import unicodedata

    return unicodedata.category(character) in {"Mn", "Mc"}
