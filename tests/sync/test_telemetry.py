"""How lessons are used is told only where somebody lets it be told; each batch under one id until it is answered."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from karmadesk.errors import NotAServer, Offline, Refused, ServerFault
from karmadesk.model import Place, Profile, RefusalReason, ServerRow, Tokens
from karmadesk.paths import Paths
from karmadesk.ports import PROGRESS, TELEMETRY, Message, Session
from karmadesk.services.ledger import NEEDS_SIGN_IN
from karmadesk.statement import Act, StatementKind, Verb
from karmadesk.store import open_people
from karmadesk.sync import telemetry_write as write
from karmadesk.sync.http import Http
from karmadesk.sync.machine import SyncMachine
from karmadesk.sync.telemetry import PATH, Telemetry
from karmadesk.vault.memory import MemoryVault
from karmadesk.vault.wrapped import SecretWrapping
from tests.sync.clock import START, StillClock
from tests.sync.desk import Laptop, laptop
from tests.sync.model_server import ModelServer, signed_in
from tests.sync.test_xapi import act
from tests.sync.wire import Asked, Said, Wire, wire

SUCCESS = {"id": "api.telemetry", "ver": "1.0", "ets": 1, "params": {}, "responseCode": "SUCCESS"}
USER = Session(Tokens("access", "refresh", START + timedelta(hours=1)), Profile("u-1", "Asha", "Devi", org_id="org"))


class Service:
    """A telemetry service that takes everything, and remembers."""

    def __init__(self) -> None:
        self.batches: list[Mapping[str, Any]] = []
        self.says: Said | None = None
        self.loses_replies = 0

    def __call__(self, asked: Asked) -> Said:
        assert (asked.method, asked.path) == ("POST", PATH)
        if self.says is not None:
            return self.says
        is_packed = asked.headers.get("content-encoding") == "gzip"
        assert len(asked.raw) < 1_000_000
        self.batches.append(json.loads(gzip.decompress(asked.raw) if is_packed else asked.raw))
        if self.loses_replies:
            self.loses_replies -= 1
            return Said(cut=True)
        return Said(SUCCESS)

    @property
    def events(self) -> list[Mapping[str, Any]]:
        """Those of each batch once, as a pipeline that knows batches by their ids counts them."""
        counted = {batch["params"]["msgid"]: batch for batch in self.batches}
        return [event for batch in counted.values() for event in batch["events"]]


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def running(service: Service) -> Iterator[Wire]:
    with wire(service) as found:
        yield found


@pytest.fixture
def sink(running: Wire, clock: StillClock) -> Iterator[Telemetry]:
    http = Http(ServerRow("s", "S", "sunbird", running.url, "key", channel="ch"), clock)
    yield Telemetry(http, clock, lambda: False)
    http.close()


class Choice:
    """Whether it may be told; changed while the store is open."""

    is_on = True


@pytest.fixture
def choice() -> Choice:
    return Choice()


@pytest.fixture
def asha(tmp_path: Path, server: ModelServer, clock: StillClock, sink: Telemetry, choice: Choice) -> Iterator[Laptop]:
    with laptop(tmp_path, server, clock) as found:
        found.people.close_all()

        def sinks(_: str) -> tuple[str, ...]:
            return (PROGRESS, TELEMETRY) if choice.is_on else (PROGRESS,)

        found.people = open_people(Paths(tmp_path), MemoryVault(), clock, "laptop", SecretWrapping(), sinks)
        found.machine = SyncMachine(
            found.people,
            lambda _: server,
            lambda _: found.catalogue,
            clock,
            found.topics.append,
            random.Random(7),
            usage=lambda _: sink if choice.is_on else None,
        )
        signed_in(found, server)
        found.join("c")
        found.sync()
        yield found


def begin(desk: Laptop, resource_id: str) -> None:
    desk.act(Act(StatementKind.USAGE, Verb.INITIALIZED, desk.place("c", resource_id)))


def answer(desk: Laptop, questions: int) -> None:
    answers = {f"q{number}": ["0"] for number in range(questions)}
    body = {"answers": answers, "right": ["q0"], "total": questions, "answered": questions, "completed": True}
    desk.act(Act(StatementKind.STATEMENT, Verb.ANSWERED, desk.place("c", "quiz"), body))


def learn(desk: Laptop) -> None:
    begin(desk, "film")
    desk.watch(desk.place("c", "film"), 0.5)
    desk.watch(desk.place("c", "film"), 1.0)
    answer(desk, 2)


def usage(desk: Laptop) -> dict[str, int]:
    with desk.learner.read() as db:
        return {name: count for name, count in db.item_counts(of_usage=True).items() if count}


def test_lessons_begun_ended_and_answered_are_told_under_the_servers_own_id(asha: Laptop, service: Service) -> None:
    learn(asha)
    asha.sync()
    [batch] = service.batches
    assert [event["eid"] for event in batch["events"]] == ["START", "END", "ASSESS", "ASSESS", "END"]
    assert {event["actor"]["id"] for event in batch["events"]} == {"u-1"}
    assert {event["context"]["channel"] for event in batch["events"]} == {"org"}
    assert [e["edata"]["pass"] for e in batch["events"] if e["eid"] == "ASSESS"] == ["Yes", "No"]
    assert len({event["mid"] for event in batch["events"]}) == 5
    assert "Asha" not in json.dumps(batch)
    assert usage(asha) == {"accepted": 1}
    asha.sync(interactive=True)
    assert len(service.batches) == 1, "what was acknowledged is never sent again"


def test_it_is_none_of_the_learners_work(asha: Laptop, service: Service) -> None:
    before = asha.sync()
    learn(asha)
    assert asha.outbox() == 2, "the film and the practice set, for the learning server"
    assert {item.sink for item in asha.items()} == {PROGRESS}
    assert usage(asha) == {"waiting": 1}
    service.says = Said({"message": "no"}, 403)
    report = asha.sync()
    assert (report.sent, report.refused, report.waiting) == (2, 0, 0)
    assert before.sent == 0
    with asha.learner.read() as db:
        assert db.pending() == ()
        assert not db.checkpoint(NEEDS_SIGN_IN)
    assert usage(asha) == {"refused": 1}


def test_a_lost_reply_makes_no_second_batch(asha: Laptop, service: Service, clock: StillClock) -> None:
    learn(asha)
    service.loses_replies = 1
    assert asha.sync().stopped_by == "offline"
    begin(asha, "other")
    clock.pass_(minutes=20)
    asha.sync()
    first, again, later = service.batches
    assert first["params"] == again["params"] != later["params"]
    assert first["events"] == again["events"], "the same events under the same ids"
    assert [event["eid"] for event in later["events"]] == ["START"]
    assert len(service.events) == 6


def test_many_acts_go_in_few_batches_of_two_hundred_events_at_most(asha: Laptop, service: Service) -> None:
    for _ in range(9):
        answer(asha, 60)
    asha.sync()
    sizes = [len(batch["events"]) for batch in service.batches]
    assert (sum(sizes), max(sizes), len(sizes)) == (9 * 61, 183, 3)


def test_where_it_may_not_be_told_nothing_is_kept_for_it(asha: Laptop, service: Service, choice: Choice) -> None:
    choice.is_on = False
    learn(asha)
    asha.sync()
    assert usage(asha) == {}
    choice.is_on = True
    asha.sync()
    assert service.batches == []
    assert usage(asha) == {}


def test_who_says_no_takes_back_what_waits(asha: Laptop, service: Service, choice: Choice, clock: StillClock) -> None:
    begin(asha, "film")
    service.says = Said({"message": "?"}, 500)
    asha.sync()
    begin(asha, "other")
    assert usage(asha) == {"sending": 1, "waiting": 1}
    choice.is_on = False
    clock.pass_(minutes=20)
    asha.sync()
    assert usage(asha) == {}
    service.says, choice.is_on = None, True
    clock.pass_(minutes=20)
    assert asha.sync().stopped_by == ""
    assert service.batches == []


def test_the_rest_of_a_round_does_not_wait_for_it(asha: Laptop, service: Service, server: ModelServer) -> None:
    learn(asha)
    service.says = Said({"message": "?"}, 500)
    server.calls.clear()
    assert asha.sync().waiting == 0
    assert server.calls[-1] == "cards", "what comes after it was gone through"


# The service's answers


def frozen(sink: Telemetry) -> Message:
    one = act()
    kind, body = sink.compose(None, [one], None, None)  # type: ignore[arg-type]  # the item tells it nothing
    return Message("m-1", TELEMETRY, Place("", "", ""), kind, body, START, statement_ids=(one.id,))


@pytest.mark.parametrize(
    "said, error",
    [
        (Said({"message": "large"}, 413), Refused),
        (Said({"params": {"err": "x"}, "responseCode": "CLIENT_ERROR"}, 400), Refused),
        (Said({"params": {"err": "Request failed"}, "responseCode": "SERVER_ERROR"}, 500), ServerFault),
        (Said({"params": {}, "responseCode": "SERVER_ERROR"}), ServerFault),
        (Said({}), ServerFault),
        (Said({"message": "Unauthorized"}, 401), ServerFault),
        (Said(b"<html>sign in</html>", kind="text/html"), NotAServer),
        (Said(cut=True), Offline),
    ],
)
def test_only_success_is_an_acceptance(said: Said, error: type[Exception], sink: Telemetry, service: Service) -> None:
    service.says = said
    with pytest.raises(error):
        sink.push(USER, [frozen(sink)])


@pytest.mark.parametrize("status", [403, 404])
def test_a_key_that_may_not_tell_is_refused_whole(status: int, sink: Telemetry, service: Service) -> None:
    service.says = Said({"message": "no"}, status)
    receipt = sink.push(USER, [frozen(sink)])["m-1"]
    assert (receipt.accepted, receipt.reason) == (False, RefusalReason.NOT_ALLOWED)


def test_it_is_packed_only_for_a_server_that_reads_that(running: Wire, service: Service, clock: StillClock) -> None:
    for reads in (False, True):
        http = Http(ServerRow("s", "S", "igot", running.url, "key"), clock)
        sink = Telemetry(http, clock, lambda reads=reads: reads)  # type: ignore[misc]  # mypy can't type a lambda's default
        assert sink.push(USER, [frozen(sink)])["m-1"].accepted
        http.close()
    assert [asked.headers.get("content-encoding") for asked in running.asked] == [None, "gzip"]
    assert all(asked.headers["authorization"] == "bearer key" for asked in running.asked)


def test_a_batch_falls_into_halves_down_to_single_statements(sink: Telemetry) -> None:
    acts = [act() for _ in range(5)]
    kind, body = sink.compose(None, acts, None, None)  # type: ignore[arg-type]  # as above
    whole = Message("m", TELEMETRY, Place("", "", ""), kind, body, START)
    parts = sink.parts(whole)
    assert [len(part.statement_ids) for part in parts] == [2, 3]
    assert [one for part in parts for one in part.statement_ids] == [one.id for one in acts]
    assert len(sink.parts(frozen(sink))) == 1


def test_an_act_without_anything_to_tell_needs_no_request(sink: Telemetry, running: Wire) -> None:
    silent = act(Verb.ANSWERED, answers={}, completed=False)
    kind, body = sink.compose(None, [silent], None, None)  # type: ignore[arg-type]  # as above
    message = Message("m", TELEMETRY, Place("", "", ""), kind, body, START, statement_ids=(silent.id,))
    assert sink.push(USER, [message])["m"].accepted
    assert running.asked == []


def test_no_time_in_the_future_is_told(clock: StillClock) -> None:
    late = replace(act(), at=START + timedelta(days=400))
    [event] = write.events(late, "1", START)
    assert event["ets"] == int(START.timestamp() * 1000)
