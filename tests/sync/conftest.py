"""A learner's laptop and a model of the server, for the machine's tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from karmadesk.model import Assignment
from tests.sync.clock import START, StillClock
from tests.sync.desk import Laptop, laptop
from tests.sync.model_server import ModelServer, course, signed_in


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def server(clock: StillClock) -> ModelServer:
    found = ModelServer(clock)
    found.courses = {"c": course("c", "film", "other", "quiz"), "extra": course("extra", "more")}
    found.assigned = [Assignment("c", START + timedelta(days=3), plan_id="p", plan_year=2026)]
    return found


@pytest.fixture
def asha(tmp_path: Path, server: ModelServer, clock: StillClock) -> Iterator[Laptop]:
    with laptop(tmp_path, server, clock) as found:
        signed_in(found, server)
        yield found
