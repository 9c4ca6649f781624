"""Several people's model servers behind one port, told apart by their tokens, and a model record store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from karmadesk.errors import Refused
from karmadesk.model import (
    Batch,
    BatchStatus,
    CourseCard,
    Enrolment,
    Item,
    Json,
    Link,
    Profile,
    Receipt,
    RefusalReason,
    ServerRow,
    ServerState,
    Tokens,
    Watched,
)
from karmadesk.ports import Mailroom, Message, News, Part, Plan, Session, Tree
from karmadesk.statement import Statement
from tests.sync.clock import StillClock
from tests.sync.model_server import ModelServer

Fault = Callable[[str], None]


@dataclass
class Member(ModelServer):
    """One person's account: batches end and others open, and what changes is announced if a feed is kept."""

    name: str = ""
    over: set[str] = field(default_factory=set)

    def tokens(self) -> Tokens:
        fresh = replace(super().tokens(), access=f"{self.name} {self.minted}")
        self.good_access = fresh.access
        return fresh

    def profile(self, tokens: Tokens) -> Profile:
        return replace(super().profile(tokens), user_id=self.name, first_name=self.name)

    def enrol(self, session: Session, course_id: str, *, is_program: bool = False, language: str = "") -> Enrolment:
        before = dict(self.joined)
        try:
            return super().enrol(session, course_id, is_program=is_program, language=language)
        finally:
            # Announced with what it did, also when the reply to it is lost.
            if self.joined != before:
                self._tell("enrolments")

    def _pushed(self, message: Message) -> Receipt:
        if message.place.batch_id in self.over:
            return Receipt(False, self.clock.corrected(), RefusalReason.BATCH_ENDED)
        return super()._pushed(message)

    def write(self, message: Message) -> None:
        super().write(message)
        self._tell(f"states:{message.place.course_id}")

    def ends(self, course_id: str) -> None:
        """The batch that this person is in takes no more."""
        joined = self.joined[course_id]
        self.over.add(joined.batch.id)
        self.joined[course_id] = replace(joined, batch=replace(joined.batch, status=BatchStatus.ENDED))
        self._tell("enrolments")

    def takes_in_again(self, course_id: str) -> None:
        """The coordinator puts this person into a new batch."""
        batch = Batch(f"b-{course_id}-{len(self.over)}", course_id)
        self.joined[course_id] = Enrolment(course_id, batch, self.clock.corrected())
        self._tell("enrolments", f"states:{course_id}")

    def _tell(self, *topics: str) -> None:
        if self.announced is not None:
            self.announce(*topics)


class Crowd:
    """Satisfies `ports.Server`: each request goes to the account whose token it shows."""

    reads_first = True
    most_statements = 1000
    mailroom: Mailroom | None = None
    window_s: float | None = None
    rest_s: float | None = None

    def __init__(self, members: Sequence[Member]) -> None:
        self.members = {member.name: member for member in members}
        self._any = members[0]

    def breaks(self, fault: Fault) -> None:
        for member in self.members.values():
            member.fault = fault

    def _of(self, session: Session) -> Member:
        return self._by(session.tokens)

    def _by(self, tokens: Tokens) -> Member:
        return self.members[tokens.access.partition(" ")[0]]

    @property
    def most_messages(self) -> int:
        return self._any.most_messages

    @property
    def row(self) -> ServerRow:
        return self._any.row

    def probe(self) -> Link:
        return self._any.probe()

    def refresh(self, tokens: Tokens) -> Tokens:
        return self._by(tokens).refresh(tokens)

    def profile(self, tokens: Tokens) -> Profile:
        return self._by(tokens).profile(tokens)

    def news(self, session: Session, since: str) -> News | None:
        return self._of(session).news(session, since)

    def plan(self, session: Session, mark: str = "") -> Plan | None:
        return self._of(session).plan(session, mark)

    def enrolments(self, session: Session) -> tuple[Enrolment, ...]:
        return self._of(session).enrolments(session)

    def enrol(self, session: Session, course_id: str, *, is_program: bool = False, language: str = "") -> Enrolment:
        return self._of(session).enrol(session, course_id, is_program=is_program, language=language)

    def certificate(self, certificate_id: str) -> str:
        return self._any.certificate(certificate_id)

    def course(self, course_id: str, mark: str = "") -> Tree | None:
        return self._any.course(course_id, mark)

    def cards(self, course_ids: Sequence[str]) -> tuple[CourseCard, ...]:
        return self._any.cards(course_ids)

    def page(self, offset: int, limit: int) -> tuple[tuple[CourseCard, ...], int]:
        return self._any.page(offset, limit)

    def states(self, session: Session, course_id: str, batch_id: str) -> tuple[ServerState, ...]:
        return self._of(session).states(session, course_id, batch_id)

    def acknowledge(self, session: Session, course_id: str, batch_id: str) -> None:
        self._of(session).acknowledge(session, course_id, batch_id)

    def compose(
        self, item: Item, statements: Sequence[Statement], watched: Watched | None, seen: ServerState | None
    ) -> tuple[str, Mapping[str, Json]]:
        return self._any.compose(item, statements, watched, seen)

    def is_settled(self, message: Message, seen: ServerState | None) -> bool:
        return self._any.is_settled(message, seen)

    def rebase(self, message: Message, seen: ServerState | None) -> Message:
        return self._any.rebase(message, seen)

    def parts(self, message: Message) -> tuple[Part, ...]:
        return self._any.parts(message)

    def state_after(self, message: Message) -> ServerState | None:
        return self._any.state_after(message)

    def push(self, session: Session, messages: Sequence[Message]) -> Mapping[str, Receipt]:
        return self._of(session).push(session, messages)


@dataclass
class Records:
    """Satisfies `ports.Sink`: keeps a statement once by its id, a batch whole or not at all."""

    clock: StillClock
    poisonous: set[str] = field(default_factory=set)
    kept: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Whose each statement is, its verb, and the resource that it is about."""
    fault: Fault = lambda _: None
    most_messages: int = 4
    most_statements: int = 3
    reads_first: bool = False

    def compose(
        self, item: Item, statements: Sequence[Statement], watched: Watched | None, seen: ServerState | None
    ) -> tuple[str, Mapping[str, Json]]:
        return "statements", {
            "statements": [{"id": one.id, "verb": one.verb.value, "about": one.place.resource_id} for one in statements]
        }

    def parts(self, message: Message) -> tuple[Part, ...]:
        said = message.body["statements"]
        half = len(said) // 2
        halves = [some for some in (said[:half], said[half:]) if some]
        return tuple(Part(tuple(one["id"] for one in some), {"statements": some}) for some in halves)

    def is_settled(self, message: Message, seen: ServerState | None) -> bool:
        return False

    def rebase(self, message: Message, seen: ServerState | None) -> Message:
        return message

    def state_after(self, message: Message) -> ServerState | None:
        return None

    def push(self, session: Session, messages: Sequence[Message]) -> Mapping[str, Receipt]:
        assert len(messages) <= self.most_messages
        self.fault("records")
        batch = [one for message in messages for one in message.body["statements"]]
        if any(one["about"] in self.poisonous for one in batch):
            raise Refused(RefusalReason.BAD_CONTENT)
        for one in batch:
            told = (session.profile.user_id, one["verb"], one["about"])
            assert self.kept.setdefault(one["id"], told) == told, "nobody's act is told as somebody else's"
        self.fault("records!")
        return {message.id: Receipt(True, self.clock.corrected(), server_id="r") for message in messages}
