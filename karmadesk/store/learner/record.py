"""What the learner did becomes statements and deliveries: numbered, stamped and joined in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, and_, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from karmadesk.learning.clock import Stamp, ticked, witnessed
from karmadesk.learning.merge import joined
from karmadesk.learning.shared import heard
from karmadesk.model import HERE, ItemState, Place, ServerState, Watched
from karmadesk.ports import Clock
from karmadesk.statement import Act, Statement, StatementKind, Verb, new_id
from karmadesk.store.learner import times
from karmadesk.store.learner.rows import statement_values, watched_of, watched_values
from karmadesk.store.tables.learner import deliveries, devices, enrolments, opened, statements, watched

KINDS_OF: Mapping[str, frozenset[StatementKind]] = {
    "progress": frozenset({StatementKind.STATEMENT, StatementKind.ENROL}),
}
"""Which kinds of statement each sink takes."""

USUAL_KINDS = frozenset({StatementKind.STATEMENT})
"""What a sink without a row above takes."""


class Recorder:
    """This laptop's pen: its clock, its name and where acts are delivered to."""

    def __init__(self, clock: Clock, device: str, sinks: Sequence[str]) -> None:
        self._clock = clock
        self._device = device
        self._sinks = tuple(sinks)

    def record(self, connection: Connection, acts: Sequence[Act], rows: Sequence[Watched], place: Place | None) -> None:
        """Everything of one call, with the counter and the clock moved in the same transaction."""
        sequence, last = self._counter(connection)
        batch_of = _batches(connection)
        for act in acts:
            sequence += 1
            last = ticked(last, self._wall_ms(), self._device)
            self._append(connection, act, sequence, last, batch_of)
        if rows:
            last = ticked(last, self._wall_ms(), self._device)
        for row in rows:
            stamped = _stamped(row, last)
            last = witnessed(last, Stamp.parse(stamped.position_clock), last.wall_ms, self._device)
            _join(connection, self._counted(connection, stamped))
        if place is not None:
            values = {
                "course_id": place.course_id,
                "batch_id": place.batch_id,
                "resource_id": place.resource_id,
                "at": self._clock.corrected(),
            }
            statement = upsert(opened).values(one=1, **values)
            connection.execute(statement.on_conflict_do_update(index_elements=[opened.c.one], set_=values))
        self._move(connection, sequence, last)

    def hear(self, connection: Connection, said: Iterable[ServerState]) -> None:
        """Joins what the learner's other laptops tell in the server's rows; no act of here will seem older than it."""
        now = self._clock.corrected()
        told = [heard(state.resource_id, state.details, now) for state in said]
        if not any(told):
            return
        sequence, last = self._counter(connection)
        was = last
        for row in told:
            if row is not None:
                last = max(last, Stamp.parse(row.position_clock))
                _join(connection, row)
        if last != was:
            self._move(connection, sequence, last)

    def learn_times(self, connection: Connection) -> None:
        """Keeps the start of each boot in which acts were done without knowing the time, once it is known."""
        times.learn(connection, self._clock)

    def _append(
        self, connection: Connection, act: Act, sequence: int, stamp: Stamp, batch_of: Mapping[str, str]
    ) -> None:
        sinks = [sink for sink in self._sinks if act.kind in KINDS_OF.get(sink, USUAL_KINDS)]
        place = _target(act, batch_of)
        if act.verb is Verb.PROGRESSED:
            for sink in sinks:
                _replace_progressed(connection, sink, place)
        boot, boot_s, at = self._clock.boot(), self._clock.since_boot(), self._clock.corrected()
        statement = Statement(
            id=new_id(),
            kind=act.kind,
            verb=act.verb,
            place=act.place,
            body=act.body,
            device=self._device,
            sequence=sequence,
            clock=str(stamp),
            at_raw=self._clock.now(),
            at=at,
            boot=boot,
            boot_s=None if self._clock.true_at(boot, boot_s) is not None else boot_s,
        )
        connection.execute(insert(statements).values(statement_values(statement)))
        times.note(connection, statement)
        for sink in sinks:
            connection.execute(
                insert(deliveries).values(
                    statement_id=statement.id,
                    sink=sink,
                    course_id=place.course_id,
                    batch_id=place.batch_id,
                    content_id=place.resource_id,
                    state=ItemState.WAITING.value,
                )
            )

    def _counted(self, connection: Connection, row: Watched) -> Watched:
        """The row with this laptop's counter moved on by what was spent here."""
        more = dict(row.spent)
        here_ms = more.pop(HERE, 0)
        if here_ms:
            query = select(watched.c.spent).where(watched.c.resource_id == row.resource_id)
            before = (connection.execute(query).scalar_one_or_none() or {}).get(self._device, 0)
            more[self._device] = before + here_ms
        return replace(row, spent=tuple(sorted(more.items())))

    def _counter(self, connection: Connection) -> tuple[int, Stamp]:
        row = connection.execute(select(devices).where(devices.c.device == self._device)).one_or_none()
        return (row.sequence, Stamp.parse(row.clock)) if row else (0, Stamp.parse(""))

    def _move(self, connection: Connection, sequence: int, clock: Stamp) -> None:
        moved = {"sequence": sequence, "clock": str(clock)}
        counter = upsert(devices).values(device=self._device, **moved)
        connection.execute(counter.on_conflict_do_update(index_elements=[devices.c.device], set_=moved))

    def _wall_ms(self) -> int:
        return max(0, int(self._clock.corrected().timestamp() * 1000))


