"""The true time of acts at which nobody had told this machine what time it was.

Statements stay as they were written. Beside such an act lies how long the machine had been on; once a server has told
when that boot began, the act's time follows from the two whenever it is read.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from karmadesk.ports import Clock
from karmadesk.statement import Statement, Verb
from karmadesk.store.learner import pen
from karmadesk.store.tables.learner import boots, statements, unsure, watched

SAME_ACT = timedelta(minutes=1)
"""A row's completion and the statement that tells of it are stamped one after the other."""


def note(connection: Connection, statement: Statement) -> None:
    """Keeps how long the machine had been on, for an act whose time is a guess."""
    if statement.boot_s is not None:
        pen.UNSURE.run(connection, {"statement_id": statement.id, "boot": statement.boot, "boot_s": statement.boot_s})


def timed(query: Select[Any]) -> Select[Any]:
    """The query for statements with what `true_time` needs of them."""
    return (
        query.add_columns(unsure.c.boot_s, boots.c.began)
        .outerjoin(unsure, unsure.c.statement_id == statements.c.id)
        .outerjoin(boots, boots.c.boot == unsure.c.boot)
    )


def true_time(row: Row[Any]) -> datetime:
    """When an act was: as it was known then, or by what has been learnt since of the start of its boot."""
    at: datetime = row.at if row.began is None else row.began + timedelta(seconds=row.boot_s)
    return at


def learn(connection: Connection, clock: Clock) -> None:
    """Keeps what the clock knows by now of boots with acts of unsure time, and sets their completions right."""
    known = select(boots.c.boot)
    for boot in connection.execute(select(unsure.c.boot).where(unsure.c.boot.not_in(known)).distinct()).scalars().all():
        began = clock.true_at(boot, 0.0)
        if began is not None:
            connection.execute(upsert(boots).values(boot=boot, began=began).on_conflict_do_nothing())
            _set_right(connection, boot)


def _set_right(connection: Connection, boot: str) -> None:
    """The rows of what was completed in this boot: their time was a guess too."""
    query = select(statements).where(
        unsure.c.boot == boot, statements.c.verb.in_((Verb.COMPLETED.value, Verb.ANSWERED.value))
    )
    for act in connection.execute(timed(query)).all():
        connection.execute(
            update(watched)
            .where(
                watched.c.resource_id == act.resource_id,
                watched.c.completed_at >= act.at - SAME_ACT,
                watched.c.completed_at <= act.at + SAME_ACT,
            )
            .values(completed_at=true_time(act))
        )
