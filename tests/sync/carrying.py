"""A laptop's carrier for tests: its own people and catalogue, and a hub by way of an adapter."""

from __future__ import annotations

import shutil
from pathlib import Path

from karmadesk.jobs import Context
from karmadesk.model import Place, Watched
from karmadesk.ports import Clock, Server, TakenIn, Written
from karmadesk.statement import Act, StatementKind, Verb
from karmadesk.sync.carrier import Carrier
from karmadesk.sync.igot import Igot
from karmadesk.sync.recorded import Pieces, Recorded
from tests.sync.desk import Laptop

LENGTH_MS = 120_000


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