def _target(act: Act, batch_of: Mapping[str, str]) -> Place:
    """Where an act is delivered to. Joining a course has no batch and no resource; all else has the batch joined."""
    course_id = act.place.course_id
    if act.kind is StatementKind.ENROL:
        return Place(course_id, "", "")
    return Place(course_id, act.place.batch_id or batch_of.get(course_id, ""), act.place.resource_id)


def _batches(connection: Connection) -> Mapping[str, str]:
    query = select(enrolments.c.course_id, enrolments.c.batch_id).where(
        enrolments.c.batch_id != "", enrolments.c.is_active
    )
    return dict(connection.execute(query).all())


def _replace_progressed(connection: Connection, sink: str, place: Place) -> None:
    """Takes back `progressed` of this place that still gathers: its delivery, and itself when no other sink has it.

    One that was refused once was sent, and stays.
    """
    gathering = and_(
        deliveries.c.sink == sink,
        deliveries.c.course_id == place.course_id,
        deliveries.c.batch_id == place.batch_id,
        deliveries.c.content_id == place.resource_id,
        deliveries.c.message_id.is_(None),
        deliveries.c.refused_id.is_(None),
    )
    query = (
        select(statements.c.id)
        .join(deliveries, deliveries.c.statement_id == statements.c.id)
        .where(gathering, statements.c.verb == Verb.PROGRESSED.value)
    )
    for statement_id in connection.execute(query).scalars().all():
        connection.execute(
            delete(deliveries).where(deliveries.c.statement_id == statement_id, deliveries.c.sink == sink)
        )
        elsewhere = select(deliveries.c.sink).where(deliveries.c.statement_id == statement_id)
        connection.execute(delete(statements).where(statements.c.id == statement_id, ~elsewhere.exists()))


def _stamped(row: Watched, stamp: Stamp) -> Watched:
    """The row with the clock of this very act, unless it came with one from elsewhere."""
    return row if row.position_clock else replace(row, position_clock=str(stamp))


def _join(connection: Connection, row: Watched) -> None:
    held = connection.execute(select(watched).where(watched.c.resource_id == row.resource_id)).one_or_none()
    before = watched_of(held) if held is not None else None
    after = row if before is None else joined(before, row)
    if after == before:
        return
    values = watched_values(after)
    statement = upsert(watched).values(values)
    connection.execute(statement.on_conflict_do_update(index_elements=[watched.c.resource_id], set_=values))
