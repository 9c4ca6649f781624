"""Lets go of what every receiver has accepted: the server has it, and the ledger shows the newest only."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, delete, exists, func, literal, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from karmadesk.model import ItemState
from karmadesk.ports import TELEMETRY
from karmadesk.statement import Verb
from karmadesk.store.database import Database
from karmadesk.store.learner.epoch import COMPACTED
from karmadesk.store.learner.outbox import RETRIED
from karmadesk.store.tables.learner import checkpoints, deliveries, enrolments, glimpses, messages, statements

KEPT_ITEMS = 500
"""Accepted items that the ledger goes on showing: as many as it lists."""
SLICE_S = 0.02
USED = 0.45
"""How much of a slice is spent before the commit, which has its own cost."""
IDS_AT_ONCE = 500
MOST_GLIMPSES = 16
COURSE_MARKS = ("states:", "read:")
"""What sync notes of each course that is joined."""


def compact(database: Database, wanted: Callable[[], None], kept: int = KEPT_ITEMS, slice_s: float = SLICE_S) -> int:
    """How many accepted items were let go, in transactions of about `slice_s`; `wanted` is asked between them.

    What is refused or waits stays, and so do answers to practice sets, which are shown as attempts for ever. The
    database itself refuses to let go of anything else (the triggers in `tables.learner`).
    """
    with database.read() as connection:
        left = _beyond(connection, kept)
    beyond, gone = frozenset(left), 0
    while left:
        wanted()
        with database.write() as connection:
            # An act goes before its ways do, so that its trigger sees them: references are looked at in the end.
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            let_go, until = 0, time.perf_counter() + slice_s * USED
            while left and time.perf_counter() < until:
                let_go += _let_go(connection, left.pop(), beyond)
            if let_go:
                _count(connection, let_go)
        gone += let_go
        # A lock is not fair: whoever learns meanwhile gets it now.
        time.sleep(slice_s / 5)
    _tidy(database)
    return gone


def compacted(connection: Connection) -> int:
    """How many accepted items were let go since the store was made."""
    query = select(checkpoints.c.mark).where(checkpoints.c.name == COMPACTED)
    return int(connection.execute(query).scalar_one_or_none() or 0)


def _beyond(connection: Connection, kept: int) -> list[str]:
    """Accepted messages beyond the newest, but for those with answers; the oldest is the last."""
    answers = exists().where(
        deliveries.c.message_id == messages.c.id,
        deliveries.c.statement_id == statements.c.id,
        statements.c.verb == Verb.ANSWERED.value,
    )
    newest = (
        select(messages.c.id)
        .where(messages.c.state == ItemState.ACCEPTED.value, ~answers)
        .order_by(messages.c.receipt_at.desc(), messages.c.id)
    )
    return list(connection.execute(newest).scalars())[kept:]


def _let_go(connection: Connection, message_id: str, beyond: Collection[str]) -> int:
    """Lets go of the message's acts that nothing else needs; 1 when the message went too.

    An act stays whole: as long as one receiver has not accepted it, or shows among the newest, every way of it stays.
    """
    acts = select(deliveries.c.statement_id).where(deliveries.c.message_id == message_id)
    ways = select(deliveries.c.statement_id, deliveries.c.state, deliveries.c.message_id)
    needed: set[str] = set()
    going: set[str] = set()
    for statement_id, state, other_id in connection.execute(ways.where(deliveries.c.statement_id.in_(acts))).all():
        is_needed = state != ItemState.ACCEPTED.value or other_id not in beyond
        (needed if is_needed else going).add(statement_id)
    for some in batched(sorted(going - needed), IDS_AT_ONCE):
        connection.execute(delete(statements).where(statements.c.id.in_(some)))
        connection.execute(delete(deliveries).where(deliveries.c.statement_id.in_(some)))
    if needed:
        return 0
    gone = delete(messages).where(messages.c.id == message_id, ~_is_used()).returning(messages.c.sink)
    # How lessons are used is no item of the learner's.
    return sum(1 for sink in connection.execute(gone).scalars().all() if sink != TELEMETRY)


def batched(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The ids in parts that fit into one statement."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _is_used() -> ColumnElement[bool]:
    return exists().where((deliveries.c.message_id == messages.c.id) | (deliveries.c.refused_id == messages.c.id))


def _count(connection: Connection, let_go: int) -> None:
    total = str(compacted(connection) + let_go)
    statement = upsert(checkpoints).values(name=COMPACTED, mark=total)
    connection.execute(statement.on_conflict_do_update(index_elements=[checkpoints.c.name], set_={"mark": total}))


def _is_of_nobody(prefix: str) -> ColumnElement[bool]:
    course_id = func.substr(checkpoints.c.name, len(prefix) + 1)
    joined = select(literal(1)).where(enrolments.c.course_id == course_id).exists()
    return checkpoints.c.name.startswith(prefix) & ~joined


def _tidy(database: Database) -> None:
    """Marks of courses that are not joined any more, refused messages that were asked for again, too many glimpses."""
    stale = or_(*(_is_of_nobody(prefix) for prefix in COURSE_MARKS))
    unused = (messages.c.state == RETRIED) & ~_is_used()
    with database.read() as connection:
        marks = connection.execute(select(func.count()).select_from(checkpoints).where(stale)).scalar_one()
        spent = connection.execute(select(func.count()).select_from(messages).where(unused)).scalar_one()
        shown = connection.execute(select(func.count()).select_from(glimpses)).scalar_one()
    if not (marks or spent or shown > MOST_GLIMPSES):
        return
    with database.write() as connection:
        connection.execute(delete(checkpoints).where(stale))
        connection.execute(delete(messages).where(unused))
        if shown > MOST_GLIMPSES:
            connection.execute(delete(glimpses))
