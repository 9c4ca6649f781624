"""Many messages in one request: what is answered is settled, what is meant is found, the rest is not held back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karmadesk.errors import Offline, ServerFault
from karmadesk.model import Assignment, RefusalReason
from tests.sync.clock import StillClock
from tests.sync.desk import Laptop, laptop
from tests.sync.model_server import ModelServer, course, failing, signed_in

FILMS = tuple(f"film-{n}" for n in range(12))


@pytest.fixture
def server(clock: StillClock) -> ModelServer:
    """A server that takes eight messages in a request."""
    found = ModelServer(clock, most_messages=8)
    found.courses = {"c": course("c", *FILMS)}
    found.assigned = [Assignment("c")]
    return found


def learnt(asha: Laptop, share: float = 1.0) -> None:
    asha.join("c")
    for film in FILMS:
        asha.watch(asha.place("c", film), share)


def test_many_acts_go_in_few_requests(asha: Laptop, server: ModelServer) -> None:
    learnt(asha)
    report = asha.sync()
    assert (report.sent, report.stopped_by) == (len(FILMS) + 1, "")
    assert server.calls.count("push") == 2
    assert [w.place.resource_id for w in server.log] == list(FILMS), "the oldest act first"


def test_a_poisoned_message_is_refused_alone(asha: Laptop, server: ModelServer) -> None:
    server.poisonous = {"film-3", "film-9"}
    learnt(asha)
    report = asha.sync()
    assert (report.sent, report.refused, report.stopped_by) == (len(FILMS) - 1, 2, "")
    assert {item.place.resource_id for item in asha.items("refused")} == server.poisonous
    assert len(server.log) == len(FILMS) - 2
    assert asha.outbox() == 0


def test_a_message_that_makes_the_server_stumble_holds_up_only_itself(
    asha: Laptop, server: ModelServer, clock: StillClock
) -> None:
    learnt(asha)

    def stumbles(name: str) -> None:
        if name == "push film-5":
            raise ServerFault

    server.fault = stumbles
    # What came before it in the same request was written, and its reply is lost each time.
    for _ in range(6):
        asha.sync(interactive=True)
        clock.pass_(hours=1)
    waiting = asha.items("sending", "waiting")
    assert [item.place.resource_id for item in waiting] == ["film-5"]
    assert {w.place.resource_id for w in server.log} == set(FILMS) - {"film-5"}
    assert len(server.log) == len(FILMS) - 1, "nothing twice"
    server.fault = lambda _: None
    asha.sync(interactive=True)
    assert asha.outbox() == 0


def test_what_the_answer_passes_over_is_asked_again(asha: Laptop, server: ModelServer, clock: StillClock) -> None:
    server.mute = {"film-2"}
    learnt(asha)
    report = asha.sync()
    assert (report.sent, report.waiting, report.stopped_by) == (len(FILMS), 1, ServerFault.key)
    server.mute = set()
    clock.pass_(minutes=20)
    assert asha.sync().waiting == 0
    assert len(server.log) == len(FILMS)


def test_a_link_lost_between_two_requests_keeps_the_first_receipts(
    asha: Laptop, server: ModelServer, clock: StillClock
) -> None:
    learnt(asha)
    made = iter(range(100))

    def lost(name: str) -> None:
        if name == "push" and next(made) == 1:
            raise Offline

    server.fault = lost
    report = asha.sync()
    assert (report.stopped_by, report.waiting) == ("offline", len(FILMS) - 8)
    server.fault = lambda _: None
    clock.pass_(minutes=20)
    assert asha.sync().waiting == 0
    assert len(server.log) == len(FILMS)


def test_a_fault_in_one_courses_rows_holds_up_no_other_course(
    tmp_path: Path, clock: StillClock, server: ModelServer
) -> None:
    server.courses["d"] = course("d", "elsewhere")
    server.assigned.append(Assignment("d"))
    with laptop(tmp_path / "other", server, clock) as asha:
        signed_in(asha, server)
        asha.join("c")
        asha.join("d")
        asha.sync()
        asha.watch(asha.place("c", "film-1"), 1.0)
        asha.watch(asha.place("d", "elsewhere"), 1.0)
        _, server.fault = failing("states", ServerFault(), 1)
        report = asha.sync()
        assert report.stopped_by == ServerFault.key
        assert [w.place.resource_id for w in server.log] == ["elsewhere"]


def test_completions_are_acknowledged_once_a_course(asha: Laptop, server: ModelServer) -> None:
    learnt(asha)
    asha.sync()
    assert server.counted == [("c", "b-c")]
    asha.watch(asha.place("c", "film-1"), 1.0)
    server.counted.clear()
    asha.sync(interactive=True)
    assert len(server.counted) <= 1


@settings(max_examples=25, deadline=None)
@given(poison=st.sets(st.sampled_from(FILMS), max_size=5), most=st.integers(1, 12))
def test_whatever_is_poisoned_exactly_that_is_refused(poison: set[str], most: int) -> None:
    import tempfile

    clock = StillClock()
    server = ModelServer(clock, most_messages=most, poisonous=set(poison))
    server.courses = {"c": course("c", *FILMS)}
    server.assigned = [Assignment("c")]
    with tempfile.TemporaryDirectory() as folder, laptop(Path(folder), server, clock) as asha:
        signed_in(asha, server)
        learnt(asha)
        asha.sync(interactive=True)
        refused = asha.items("refused")
        assert {item.place.resource_id for item in refused} == poison
        assert all(i.receipt is not None and i.receipt.reason == RefusalReason.BAD_CONTENT for i in refused)
        assert {w.place.resource_id for w in server.log} == set(FILMS) - poison
        assert len(server.log) == len(FILMS) - len(poison)
