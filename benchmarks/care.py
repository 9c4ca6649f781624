"""What looking after one person's store costs: a copy, a look at every page, letting go, a mending.

`python -m benchmarks.care [--acts N] [--json]`. Half of the acts were sent; the store lies in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from karmadesk.app.clock import SystemClock
from karmadesk.model import Batch, Enrolment, Place, Receipt, Watched
from karmadesk.statement import Act, StatementKind, Verb, new_id
from karmadesk.store import backups
from karmadesk.store.checkup import check
from karmadesk.store.database import Database
from karmadesk.store.learner.compact import compact
from karmadesk.store.learner.store import LearnerStore
from karmadesk.store.mending import DATABASE, mend

A_COURSE = 100
SLICE = 100


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    parsed = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="karmadesk-care-") as name:
        found = measured(Path(name), parsed.acts)
    if parsed.json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        sys.stdout.writelines(f"{key}: {value}\n" for key, value in found.items())
    return 0


def measured(folder: Path, acts: int) -> dict[str, float]:
    """Every figure, seconds and bytes."""
    key, clock = secrets.token_bytes(32), SystemClock()
    store = LearnerStore(folder / DATABASE, key, clock, "laptop", ["progress"], may_create=True)
    fill(store, acts)
    path, found = folder / DATABASE, dict[str, float](acts=acts)
    found["store_bytes"] = path.stat().st_size
    with timed(found, "check_s"):
        check(path, key, wanted)
    with timed(found, "backup_s"):
        made = backups.back_up(path, key, clock.now(), wanted)
    found["backup_bytes"] = made.size_bytes if made is not None else 0
    with timed(found, "unchanged_s"):
        backups.back_up(path, key, clock.now(), wanted)
    slices = Slices(store.database)
    with timed(found, "compact_s"):
        found["let_go"] = compact(slices, wanted)
    held = sorted(slices.held_s)
    found |= {"slice_median_ms": 1000 * held[len(held) // 2], "slice_p95_ms": 1000 * held[int(len(held) * 0.95)]}
    store.close()
    with timed(found, "mend_s"):
        mend(folder, key, ["progress"], clock.now())
    return {name: round(value, 4) for name, value in found.items()}


def fill(store: LearnerStore, acts: int) -> None:
    """Films watched and practice sets answered; half of it was sent and accepted."""
    clock = SystemClock()
    courses = [Enrolment(f"do_{n}", Batch(f"b{n}", f"do_{n}")) for n in range(acts // A_COURSE + 1)]
    with store.write() as db:
        db.put_enrolments(courses)
    for start in range(0, acts, SLICE):
        with store.write() as db:
            for number in range(start, min(start + SLICE, acts)):
                course = number // A_COURSE
                place = Place(f"do_{course}", f"b{course}", f"do_{number}")
                verb = Verb.ANSWERED if number % 10 == 0 else Verb.COMPLETED
                body = {"fraction": 1.0, "position_s": 118.2, "duration_s": 120.0, "mime_type": "video/mp4"}
                watched = Watched(place.resource_id, 1.0, 120_000, ((0, 120_000),), 120_000, 118_200)
                db.record([Act(StatementKind.STATEMENT, verb, place, body)], [watched], opened=place)
    with store.write() as db:
        waiting = db.items(["waiting"], acts)[acts // 2 :]
    for start in range(0, len(waiting), SLICE):
        with store.write() as db:
            for item in waiting[start : start + SLICE]:
                at, message_id = clock.now(), new_id()
                ids = [one.id for one in db.statements_of(item.key)]
                db.freeze(item.key, message_id, "state", {"contentId": item.place.resource_id, "status": 2}, at, ids)
                db.settle(message_id, Receipt(True, at, server_id="row"))


class Slices(Database):
    """The same database, with how long each write transaction held it."""

    def __init__(self, database: Database) -> None:
        self.__dict__ = dict(database.__dict__)
        self.held_s: list[float] = []

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with super().write() as connection:
            began = time.perf_counter()
            yield connection
        self.held_s.append(time.perf_counter() - began)


@contextmanager
def timed(found: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    found[name] = time.perf_counter() - began


def wanted() -> None:
    """Still."""


if __name__ == "__main__":
    sys.exit(main())
