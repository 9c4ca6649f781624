"""A model of the server behind the `Server` port: iGOT's merge rules in a few lines, and faults at any call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from karmadesk.errors import Refused, SignedOut
from karmadesk.model import (
    Assignment,
    Batch,
    BatchStatus,
    Certificate,
    Course,
    CourseCard,
    Enrolment,
    Item,
    Json,
    Link,
    Place,
    Profile,
    Receipt,
    RefusalReason,
    Resource,
    ServerRow,
    ServerState,
    Tokens,
    Unit,
    Watched,
)
from karmadesk.ports import EVERYTHING, Mailroom, Message, News, Part, Plan, Session, Tree
from karmadesk.statement import Statement
from karmadesk.sync import igot_write
from tests.sync.clock import StillClock
from tests.sync.desk import Laptop

ROW = ServerRow("model", "Model", "igot", "http://127.0.0.1:1", "key")
ACCESS_S = 3600


@dataclass
class Written:
    """One line of the server's append-only log."""

    place: Place
    body: Mapping[str, Json]
    at: datetime


def course(course_id: str, *resource_ids: str, version: float = 1.0, **more: Any) -> Course:
    """A course of films, a tree as the server would give it."""
    films = tuple(Resource(r, r, "video", "video/mp4", duration_s=120.0) for r in resource_ids)
    return Course(CourseCard(course_id, course_id, version=version, **more), (Unit(f"{course_id}-u", "Unit", films),))


