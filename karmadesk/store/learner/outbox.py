"""The outbox as items: deliveries gathered by sink and place, frozen into messages, settled by the server's word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    distinct,
    func,
    literal_column,
    or_,
    select,
)

from karmadesk.model import Item, ItemState, Json, Place, Receipt
from karmadesk.ports import TELEMETRY, Message
from karmadesk.statement import Statement, Verb
from karmadesk.store.learner.keys import ItemKey
from karmadesk.store.learner.rows import statement_of
from karmadesk.store.learner.times import timed
from karmadesk.store.tables.learner import deliveries, messages, statements

RETRIED = "retried"
"""The state of a message that was refused and whose statements wait again in another."""

OPEN = deliveries.c.state != literal_column("'accepted'")
"""Written as in the partial index, so that SQLite uses it."""

LARGEST_FACTS = ("fraction",)
LATEST_FACTS = ("answered", "correct", "total", "position_s", "page", "pages", "duration_s", "mime_type")
"""What the ledger tells of an item, of what its statements carry."""


def _about(column: ColumnElement[Any], *, of_usage: bool) -> ColumnElement[bool]:
    """The learner's work, or how lessons are used: never both in one figure."""
    usage: ColumnElement[Any] = literal_column(f"'{TELEMETRY}'")
    return column == usage if of_usage else column != usage


GROUPS_AT_ONCE = 150
"""Items whose statements are read at once: three parameters each, and SQLite's limit may be as low as 999."""


def of(key: ItemKey) -> ColumnElement[bool]:
    """The deliveries of an item."""
    if key.message_id is not None:
        return deliveries.c.message_id == key.message_id
    return and_(
        deliveries.c.message_id.is_(None),
        deliveries.c.sink == key.sink,
        deliveries.c.course_id == key.place.course_id,
        deliveries.c.batch_id == key.place.batch_id,
        deliveries.c.content_id == key.place.resource_id,
        OPEN,
    )


def pending(connection: Connection, course_id: str) -> tuple[Statement, ...]:
    """Statements with a delivery not yet accepted, oldest first; each once, however many sinks it goes to."""
    query = (
        select(statements, func.max(deliveries.c.batch_id).label("to_batch"))
        .join(deliveries, deliveries.c.statement_id == statements.c.id)
        .where(OPEN, _about(deliveries.c.sink, of_usage=False))
        .group_by(statements.c.id)
        .order_by(statements.c.clock, statements.c.id)
    )
    if course_id:
        query = query.where(deliveries.c.course_id == course_id)
    return tuple(statement_of(row, row.to_batch) for row in connection.execute(timed(query)))


def statements_of(connection: Connection, key: ItemKey) -> tuple[Statement, ...]:
    """The statements of an item, oldest first."""
    query = (
        select(statements, deliveries.c.batch_id.label("to_batch"))
        .join(deliveries, deliveries.c.statement_id == statements.c.id)
        .where(of(key))
        .order_by(statements.c.clock, statements.c.id)
    )
    return tuple(statement_of(row, row.to_batch) for row in connection.execute(timed(query)))


def counts(connection: Connection, *, of_usage: bool) -> Mapping[str, int]:
    """How many items there are by state."""
    found = {state.value: 0 for state in ItemState}
    by_state = (
        select(messages.c.state, func.count())
        .where(messages.c.state != RETRIED, _about(messages.c.sink, of_usage=of_usage))
        .group_by(messages.c.state)
    )
    found |= dict(connection.execute(by_state).all())
    places = (
        select(deliveries.c.sink, deliveries.c.course_id, deliveries.c.batch_id, deliveries.c.content_id)
        .where(OPEN, deliveries.c.message_id.is_(None), _about(deliveries.c.sink, of_usage=of_usage))
        .distinct()
        .subquery()
    )
    found[ItemState.WAITING.value] = connection.execute(select(func.count()).select_from(places)).scalar_one()
    return found


