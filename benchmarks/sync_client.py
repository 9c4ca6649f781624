"""The laptop of the sync benchmark, a process of its own: learns offline, syncs, and says what went over the wire.

    python benchmarks/sync_client.py HOST API_KEY ADAPTER ACTS SEED [RECORDS]

Prints one JSON line. Bytes are what its sockets sent and received: heads, bodies, both ways. The clock runs from the
start of the round to the last stored receipt. `nothing` is one more round, once all consequences have been pulled.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import requests
import urllib3.connection

from benchmarks import sync_world as world
from karmadesk.app.adapters import Connections, make_sync
from karmadesk.app.clock import SystemClock
from karmadesk.app.journey_browser import sign_in
from karmadesk.jobs import Context
from karmadesk.model import HERE, Json, Place, ServerRow, SignInWay, Tokens, Watched
from karmadesk.paths import Paths
from karmadesk.ports import PROGRESS, RECORDS, Learner
from karmadesk.statement import Act, StatementKind, Verb
from karmadesk.store import open_catalogue, open_people
from karmadesk.vault.memory import MemoryVault
from karmadesk.vault.wrapped import SecretWrapping

LENGTH_S = 600.0
QUESTIONS = 5
TOGETHER = 100
SETTLING = 20
FEWEST = 2


@dataclass
class Meter:
    """What went over every connection of this process."""

    up: int = 0
    down: int = 0
    requests: int = 0
    pushes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, *, up: int = 0, down: int = 0) -> None:
        with self._lock:
            self.up += up
            self.down += down

    def since(self, before: Meter) -> dict[str, int]:
        return {
            "up": self.up - before.up,
            "down": self.down - before.down,
            "requests": self.requests - before.requests,
            "pushes": self.pushes - before.pushes,
        }

    def copy(self) -> Meter:
        return Meter(self.up, self.down, self.requests, self.pushes)


class Counted:
    """A socket that tells the meter what passes through it."""

    def __init__(self, inner: Any, meter: Meter) -> None:
        self._inner = inner
        self._meter = meter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def sendall(self, data: bytes) -> None:
        self._meter.count(up=len(data))
        self._inner.sendall(data)

    def recv_into(self, *arguments: Any) -> int:
        read: int = self._inner.recv_into(*arguments)
        self._meter.count(down=read)
        return read

    def makefile(self, mode: str, *_: Any) -> Any:
        import io
        import socket

        assert "r" in mode
        self._inner._io_refs += 1  # noqa: SLF001 - what `socket.makefile` does
        return io.BufferedReader(socket.SocketIO(self, "r"))  # type: ignore[arg-type]  # it has a socket's face

    def _decref_socketios(self) -> None:
        self._inner._decref_socketios()  # noqa: SLF001 - as above


def watch_the_wire(meter: Meter) -> None:
    """From now on every new connection is counted."""
    connect = urllib3.connection.HTTPConnection.connect
    send = requests.Session.send

    def connected(self: Any) -> None:
        connect(self)
        self.sock = Counted(self.sock, meter)

    def sent(self: Any, request: Any, **more: Any) -> Any:
        meter.requests += 1
        path = str(request.url)
        is_packed = request.headers.get("Content-Encoding") == "gzip"
        is_push = "state/update" in path and (is_packed or b'"contents"' in (request.body or b""))
        meter.pushes += is_push or (request.method == "POST" and path.endswith("/statements"))
        return send(self, request, **more)

    urllib3.connection.HTTPConnection.connect = connected  # type: ignore[method-assign]  # measured, not changed
    requests.Session.send = sent  # type: ignore[method-assign]  # as above


def acts_of(seed: int, count: int) -> list[tuple[Act, Watched | None]]:
    """What one learner did: films watched in stretches to the end, practice sets answered, again and again."""
    dice = random.Random(seed)
    reached = [0.0] * world.RESOURCES
    found: list[tuple[Act, Watched | None]] = []
    while len(found) < count:
        number = dice.randrange(world.RESOURCES)
        course = world.course_of(number)
        place = Place(world.course_id(course), world.batch_id(course), world.resource_id(number))
        found.append(_answered(dice, place) if world.is_practice(number) else _watched(dice, place, number, reached))
    return found


def _answered(dice: random.Random, place: Place) -> tuple[Act, None]:
    right = [f"q{n}" for n in range(QUESTIONS) if dice.random() < 0.7]
    body: dict[str, Json] = {
        "answered": QUESTIONS,
        "correct": len(right),
        "total": QUESTIONS,
        "completed": True,
        "fraction": 1.0,
        "mime_type": "application/vnd.sunbird.questionset",
        "answers": {f"q{n}": [str(dice.randrange(4))] for n in range(QUESTIONS)},
        "right": right,
    }
    return Act(StatementKind.STATEMENT, Verb.ANSWERED, place, body), None


def _watched(dice: random.Random, place: Place, number: int, reached: list[float]) -> tuple[Act, Watched]:
    start = reached[number] if reached[number] < 1 else 0.0
    end = min(1.0, start + dice.uniform(0.05, 0.2))
    is_done = end >= 1.0 > reached[number]
    reached[number] = max(reached[number], end)
    span = (round(start * LENGTH_S * 1000), round(end * LENGTH_S * 1000))
    body: dict[str, Json] = {
        "fraction": 1.0 if is_done else round(min(0.99, end), 4),
        "position_s": round(end * LENGTH_S, 3),
        "duration_s": LENGTH_S,
        "mime_type": "video/mp4",
        "language": "english",
    }
    row = Watched(
        place.resource_id, 1.0, round(LENGTH_S * 1000), (span,), span[1], span[1], spent=((HERE, span[1] - span[0]),)
    )
    return Act(StatementKind.STATEMENT, Verb.COMPLETED if is_done else Verb.PROGRESSED, place, body), row


def floor_bytes(acts: Sequence[tuple[Act, Watched | None]]) -> int:
    """The same acts, said once in one body and packed."""
    said = [{"verb": a.verb.value, "place": vars(a.place), "body": dict(a.body)} for a, _ in acts]
    return len(gzip.compress(json.dumps(said, separators=(",", ":")).encode()))


def learn(learner: Learner, acts: Sequence[tuple[Act, Watched | None]]) -> None:
    for start in range(0, len(acts), TOGETHER):
        with learner.write() as db:
            for act, row in acts[start : start + TOGETHER]:
                db.record([act], [row] if row is not None else [])


def main() -> int:
    host, api_key, adapter, count, seed = sys.argv[1:6]
    records = sys.argv[6] if len(sys.argv) > 6 else ""
    meter = Meter()
    watch_the_wire(meter)
    row = ServerRow("bench", "Bench", adapter, host, api_key, SignInWay.LOOPBACK, "karmadesk", records=records)
    with tempfile.TemporaryDirectory(prefix="karmadesk-bench-") as place:
        found = measured(Path(place), row, int(count), int(seed), meter)
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    return 0


def measured(place: Path, row: ServerRow, count: int, seed: int, meter: Meter) -> dict[str, Any]:
    paths, clock = Paths(place / "home"), SystemClock()
    paths.make()
    connections = Connections(lambda _: row, clock)
    path = paths.catalogue(row.id)
    path.parent.mkdir(parents=True)
    catalogue = open_catalogue(path)
    # Each kind of receiver by itself: a laptop with both does the sum of both.
    sinks = (RECORDS,) if row.records else (PROGRESS,)
    people = open_people(paths, MemoryVault(), clock, "bench-laptop", SecretWrapping(), lambda _: sinks)
    person = people.add(row.id, "Bench")
    learner = people.open(person.id)
    sync = make_sync(connections, people, lambda _: catalogue, clock, lambda _: None, None)
    tokens = _signed_in(connections, row)
    with learner.write() as db:
        db.put_tokens(tokens)

    def round_() -> Any:
        connections.server(row.id).probe()
        return sync.run(person.id, Context(), interactive=True)

    first = round_()
    assert not first.stopped_by, first
    acts = acts_of(seed, count)
    learn(learner, acts)
    before, settled = meter.copy(), _LastReceipt(learner)
    began = time.perf_counter()
    report = round_()
    wall_s = (settled.at or time.perf_counter()) - began
    sent = meter.since(before)
    assert (report.stopped_by, report.refused, report.waiting) == ("", 0, 0), report
    for _ in range(SETTLING):
        # A completion has its consequences: figures, and certificates some seconds later.
        before = meter.copy()
        round_()
        if meter.since(before)["requests"] <= FEWEST:
            break
        time.sleep(1.0)
    before = meter.copy()
    round_()
    nothing = meter.since(before)
    with learner.read() as kept:
        access = kept.tokens()
    keys = len(row.api_key) + len(access.access if access else "")
    people.close_all()
    catalogue.close()
    connections.close()
    return {
        "acts": count,
        "items": report.sent,
        "wall_s": wall_s,
        "round_s": time.perf_counter() - began,
        **sent,
        "floor_bytes": floor_bytes(acts),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "nothing": {**nothing, "without_tokens": nothing["up"] + nothing["down"] - keys},
    }


class _LastReceipt:
    """When the last receipt was stored."""

    def __init__(self, learner: Learner) -> None:
        self.at: float | None = None
        store: Any = learner
        write: Callable[[], Any] = store.write
        from contextlib import contextmanager

        @contextmanager
        def writing() -> Any:
            with write() as db:
                settle = db.settle
                settled = False

                def noted(*arguments: Any) -> None:
                    nonlocal settled
                    settled = True
                    settle(*arguments)

                db.settle = noted
                yield db
            if settled:
                self.at = time.perf_counter()

        store.write = writing


def _signed_in(connections: Connections, row: ServerRow) -> Tokens:
    attempt = connections.sign_in(row.id).begin(fresh=True, language="en")
    browser = threading.Thread(
        target=sign_in, args=(attempt.address, world.USER, world.PASSWORD), kwargs={"follow": True}
    )
    browser.start()
    try:
        return attempt.wait(Context(), 60.0)
    finally:
        browser.join()
        attempt.close()


if __name__ == "__main__":
    raise SystemExit(main())