@dataclass
class ModelServer:
    """What it knows is public; `fault` hears each call's name, before it takes effect and (`name!`) after."""

    clock: StillClock
    courses: dict[str, Course] = field(default_factory=dict)
    assigned: list[Assignment] = field(default_factory=list)
    joined: dict[str, Enrolment] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    programs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[Place, ServerState] = field(default_factory=dict)
    log: list[Written] = field(default_factory=list)
    enrols: list[str] = field(default_factory=list)
    fault: Callable[[str], None] = lambda _: None
    calls: list[str] = field(default_factory=list)
    session_lives: bool = True
    good_access: str = "access-0"
    minted: int = 0
    most_messages: int = 1
    most_statements: int = 1000
    reads_first: bool = True
    poisonous: set[str] = field(default_factory=set)
    """Resources for which a whole request is turned down."""
    mute: set[str] = field(default_factory=set)
    """Resources of which an answer says nothing."""
    counted: list[tuple[str, str]] = field(default_factory=list)
    announced: list[tuple[int, str]] | None = None
    announcements: int = 0
    issued: list[Certificate] = field(default_factory=list)
    drawings: dict[str, str] = field(default_factory=dict)
    """What is sent for a certificate's id, as it is."""

    @property
    def row(self) -> ServerRow:
        return ROW

    def tokens(self) -> Tokens:
        """A new session's tokens."""
        self.minted += 1
        self.good_access = f"access-{self.minted}"
        return Tokens(self.good_access, "refresh", self.clock.corrected() + timedelta(seconds=ACCESS_S))

    mailroom: Mailroom | None = None
    window_s: float | None = None
    rest_s: float | None = None

    def probe(self) -> Link:
        return Link.ONLINE

    def refresh(self, tokens: Tokens) -> Tokens:
        self._called("refresh")
        if not self.session_lives or tokens.refresh != "refresh":
            raise SignedOut
        fresh = self.tokens()
        self._took("refresh")
        return fresh

    def profile(self, tokens: Tokens) -> Profile:
        self._called("profile")
        return Profile("u-1", "Asha", org_id="org")

    def news(self, session: Session, since: str) -> News | None:
        """What `announced` holds; a server without a feed until something was announced."""
        if self.announced is None:
            return None
        self._called("news", session)
        mark = str(self.announcements)
        if not since:
            return News(mark, frozenset({EVERYTHING}))
        return News(mark, frozenset(t for number, t in self.announced if number > int(since)))

    def announce(self, *topics: str) -> None:
        """From now on the server keeps a feed; these topics have changed."""
        self.announcements += 1
        self.announced = [*(self.announced or []), *((self.announcements, topic) for topic in topics)]

    def plan(self, session: Session, mark: str = "") -> Plan | None:
        self._called("plan", session)
        cards = tuple(self.courses[a.course_id].card for a in self.assigned)
        new = str(hash((tuple(self.assigned), tuple(card.id for card in cards))))
        return None if mark == new else Plan(tuple(self.assigned), cards, new)

    def enrolments(self, session: Session) -> tuple[Enrolment, ...]:
        self._called("enrolments", session)
        return tuple(
            replace(one, certificates=tuple(c for c in self.issued if c.course_id == one.course_id))
            for one in self.joined.values()
        )

    def certificate(self, certificate_id: str) -> str:
        self._called("certificate")
        if certificate_id not in self.drawings:
            raise Refused(RefusalReason.UNKNOWN, "no such certificate")
        return self.drawings[certificate_id]

    def enrol(self, session: Session, course_id: str, *, is_program: bool = False, language: str = "") -> Enrolment:
        self._called("enrol", session)
        if course_id in self.ended:
            raise Refused(RefusalReason.BATCH_ENDED, "over")
        if course_id not in self.joined:
            self.enrols.append(course_id)
        for one in (course_id, *self.programs.get(course_id, ())):
            self.joined.setdefault(one, Enrolment(one, Batch(f"b-{one}", one), self.clock.corrected()))
        self._took("enrol")
        return self.joined[course_id]

    def course(self, course_id: str, mark: str = "") -> Tree | None:
        self._called("course")
        if course_id not in self.courses:
            raise Refused(RefusalReason.BAD_CONTENT)
        found = self.courses[course_id]
        return None if mark == str(found.card.version) else Tree(found, str(found.card.version))

    def acknowledge(self, session: Session, course_id: str, batch_id: str) -> None:
        self._called("acknowledge", session)
        self.counted.append((course_id, batch_id))

    def cards(self, course_ids: Sequence[str]) -> tuple[CourseCard, ...]:
        self._called("cards")
        return tuple(self.courses[c].card for c in course_ids if c in self.courses)

    def page(self, offset: int, limit: int) -> tuple[tuple[CourseCard, ...], int]:
        self._called("page")
        cards = [c.card for c in self.courses.values()]
        return tuple(cards[offset : offset + limit]), len(cards)

    def states(self, session: Session, course_id: str, batch_id: str) -> tuple[ServerState, ...]:
        self._called("states", session)
        return tuple(r for p, r in self.rows.items() if (p.course_id, p.batch_id) == (course_id, batch_id))

    def compose(
        self, item: Item, statements: Sequence[Statement], watched: Watched | None, seen: ServerState | None
    ) -> tuple[str, Mapping[str, Json]]:
        return igot_write.composed(item.place, statements, watched, seen, self.clock.corrected())

    def is_settled(self, message: Message, seen: ServerState | None) -> bool:
        return igot_write.is_settled(message, seen, self.clock.corrected())

    def rebase(self, message: Message, seen: ServerState | None) -> Message:
        return igot_write.rebased(message, seen, self.clock.corrected())

    def parts(self, message: Message) -> tuple[Part, ...]:
        return (Part(message.statement_ids, message.body),)

    def state_after(self, message: Message) -> ServerState | None:
        return igot_write.state_after(message)

    def push(self, session: Session, messages: Sequence[Message]) -> Mapping[str, Receipt]:
        assert len(messages) <= self.most_messages
        self._called("push", session)
        if any(message.place.resource_id in self.poisonous for message in messages):
            raise Refused(RefusalReason.BAD_CONTENT)
        written = {
            message.id: self._pushed(message) for message in messages if message.place.resource_id not in self.mute
        }
        self._took("push")
        return written

    def _pushed(self, message: Message) -> Receipt:
        self._called(f"push {message.place.resource_id}")
        if message.place.course_id in self.ended:
            return Receipt(False, self.clock.corrected(), RefusalReason.BATCH_ENDED)
        self.log.append(Written(message.place, dict(message.body), self.clock.corrected()))
        self.write(message)
        return Receipt(True, self.clock.corrected(), server_id=str(len(self.log)))

    def write(self, message: Message) -> None:
        """Status, percentage of a completion and times never go back; the rest is the last writer's."""
        new = igot_write.state_after(message)
        assert new is not None
        old = self.rows.get(message.place)
        if old is not None:
            times = [t for t in (old.last_access_at, new.last_access_at) if t]
            new = replace(new, status=max(old.status, new.status), last_access_at=max(times, default=None))
        self.rows[message.place] = new

    def end_batch(self, course_id: str) -> None:
        self.ended.add(course_id)
        joined = self.joined[course_id]
        self.joined[course_id] = replace(joined, batch=replace(joined.batch, status=BatchStatus.ENDED))

    def writes_of(self, resource_id: str) -> list[Mapping[str, Json]]:
        return [w.body for w in self.log if w.place.resource_id == resource_id]

    def _called(self, name: str, session: Session | None = None) -> None:
        if " " not in name:
            self.calls.append(name)
        self.fault(name)
        if session is not None and session.tokens.access != self.good_access:
            raise SignedOut("token")

    def _took(self, name: str) -> None:
        self.fault(f"{name}!")


def signed_in(desk: Laptop, server: ModelServer, label: str = "Asha") -> None:
    person = desk.add(label)
    with desk.people.open(person.id).write() as db:
        db.put_tokens(server.tokens())


def failing(name: str, error: Exception, times: int = 1_000) -> tuple[list[int], Callable[[str], None]]:
    left = [times]

    def fault(called: str) -> None:
        if called == name and left[0] > 0:
            left[0] -= 1
            raise error

    return left, fault
