"""Where statements are delivered to: a learning server's progress, or a record store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from karmadesk.model import Item, Json, Profile, Receipt, ServerState, Tokens, Watched
from karmadesk.ports.learner import Message
from karmadesk.statement import Statement

PROGRESS = "progress"
RECORDS = "records"
TELEMETRY = "telemetry"
"""Names of sinks: the learning server's own record of progress, the store that statements go to besides, and where the
platform hears how lessons are used. That last is none of the learner's work: nothing counts it as waiting."""


@dataclass(frozen=True)
class Session:
    """What a request needs besides its own arguments."""

    tokens: Tokens
    profile: Profile


@dataclass(frozen=True)
class Part:
    """A piece of a message that was refused whole: these statements, said by this body."""

    statement_ids: tuple[str, ...]
    body: Mapping[str, Json]


class Sink(Protocol):
    """Pure but for `push`, which may raise LinkError, SignedOut or Refused and changes no local state."""

    @property
    def most_messages(self) -> int:
        """How many messages one request may carry."""

    @property
    def most_statements(self) -> int:
        """How many statements one message may carry."""

    @property
    def reads_first(self) -> bool:
        """Whether the server's rows of the course must be known before anything is composed or sent."""

    def compose(
        self, item: Item, statements: Sequence[Statement], watched: Watched | None, seen: ServerState | None
    ) -> tuple[str, Mapping[str, Json]]:
        """(kind, body) of the message that brings the server from `seen` to what the learner did."""

    def parts(self, message: Message) -> tuple[Part, ...]:
        """The message in pieces that can be sent by themselves; one piece when it can't be divided."""

    def is_settled(self, message: Message, seen: ServerState | None) -> bool:
        """Whether the server already has what this frozen message says (a reply was lost, or we were killed)."""

    def rebase(self, message: Message, seen: ServerState | None) -> Message:
        """The message as it goes out when the server's row is `seen`: itself, unless that row is newer in parts."""

    def push(self, session: Session, messages: Sequence[Message]) -> Mapping[str, Receipt]:
        """Sends messages in one request; the server's word by message id.

        A message without a word stays frozen. LinkError: no word on any. Refused: the request was turned down whole,
        so that the machine divides it until it knows which message is meant.
        """

    def state_after(self, message: Message) -> ServerState | None:
        """The server's row as it must be once the message is accepted."""
