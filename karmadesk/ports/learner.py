"""What is one person's: everything that must never be lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from karmadesk.model import (
    Assignment,
    Batch,
    Certificate,
    Enrolment,
    Item,
    Json,
    Place,
    Profile,
    Receipt,
    ServerState,
    Tokens,
    Watched,
)
from karmadesk.statement import Act, Statement


@dataclass(frozen=True)
class Message:
    """One frozen request to one server: the same bytes are sent until it is answered."""

    id: str
    sink: str
    place: Place
    kind: str
    body: Mapping[str, Json]
    frozen_at: datetime
    attempts: int = 0
    statement_ids: tuple[str, ...] = ()
    next_at: datetime | None = None
    error_key: str = ""
    """What the last attempt met."""


class LearnerReads(Protocol):
    """What is one person's."""

    def assignments(self) -> tuple[Assignment, ...]: ...
    def enrolments(self) -> Mapping[str, Enrolment]:
        """By course id."""

    def enrolment(self, course_id: str) -> Enrolment | None:
        """The enrolment in this one course."""

    def batches(self, course_id: str) -> tuple[Batch, ...]: ...
    def states(self, course_id: str = "") -> Mapping[tuple[str, str], ServerState]:
        """The server's rows by (course id, resource id), of one course or all."""

    def state(self, place: Place) -> ServerState | None:
        """The server's row of this very place, batch and all."""

    def watched(self, resource_ids: Sequence[str]) -> Mapping[str, Watched]: ...
    def pending(self, course_id: str = "") -> tuple[Statement, ...]:
        """Statements of the learner's work with a delivery not yet accepted (refused ones too), oldest first."""

    def items(
        self, states: Sequence[str] = (), limit: int = 500, offset: int = 0, *, of_usage: bool = False
    ) -> tuple[Item, ...]:
        """Ledger rows, newest first, of these `ItemState` values or all; `of_usage` those of telemetry alone."""

    def gathering(self) -> tuple[Item, ...]:
        """What waits and is not frozen, the oldest last act first; without the facts that only a ledger tells."""

    def item_counts(self, *, of_usage: bool = False) -> Mapping[str, int]:
        """How many items there are by `ItemState` value. The outbox is waiting + sending."""

    def certificates(self, course_id: str = "") -> tuple[Certificate, ...]:
        """What the server has issued, the newest first, for one course or all."""

    def drawing(self, certificate_id: str) -> str:
        """A certificate's SVG; "" while it is not here."""

    def messages(self) -> tuple[Message, ...]:
        """Frozen messages without an answer, oldest first."""

    def statements_of(self, key: str) -> tuple[Statement, ...]:
        """The statements of an item, oldest first."""

    def gathered(self, keys: Sequence[str]) -> Mapping[str, tuple[Statement, ...]]:
        """The statements of many items, each oldest first, in few queries."""

    def receipts(self) -> Mapping[str, Receipt]:
        """The server's word by message id, of every message that has one."""

    def last_opened(self) -> tuple[Place, datetime] | None: ...
    def attempts(self, resource_id: str) -> tuple[Mapping[str, Json], ...]:
        """Practice attempts, newest first: {"correct", "answered", "total", "at"}."""

    def checkpoint(self, name: str) -> str: ...
    def glimpse(self, name: str) -> Json:
        """What `put_glimpse` kept, or None."""

    def tokens(self) -> Tokens | None: ...
    def profile(self) -> Profile | None: ...


class LearnerWrites(LearnerReads, Protocol):
    """Everything a learner does is `record`; everything the server says is one of the others."""

    def record(self, acts: Sequence[Act], watched: Sequence[Watched] = (), opened: Place | None = None) -> None:
        """Remembers acts with a delivery per sink, and joins `watched` rows: all in this transaction.

        `progressed` of a place replaces the one that still gathers. An act without effect to be sent (PRIVATE) gets no
        delivery. An act on a place whose batch is not known yet waits for the enrolment. A `watched` row without a
        `position_clock` is stamped with the clock of this very act. An act of USAGE that no sink takes is not kept.
        """

    def learn_times(self) -> None:
        """Acts done while this machine did not know the time get theirs, as far as the clock knows it by now."""

    def put_plan(self, assignments: Sequence[Assignment]) -> None:
        """Replaces the plan."""

    def put_enrolments(self, enrolments: Sequence[Enrolment], *, is_whole: bool = True) -> None:
        """Replaces (or with `is_whole` False adds to) the server's enrolments; waiting acts learn their batch.

        Certificates that they name are added; one that is known stays, and is fetched again when it was issued anew.
        """

    def put_drawing(self, certificate_id: str, drawing: str) -> None:
        """Keeps a certificate's SVG; "" when what came can't be shown, so that it is not asked for again."""

    def tried_drawing(self, certificate_id: str, next_at: datetime) -> None:
        """A certificate could not be fetched: one more attempt, not before `next_at`."""

    def put_batches(self, course_id: str, batches: Sequence[Batch]) -> None: ...
    def put_states(self, states: Sequence[ServerState]) -> None:
        """Folds server rows in: status and completion never go back, the newer `last_access_at` wins the rest."""

    def freeze(
        self,
        key: str,
        message_id: str,
        kind: str,
        body: Mapping[str, Json],
        at: datetime,
        ids: Sequence[str],
    ) -> Message:
        """Freezes these statements of a gathering item into a message; others of the item gather on.

        Read them with `gathered` in the same transaction, so that the body says what is frozen. LookupError when one of
        them gathers no more, or waits for the enrolment.
        """

    def adopt(self, message: Message) -> None:
        """Takes a message in that was frozen elsewhere, to be sent from here."""

    def split(self, message_id: str, parts: Sequence[tuple[str, Sequence[str], Mapping[str, Json]]]) -> None:
        """Puts new messages, each (id, statement ids, body), in the place of an unanswered one."""

    def tried(self, message_ids: Sequence[str], error_key: str, next_at: datetime) -> None:
        """These messages went unanswered: one more attempt, not before `next_at`."""

    def settle(self, message_id: str, receipt: Receipt, states: Sequence[ServerState] = ()) -> None:
        """Stores the receipt, settles the message's statements and folds the server's rows, in this transaction."""

    def retry(self, key: str) -> None:
        """A refused item waits again, as a new message."""

    def withdraw(self, sink: str) -> None:
        """Takes back what a sink was to be told and has not answered for; statements that only it was for go too."""

    def set_checkpoint(self, name: str, mark: str) -> None: ...
    def put_glimpse(self, name: str, body: Json) -> None:
        """Keeps a screen as it was shown, for the first moment of the next start (`People.glimpse`)."""

    def put_tokens(self, tokens: Tokens | None) -> None: ...
    def put_profile(self, profile: Profile) -> None: ...


class Learner(Protocol):
    """`learner.db` of one person, open and unlocked."""

    def read(self) -> AbstractContextManager[LearnerReads]: ...
    def write(self) -> AbstractContextManager[LearnerWrites]: ...
    def close(self) -> None: ...