def items(
    connection: Connection, states: Sequence[str], limit: int, offset: int, *, of_usage: bool
) -> tuple[Item, ...]:
    """Ledger rows, the most recent act first."""
    query = (
        select(
            deliveries.c.sink,
            deliveries.c.course_id,
            deliveries.c.batch_id,
            deliveries.c.content_id,
            deliveries.c.message_id,
            deliveries.c.state,
            func.max(statements.c.clock).label("newest"),
            messages,
        )
        .join(statements, statements.c.id == deliveries.c.statement_id)
        .outerjoin(messages, messages.c.id == deliveries.c.message_id)
        .where(_about(deliveries.c.sink, of_usage=of_usage))
        .group_by(
            deliveries.c.sink,
            deliveries.c.course_id,
            deliveries.c.batch_id,
            deliveries.c.content_id,
            deliveries.c.message_id,
        )
        .order_by(func.max(statements.c.clock).desc(), deliveries.c.sink)
        .limit(limit)
        .offset(offset)
    )
    if states:
        query = query.where(deliveries.c.state.in_(states))
        if ItemState.ACCEPTED.value not in states:
            query = query.where(OPEN)
    rows = connection.execute(query).all()
    told = by_key(connection, [_key(row) for row in rows])
    return tuple(_item(row, told[_key(row)]) for row in rows)


def gathering(connection: Connection) -> tuple[Item, ...]:
    """What waits and is not frozen, the oldest last act first; nothing of the acts themselves is read."""
    newest = func.max(statements.c.clock)
    query = (
        select(
            deliveries.c.sink,
            deliveries.c.course_id,
            deliveries.c.batch_id,
            deliveries.c.content_id,
            func.group_concat(distinct(statements.c.verb)).label("verbs"),
            func.max(statements.c.at).label("at"),
        )
        .join(statements, statements.c.id == deliveries.c.statement_id)
        .where(OPEN, deliveries.c.message_id.is_(None))
        .group_by(deliveries.c.sink, deliveries.c.course_id, deliveries.c.batch_id, deliveries.c.content_id)
        .order_by(newest, deliveries.c.sink)
    )
    return tuple(
        Item(
            key=str(ItemKey(row.sink, Place(row.course_id, row.batch_id, row.content_id), None)),
            sink=row.sink,
            place=Place(row.course_id, row.batch_id, row.content_id),
            verbs=tuple(row.verbs.split(",")),
            state=ItemState.WAITING,
            acted_at=row.at,
        )
        for row in connection.execute(query)
    )


def unanswered(connection: Connection) -> tuple[Message, ...]:
    """Frozen messages without an answer, oldest first."""
    query = (
        select(messages)
        .where(messages.c.state == ItemState.SENDING.value)
        .order_by(messages.c.frozen_at, messages.c.id)
    )
    rows = connection.execute(query).all()
    held: dict[str, list[str]] = {row.id: [] for row in rows}
    inside = (
        select(deliveries.c.message_id, statements.c.id)
        .join(messages, messages.c.id == deliveries.c.message_id)
        .join(statements, statements.c.id == deliveries.c.statement_id)
        .where(messages.c.state == ItemState.SENDING.value)
        .order_by(statements.c.clock, statements.c.id)
    )
    for message_id, statement_id in connection.execute(inside):
        held[str(message_id)].append(statement_id)
    return tuple(_message(row, held[row.id]) for row in rows)


def message(connection: Connection, message_id: str) -> Message:
    """One message, answered or not."""
    row = connection.execute(select(messages).where(messages.c.id == message_id)).one()
    return _message(row, [s.id for s in statements_of(connection, _message_key(row))])


def receipts(connection: Connection) -> Mapping[str, Receipt]:
    """The server's word on each message that has one."""
    query = select(messages).where(messages.c.receipt_at.is_not(None))
    found = {row.id: _receipt(row) for row in connection.execute(query)}
    return {message_id: receipt for message_id, receipt in found.items() if receipt is not None}


