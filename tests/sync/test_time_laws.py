"""Whatever a laptop's clock shows: no time that is sent lies ahead, no length is negative, and nothing is held back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.app.adapters import ADAPTERS
from karmadesk.model import Item, ItemState, Json, Place, Profile, ServerRow, ServerState, Watched
from karmadesk.ports import Message, Sink
from karmadesk.statement import Act, Statement, StatementKind, Verb, new_id
from karmadesk.sync import sunbird_write
from karmadesk.sync.http import Http
from karmadesk.sync.igot_read import instant
from karmadesk.sync.xapi import RecordStore
from tests.sync.clock import START, StillClock
from tests.sync.desk import Laptop as Desk
from tests.sync.desk import laptop as desk_at
from tests.sync.model_server import ModelServer, course, signed_in
from tests.turned import NEAR, TRUTH, WRONG, Laptop, TurnedClock, hears

ROW = ServerRow("s", "S", "igot", "http://learning.example", "key", records="http://records.example/xapi")
PLACE = Place("course", "batch", "film")
SINKS = [*ADAPTERS, "xapi"]
moments = st.datetimes(datetime(1970, 1, 1), datetime(2110, 1, 1)).map(  # noqa: DTZ001 - hypothesis wants it naive
    lambda at: at.replace(tzinfo=UTC)
)
verbs = st.sampled_from([Verb.INITIALIZED, Verb.PROGRESSED, Verb.COMPLETED, Verb.ANSWERED])
numbers = st.floats(-5, 1e6, allow_nan=False)


def sink_of(name: str, clock: StillClock) -> Sink:
    http = Http(ROW, clock)
    return RecordStore(http, ROW, clock) if name == "xapi" else ADAPTERS[name](http, clock)


def said(verb: Verb, at: datetime, position_s: float) -> Statement:
    body: dict[str, Json] = {
        "fraction": 0.4,
        "position_s": max(0.0, position_s),
        "duration_s": 120.0,
        "correct": 1,
        "total": 2,
        "completed": True,
        "answers": {"q1": ["0"]},
        "right": ["q1"],
        "mime_type": "video/mp4",
    }
    stamp = f"{int(at.timestamp() * 1000):015d}.00000.here"
    return Statement(new_id(), StatementKind.STATEMENT, verb, PLACE, body, "here", 1, stamp, at, at, "boot")


def moments_in(value: Json, name: str = "") -> Iterator[datetime]:
    """Every time in a request, however it is spelt."""
    if isinstance(value, Mapping):
        for key, inside in value.items():
            yield from moments_in(inside, key)
    elif isinstance(value, list):
        for inside in value:
            yield from moments_in(inside, name)
    elif name in {"at", "ets", "assessmentTs"} and isinstance(value, int):
        yield datetime.fromtimestamp(value / 1000, UTC)
    elif isinstance(value, str) and (name.endswith("Time") or name == "timestamp"):
        found = instant(value)
        assert found is not None, f"{name} is {value}"
        yield found


def lengths_in(value: Json, name: str = "") -> Iterator[float]:
    """Every length and position in a request."""
    if isinstance(value, Mapping):
        for key, inside in value.items():
            yield from lengths_in(inside, key)
    elif isinstance(value, list):
        for inside in value:
            yield from lengths_in(inside, name)
    elif isinstance(value, int | float) and name not in {"at", "ets", "assessmentTs", "clock"}:
        yield float(value)


@pytest.mark.parametrize("name", SINKS)
@given(
    now=moments, acts=st.lists(st.tuples(verbs, moments, numbers), min_size=1, max_size=5), seen_ago=st.none() | numbers
)
def test_no_time_that_is_sent_lies_ahead_and_no_length_is_negative(
    name: str, now: datetime, acts: list[tuple[Verb, datetime, float]], seen_ago: float | None
) -> None:
    sink = sink_of(name, StillClock(now))
    statements = [said(*act) for act in acts]
    item = Item("key", "progress", PLACE, (), ItemState.WAITING, now)
    watched = Watched("film", 1.0, 120_000, ((0, 48_000),), 48_000, 48_000)
    at = None if seen_ago is None else now - timedelta(seconds=abs(seen_ago))
    seen = None if at is None else ServerState("course", "batch", "film", 1, 10.0, {}, at)
    kind, body = sink.compose(item, statements, watched, seen)
    message = sink.rebase(Message("m", "progress", PLACE, kind, body, now), seen)
    asked: Json = dict(message.body)
    if name == "sunbird":
        asked = sunbird_write.request([message], Profile("u-1", "Asha"), "channel")
    times = list(moments_in(asked))
    assert times
    assert all(moment <= now for moment in times)
    assert all(length >= 0 for length in lengths_in({k: v for k, v in asked.items() if k != "karmadesk"}))


def test_the_looks_at_a_request_find_what_they_look_for() -> None:
    body: Json = {
        "lastAccessTime": "2026-11-24 08:30:00:000+0000",
        "in": [{"ets": 0, "timestamp": "2026-11-24T08:30:00Z"}],
    }
    assert list(moments_in(body)) == [START, datetime(1970, 1, 1, tzinfo=UTC), START]
    assert list(lengths_in({"spentTime": -4, "details": [{"at": 5}]})) == [-4.0]


@pytest.fixture
def server() -> ModelServer:
    found = ModelServer(StillClock(TRUTH + timedelta(hours=1)))
    found.courses = {"c": course("c", "film", "other")}
    return found


@pytest.mark.parametrize("wall", WRONG, ids=lambda at: str(at.date()))
def test_learns_offline_on_a_wrong_clock_and_the_server_hears_when_it_was(
    tmp_path: Path, server: ModelServer, wall: datetime
) -> None:
    clock = TurnedClock(Laptop(wall))
    with desk_at(tmp_path, server, clock) as asha:
        signed_in(asha, server)
        acts(asha)
        [film] = [act for act in pending(asha) if act.place.resource_id == "film"]
        assert film.at == film.at_raw == wall
        clock.pass_(3600)
        hears(clock, TRUTH + timedelta(hours=1))
        asha.sync()
        assert asha.outbox() == 0
        [body] = server.writes_of("film")
        told = instant(body["lastCompletedTime"])
        assert told is not None
        assert abs(told - TRUTH) <= NEAR, "the wall clock's word went along as raw time only"


def test_a_boot_that_was_never_told_the_time_is_sent_with_the_best_guess(tmp_path: Path, server: ModelServer) -> None:
    laptop = Laptop(WRONG[-1])
    clock = TurnedClock(laptop)
    with desk_at(tmp_path, server, clock) as asha:
        signed_in(asha, server)
        acts(asha)
        laptop.starts_again("boot-2", TRUTH)
        clock._boot = "boot-2"
        hears(clock, TRUTH + timedelta(hours=1))
        asha.sync()
        assert asha.outbox() == 0, "nothing is refused for its time"
        [body] = server.writes_of("film")
        told = instant(body["lastCompletedTime"])
        assert told is not None
        assert told <= server.clock.corrected()


def acts(desk: Desk) -> None:
    desk.join("c")
    desk.act(Act(StatementKind.STATEMENT, Verb.COMPLETED, desk.place("c", "film"), {"fraction": 1.0}))


def pending(desk: Desk) -> tuple[Statement, ...]:
    with desk.learner.read() as db:
        return db.pending()
