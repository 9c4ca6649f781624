"""One learning server's contract, and how it signs people in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from karmadesk.jobs import Context
from karmadesk.model import (
    Assignment,
    Course,
    CourseCard,
    Enrolment,
    Item,
    Json,
    Link,
    Profile,
    Receipt,
    ServerRow,
    ServerState,
    Tokens,
    Watched,
)
from karmadesk.ports.learner import Message
from karmadesk.statement import Statement


@dataclass(frozen=True)
class Session:
    """What a request needs besides its own arguments."""

    tokens: Tokens
    profile: Profile


class Server(Protocol):
    """One server's contract. Every call may raise LinkError, SignedOut or Refused; none changes local state."""

    @property
    def row(self) -> ServerRow: ...

    def probe(self) -> Link:
        """Whether our own server answers: a small request with a known answer, no token sent."""

    def refresh(self, tokens: Tokens) -> Tokens:
        """A fresh access token; SignedOut when the session is over."""

    def profile(self, tokens: Tokens) -> Profile: ...
    def plan(self, session: Session) -> tuple[tuple[Assignment, ...], tuple[CourseCard, ...]]: ...
    def enrolments(self, session: Session) -> tuple[Enrolment, ...]: ...
    def enrol(self, session: Session, course_id: str, *, is_program: bool = False, language: str = "") -> Enrolment:
        """Joins the course's (or program's) open batch; already enrolled counts as success."""

    def course(self, course_id: str) -> Course: ...
    def cards(self, course_ids: Sequence[str]) -> tuple[CourseCard, ...]:
        """These courses' list entries as the server has them now; unknown ones are left out."""

    def page(self, offset: int, limit: int) -> tuple[tuple[CourseCard, ...], int]:
        """One page of the catalogue and how many cards there are in all."""

    def states(self, session: Session, course_id: str, batch_id: str) -> tuple[ServerState, ...]: ...
    def compose(
        self, item: Item, statements: Sequence[Statement], watched: Watched | None, seen: ServerState | None
    ) -> tuple[str, Mapping[str, Json]]:
        """(kind, body) of the message that brings the server from `seen` to what the learner did."""

    def is_settled(self, message: Message, seen: ServerState | None) -> bool:
        """Whether the server already has what this frozen message says (a reply was lost, or we were killed)."""

    def rebase(self, message: Message, seen: ServerState | None) -> Message:
        """The message as it goes out when the server's row is `seen`: itself, unless that row is newer in parts."""

    def push(self, session: Session, message: Message) -> Receipt:
        """Sends one message. A Receipt is the server's word; no word raises LinkError and the message stays frozen."""

    def state_after(self, message: Message) -> ServerState | None:
        """The server's row as it must be once the message is accepted."""


class SignInAttempt(Protocol):
    """One sign-in under way."""

    @property
    def address(self) -> str:
        """What to open in the system browser."""

    @property
    def needs_paste(self) -> bool:
        """Whether the learner must paste the address at which the browser ended."""

    def wait(self, context: Context, timeout_s: float = 300.0) -> Tokens:
        """Waits for the browser to come back (loopback). Raises SignInFailed, SignInTimedOut, LinkError."""

    def finish(self, address: str) -> Tokens:
        """Uses a pasted address. Raises SignInFailed, LinkError."""

    def close(self) -> None: ...


class SignIn(Protocol):
    """How one server signs people in; a strategy named in the server's row."""

    def begin(self, *, fresh: bool, language: str) -> SignInAttempt:
        """`fresh` asks the server for a new login even when the browser still has a session."""
