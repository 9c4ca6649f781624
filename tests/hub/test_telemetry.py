"""Telemetry that comes twice is counted once, as the real pipeline tells doubles."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from karmadesk.hub import moments, telemetry
from karmadesk.hub.database import Database
from tests.hub.server import Hub
from tests.hub.wire import Json, call


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty hub's database."""
    found = Database(f"sqlite:///{tmp_path}/hub.db")
    found.prepare()
    yield found
    found.close()


@pytest.fixture
def keep(database: Database) -> Callable[..., Json]:
    """Takes a batch; the counts after it."""

    def take(**body: Any) -> Json:
        with database.write() as db:
            telemetry.keep(db, body, None)
            return telemetry.counts(db)

    return take


def _event(mid: Any, producer: Any = "prod.sunbird.desktop") -> Json:
    return {"eid": "START", "mid": mid, "context": {"pdata": {"id": producer}}}


def test_a_batch_that_comes_again_counts_once(keep: Callable[..., Json]) -> None:
    batch = {"params": {"msgid": "m1"}, "events": [_event("a", "karmadesk"), _event("b", "karmadesk")]}

    assert keep(**batch) == {"batches": 1, "events": 2, "doubledBatches": 0, "doubledEvents": 0}
    assert keep(**batch) == {"batches": 1, "events": 2, "doubledBatches": 1, "doubledEvents": 2}
    assert keep(params={"msgid": "m2"}, events=batch["events"])["events"] == 4


def test_events_of_the_watched_producers_are_known_by_their_mid(keep: Callable[..., Json]) -> None:
    keep(params={"msgid": "m1"}, events=[_event("a"), _event("b")])

    counts = keep(params={"msgid": "m2"}, events=[_event("b"), _event("c"), _event("c"), _event("b", "karmadesk")])

    assert counts == {"batches": 2, "events": 4, "doubledBatches": 0, "doubledEvents": 2}


def test_after_an_hour_a_double_is_not_known(
    keep: Callable[..., Json], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = moments.now_ms()
    monkeypatch.setattr(moments, "now_ms", lambda: began)
    batch = {"params": {"msgid": "m1"}, "events": [_event("a")]}
    keep(**batch)
    monkeypatch.setattr(moments, "now_ms", lambda: began + telemetry.MEMORY_MS - 1)
    assert keep(**batch)["events"] == 1
    monkeypatch.setattr(moments, "now_ms", lambda: began + telemetry.MEMORY_MS)

    assert keep(**batch) == {"batches": 2, "events": 2, "doubledBatches": 1, "doubledEvents": 1}
    with database.read() as db:  # what is remembered does not grow
        assert db.exec_driver_sql("select count(*) from telemetry_seen").scalar() == 1


@pytest.mark.parametrize("events", [None, 7, "x", {}, [None, 7, [], {}, "x"], [_event(None)], [_event(["a"], {})], []])
def test_whatever_comes_is_taken(events: Any, keep: Callable[..., Json]) -> None:
    size = len(events) if isinstance(events, list) else 0

    assert keep(params={"msgid": "m"}, events=events)["events"] == size
    assert keep(params={"msgid": 7}, events=events)["events"] == size * 2
    assert keep(params=[], events=events)["events"] == size * 3
    assert keep(events=[_event("x" * 500), _event("\0")])["doubledEvents"] == 0


def test_only_the_owner_counts(hub: Hub) -> None:
    address = f"{hub.url}/owner/v1/telemetry"
    body = b'{"params": {"msgid": "%s"}, "events": [{}]}' % uuid.uuid4().hex.encode()
    key = {"X-Owner-Key": hub.owner_key}
    before = call("GET", address, None, key).json
    for _ in range(3):
        assert call("POST", f"{hub.url}/api/data/v1/public/telemetry", body).json["responseCode"] == "SUCCESS"

    after = call("GET", address, None, key).json

    grown = {name: after[name] - before[name] for name in after}
    assert grown == {"batches": 1, "events": 1, "doubledBatches": 2, "doubledEvents": 2}
    assert call("GET", address).status == 401
