"""The window that a real hub offers is the one that is used; by default nobody waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from karmadesk.app.clock import SystemClock
from karmadesk.app.pace import Pace
from karmadesk.jobs import Context
from karmadesk.model import Link, ServerRow
from karmadesk.sync.http import Http
from karmadesk.sync.igot import Igot
from karmadesk.sync.reachability import ProbedLink
from tests.hub.server import Hub


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.mark.parametrize("arguments, window_s", [((), 0.0), (("--reconnect-window", "600"), 600.0)])
def test_the_hub_says_how_a_crowd_is_spread(
    tmp_path: Path, closing: ExitStack, arguments: tuple[str, ...], window_s: float
) -> None:
    hub = Hub(tmp_path / "hub", arguments)
    hub.start()
    closing.callback(hub.stop)
    clock = SystemClock()
    http = Http(ServerRow("hub", "Hub", "igot", hub.url, "key"), clock)
    closing.callback(http.close)
    link = ProbedLink(lambda: [Igot(http, clock)], lambda _: None)
    assert link.probe(Context()) is Link.ONLINE
    assert link.window_s() == window_s
    pace = Pace(tmp_path / "pace.json", clock)
    assert pace.may_start(window_s) is (window_s == 0.0)
