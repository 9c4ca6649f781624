"""What a damaged store still says, put into a sound one: nothing lost that can be read, nothing twice."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, exists, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from karmadesk.learning.merge import joined
from karmadesk.model import ItemState
from karmadesk.ports import TELEMETRY
from karmadesk.statement import StatementKind
from karmadesk.store.learner.epoch import OPENING
from karmadesk.store.learner.record import KINDS_OF, USUAL_KINDS
from karmadesk.store.learner.rows import watched_of, watched_values
from karmadesk.store.salvage import Found, Row
from karmadesk.store.tables.learner import (
    checkpoints,
    deliveries,
    devices,
    messages,
    metadata,
    statements,
    unsure,
    watched,
)

log = logging.getLogger(__name__)

TABLES = tuple(metadata.tables)
"""Every table of a store: each has its rule below."""
REPLACED = ("plan", "enrolments", "batches", "opened", "tokens", "profile", "glimpses")
"""What the server says anew at the next round: the damaged store's word where all of it can be read."""
UPSERTED = ("states", "boots", "certificates")


@dataclass(frozen=True)
class Merged:
    """How many statements the sound store has now, and how many of them only the damaged one had."""

    statements: int
    salvaged: int


def merge(connection: Connection, found: Mapping[str, Found], sinks: Sequence[str]) -> Merged:
    """Puts everything in, inside the caller's transaction, in which foreign keys are looked at when it ends.

    The damaged store is newer than any copy of it, so that its rows win. Acts keep their ids.
    """
    salvaged = _statements(connection, found["statements"].rows)
    _put(connection, messages, found["messages"].rows)
    _put(connection, deliveries, found["deliveries"].rows)
    _put_unsure(connection, found["unsure"].rows)
    for name in UPSERTED:
        _put(connection, metadata.tables[name], found[name].rows)
    for name in REPLACED:
        _replace(connection, metadata.tables[name], found[name])
    _put_checkpoints(connection, found["checkpoints"])
    _watched(connection, found["watched"].rows)
    _devices(connection, found["devices"].rows)
    _adopt_orphans(connection, sinks)
    _answer_orphans(connection)
    count = connection.execute(select(func.count()).select_from(statements)).scalar_one()
    return Merged(count, salvaged)


def _known(table: Table[Any], row: Row) -> Row:
    """The columns that this program knows: the damaged store may be of an older version."""
    return {name: value for name, value in row.items() if name in table.c}


def _put(connection: Connection, table: Table[Any], rows: Sequence[Row]) -> None:
    """Row by row, as the values lie in the file; the row that is there already takes these values."""
    for row in (_known(table, each) for each in rows):
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        taken = ", ".join(f"{name} = excluded.{name}" for name in row)
        sql = f"INSERT INTO {table.name} ({names}) VALUES ({marks}) ON CONFLICT DO UPDATE SET {taken}"  # noqa: S608 - names of our own tables
        connection.exec_driver_sql(sql, tuple(row.values()))


