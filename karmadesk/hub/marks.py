"""Marks of change: who has something new to read, written in the transaction that makes it new."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from karmadesk.hub.database import put
from karmadesk.hub.tables import changes, facts

PLAN, ENROLMENTS, CERTIFICATES, CATALOGUE, PROFILE = "plan", "enrolments", "certificates", "catalogue", "profile"
EVERYONE = ""
EPOCH = "epoch"
CONTENT = "content:"


def tree(course: str) -> str:
    """The topic of a course's hierarchy and batches."""
    return f"trees:{course}"


def states(course: str) -> str:
    """The topic of what a learner did in a course, or outside any."""
    return f"states:{course}" if course else "states"


def content(identifier: str) -> str:
    """What is marked when an object was published; those who ask are told the topics that it stands in."""
    return CONTENT + identifier


def mark(db: Connection, person: str, topics: Iterable[str]) -> None:
    """Note that these topics changed for a person or EVERYONE."""
    # Writers come one at a time, and a number is seen only when its transaction has ended: none is seen late.
    number = newest(db) + 1
    for topic in sorted(set(topics)):
        put(db, changes, {"person": person, "topic": topic}, {"seq": number})


def newest(db: Connection) -> int:
    """The number of the last change of all."""
    return db.execute(select(func.max(changes.c.seq))).scalar() or 0


def begin_epoch(db: Connection) -> None:
    """Make every cursor given so far worthless: the rows may be older than what its holder has seen."""
    put(db, facts, {"name": EPOCH}, {"value": secrets.token_hex(4)})
