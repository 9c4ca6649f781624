"""A server that keeps a feed is asked little; a round that is cut off forgets none of its news."""

from __future__ import annotations

import pytest

from karmadesk.errors import Offline, ServerFault
from karmadesk.model import Assignment
from tests.sync.clock import StillClock
from tests.sync.desk import Laptop
from tests.sync.model_server import ModelServer, course, failing

PULLS = {"plan", "enrolments", "states", "course", "cards", "page"}


@pytest.fixture
def settled(asha: Laptop, server: ModelServer) -> Laptop:
    """A laptop that has everything, at a server that keeps a feed."""
    server.announce("plan")
    asha.join("c")
    asha.watch(asha.place("c", "film"), 0.5)
    assert asha.sync().stopped_by == ""
    server.calls.clear()
    return asha


def test_nothing_new_is_one_request(settled: Laptop, server: ModelServer) -> None:
    assert settled.sync().stopped_by == ""
    assert server.calls == ["news"]


def test_only_what_is_new_is_asked_for(settled: Laptop, server: ModelServer) -> None:
    server.courses["d"] = course("d", "more")
    server.assigned.append(Assignment("d"))
    server.announce("plan")
    settled.sync()
    assert set(server.calls) & PULLS == {"plan", "cards", "course"}
    with settled.learner.read() as db:
        assert [a.course_id for a in db.assignments()] == ["c", "d"]


def test_what_another_laptop_did_is_heard_before_anything_is_sent(settled: Laptop, server: ModelServer) -> None:
    settled.watch(settled.place("c", "film"), 0.6)
    server.announce("states:c")
    settled.sync()
    assert server.calls.index("states") < server.calls.index("push")
    server.calls.clear()
    settled.watch(settled.place("c", "film"), 0.7)
    settled.sync()
    assert "states" not in server.calls, "what is known and unchanged isn't read again before it is written"


@pytest.mark.parametrize("name", ["plan", "enrolments", "states", "cards", "course"])
def test_a_cut_round_forgets_no_news(name: str, settled: Laptop, server: ModelServer, clock: StillClock) -> None:
    server.courses["c"] = course("c", "film", "other", "quiz", "added", version=2.0)
    server.announce("plan", "enrolments", "states:c", "trees:c", "catalogue")
    _, server.fault = failing(name, Offline(), 1)
    assert settled.sync().stopped_by == "offline"
    server.calls.clear()
    clock.pass_(minutes=20)
    assert settled.sync().stopped_by == ""
    assert name in server.calls
    server.calls.clear()
    settled.sync()
    assert server.calls == ["news"]
    with settled.catalogue.read() as catalogue:
        tree = catalogue.course("c")
    assert tree is not None
    assert "added" in [r.id for r in tree.resources()]


def test_a_mark_that_the_server_lost_brings_everything_again(settled: Laptop, server: ModelServer) -> None:
    with settled.learner.write() as db:
        db.set_checkpoint("news:mark", "")
    settled.sync()
    assert {"plan", "enrolments", "states"} <= set(server.calls)


@pytest.mark.parametrize("name", ["plan", "enrolments", "states", "course"])
def test_what_the_server_stumbled_over_stays_news(
    name: str, settled: Laptop, server: ModelServer, clock: StillClock
) -> None:
    """One fault does not end a round; what it kept from us must not be forgotten when the rest went well."""
    server.courses["c"] = course("c", "film", "other", "quiz", "added", version=2.0)
    server.announce("plan", "enrolments", "states:c", "trees:c", "catalogue")
    _, server.fault = failing(name, ServerFault(), 1)
    assert settled.sync().stopped_by == ServerFault.key
    server.calls.clear()
    clock.pass_(minutes=20)
    assert settled.sync().stopped_by == ""
    assert name in server.calls
