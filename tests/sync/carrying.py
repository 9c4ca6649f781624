"""Somebody new at a real hub, their laptops, and what goes between those on a drive."""

from __future__ import annotations

import itertools
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from karmadesk.hub import people
from karmadesk.hub.database import Database
from karmadesk.hub.place import Place as HubPlace
from karmadesk.hub.tokens import Signer, subject
from karmadesk.jobs import Context
from karmadesk.model import Place, Tokens, Watched
from karmadesk.ports import Clock, HandedOver, Server, TakenIn, Written
from karmadesk.statement import Act, StatementKind, Verb
from karmadesk.sync.carrier import Carrier
from karmadesk.sync.http import Http
from karmadesk.sync.igot import Igot
from karmadesk.sync.recorded import Pieces, Recorded
from tests.hub import samples
from tests.sync.desk import Laptop, laptop
from tests.sync.test_with_hub import row_of

LENGTH_MS = 120_000

_numbers = itertools.count(1)

Arrives = Callable[[], tuple[str, Tokens]]


@pytest.fixture
def arrives(seeded: tuple[HubPlace, Database], tmp_path: Path) -> Arrives:
    """Brings somebody whom the hub has never met, signed in."""
    place, database = seeded

    def arrived() -> tuple[str, Tokens]:
        name = f"carried{next(_numbers)}-{time.time_ns()}"
        file = tmp_path / f"{name}.csv"
        row = f"{name},secret-{name},New,Nurse,{name}@example.in,Auxiliary Nurse,Group C,Health,meena,english"
        file.write_text(f"{samples.PEOPLE_HEADER}\n{row}\n", encoding="utf-8")
        people.import_file(database, file)
        with database.read() as db:
            person = people.by_name(db, name)
        assert person is not None
        ends = datetime.now(UTC) + timedelta(hours=1)
        claims = {"sub": subject(person["id"]), "typ": "Bearer", "exp": int(ends.timestamp())}
        return person["id"], Tokens(Signer(place.signing_key_file).sign(claims), "none", ends)

    return arrived


def at_home(url: str, tokens: Tokens, home: Path, clock: Clock, stack: ExitStack) -> tuple[Laptop, Carrier]:
    """A laptop on which this person is signed in and has synced once."""
    http = Http(row_of(url), clock)
    stack.callback(http.close)
    server = Igot(http, clock)
    desk = stack.enter_context(laptop(home, server, clock, home.name))
    person = desk.add()
    with desk.people.open(person.id).write() as db:
        db.put_tokens(tokens)
    server.probe()
    assert desk.sync().stopped_by == ""
    return desk, carrier_of(desk, clock)


def carrier_of(desk: Laptop, clock: Clock) -> Carrier:
    def recorded(_server_id: str, pieces: Pieces) -> Server:
        return Igot(Recorded(desk.server.row, clock, pieces), clock)

    return Carrier(
        desk.people,
        lambda _: desk.server,
        lambda _: desk.catalogue,
        clock,
        desk.topics.append,
        recorded,
        lambda _: None,
        lambda: [desk.server.row.id],
    )


def write(carrier: Carrier, folder: Path) -> Written:
    folder.mkdir(exist_ok=True)
    [found] = carrier.write(folder, Context())
    assert not found.error, found
    return found


def hand_over(carrier: Carrier, folder: Path) -> HandedOver:
    [found] = carrier.hand_over(folder, Context())
    return found


def take_in(carrier: Carrier, folder: Path) -> TakenIn:
    [found] = carrier.take_in(folder, Context())
    return found


def watch(desk: Laptop, place: Place, start_ms: int, end_ms: int, *, is_whole: bool = False) -> None:
    """Watches a piece of a film of two minutes, with the record that two laptops join."""
    with desk.learner.read() as db:
        before = db.watched([place.resource_id]).get(place.resource_id)
    seen = (*(before.intervals if before else ()), (start_ms, end_ms))
    watched = Watched(
        place.resource_id,
        duration_ms=LENGTH_MS,
        intervals=tuple(sorted(seen)),
        furthest_ms=max(end for _, end in seen),
        position_ms=end_ms,
    )
    verb = Verb.COMPLETED if is_whole else Verb.PROGRESSED
    share = 1.0 if is_whole else end_ms / LENGTH_MS
    body = {"fraction": share, "position_s": end_ms / 1000, "duration_s": LENGTH_MS / 1000, "mime_type": "video/mp4"}
    with desk.learner.write() as db:
        db.record([Act(StatementKind.STATEMENT, verb, place, body)], [watched])


def copied(folder: Path, to: Path) -> Path:
    """The drive as it is now, kept for later."""
    shutil.copytree(folder, to)
    return to
