"""Between the people here and a drive: who is written, whose answers are taken in, and a courier's errand."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from karmadesk.carry import drive, letters, sealing
from karmadesk.carry.letters import Answer
from karmadesk.errors import (
    BadRequest,
    DiskFull,
    KarmaDeskError,
    LinkError,
    NotCarried,
    NotCarriedHere,
    NotIntroduced,
    NotMet,
    Offline,
    PersonLocked,
    Refused,
    SignInWanted,
    UnwritableFile,
)
from karmadesk.jobs import Context
from karmadesk.model import Link, Person, Topic
from karmadesk.ports import (
    PROGRESS,
    RECORDS,
    STRANGE,
    Catalogue,
    Changed,
    Clock,
    HandedOver,
    Learner,
    LearnerReads,
    Mailroom,
    People,
    Server,
    Sink,
    TakenIn,
    Written,
)
from karmadesk.sync.carried import NoLink, answer_secret, post, take_in
from karmadesk.sync.introducing import hub_key, own_keys
from karmadesk.sync.recorded import Pieces
from karmadesk.sync.round import Round

log = logging.getLogger(__name__)

STEM = "carry:stem"
"""The checkpoint with the name of this person's files: each is written in the place of the one before."""

STRANGER = "CARRY_STRANGER"
"""The hub's word for a file that nobody whom it knows has signed."""

EVERYTHING = Topic.PLAN | Topic.PROGRESS | Topic.OUTBOX | Topic.CATALOGUE
THE_DRIVES_OWN = (UnwritableFile, DiskFull)


class ForLocked(Protocol):
    """Does for somebody who is locked here what they allowed, in a process of its own."""

    def write(self, person: Person, folder: Path, context: Context) -> Written: ...
    def take_in(self, person: Person, folder: Path, context: Context) -> TakenIn: ...