def summary(acts: Iterable[Statement], error_key: str = "") -> Mapping[str, Json]:
    """Small facts for the ledger: the furthest fraction, whether it was completed, the latest marks, the last error."""
    facts: dict[str, Json] = {}
    count = 0
    for act in acts:
        count += 1
        facts |= {name: act.body[name] for name in LATEST_FACTS if name in act.body}
        facts |= {name: max(act.body[name], facts.get(name, 0)) for name in LARGEST_FACTS if name in act.body}
        if act.verb is Verb.COMPLETED or act.body.get("completed") is True:
            facts["completed"] = True
    facts["count"] = count
    return facts | ({"error": error_key} if error_key else {})


def _item(row: Row[Any], acts: Sequence[Statement]) -> Item:
    verbs = dict.fromkeys(act.verb.value for act in acts)
    is_frozen = row.message_id is not None
    return Item(
        key=str(_key(row)),
        sink=row.sink,
        place=Place(row.course_id, row.batch_id, row.content_id),
        verbs=tuple(verbs),
        state=ItemState(row.state),
        acted_at=acts[-1].at,
        summary=summary(acts, row.error_key if is_frozen else ""),
        attempts=row.attempts if is_frozen else 0,
        next_at=row.next_at if is_frozen else None,
        receipt=_receipt(row) if is_frozen else None,
    )


def _receipt(row: Row[Any]) -> Receipt | None:
    if row.receipt_at is None:
        return None
    return Receipt(
        accepted=row.state == ItemState.ACCEPTED.value,
        at=row.receipt_at,
        reason=row.receipt_reason,
        server_id=row.receipt_server_id,
        arguments=row.receipt_arguments,
    )


def by_key(connection: Connection, keys: Sequence[ItemKey]) -> dict[ItemKey, list[Statement]]:
    """The statements of many items, oldest first, in few queries."""
    told: dict[ItemKey, list[Statement]] = {key: [] for key in keys}
    for start in range(0, len(keys), GROUPS_AT_ONCE):
        some = keys[start : start + GROUPS_AT_ONCE]
        query = (
            select(
                statements,
                deliveries.c.sink,
                deliveries.c.course_id.label("to_course"),
                deliveries.c.batch_id.label("to_batch"),
                deliveries.c.content_id,
                deliveries.c.message_id,
            )
            .join(deliveries, deliveries.c.statement_id == statements.c.id)
            .where(
                or_(
                    deliveries.c.message_id.in_([key.message_id for key in some if key.message_id is not None]),
                    and_(
                        OPEN,
                        deliveries.c.message_id.is_(None),
                        deliveries.c.content_id.in_({key.place.resource_id for key in some if key.message_id is None}),
                    ),
                )
            )
            .order_by(statements.c.clock, statements.c.id)
        )
        chosen = set(some)
        for row in connection.execute(timed(query)):
            key = ItemKey(row.sink, Place(row.to_course, row.to_batch, row.content_id), row.message_id)
            if key in chosen:
                told[key].append(statement_of(row, row.to_batch))
    return told


def _key(row: Row[Any]) -> ItemKey:
    return ItemKey(row.sink, Place(row.course_id, row.batch_id, row.content_id), row.message_id)


def _message_key(row: Row[Any]) -> ItemKey:
    return ItemKey(row.sink, Place(row.course_id, row.batch_id, row.content_id), row.id)


def _message(row: Row[Any], statement_ids: Sequence[str]) -> Message:
    return Message(
        id=row.id,
        sink=row.sink,
        place=Place(row.course_id, row.batch_id, row.content_id),
        kind=row.kind,
        body=row.body,
        frozen_at=row.frozen_at,
        attempts=row.attempts,
        statement_ids=tuple(statement_ids),
        next_at=row.next_at,
        error_key=row.error_key,
    )
