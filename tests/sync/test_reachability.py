"""What a probe says: of the server, of the network that stands before it, and of what the way there costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from karmadesk.jobs import Context
from karmadesk.model import Link, ServerRow
from karmadesk.ports import Server
from karmadesk.sync.http import Http
from karmadesk.sync.igot import SYSTEM_DATE, Igot
from karmadesk.sync.reachability import ProbedLink
from tests.sync.clock import StillClock
from tests.sync.model_server import ModelServer
from tests.sync.wire import Asked, Said, wire

OURS: dict[str, Any] = {"systemDate": 1795509000000}
PAGE = Said(b"<html>Welcome to FreeAirport WiFi</html>", kind="text/html")
Answer = Callable[[Asked], Said]


@pytest.fixture
def asked() -> Iterator[tuple[Igot, list[Answer]]]:
    """A server whose one answer a test sets."""
    answers: list[Answer] = []
    with wire(lambda asked: answers[-1](asked)) as found:  # noqa: PLW0108 - the last one at that moment
        clock = StillClock()
        http = Http(ServerRow("s", "S", "igot", found.url, "key"), clock)
        yield Igot(http, clock), answers
        http.close()


def echoing(asked: Asked) -> Said:
    return Said({**OURS, "nonce": asked.query["nonce"]})


@pytest.mark.parametrize(
    "answer, link",
    [
        (Said(OURS), Link.ONLINE),
        (Said({**OURS, "nonce": "yesterday's"}), Link.CAPTIVE),
        (Said(b"", 302, headers={"Location": "http://portal.example/login"}), Link.CAPTIVE),
        (PAGE, Link.CAPTIVE),
        (replace(PAGE, status=511), Link.CAPTIVE),
        (Said({"title": "Login to the network"}), Link.CAPTIVE),
        (Said({"fault": "busy"}, 503), Link.OFFLINE),
    ],
    ids=["ours", "stale", "302", "page", "511", "json", "503"],
)
def test_only_our_own_servers_word_counts(asked: tuple[Igot, list[Answer]], answer: Said, link: Link) -> None:
    igot, answers = asked
    answers.append(lambda _: answer)
    assert igot.probe() is link


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_sheds_load_says_for_how_long(asked: tuple[Igot, list[Answer]], status: int) -> None:
    igot, answers = asked
    link = ProbedLink(lambda: [igot], lambda _: None)
    answers.append(lambda _: Said({}, status, headers={"Retry-After": "90"}))
    assert link.probe(Context()) is Link.OFFLINE
    assert link.rest_s() == 90.0
    answers.append(lambda _: Said(OURS))
    link.probe(Context())
    assert link.rest_s() == 0.0


def test_a_nonce_that_comes_back_proves_that_the_answer_is_fresh(asked: tuple[Igot, list[Answer]]) -> None:
    igot, answers = asked
    seen: list[str] = []

    def answer(one: Asked) -> Said:
        assert one.path == SYSTEM_DATE
        seen.append(one.query["nonce"])
        return echoing(one)

    answers.append(answer)
    assert [igot.probe(), igot.probe()] == [Link.ONLINE, Link.ONLINE]
    assert len(set(seen)) == 2


def test_the_window_is_what_the_server_says(asked: tuple[Igot, list[Answer]]) -> None:
    igot, answers = asked
    link = ProbedLink(lambda: [igot], lambda _: None)
    assert link.window_s() is None
    answers.append(lambda _: Said({**OURS, "karmadesk": {"window_s": 90}}))
    assert link.probe(Context()) is Link.ONLINE
    assert link.window_s() == 90.0
    answers.append(lambda _: Said(OURS))
    link.probe(Context())
    assert link.window_s() == 0.0, "a server on this machine has nobody to be spread"


class Elsewhere(ModelServer):
    """A server that is not on this machine."""

    @property
    def row(self) -> ServerRow:
        return ServerRow("far", "Far", "igot", "https://learning.example", "key")


@pytest.mark.parametrize("costs", [True, False])
def test_a_way_that_costs_is_metered_but_not_to_this_machine(costs: bool) -> None:
    looked: list[bool] = []

    def cost() -> bool:
        looked.append(costs)
        return costs

    far: Server = Elsewhere(StillClock())
    link = ProbedLink(lambda: [far], lambda _: None, cost)
    assert link.probe(Context()) is (Link.METERED if costs else Link.ONLINE)
    assert not link.is_near()
    assert link.window_s() is None
    near = ServerRow("near", "Near", "igot", "http://127.0.0.1:9", "key")
    here = ProbedLink(lambda: [_At(near)], lambda _: None, cost)
    assert here.probe(Context()) is Link.ONLINE
    assert here.is_near()
    assert looked == [costs], "on this machine nobody asks what a network costs"


class _At(ModelServer):
    def __init__(self, row: ServerRow) -> None:
        super().__init__(StillClock())
        self._at = row

    @property
    def row(self) -> ServerRow:
        return self._at
