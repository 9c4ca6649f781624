"""The change feed: which topics a learner has to read anew since a cursor."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from karmadesk.hub import batches, marks, moments
from karmadesk.hub.catalogue import Catalogue
from karmadesk.hub.database import fact
from karmadesk.hub.tables import certificates, changes, enrolments

ALL = "all"

_CURSOR = re.compile(r"([0-9a-f]{8})\.([0-9a-z]{1,12})\.([0-9a-z]{1,12})")
_MANY = 100
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class News:
    """The topics to read anew, and where to ask from next time."""

    cursor: str
    topics: tuple[str, ...]


def since(db: Connection, current: Callable[[Connection], Catalogue], person: str, cursor: str) -> News:
    """What a person has to read anew; everything if the cursor is none of this hub's."""
    # The clock first: what turns by itself after this moment is told at the next call.
    now, epoch, newest = moments.now_ms(), fact(db, marks.EPOCH) or "0" * 8, marks.newest(db)
    known = _CURSOR.fullmatch(cursor)
    number, at = (int(known[2], 36), int(known[3], 36)) if known else (0, 0)
    if known is None or known[1] != epoch or number > newest or at > now:
        return News(_cursor(epoch, newest, now), (ALL,))
    mine = or_(changes.c.person == person, changes.c.person == marks.EVERYONE)
    rows = db.execute(select(changes.c.topic, changes.c.seq).where(changes.c.seq > number, mine)).all()
    newest = max([newest, *(row.seq for row in rows)])
    # The catalogue last: it is at least as new as the marks that are looked up in it.
    topics = _expanded(current(db), {row.topic for row in rows}) | _turned(db, person, at, now)
    return News(_cursor(epoch, newest, now), (ALL,) if len(topics) > _MANY else tuple(sorted(topics)))


def _expanded(catalogue: Catalogue, topics: set[str]) -> set[str]:
    """The topics as a learner reads: what was published changes the trees it stands in, and what counts leaves."""
    published = {topic.removeprefix(marks.CONTENT) for topic in topics if topic.startswith(marks.CONTENT)}
    found = {topic for topic in topics if not topic.startswith(marks.CONTENT)}
    if published:
        found |= {marks.CATALOGUE, marks.PLAN, marks.ENROLMENTS}
        found |= {marks.tree(name) for name in catalogue.collections_with(published)}
    return found


def _turned(db: Connection, person: str, after: int, until: int) -> set[str]:
    """What changed without anybody writing: a batch began or ended, a certificate's day came."""
    found: set[str] = set()
    courses = batches.turned(db, after, until)
    if courses:
        found |= {marks.tree(course) for course in courses}
        if courses & set(db.execute(select(enrolments.c.course).where(enrolments.c.person == person)).scalars()):
            found.add(marks.ENROLMENTS)
    issued = certificates.c.issued_at.between(after + 1, until)
    if db.execute(select(certificates.c.id).where(certificates.c.person == person, issued).limit(1)).first():
        found |= {marks.CERTIFICATES, marks.ENROLMENTS}
    return found


def _cursor(epoch: str, number: int, at: int) -> str:
    return f"{epoch}.{_spelled(number)}.{_spelled(at)}"


def _spelled(number: int) -> str:
    """A number in base 36."""
    signs = ""
    while number:
        number, rest = divmod(number, 36)
        signs = _DIGITS[rest] + signs
    return signs or "0"
