"""By a link that costs by the byte courses wait, unless the settings say otherwise."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import pytest

from karmadesk.app.rounds import Rounds
from karmadesk.jobs import Context, Jobs
from karmadesk.model import Link
from karmadesk.ports import Clock, Downloads, Reachability, Sync
from karmadesk.settings import Settings


class Counted:
    """Downloads that only count how often they were asked to run."""

    runs = 0

    def run(self, context: Context) -> int:
        self.runs += 1
        return 0

    def next_due(self) -> datetime | None:
        return None

    def hurry(self) -> None:
        pass


class Known:
    """A link that is what it is."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def link(self) -> Link:
        return self._link


@pytest.mark.parametrize(
    "link, is_allowed, runs",
    [(Link.METERED, False, 0), (Link.METERED, True, 1), (Link.ONLINE, False, 1)],
)
def test_courses_wait_for_a_link_that_costs_nothing(link: Link, is_allowed: bool, runs: int) -> None:
    problems: list[BaseException] = []
    jobs = Jobs(lambda work: work(), problems.append)
    downloads = Counted()
    rounds = Rounds(
        jobs,
        lambda: cast("Sync", None),
        lambda: cast("Downloads", downloads),
        cast("Reachability", Known(link)),
        lambda _topic: None,
        cast("Clock", None),
        lambda: Settings(downloads_on_metered=is_allowed),
        lambda: None,
        lambda: None,
        lambda: None,
    )
    rounds.request_downloads()
    jobs.run("download", lambda _: None).future.result(5)
    assert jobs.close(2.0)
    assert (downloads.runs, problems) == (runs, [])
