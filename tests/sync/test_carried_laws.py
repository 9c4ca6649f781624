"""A law of carried files, at the real hub: any mix of roads, doubled, reordered, lost, is one delivery each."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from karmadesk.app.clock import SystemClock
from karmadesk.jobs import Context
from karmadesk.learning.intervals import union
from karmadesk.model import Tokens
from karmadesk.ports import Session
from karmadesk.sync.carrier import Carrier
from tests.hub.samples import COURSE, VIDEO
from tests.hub.server import Hub
from tests.matrix import ALL
from tests.sync.carrying import LENGTH_MS, Arrives, arrives, at_home, copied, take_in, watch, write
from tests.sync.desk import Laptop
from tests.sync.test_with_hub import accepted, hub, seeded, user_id

__all__ = ["arrives", "hub", "seeded"]
LAPTOPS = ("left", "right")
Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["watch", "finish", "sync", "out", "deliver", "in"]),
        st.integers(0, 1),
        st.integers(0, 11),
    ),
    min_size=4,
    max_size=14,
)


class Office:
    """One learner, two laptops at one hub, and every file that was ever on a drive."""

    def __init__(self, url: str, tokens: Tokens, place: Path, stack: ExitStack) -> None:
        self.clock = SystemClock()
        self.place = place
        self.desks: list[Laptop] = []
        self.carriers: list[Carrier] = []
        self.kept: list[Path] = []
        self.watched: list[tuple[int, int]] = []
        self.finished = False
        for name in LAPTOPS:
            desk, carrier = at_home(url, tokens, place / name, self.clock, stack)
            if not self.desks:
                desk.join(COURSE)
                assert desk.sync().stopped_by == ""
            self.desks.append(desk)
            self.carriers.append(carrier)
        assert self.desks[1].sync(interactive=True).stopped_by == ""

    def do(self, step: Step) -> None:
        kind, who, number = step
        desk, carrier = self.desks[who], self.carriers[who]
        place = desk.place(COURSE, VIDEO)
        if kind == "watch":
            span = (number * 10_000, number * 10_000 + 7_000)
            self.watched.append(span)
            watch(desk, place, *span)
        elif kind == "finish":
            self.finished = True
            watch(desk, place, 0, LENGTH_MS, is_whole=True)
            self.watched.append((0, LENGTH_MS))
        elif kind == "sync":
            assert desk.sync(interactive=True).refused == 0
        elif kind == "out":
            drive = self.place / f"drive-{who}"
            write(carrier, drive)
            self.kept.append(copied(drive, self.place / f"kept-{len(self.kept)}"))
        elif self.kept:
            drive = self.kept[number % len(self.kept)]
            if kind == "deliver":
                assert [one.error for one in carrier.hand_over(drive, Context())] == [""]
            else:
                found = take_in(carrier, drive)
                assert (found.error, found.refused, found.damaged) == ("", 0, 0)


@settings(max_examples=120 if ALL else 5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(steps=[("finish", 0, 0), ("out", 0, 0), ("watch", 1, 2), ("sync", 1, 0), ("deliver", 0, 0), ("deliver", 1, 0)])
@example(steps=[("watch", 0, 1), ("out", 0, 0), ("watch", 1, 7), ("out", 1, 0), ("deliver", 0, 1), ("deliver", 0, 0)])
@example(
    steps=[
        ("watch", 0, 1),
        ("out", 0, 0),
        ("sync", 0, 0),
        ("deliver", 0, 0),
        ("in", 0, 0),
        ("watch", 0, 3),
        ("in", 0, 0),
    ]
)
@given(steps=STEPS)
def test_any_mix_of_roads_ends_as_one_delivery_each(
    steps: list[Step],
    hub: Hub,
    arrives: Arrives,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    person, tokens = arrives()
    with ExitStack() as stack:
        office = Office(hub.url, tokens, tmp_path_factory.mktemp("office"), stack)
        for step in steps:
            office.do(step)
        for desk in office.desks:
            report = desk.sync(interactive=True)
            assert (report.stopped_by, report.refused, report.waiting) == ("", 0, 0)
        desk = office.desks[0]
        place = desk.place(COURSE, VIDEO)
        rows = desk.server.states(desk_session(desk), COURSE, place.batch_id)
        row = next((one for one in rows if one.resource_id == VIDEO), None)
        assert user_id(desk) == person
        if row is None:
            assert not office.watched
            return
        assert row.status == (2 if office.finished else 1)
        assert row.percentage == 100.0 if office.finished else row.percentage < 100.0
        seen = row.details["karmadesk"]["seen"]
        assert [tuple(span) for span in seen] == list(union(tuple(office.watched), ()))
        writes = [one for one in accepted(hub, person) if one["content"] == VIDEO]
        carried = [one["request_id"] for one in writes if one["route"].endswith("/carry")]
        assert len(carried) == len(set(carried)), "one item was entered twice"
        only_up([one for one in writes if one["status"] is not None])


def only_up(writes: list[Mapping[str, Any]]) -> None:
    """No write took back what another had reached."""
    for before, after in itertools.pairwise(writes):
        assert (after["status"], after["percentage"]) >= (before["status"], before["percentage"])


def desk_session(desk: Laptop) -> Session:
    with desk.learner.read() as db:
        tokens, profile = db.tokens(), db.profile()
    assert tokens is not None
    assert profile is not None
    return Session(tokens, profile)
