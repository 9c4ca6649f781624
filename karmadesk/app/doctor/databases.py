"""The databases: each opened, its revision read, its pages checked. People's only where no question is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from karmadesk.app.device import known_device
from karmadesk.app.doctor.finding import Finding, fine, problem, warning
from karmadesk.app.doctor.subject import Subject
from karmadesk.errors import KarmaDeskError, NewerDatabase, WrongKey
from karmadesk.model import ItemState
from karmadesk.services.plan import PULLED
from karmadesk.store import open_people
from karmadesk.store.backups import listed
from karmadesk.store.documents import load
from karmadesk.store.health import KindName, look
from karmadesk.store.mending import is_wanted, set_aside
from karmadesk.store.people import DATABASE
from karmadesk.store.person_card import learner_key
from karmadesk.store.person_lock import LOCK
from karmadesk.store.records import CARE
from karmadesk.vault.wrapped import SecretWrapping

KEPT = "Copy the home to another disk first, then call your helpdesk; nothing was changed."
MENDS = "Close KarmaDesk and open it again: it mends them by itself, from the last copy and all that can be read."
RENEWED = "It is begun anew at the next start, and filled again from the server."


@dataclass(frozen=True)
class Outbox:
    """Items not yet accepted, over everybody, and when the server's plan last came to anybody. None: not known."""

    items: int | None = None
    synced_at: datetime | None = None


def databases(subject: Subject) -> tuple[Finding, ...]:
    return (*_shelf(subject), *_catalogues(subject), *_learners(subject))


def outbox(subject: Subject) -> Outbox:
    """Read only where everybody's store opens without a question and needs no migration."""
    if not subject.people:
        return Outbox(0)
    if subject.vault is None:
        return Outbox()
    people = open_people(
        subject.paths, subject.vault, subject.clock, known_device(subject.paths.device), SecretWrapping()
    )
    try:
        items, marks = 0, []
        for person in subject.people:
            if people.lock_of(person.id) is not None:
                known = people.waiting(person.id)
                if known is None:
                    return Outbox()
                items += known.to_send
                continue
            key = subject.vault.get(learner_key(person.id))
            if not _opens_as_it_is(subject.paths.person(person.id), key):
                return Outbox()
            with people.open(person.id).read() as db:
                counts = db.item_counts()
                marks.append(db.checkpoint(PULLED))
            items += sum(counts.get(state.value, 0) for state in ItemState if state is not ItemState.ACCEPTED)
        return Outbox(items, max(_moments(marks), default=None))
    except KarmaDeskError:
        return Outbox()
    finally:
        people.close_all()


def _opens_as_it_is(folder: Path, key: bytes | None) -> bool:
    """Whether opening somebody's records changes nothing: neither mends nor migrates them. Raises StoreError."""
    return not is_wanted(folder) and look(folder / DATABASE, "learner", key).is_current


def _moments(marks: Iterable[str]) -> Iterator[datetime]:
    for mark in marks:
        try:
            yield datetime.fromisoformat(mark)
        except ValueError:
            continue  # of a version that did not note when


def _shelf(subject: Subject) -> Iterator[Finding]:
    path = subject.paths.shelf
    if path.exists():
        yield _looked("shelf", "The shelf of downloads", path, None, RENEWED)
    else:
        yield fine("shelf", "There is no shelf of downloads yet.")


def _catalogues(subject: Subject) -> Iterator[Finding]:
    paths = [p for row in subject.servers.values() if (p := subject.paths.catalogue(row.id)).exists()]
    for number, path in enumerate(paths, 1):
        yield _looked("catalogue", f"Catalogue {number}", path, None, RENEWED)
    if not paths:
        yield fine("catalogue", "No catalogue has been fetched yet.")


def _learners(subject: Subject) -> Iterator[Finding]:
    if not subject.people:
        yield fine("learner", "Nobody is on this laptop yet.")
        return
    if subject.vault is None:
        number = len(subject.people)
        yield fine("learner", f"The records of {number} people were not looked at: somebody might be asked.")
        return
    for number, person in enumerate(subject.people, 1):
        path = subject.paths.person(person.id) / DATABASE
        if (path.parent / LOCK).exists():
            yield fine("learner", f"The records of person {number} are locked by a PIN of their own: not looked at.")
            continue
        try:
            key = subject.vault.get(learner_key(person.id))
        except KarmaDeskError as error:
            yield warning(
                "learner", f"The keys could not be had [{error.key}].", "Open the window and unlock it there."
            )
            return
        if key is None:
            yield problem("learner", f"The key to the records of person {number} is gone.", KEPT)
        else:
            yield _looked("learner", f"The records of person {number}", path, key, MENDS)
            yield from _kept(number, path.parent)


def _kept(number: int, folder: Path) -> Iterator[Finding]:
    """What care left beside somebody's records, if it has been there yet: copies, the last look, damaged files."""
    copies = listed(folder)
    newest = f", the newest of {copies[0].at:%Y-%m-%d %H:%M} UTC" if copies else ""
    care = load(folder / CARE)
    at = str(care.get("looked_at", ""))[:16].replace("T", " ")
    looked = f" Every page was last looked at on {at} UTC." if at else ""
    says = f"Of the records of person {number} there are {len(copies)} copies{newest}.{looked}"
    if is_wanted(folder) or care.get("is_sound") is False:
        yield problem("learner", f"{says} Damage was found.", MENDS)
    elif aside := len(set_aside(folder)):
        says += f" They were damaged and mended: {aside} damaged files are kept."
        yield warning("learner", says, "The disk may be failing: have it looked at.")
    elif copies or at:
        yield fine("learner", says)


def _looked(check: KindName, what: str, path: Path, key: bytes | None, do: str) -> Finding:
    try:
        health = look(path, check, key)
    except NewerDatabase:
        return problem(check, f"{what} was written by a newer KarmaDesk.", "Install the newest KarmaDesk.")
    except WrongKey:
        return problem(check, f"{what}: the key does not open it, or it is damaged.", do)
    except KarmaDeskError as error:
        return problem(check, f"{what}: not sound [{error.key}].", do)
    behind = "" if health.is_current else ", to be migrated when it is next opened"
    return fine(check, f"{what}: sound, revision {health.revision or 'none yet'}{behind}.")
