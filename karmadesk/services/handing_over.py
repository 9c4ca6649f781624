"""Before a laptop changes hands: what of each person only this laptop has, and the ways to take somebody off it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from karmadesk.errors import KarmaDeskError, Unsent
from karmadesk.model import ItemState, Person, ServerRow, Topic
from karmadesk.ports import People
from karmadesk.services import ledger
from karmadesk.services.desk import Desk
from karmadesk.services.passphrase import prepared
from karmadesk.services.people import initials
from karmadesk.services.people import rows as person_rows
from karmadesk.services.views import PersonRow

UNSENT = (ItemState.WAITING, ItemState.SENDING, ItemState.REFUSED)


@dataclass(frozen=True)
class Leaving:
    """Somebody here and what would be lost with them; `names` is empty where they are locked."""

    row: PersonRow
    names: tuple[str, ...]
    refused: int = 0

    @property
    def is_sent(self) -> bool:
        """Whether nothing would be lost; of somebody who is locked that is not known for certain."""
        return self.row.to_send == 0 and self.refused == 0 and not self.row.is_locked


@dataclass(frozen=True)
class HandOver:
    people: tuple[Leaving, ...]
    aside: tuple[Person, ...]


def view(
    people: People, servers: Mapping[str, ServerRow], desk: Callable[[str], Desk], *, are_names_hidden: bool = False
) -> HandOver:
    """Everybody, with the names of what was not sent; reads each store that opens without asking."""
    rows = person_rows(people, servers, are_names_hidden=are_names_hidden)
    aside = people.aside()
    if are_names_hidden:
        aside = tuple(replace(person, label=initials(person.label)) for person in aside)
    return HandOver(tuple(_leaving(row, desk) for row in rows), aside)


def _leaving(row: PersonRow, desk: Callable[[str], Desk]) -> Leaving:
    try:
        found = ledger.view(desk(row.id))
    except KarmaDeskError:
        return Leaving(row, ())
    unsent = [line for line in found.rows if line.item.state in UNSENT]
    names = tuple(dict.fromkeys(line.resource_name or line.course_name for line in unsent))
    return Leaving(row, names, found.counts[ItemState.REFUSED])


def remove(people: People, leaving: Leaving, typed_label: str = "") -> Topic:
    """Takes somebody off the laptop. Raises Unsent while something would be lost and the label was not typed for it."""
    if not leaving.is_sent and prepared(typed_label) != prepared(leaving.row.label):
        raise Unsent(name=leaving.row.label)
    people.remove(leaving.row.id)
    return Topic.PEOPLE | Topic.OUTBOX | Topic.DOWNLOADS


def delete_aside(people: People, person: Person, typed_label: str) -> Topic:
    """Deletes what was set aside for good. Raises Unsent while the label, as it is shown, was not typed for it."""
    if prepared(typed_label) != prepared(person.label):
        raise Unsent(name=person.label)
    people.remove(person.id)
    return Topic.PEOPLE


def carry_away(people: People, servers: Mapping[str, ServerRow], person_id: str, path: Path, typed: str) -> Topic:
    """Puts somebody into one sealed file, and only then takes them off the laptop."""
    person = people.person(person_id)
    row = servers.get(person.server_id) if person is not None else None
    people.carry_away(person_id, path, prepared(typed), row.host if row is not None else "")
    return Topic.PEOPLE | Topic.OUTBOX | Topic.DOWNLOADS


def bring_in(people: People, path: Path, typed: str, meet: Callable[[str, str], None]) -> Person:
    """Somebody who was carried away is here, locked by what was typed then."""
    return people.bring_in(path, prepared(typed), meet)
