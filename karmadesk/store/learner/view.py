"""What one person's store tells: the port `LearnerReads`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, case, func, literal_column, select

from karmadesk.model import (
    Assignment,
    Batch,
    Certificate,
    Enrolment,
    Item,
    ItemState,
    Json,
    Place,
    Profile,
    Receipt,
    ServerState,
    Tokens,
    Watched,
)
from karmadesk.ports import Message
from karmadesk.statement import Statement
from karmadesk.store.database import View
from karmadesk.store.learner import certificates, outbox, pen
from karmadesk.store.learner.compact import compacted
from karmadesk.store.learner.keys import ItemKey
from karmadesk.store.learner.rows import assignment_of, batch_of, enrolment_of, state_of, watched_of
from karmadesk.store.tables.learner import (
    batches,
    checkpoints,
    enrolments,
    glimpses,
    opened,
    plan,
    profile,
    statements,
    states,
    tokens,
    watched,
)

IDS_AT_ONCE = 500

ANSWERED = statements.c.verb == literal_column("'answered'")
"""Written as in the partial index, so that SQLite uses it."""


class LearnerView(View):
    """Reads of one transaction."""

    def assignments(self) -> tuple[Assignment, ...]:
        """The plan in the server's order."""
        return tuple(assignment_of(row) for row in self._connection.execute(select(plan).order_by(plan.c.position)))

    def enrolments(self) -> Mapping[str, Enrolment]:
        rows = self._connection.execute(select(enrolments).order_by(enrolments.c.course_id))
        return {row.course_id: enrolment_of(row) for row in rows}

    def enrolment(self, course_id: str) -> Enrolment | None:
        row = pen.ENROLMENT.row(self._connection, {"course_id": course_id})
        return None if row is None else enrolment_of(row)

    def batches(self, course_id: str) -> tuple[Batch, ...]:
        query = select(batches).where(batches.c.course_id == course_id).order_by(batches.c.position)
        return tuple(batch_of(row) for row in self._connection.execute(query))

    def states(self, course_id: str = "") -> Mapping[tuple[str, str], ServerState]:
        """Where a resource has rows in several batches, that of the enrolment's batch, else the last one opened."""
        is_current = case((enrolments.c.batch_id == states.c.batch_id, 1), else_=0)
        query = (
            select(states)
            .outerjoin(enrolments, enrolments.c.course_id == states.c.course_id)
            .order_by(is_current, func.coalesce(states.c.last_access_at, 0), states.c.batch_id)
        )
        if course_id:
            query = query.where(states.c.course_id == course_id)
        return {(row.course_id, row.resource_id): state_of(row) for row in self._connection.execute(query)}

    def state(self, place: Place) -> ServerState | None:
        keys = {"course_id": place.course_id, "batch_id": place.batch_id, "resource_id": place.resource_id}
        row = pen.STATE.row(self._connection, keys)
        return None if row is None else state_of(row)

    def watched(self, resource_ids: Sequence[str]) -> Mapping[str, Watched]:
        if len(resource_ids) == 1:
            one = pen.WATCHED.row(self._connection, {"resource_id": resource_ids[0]})
            return {} if one is None else {resource_ids[0]: watched_of(one)}
        found: dict[str, Watched] = {}
        for start in range(0, len(resource_ids), IDS_AT_ONCE):
            some = resource_ids[start : start + IDS_AT_ONCE]
            for row in self._connection.execute(select(watched).where(watched.c.resource_id.in_(some))):
                found[row.resource_id] = watched_of(row)
        return found

    def pending(self, course_id: str = "") -> tuple[Statement, ...]:
        return outbox.pending(self._connection, course_id)

    def items(
        self, states: Sequence[str] = (), limit: int = 500, offset: int = 0, *, of_usage: bool = False
    ) -> tuple[Item, ...]:
        return outbox.items(self._connection, states, limit, offset, of_usage=of_usage)

    def gathering(self) -> tuple[Item, ...]:
        return outbox.gathering(self._connection)

    def item_counts(self, *, of_usage: bool = False) -> Mapping[str, int]:
        """Accepted ones that were let go are counted as they were."""
        found = dict(outbox.counts(self._connection, of_usage=of_usage))
        if not of_usage:
            found[ItemState.ACCEPTED.value] += compacted(self._connection)
        return found

    def certificates(self, course_id: str = "") -> tuple[Certificate, ...]:
        return certificates.of(self._connection, course_id)

    def drawing(self, certificate_id: str) -> str:
        return certificates.drawing(self._connection, certificate_id)

    def statements_of(self, key: str) -> tuple[Statement, ...]:
        return outbox.statements_of(self._connection, ItemKey.parse(key))

    def gathered(self, keys: Sequence[str]) -> Mapping[str, tuple[Statement, ...]]:
        found = outbox.by_key(self._connection, [ItemKey.parse(key) for key in keys])
        return {str(key): tuple(told) for key, told in found.items()}

    def messages(self) -> tuple[Message, ...]:
        return outbox.unanswered(self._connection)

    def receipts(self) -> Mapping[str, Receipt]:
        return outbox.receipts(self._connection)

    def last_opened(self) -> tuple[Place, datetime] | None:
        row = self._connection.execute(select(opened)).one_or_none()
        return None if row is None else (Place(row.course_id, row.batch_id, row.resource_id), row.at)

    def attempts(self, resource_id: str) -> tuple[Mapping[str, Json], ...]:
        """`at` is the ISO time of the attempt."""
        query = (
            select(statements.c.body, statements.c.at)
            .where(and_(statements.c.resource_id == resource_id, ANSWERED))
            .order_by(statements.c.clock.desc())
        )
        return tuple(
            {name: body.get(name, 0) for name in ("correct", "answered", "total")} | {"at": at.isoformat()}
            for body, at in self._connection.execute(query)
        )

    def checkpoint(self, name: str) -> str:
        query = select(checkpoints.c.mark).where(checkpoints.c.name == name)
        return self._connection.execute(query).scalar_one_or_none() or ""

    def glimpse(self, name: str) -> Json:
        query = select(glimpses.c.body).where(glimpses.c.name == name)
        return self._connection.execute(query).scalar_one_or_none()

    def tokens(self) -> Tokens | None:
        row = self._connection.execute(select(tokens)).one_or_none()
        return None if row is None else Tokens(*row[1:])

    def profile(self) -> Profile | None:
        row = self._connection.execute(select(profile)).one_or_none()
        return None if row is None else Profile(*row[1:])
