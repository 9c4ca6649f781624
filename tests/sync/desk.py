"""One laptop for tests of the machine: the real store in a folder, and a server of the test's choice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from karmadesk.jobs import Context
from karmadesk.model import Item, Json, Person, Place, Topic
from karmadesk.paths import Paths
from karmadesk.ports import PROGRESS, RECORDS, Catalogue, Clock, Learner, People, Server, Sink, SyncReport, Vault
from karmadesk.statement import Act, StatementKind, Verb
from karmadesk.store import open_catalogue, open_people
from karmadesk.sync.machine import SyncMachine
from karmadesk.vault.memory import MemoryVault
from karmadesk.vault.wrapped import SecretWrapping


class Laptop:
    """People and a catalogue on disk, a machine over them, and shorthands for what a learner does."""

    def __init__(
        self, home: Path, server: Server, clock: Clock, device: str, vault: Vault, records: Sink | None = None
    ) -> None:
        """With `records` every statement has a second delivery, to that store."""
        self.server = server
        self.records = records
        self.clock = clock
        self.topics: list[Topic] = []
        paths = Paths(home)
        paths.make()
        sinks = (PROGRESS,) if records is None else (PROGRESS, RECORDS)
        path = paths.catalogue(server.row.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.people: People = open_people(paths, vault, clock, device, SecretWrapping(), lambda _: sinks)
        self.catalogue: Catalogue = open_catalogue(path)
        self.machine = SyncMachine(
            self.people,
            lambda _: self.server,
            lambda _: self.catalogue,
            clock,
            self.topics.append,
            random.Random(7),
            records=lambda _: self.records,
        )

    def add(self, label: str = "Asha") -> Person:
        return self.people.add(self.server.row.id, label)

    @property
    def person(self) -> Person:
        return self.people.list()[0]

    @property
    def learner(self) -> Learner:
        return self.people.open(self.person.id)

    def sync(self, *, interactive: bool = False) -> SyncReport:
        return self.machine.run(self.person.id, Context(), interactive=interactive)

    def watch(self, place: Place, share: float, position_s: float | None = None) -> None:
        """Watches a film of two minutes up to this share."""
        verb = Verb.COMPLETED if share >= 1 else Verb.PROGRESSED
        body: dict[str, Json] = {
            "fraction": share,
            "position_s": 120 * share if position_s is None else position_s,
            "duration_s": 120.0,
            "mime_type": "video/mp4",
        }
        self.act(Act(StatementKind.STATEMENT, verb, place, body))

    def answer(self, place: Place, correct: int, total: int) -> None:
        body: dict[str, Json] = {
            "answered": total,
            "correct": correct,
            "total": total,
            "completed": True,
            "fraction": 1.0,
            "mime_type": "application/vnd.sunbird.questionset",
        }
        self.act(Act(StatementKind.STATEMENT, Verb.ANSWERED, place, body))

    def join(self, course_id: str) -> None:
        self.act(Act(StatementKind.ENROL, Verb.ENROLLED, Place(course_id, "", "")))

    def act(self, act: Act) -> None:
        with self.learner.write() as db:
            db.record([act])

    def place(self, course_id: str, resource_id: str) -> Place:
        """Where an act belongs, with the batch if it is known here."""
        with self.learner.read() as db:
            joined = db.enrolments().get(course_id)
        return Place(course_id, joined.batch.id if joined else "", resource_id)

    def items(self, *states: str) -> list[Item]:
        with self.learner.read() as db:
            return list(db.items(states))

    def outbox(self) -> int:
        with self.learner.read() as db:
            counts = db.item_counts()
        return counts["waiting"] + counts["sending"]

    def close(self) -> None:
        self.people.close_all()
        self.catalogue.close()


@contextmanager
def laptop(
    home: Path,
    server: Server,
    clock: Clock,
    device: str = "laptop",
    vault: Vault | None = None,
    records: Sink | None = None,
) -> Iterator[Laptop]:
    """The laptop, closed afterwards; the same home and vault open it again."""
    opened = Laptop(home, server, clock, device, vault or MemoryVault(), records)
    try:
        yield opened
    finally:
        opened.close()
