"""How what gathers becomes a message that stays the same until it is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, func, insert, select, update

from karmadesk.model import ItemState, Json
from karmadesk.ports import PROGRESS, Message
from karmadesk.statement import StatementKind
from karmadesk.store.learner import outbox
from karmadesk.store.learner.keys import ItemKey
from karmadesk.store.tables.learner import deliveries, messages, statements

IDS_AT_ONCE = 500


@dataclass(frozen=True)
class New:
    """A message about to be frozen."""

    id: str
    kind: str
    body: Mapping[str, Json]
    at: datetime


def freeze(connection: Connection, item: ItemKey, new: New, ids: Sequence[str]) -> Message:
    """These statements of the item as a message. LookupError when one of them gathers no more."""
    if item.message_id is not None or not ids or _waits_for_batch(connection, item):
        raise LookupError(f"nothing to freeze under {item}")
    _put(connection, item, new)
    taken = 0
    for some in _slices(ids):
        gathering = update(deliveries).where(
            deliveries.c.statement_id.in_(some), deliveries.c.sink == item.sink, deliveries.c.message_id.is_(None)
        )
        taken += connection.execute(gathering.values(message_id=new.id, state=ItemState.SENDING.value)).rowcount
    if taken != len(ids):
        connection.execute(
            update(deliveries)
            .where(deliveries.c.message_id == new.id)
            .values(message_id=None, state=ItemState.WAITING.value)
        )
        connection.execute(delete(messages).where(messages.c.id == new.id))
        raise LookupError(f"nothing to freeze under {item}")
    return Message(new.id, item.sink, item.place, new.kind, new.body, new.at, statement_ids=tuple(ids))


def adopt(connection: Connection, message: Message) -> None:
    """A message that was frozen on another laptop, without its statements."""
    item = ItemKey(message.sink, message.place, message.id)
    _put(connection, item, New(message.id, message.kind, message.body, message.frozen_at))


def split(
    connection: Connection, message_id: str, parts: Sequence[tuple[str, Sequence[str], Mapping[str, Json]]]
) -> None:
    """The parts (id, statement ids, body) in the place of an unanswered message."""
    row = (
        connection.execute(
            select(messages).where(messages.c.id == message_id, messages.c.state == ItemState.SENDING.value)
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        return
    held = set(
        connection.execute(select(deliveries.c.statement_id).where(deliveries.c.message_id == message_id)).scalars()
    )
    if held != {one for _, ids, _ in parts for one in ids}:
        raise ValueError(f"the parts of {message_id} are not the whole of it")
    for part_id, ids, body in parts:
        connection.execute(insert(messages).values({**row, "id": part_id, "body": dict(body)}))
        for some in _slices(ids):
            connection.execute(
                update(deliveries)
                .where(deliveries.c.message_id == message_id, deliveries.c.statement_id.in_(some))
                .values(message_id=part_id)
            )
    connection.execute(delete(messages).where(messages.c.id == message_id))


def withdraw(connection: Connection, sink: str) -> None:
    """Takes back everything that the sink has not answered for. A statement that is the learner's own act stays."""
    connection.execute(delete(deliveries).where(deliveries.c.sink == sink, outbox.OPEN))
    is_used = exists().where((deliveries.c.message_id == messages.c.id) | (deliveries.c.refused_id == messages.c.id))
    unanswered = (messages.c.sink == sink, messages.c.state != ItemState.ACCEPTED.value)
    connection.execute(delete(messages).where(*unanswered, ~is_used))
    told = exists().where(deliveries.c.statement_id == statements.c.id)
    connection.execute(delete(statements).where(statements.c.kind == StatementKind.USAGE.value, ~told))


def _put(connection: Connection, item: ItemKey, new: New) -> None:
    connection.execute(
        insert(messages).values(
            id=new.id,
            sink=item.sink,
            course_id=item.place.course_id,
            batch_id=item.place.batch_id,
            content_id=item.place.resource_id,
            kind=new.kind,
            body=dict(new.body),
            frozen_at=new.at,
            state=ItemState.SENDING.value,
            attempts=0,
            error_key="",
            receipt_reason="",
            receipt_server_id="",
            receipt_arguments={},
        )
    )


def _waits_for_batch(connection: Connection, item: ItemKey) -> bool:
    """Progress belongs to a batch. Joining a course is what brings one, and a record store asks for none."""
    if item.sink != PROGRESS or item.place.batch_id:
        return False
    acts = (
        select(func.count())
        .select_from(deliveries)
        .join(statements, statements.c.id == deliveries.c.statement_id)
        .where(outbox.of(item), statements.c.kind != StatementKind.ENROL.value)
    )
    return connection.execute(acts).scalar_one() > 0


def _slices(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE)]
