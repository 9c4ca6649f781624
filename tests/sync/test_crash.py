"""Killed anywhere, started again: everything arrives, and nothing twice."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from karmadesk.model import Assignment
from karmadesk.vault.memory import MemoryVault
from tests.matrix import rows
from tests.sync.clock import StillClock
from tests.sync.desk import Laptop, laptop
from tests.sync.model_server import ModelServer, course

MOMENTS = 30
"""The calls of the whole story, counted before they took effect and after, and a few more."""


class KilledError(BaseException):
    """Nothing in the program catches this: the process is gone."""


def story(home: Path, server: ModelServer, clock: StillClock, vault: MemoryVault) -> None:
    """One round of a fresh program on this home."""
    with laptop(home, server, clock, vault=vault) as desk:
        desk.sync(interactive=True)


@pytest.mark.parametrize("moment", rows(range(MOMENTS), 20))
def test_a_kill_at_this_moment_loses_and_doubles_nothing(moment: int, tmp_path: Path) -> None:
    clock, vault = StillClock(), MemoryVault()
    server = ModelServer(clock)
    server.courses = {"c": course("c", "film", "other", "quiz"), "d": course("d", "more")}
    server.assigned = [Assignment("c"), Assignment("d")]
    with laptop(tmp_path, server, clock, vault=vault) as desk:
        _learn_offline(desk, server)
    calls = iter(range(10_000))

    def fault(_: str) -> None:
        if next(calls) == moment:
            raise KilledError

    server.fault = fault
    with contextlib.suppress(KilledError):
        story(tmp_path, server, clock, vault)
    server.fault = lambda _: None
    clock.pass_(minutes=1)
    story(tmp_path, server, clock, vault)
    with laptop(tmp_path, server, clock, vault=vault) as desk:
        assert desk.outbox() == 0
        assert len(desk.items("accepted")) == 6
    written = [w.place.resource_id for w in server.log]
    assert sorted(written) == ["film", "more", "other", "quiz"], "each act once"
    assert sorted(server.enrols) == ["c", "d"]
    assert {p.resource_id: r.status for p, r in server.rows.items()} == {"film": 2, "other": 1, "quiz": 2, "more": 2}


def _learn_offline(desk: Laptop, server: ModelServer) -> None:
    person = desk.add()
    with desk.people.open(person.id).write() as db:
        db.put_tokens(server.tokens())
    desk.join("c")
    desk.watch(desk.place("c", "film"), 1.0)
    desk.watch(desk.place("c", "other"), 0.5)
    desk.answer(desk.place("c", "quiz"), 3, 4)
    desk.join("d")
    desk.watch(desk.place("d", "more"), 1.0)
