"""What the learner did becomes statements and deliveries: numbered, stamped and joined in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from karmadesk.learning.clock import Stamp, ticked, witnessed
from karmadesk.learning.merge import joined
from karmadesk.learning.shared import heard
from karmadesk.model import HERE, ItemState, Place, ServerState, Watched
from karmadesk.ports import TELEMETRY, Clock
from karmadesk.statement import Act, Statement, StatementKind, Verb, new_id
from karmadesk.store.learner import pen, times
from karmadesk.store.learner.rows import statement_values, watched_of, watched_values

KINDS_OF: Mapping[str, frozenset[StatementKind]] = {
    "progress": frozenset({StatementKind.STATEMENT, StatementKind.ENROL}),
    TELEMETRY: frozenset({StatementKind.STATEMENT, StatementKind.USAGE}),
}
"""Which kinds of statement each sink takes."""

USUAL_KINDS = frozenset({StatementKind.STATEMENT})
"""What a sink without a row above takes."""


UNTOLD: Mapping[str, frozenset[Verb]] = {TELEMETRY: frozenset({Verb.PROGRESSED})}
"""Verbs that a sink has no word for: telemetry says when a lesson begins and ends, not how far it is."""

ANYWHERE = Place("", "", "")


class Recorder:
    """This laptop's pen: its clock, its name and where acts are delivered to."""

    def __init__(self, clock: Clock, device: str, sinks: Callable[[], Sequence[str]]) -> None:
        """`sinks` is asked at each act: what may be told is somebody's to change."""
        self._clock = clock
        self._device = device
        self._sinks = sinks

    def record(self, connection: Connection, acts: Sequence[Act], rows: Sequence[Watched], place: Place | None) -> None:
        """Everything of one call, with the counter and the clock moved in the same transaction."""
        sequence, last = self._counter(connection)
        sinks = self._sinks() if acts else ()
        for act in acts:
            takers = [sink for sink in sinks if _takes(sink, act)]
            if act.kind is StatementKind.USAGE and not takers:
                continue
            sequence += 1
            last = ticked(last, self._wall_ms(), self._device)
            self._append(connection, act, sequence, last, takers)
        if rows:
            last = ticked(last, self._wall_ms(), self._device)
        for row in rows:
            stamped = _stamped(row, last)
            last = witnessed(last, Stamp.parse(stamped.position_clock), last.wall_ms, self._device)
            self._join(connection, stamped)
        if place is not None:
            values = {"course_id": place.course_id, "batch_id": place.batch_id, "resource_id": place.resource_id}
            pen.PUT_OPENED.run(connection, {"one": 1, "at": self._clock.corrected(), **values})
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
                self._join(connection, row)
        if last != was:
            self._move(connection, sequence, last)

    def learn_times(self, connection: Connection) -> None:
        """Keeps the start of each boot in which acts were done without knowing the time, once it is known."""
        times.learn(connection, self._clock)

    def _append(self, connection: Connection, act: Act, sequence: int, stamp: Stamp, sinks: Sequence[str]) -> None:
        place = _target(connection, act)
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
        pen.APPEND.run(connection, statement_values(statement))
        times.note(connection, statement)
        for sink in sinks:
            # Telemetry is told of many lessons in one batch: all of it gathers at one place.
            to = ANYWHERE if sink == TELEMETRY else place
            values = {**_placed(sink, to), "state": ItemState.WAITING.value, "message_id": None, "refused_id": None}
            pen.DELIVER.run(connection, {"statement_id": statement.id, **values})

    def _join(self, connection: Connection, row: Watched) -> None:
        """Joins a row with what is held, this laptop's own counter moved on by what was spent here."""
        held = pen.WATCHED.row(connection, {"resource_id": row.resource_id})
        before = watched_of(held) if held is not None else None
        row = self._counted(row, before)
        after = row if before is None else joined(before, row)
        if after != before:
            pen.PUT_WATCHED.run(connection, watched_values(after))

    def _counted(self, row: Watched, before: Watched | None) -> Watched:
        more = dict(row.spent)
        here_ms = more.pop(HERE, 0)
        if here_ms:
            more[self._device] = here_ms + (dict(before.spent).get(self._device, 0) if before is not None else 0)
        return replace(row, spent=tuple(sorted(more.items())))

    def _counter(self, connection: Connection) -> tuple[int, Stamp]:
        row = pen.DEVICE.row(connection, {"device": self._device})
        return (row.sequence, Stamp.parse(row.clock)) if row else (0, Stamp.parse(""))

    def _move(self, connection: Connection, sequence: int, clock: Stamp) -> None:
        pen.MOVE.run(connection, {"device": self._device, "sequence": sequence, "clock": str(clock)})

    def _wall_ms(self) -> int:
        return max(0, int(self._clock.corrected().timestamp() * 1000))


def _takes(sink: str, act: Act) -> bool:
    return act.kind in KINDS_OF.get(sink, USUAL_KINDS) and act.verb not in UNTOLD.get(sink, frozenset())


def _target(connection: Connection, act: Act) -> Place:
    """Where an act is delivered to. Joining a course has no batch and no resource; all else has the batch joined."""
    course_id = act.place.course_id
    if act.kind is StatementKind.ENROL:
        return Place(course_id, "", "")
    if act.place.batch_id:
        return act.place
    joined_in = pen.BATCH.row(connection, {"course_id": course_id})
    return Place(course_id, joined_in.batch_id if joined_in is not None else "", act.place.resource_id)


def _placed(sink: str, place: Place) -> dict[str, str]:
    return {
        "sink": sink,
        "course_id": place.course_id,
        "batch_id": place.batch_id,
        "content_id": place.resource_id,
    }


def _replace_progressed(connection: Connection, sink: str, place: Place) -> None:
    """Takes back `progressed` of this place that still gathers: its delivery, and itself when no other sink has it.

    One that was refused once was sent, and stays.
    """
    for row in pen.GATHERING.rows(connection, _placed(sink, place)):
        pen.TAKE_BACK.run(connection, {"id": row.id, "sink": sink})
        pen.FORGET.run(connection, {"id": row.id})


def _stamped(row: Watched, stamp: Stamp) -> Watched:
    """The row with the clock of this very act, unless it came with one from elsewhere."""
    return row if row.position_clock else replace(row, position_clock=str(stamp))