class Carrier:
    """Satisfies `ports.Carrying`."""

    def __init__(
        self,
        people: People,
        server: Callable[[str], Server],
        catalogue: Callable[[str], Catalogue],
        clock: Clock,
        changed: Changed,
        recorded: Callable[[str, Pieces], Server],
        records: Callable[[str], Sink | None],
        in_use: Callable[[], Iterable[str]],
        for_locked: ForLocked | None = None,
    ) -> None:
        """`recorded` gives a server row's adapter over answers that a drive brought; `in_use` the servers of the people
        here. Without `for_locked` the stores of locked people are opened here, where they may be.
        """
        self._people = people
        self._server = server
        self._catalogue = catalogue
        self._clock = clock
        self._changed = changed
        self._recorded = recorded
        self._records = records
        self._in_use = in_use
        self._for_locked = for_locked

    def write(
        self, folder: Path, context: Context, person_ids: Sequence[str] = (), typed: str = ""
    ) -> tuple[Written, ...]:
        wanted = [p for p in self._people.list() if not person_ids or p.id in person_ids]
        found: list[Written] = []
        for person in wanted:
            context.check()
            try:
                found.append(self._written(person, folder, typed))
            except THE_DRIVES_OWN:
                raise
            except PersonLocked as error:
                found.append(self._written_locked(person, folder, context, error))
            except KarmaDeskError as error:
                found.append(Written(person.id, person.label, error=error.key, arguments=error.arguments))
        self._changed(Topic.OUTBOX)
        return tuple(found)

    def write_for(self, folder: Path, person_id: str) -> Written:
        person = self._person(person_id)
        try:
            return self._written(person, folder)
        except KarmaDeskError as error:
            return Written(person.id, person.label, error=error.key, arguments=error.arguments)

    def take_in(self, folder: Path, context: Context) -> tuple[TakenIn, ...]:
        drive.answers(folder)  # a drive that can't be read is told once, not once for everybody
        found: list[TakenIn] = []
        for person in self._people.list():
            context.check()
            try:
                found.append(self._taken_in(person, folder))
            except PersonLocked as error:
                found.append(self._taken_in_locked(person, folder, context, error))
            except KarmaDeskError as error:
                found.append(TakenIn(person.id, person.label, error=error.key, arguments=error.arguments))
        self._changed(EVERYTHING)
        return tuple(found)

    def take_in_for(self, folder: Path, person_id: str) -> TakenIn:
        person = self._person(person_id)
        try:
            return self._taken_in(person, folder)
        except KarmaDeskError as error:
            return TakenIn(person.id, person.label, error=error.key, arguments=error.arguments)

    def hand_over(self, folder: Path, context: Context) -> tuple[HandedOver, ...]:
        stems = drive.posts(folder)
        rooms = self._mailrooms() if stems else []
        found: list[HandedOver] = []
        for stem in stems:
            context.check()
            name = stem + drive.POST
            try:
                found.append(self._handed_over(folder, stem, rooms))
            except (LinkError, *THE_DRIVES_OWN):
                raise
            except KarmaDeskError as error:
                found.append(HandedOver(name, error=error.key, arguments=error.arguments))
        return tuple(found)

    # Out

    def _written(self, person: Person, folder: Path, typed: str = "") -> Written:
        server = self._server(person.server_id)
        with self._opened(person) as learner:
            made = post(self._round(person, learner), server.row, person.label, typed)
            with learner.write() as db:
                stem = db.checkpoint(STEM)
                if not drive.is_stem(stem):
                    stem = drive.new_stem()
                    db.set_checkpoint(STEM, stem)
        drive.write(folder, stem + drive.POST, made.content)
        log.info("written for %s: %s items, %s left", person.id, made.items, made.left)
        return Written(person.id, person.label, made.items, made.left)

    def _written_locked(self, person: Person, folder: Path, context: Context, error: PersonLocked) -> Written:
        try:
            if self._for_locked is not None:
                return self._for_locked.write(person, folder, context)
        except PersonLocked as still:
            error = still
        return Written(person.id, person.label, error=error.key, arguments=error.arguments)

    # In

    def _taken_in(self, person: Person, folder: Path) -> TakenIn:
        done = TakenIn(person.id, person.label)
        with self._opened(person) as learner:
            for answer in self._answers(learner, folder):
                heard = take_in(partial(self._round, person, learner), answer)
                done = replace(
                    done,
                    accepted=done.accepted + heard.accepted,
                    refused=done.refused + heard.refused,
                    damaged=done.damaged + heard.damaged,
                    answers=done.answers + 1,
                    is_newer=done.is_newer or heard.is_newer,
                )
        return done

    def _taken_in_locked(self, person: Person, folder: Path, context: Context, error: PersonLocked) -> TakenIn:
        try:
            if self._for_locked is not None:
                return self._for_locked.take_in(person, folder, context)
        except PersonLocked as still:
            error = still
        return TakenIn(person.id, person.label, error=error.key, arguments=error.arguments)

    def _answers(self, learner: Learner, folder: Path) -> list[Answer]:
        """This person's answers on the drive, oldest first. What is broken is somebody's, and nobody can tell whose:
        it is told only where it has this person's name on it."""
        with learner.read() as db:
            stem, openers = db.checkpoint(STEM), _openers(db)
        found: list[Answer] = []
        for name in drive.answers(folder) if openers else ():
            try:
                found.append(_opened(drive.read(folder, name + drive.ANSWER), openers))
            except KarmaDeskError as error:
                if name == stem:
                    raise
                log.info("not taken in: %s.answer %s %s", name, error.key, error.detail)
        return sorted(found, key=lambda answer: answer.made_at)

    # A courier

    def _mailrooms(self) -> list[Mailroom]:
        """The counters of the servers here that answer. Raises Offline where none does."""
        answering = [self._server(i) for i in dict.fromkeys(self._in_use())]
        answering = [server for server in answering if server.probe() is Link.ONLINE]
        if not answering:
            raise Offline("no server answers")
        return [server.mailroom for server in answering if server.mailroom is not None]

    def _handed_over(self, folder: Path, stem: str, rooms: Sequence[Mailroom]) -> HandedOver:
        name = stem + drive.POST
        content = drive.read(folder, name)
        to = sealing.taken_apart(content, sealing.POST).to
        if not to:
            raise SignInWanted(name=stem)
        for room in sorted(rooms, key=lambda one: one.key_id != to):
            try:
                said = room.hand_in(content)
            except Refused as refusal:
                if refusal.reason == STRANGE:
                    continue
                log.info("not taken: %s %s", name, refusal.detail)
                raise (NotIntroduced() if STRANGER in refusal.detail else NotCarried(refusal.detail)) from refusal
            drive.write(folder, stem + drive.ANSWER, said.answer)
            return HandedOver(name, said.accepted, said.refused, said.damaged)
        raise NotCarriedHere("no server here has its key")

    # Both

    def _round(self, person: Person, learner: Learner, pieces: Pieces | None = None) -> Round:
        """A round in which these pieces stand for the server; without any, what was read of it before."""
        server = self._recorded(person.server_id, pieces or {})
        records = self._records(person.server_id)
        sinks: dict[str, Sink] = {PROGRESS: server}
        if records is not None and server.row.records.startswith(server.row.host):
            sinks[RECORDS] = records
        with learner.read() as db:
            who = db.profile()
        if who is None:
            raise NotMet(name=person.label)
        made = Round(
            learner,
            server,
            sinks,
            self._catalogue(person.server_id),
            NoLink(who, self._clock),
            self._clock,
            self._changed,
            random.Random(),  # noqa: S311 - spreads load, guards nothing
            Context(),
            is_interactive=True,
        )
        if pieces is None:
            made.news = set()
        return made

    @contextmanager
    def _opened(self, person: Person) -> Iterator[Learner]:
        if self._for_locked is None:
            with self._people.sending(person.id) as learner:
                yield learner
        else:
            yield self._people.open(person.id)

    def _person(self, person_id: str) -> Person:
        person = self._people.person(person_id)
        if person is None:
            raise BadRequest(f"no person {person_id}", what=person_id)
        return person


Opener = Callable[[bytes], Answer]


def _openers(db: LearnerReads) -> list[Opener]:
    """The ways in which an answer to this person may open."""
    keys, hub, who, secret = own_keys(db), hub_key(db), db.profile(), answer_secret(db)
    found: list[Opener] = []
    if who is not None and keys is not None and hub is not None:
        found.append(lambda raw: letters.answer(raw, keys, hub, who.user_id))
    if who is not None and secret is not None:
        found.append(lambda raw: letters.answer_from(raw, secret, who.user_id))
    return found


def _opened(raw: bytes, openers: Sequence[Opener]) -> Answer:
    """The answer, by the first way that opens it. Raises NotCarried, NotCarriedHere."""
    for opener in openers[:-1]:
        with suppress(NotCarriedHere):
            return opener(raw)
    return openers[-1](raw)