def _add(connection: Connection, row: Row) -> None:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    connection.exec_driver_sql(f"INSERT INTO statements ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 - the same


def _replace(connection: Connection, table: Table[Any], found: Found) -> None:
    if found.is_whole:
        connection.execute(delete(table))
    _put(connection, table, found.rows)


def _statements(connection: Connection, rows: Sequence[Row]) -> int:
    """Those that the sound store has not; how many."""
    there = set(connection.execute(select(statements.c.id)).scalars())
    numbers = {tuple(row) for row in connection.execute(select(statements.c.device, statements.c.sequence))}
    added = 0
    for row in (_known(statements, each) for each in rows if each["id"] not in there):
        if (row["device"], row["sequence"]) in numbers:
            # Two copies of one store counted on under one name: the act is another one all the same.
            row["device"] = f"{row['device']}~{row['id'][:8]}"
        _add(connection, row)
        numbers.add((row["device"], row["sequence"]))
        added += 1
    return added


def _put_unsure(connection: Connection, rows: Sequence[Row]) -> None:
    """Of the acts that are here."""
    there = set(connection.execute(select(statements.c.id)).scalars())
    _put(connection, unsure, [row for row in rows if row["statement_id"] in there])


def _put_checkpoints(connection: Connection, found: Found) -> None:
    """Our own word on the store goes: nobody can say which opening this is. What was let go is counted as it was."""
    rows = [row for row in found.rows if row["name"] != OPENING]
    _put(connection, checkpoints, rows)
    connection.execute(delete(checkpoints).where(checkpoints.c.name == OPENING))


def _watched(connection: Connection, rows: Sequence[Row]) -> None:
    """Joined, as two devices' records are: what either has was watched."""
    before = {row.resource_id: watched_of(row) for row in connection.execute(select(watched))}
    _put(connection, watched, rows)
    for row in connection.execute(select(watched)).all():
        held = before.get(row.resource_id)
        if held is not None:
            values = watched_values(joined(held, watched_of(row)))
            connection.execute(update(watched).where(watched.c.resource_id == row.resource_id).values(values))


def _devices(connection: Connection, rows: Sequence[Row]) -> None:
    """No counter goes back, neither behind the copy nor behind an act that is here."""
    for row in rows:
        statement = upsert(devices).values(_known(devices, row))
        larger = {name: func.max(devices.c[name], statement.excluded[name]) for name in ("sequence", "clock")}
        connection.execute(statement.on_conflict_do_update(index_elements=[devices.c.device], set_=larger))
    furthest = select(statements.c.device, func.max(statements.c.sequence), func.max(statements.c.clock))
    for device, sequence, clock in connection.execute(furthest.group_by(statements.c.device)).all():
        added = upsert(devices).values(device=device, sequence=sequence, clock=clock)
        larger = {
            "sequence": func.max(devices.c.sequence, added.excluded.sequence),
            "clock": func.max(devices.c.clock, added.excluded.clock),
        }
        connection.execute(added.on_conflict_do_update(index_elements=[devices.c.device], set_=larger))


def _adopt_orphans(connection: Connection, sinks: Sequence[str]) -> None:
    """An act whose way to a sink could not be read waits again: the server is asked before anything is sent.

    Where a message of its place lost all its acts, it goes with that one, so that the same body is sent.
    """
    open_ids = _messages_without_acts(connection)
    for sink in sinks:
        if sink == TELEMETRY:  # what is not known to have been told stays untold
            continue
        has_way = exists().where(deliveries.c.statement_id == statements.c.id, deliveries.c.sink == sink)
        kinds = [kind.value for kind in KINDS_OF.get(sink, USUAL_KINDS)]
        lost = select(statements).where(statements.c.kind.in_(kinds), ~has_way).order_by(statements.c.clock)
        for row in connection.execute(lost).all():
            is_enrol = row.kind == StatementKind.ENROL.value
            batch_id = "" if is_enrol else row.batch_id or _batch(connection, row.course_id)
            place = (sink, row.course_id, batch_id, "" if is_enrol else row.resource_id)
            message_id = open_ids.get(place)
            connection.execute(
                insert(deliveries).values(
                    statement_id=row.id,
                    sink=sink,
                    course_id=row.course_id,
                    batch_id=batch_id,
                    content_id=place[3],
                    state=(ItemState.WAITING if message_id is None else ItemState.SENDING).value,
                    message_id=message_id,
                )
            )


def _messages_without_acts(connection: Connection) -> dict[tuple[str, str, str, str], str]:
    has_acts = exists().where(deliveries.c.message_id == messages.c.id)
    query = select(messages).where(messages.c.state == ItemState.SENDING.value, ~has_acts)
    return {(r.sink, r.course_id, r.batch_id, r.content_id): r.id for r in connection.execute(query).all()}


def _batch(connection: Connection, course_id: str) -> str:
    enrolments = metadata.tables["enrolments"]
    query = select(enrolments.c.batch_id).where(enrolments.c.course_id == course_id, enrolments.c.is_active)
    return connection.execute(query).scalar_one_or_none() or ""


def _answer_orphans(connection: Connection) -> None:
    """Ways without their act go; those without their message wait again, or stay accepted with what is known of it."""
    acts = select(statements.c.id)
    connection.execute(delete(deliveries).where(deliveries.c.statement_id.not_in(acts)))
    there = select(messages.c.id)
    gone = deliveries.c.message_id.is_not(None) & deliveries.c.message_id.not_in(there)
    connection.execute(update(deliveries).where(deliveries.c.refused_id.not_in(there)).values(refused_id=None))
    connection.execute(
        update(deliveries)
        .where(gone, deliveries.c.state != ItemState.ACCEPTED.value)
        .values(message_id=None, state=ItemState.WAITING.value)
    )
    query = select(deliveries, statements.c.at, statements.c.kind).join(statements).where(gone)
    for row in connection.execute(query).all():
        connection.execute(
            upsert(messages)
            .values(
                id=row.message_id,
                sink=row.sink,
                course_id=row.course_id,
                batch_id=row.batch_id,
                content_id=row.content_id,
                kind=row.kind,
                body={},
                frozen_at=row.at,
                state=ItemState.ACCEPTED.value,
                attempts=1,
                error_key="",
                receipt_at=row.at,
                receipt_reason="",
                receipt_server_id="",
                receipt_arguments={"was_mended": True},
            )
            .on_conflict_do_nothing()
        )
    _settle_by_message(connection)


def _settle_by_message(connection: Connection) -> None:
    """A way says what its message says: of the two the message was read from where the answer was written."""
    query = select(deliveries.c.message_id, messages.c.state).join(messages, messages.c.id == deliveries.c.message_id)
    differing = query.where(deliveries.c.state != messages.c.state).distinct()
    for message_id, state in connection.execute(differing).all():
        mine = deliveries.c.message_id == message_id
        if state == "retried":
            # Refused and asked for again: the way's own row was the one that could not be read.
            values: dict[str, Any] = {"message_id": None, "refused_id": message_id, "state": ItemState.WAITING.value}
        else:
            values = {"state": state}
        connection.execute(update(deliveries).where(mine).values(values))
    nobody = or_(deliveries.c.message_id.is_(None), deliveries.c.message_id == "")
    waits = nobody & (deliveries.c.state == ItemState.SENDING.value)
    connection.execute(update(deliveries).where(waits).values(state=ItemState.WAITING.value))
