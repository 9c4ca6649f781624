"""What is written and looked at while a learner waits: prepared once, a dozen statements to an act (ADR 31)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, and_, bindparam, delete, exists, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from karmadesk.statement import Verb
from karmadesk.store.prepared import Prepared
from karmadesk.store.tables.learner import deliveries, devices, enrolments, opened, statements, states, unsure, watched


def _put(table: Table[Any], key: str) -> Prepared:
    """Inserts a row, or replaces all of the one with this key."""
    made = upsert(table)
    others = {column.name: made.excluded[column.name] for column in table.c if column.name != key}
    return Prepared(made.on_conflict_do_update(index_elements=[table.c[key]], set_=others))


DEVICE = Prepared(select(devices).where(devices.c.device == bindparam("device")))
MOVE = _put(devices, "device")
WATCHED = Prepared(select(watched).where(watched.c.resource_id == bindparam("resource_id")))
PUT_WATCHED = _put(watched, "resource_id")
PUT_OPENED = _put(opened, "one")
APPEND = Prepared(insert(statements))
DELIVER = Prepared(insert(deliveries))
UNSURE = Prepared(insert(unsure))
BATCH = Prepared(
    select(enrolments.c.batch_id).where(
        enrolments.c.course_id == bindparam("course_id"), enrolments.c.batch_id != "", enrolments.c.is_active
    )
)
ENROLMENT = Prepared(select(enrolments).where(enrolments.c.course_id == bindparam("course_id")))
STATE = Prepared(
    select(states).where(
        states.c.course_id == bindparam("course_id"),
        states.c.batch_id == bindparam("batch_id"),
        states.c.resource_id == bindparam("resource_id"),
    )
)
GATHERING = Prepared(
    select(statements.c.id)
    .join(deliveries, deliveries.c.statement_id == statements.c.id)
    .where(
        deliveries.c.sink == bindparam("sink"),
        deliveries.c.course_id == bindparam("course_id"),
        deliveries.c.batch_id == bindparam("batch_id"),
        deliveries.c.content_id == bindparam("content_id"),
        deliveries.c.message_id.is_(None),
        deliveries.c.refused_id.is_(None),
        statements.c.verb == Verb.PROGRESSED.value,
    )
)
TAKE_BACK = Prepared(
    delete(deliveries).where(deliveries.c.statement_id == bindparam("id"), deliveries.c.sink == bindparam("sink"))
)
FORGET = Prepared(
    delete(statements).where(
        and_(
            statements.c.id == bindparam("id"),
            ~exists(select(deliveries.c.sink).where(deliveries.c.statement_id == bindparam("id"))),
        )
    )
)
"""Only when no other sink has it; the database refuses anything but `progressed` anyway."""
