"""How many acts a second are remembered, beside raw SQLite commits on the same disk; no act waits in the window.

    python benchmarks/record.py [--json] [--acts 600] [--rounds 7] [--folder DIR]

The peer: one `INSERT` of a 300-byte row, committed, through `sqlite3`, WAL and `synchronous=FULL`, not encrypted. Ours:
one watched stretch of a film through `services.learning`, the store and SQLCipher: the joined row of what was watched,
a statement, its delivery, the counter and where the learner is, in one durable transaction. Both take turns. Then as a
window asks: what it costs the thread that asks, and which threads wrote.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from karmadesk.app.clock import SystemClock
from karmadesk.files import ContentStore
from karmadesk.jobs import Jobs
from karmadesk.model import Batch, Course, CourseCard, Enrolment, Place, Resource, ServerRow, Unit
from karmadesk.packages import EcarPackages
from karmadesk.paths import Paths
from karmadesk.services import learning
from karmadesk.services.desk import Desk
from karmadesk.store import open_catalogue, open_people, open_shelf
from karmadesk.vault.memory import MemoryVault
from karmadesk.vault.wrapped import SecretWrapping

ROW = b"x" * 300
FILMS = 20
STRETCH_MS = 5000
SERVER = ServerRow("bench", "Bench", "igot", "http://127.0.0.1:1", "")


def main() -> int:
    """Prints the figures; exits 0 when they could be taken."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--json", action="store_true")
    options.add_argument("--acts", type=int, default=600, help="of each kind in a round")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--folder", type=Path, default=None, help="the disk to measure; the system's temporary one")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="karmadesk-bench-", dir=asked.folder) as place:
        found = measured(Path(place), asked.acts, asked.rounds)
    sys.stdout.write((json.dumps(found) if asked.json else "\n".join(f"{k:24} {v}" for k, v in found.items())) + "\n")
    return 0


def measured(place: Path, acts: int, rounds: int) -> dict[str, Any]:
    """The figures, from `rounds` rounds of both in turn; the first of each is left out."""
    raw = _raw(place)
    bench = Bench(place)
    raw_s: list[float] = []
    ours_s: list[float] = []
    for turn in range(rounds + 1):
        took_raw, took = _timed(lambda: _commit(raw, acts)), _timed(lambda: bench.learn(acts))
        if turn:
            raw_s.append(took_raw / acts)
            ours_s.append(took / acts)
    asking_ms, threads = bench.asked_from_a_window(50)
    bench.close()
    raw.close()
    return {
        "ratio_to_raw": round(median(raw_s) / median(ours_s), 3),
        "acts_per_s": round(1 / median(ours_s)),
        "raw_commits_per_s": round(1 / median(raw_s)),
        "act_ms": round(1000 * median(ours_s), 3),
        "transactions_per_act": bench.transactions_per_act(),
        "window_asks_ms": round(asking_ms, 3),
        "window_touches_database": threading.main_thread().name in threads,
        "acts": acts,
        "rounds": rounds,
    }


def _raw(place: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(place / "raw.db", isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("CREATE TABLE acts (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")
    return raw


def raw_commits_per_s(place: Path, rows: int = 500) -> int:
    """What the disk does: durable commits of one small row a second."""
    raw = _raw(place)
    took_s = _timed(lambda: _commit(raw, rows))
    raw.close()
    return round(rows / took_s)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _commit(raw: sqlite3.Connection, rows: int) -> None:
    for _ in range(rows):
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO acts (body) VALUES (?)", (ROW,))
        raw.execute("COMMIT")


class Bench:
    """One learner with a course of films, and the services over their store."""

    def __init__(self, place: Path) -> None:
        paths = Paths(place / "home")
        paths.make()
        clock = SystemClock()
        # As after any answer of a server: the time is known.
        clock.learn(datetime.now(UTC), clock.monotonic(), clock.monotonic())
        self._people = open_people(paths, MemoryVault(), clock, "bench", SecretWrapping())
        person = self._people.add(SERVER.id, "Bench")
        catalogue_path = paths.catalogue(SERVER.id)
        catalogue_path.parent.mkdir(parents=True)
        self._shelf, self._catalogue = open_shelf(paths.shelf), open_catalogue(catalogue_path)
        self.desk = Desk(
            person=person,
            server=SERVER,
            catalogue=self._catalogue,
            shelf=self._shelf,
            learner=self._people.open(person.id),
            files=ContentStore(paths.objects),
            packages=EcarPackages(),
            clock=clock,
        )
        self.films = tuple(
            Resource(f"film-{n}", f"Film {n}", "video", "video/mp4", duration_s=86_400.0) for n in range(FILMS)
        )
        with self.desk.catalogue.write() as db:
            db.put_course(Course(CourseCard("course", "Course"), (Unit("unit", "Unit", self.films),)))
        with self.desk.learner.write() as db:
            db.put_enrolments([Enrolment("course", Batch("batch", "course"))])
        self._at = 0

    def learn(self, acts: int) -> None:
        """So many stretches, each after the one before it, over all films in turn."""
        for _ in range(acts):
            self.watch()

    def watch(self) -> None:
        film = self.films[self._at % FILMS]
        start = self._at // FILMS * STRETCH_MS
        self._at += 1
        place = Place("course", "batch", film.id)
        learning.record_watched(self.desk, place, film, ((start, start + STRETCH_MS),), start + STRETCH_MS, 86_400_000)

    def transactions_per_act(self) -> float:
        """How many write transactions one act takes."""
        counted = 0
        write = self.desk.learner.write

        def counting() -> AbstractContextManager[Any]:
            nonlocal counted
            counted += 1
            return write()

        self.desk.learner.write = counting  # type: ignore[method-assign]  # counted here alone
        self.learn(10)
        self.desk.learner.write = write  # type: ignore[method-assign]  # put back
        return counted / 10

    def asked_from_a_window(self, acts: int) -> tuple[float, set[str]]:
        """(median milliseconds that asking costs the asking thread, names of the threads that wrote)."""
        threads: set[str] = set()
        done = threading.Semaphore(0)
        jobs = Jobs(lambda work: work(), _raise)

        def act(_context: object) -> None:
            threads.add(threading.current_thread().name)
            self.watch()
            done.release()

        costs = [_timed(partial(jobs.run, "act", act)) for _ in range(acts)]
        for _ in range(acts):
            done.acquire()
        jobs.close(5.0)
        return 1000 * median(costs), threads

    def close(self) -> None:
        self._people.close_all()
        self._catalogue.close()
        self._shelf.close()


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    raise SystemExit(main())
