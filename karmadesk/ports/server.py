"""One learning server's contract, and how it signs people in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from karmadesk.jobs import Context
from karmadesk.model import (
    Assignment,
    Course,
    CourseCard,
    Enrolment,
    Link,
    Profile,
    ServerRow,
    ServerState,
    Tokens,
)
from karmadesk.ports.carrying import Mailroom
from karmadesk.ports.sink import Session, Sink


@dataclass(frozen=True)
class Plan:
    """What is assigned, with what the plan tells of those courses. `mark` names this answer; "" when nothing does."""

    assignments: tuple[Assignment, ...]
    cards: tuple[CourseCard, ...]
    mark: str = ""


@dataclass(frozen=True)
class Tree:
    """A course with its units, and the mark of this answer."""

    course: Course
    mark: str = ""


@dataclass(frozen=True)
class News:
    """What has changed at the server since a mark: names of topics, or `EVERYTHING` in them."""

    mark: str
    topics: frozenset[str]


EVERYTHING = "all"


class Server(Sink, Protocol):
    """One learning server's contract; its own sink is its record of progress.

    Every call may raise LinkError, SignedOut or Refused; none changes local state.
    """

    @property
    def row(self) -> ServerRow: ...

    @property
    def mailroom(self) -> Mailroom | None:
        """Where carried files are taken, as the server told in its last probe; None where they are not."""

    @property
    def window_s(self) -> float | None:
        """What the last probe said of how wide a crowd that comes back should be spread; None for nothing."""

    @property
    def rest_s(self) -> float | None:
        """For how long the server asked to be left alone when it was probed last; None when it didn't."""

    def probe(self) -> Link:
        """Whether our own server answers: a small request with a known answer, no token sent."""

    def refresh(self, tokens: Tokens) -> Tokens:
        """A fresh access token; SignedOut when the session is over."""

    def profile(self, tokens: Tokens) -> Profile: ...
    def news(self, session: Session, since: str) -> News | None:
        """What has changed since the mark; None from a server that can't tell, so that everything must be asked for.

        Topics: plan, enrolments, certificates, catalogue, `trees:<course id>`, `states:<course id>`.
        """

    def plan(self, session: Session, mark: str = "") -> Plan | None:
        """What is assigned; None when it is still what `mark` names."""

    def enrolments(self, session: Session) -> tuple[Enrolment, ...]: ...
    def enrol(self, session: Session, course_id: str, *, is_program: bool = False, language: str = "") -> Enrolment:
        """Joins the course's (or program's) open batch; already enrolled counts as success."""

    def certificate(self, certificate_id: str) -> str:
        """A certificate's drawing as a `data:` address, as it came: not to be trusted."""

    def course(self, course_id: str, mark: str = "") -> Tree | None:
        """One course's tree; None when it is still what `mark` names."""

    def cards(self, course_ids: Sequence[str]) -> tuple[CourseCard, ...]:
        """These courses' list entries as the server has them now; unknown ones are left out."""

    def page(self, offset: int, limit: int) -> tuple[tuple[CourseCard, ...], int]:
        """One page of the catalogue and how many cards there are in all."""

    def states(self, session: Session, course_id: str, batch_id: str) -> tuple[ServerState, ...]: ...
    def acknowledge(self, session: Session, course_id: str, batch_id: str) -> None:
        """Asks the server to bring its figures for a course up to date with what it has just accepted."""


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
