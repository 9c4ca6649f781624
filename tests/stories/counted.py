"""The judge of the first promise: reads the hub's own database, nothing of the laptop's, and names what is wrong."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

from tests.soak.oracle import held_by

DONE = 2


def wrongs(database: Path, person: str, course: str, done: set[str], *, devices: int = 1) -> list[str]:
    """One line for everything that is not as it must be when exactly these lessons were finished, once each.

    A lesson that was seen on several devices is written once from each: what was seen there is another part of it.
    """
    held = held_by(database, person)
    found = []
    if (held.joinings[course], held.enrolments[course]) != (1, 1):
        found.append(f"{course} was joined {held.joinings[course]} times, {held.enrolments[course]} enrolments")
    rows = {content for (_, content), row in held.rows.items() if row.status == DONE}
    found += [f"{content} is lost" for content in done - rows]
    found += [f"{content} was never finished" for content in rows - done]
    finished = Counter(write.content for write in held.writes if write.status == DONE)
    found += [f"{content} was finished {n} times" for content, n in finished.items() if n > devices]
    every = Counter(repr((w.course, w.content, w.status, w.percentage, w.details)) for w in held.writes)
    found += [f"{said} was counted {n} times" for said, n in every.items() if n != 1]
    reached: Counter[str] = Counter()
    for write in held.writes:
        if (write.status, write.percentage) < (DONE, 0) and reached[write.content] >= DONE:
            found.append(f"{write.content} was taken back")
        reached[write.content] = max(write.status, reached[write.content])
    return found


def future_times(database: Path, now_ms: int) -> list[str]:
    """Everything that the hub was told to have happened later than now."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        rows = connection.execute("SELECT content, accessed_at, completed_at FROM states").fetchall()
    finally:
        connection.close()
    return [f"{content} at {at}" for content, *times in rows for at in times if at is not None and at > now_ms]
