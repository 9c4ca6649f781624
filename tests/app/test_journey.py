from __future__ import annotations

import random
from pathlib import Path

import pytest

from karmadesk.app.journey import PHASES, holds
from tests.app.journeys import KEYS, finish, kill_in, measured, no_hub_is_left
from tests.matrix import rows

LYING = """
import sys
from karmadesk.sync.igot import Igot
from karmadesk.model import Receipt

def lying(self, session, messages):
    return {message.id: Receipt(True, self._clock.now(), server_id="made up") for message in messages}

Igot.push = lying
from karmadesk.__main__ import main
sys.exit(main(["demo", "--unattended", "--json", "--engine", "dummy", *sys.argv[1:]]))
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """How long each phase takes here."""
    return measured(tmp_path_factory.mktemp("undisturbed"))


def test_learns_offline_and_the_server_has_it_once(tmp_path: Path) -> None:
    code, found, said = finish(tmp_path)
    assert code == 0, said
    assert set(found) >= KEYS
    assert holds(found)
    assert found["assigned"] >= 4
    assert found["engine"] == "dummy"
    assert [line for line in said.splitlines() if line.startswith("phase: ")] == [f"phase: {p}" for p in PHASES]
    assert no_hub_is_left(tmp_path)
    again, same, _ = finish(tmp_path)
    assert again == 0
    assert same["duplicates"] == 0


def test_a_client_that_only_says_that_it_sent_is_found_out(tmp_path: Path) -> None:
    code, found, said = finish(tmp_path, ("-c", LYING))
    assert code == 1, said
    assert found["server_agrees"] is False
    assert found["missing"]
    assert found["outbox_left"] == 0


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", rows(range(20), 3))
def test_killed_in_every_phase_it_comes_to_the_same_end(
    tmp_path: Path, undisturbed: dict[str, float], seed: int
) -> None:
    chance = random.Random(seed)
    killed = [phase for phase in PHASES if kill_in(tmp_path, phase, undisturbed[phase], chance)]
    assert killed == list(PHASES)
    code, found, said = finish(tmp_path)
    assert code == 0, (found, said)
    assert holds(found)
    assert no_hub_is_left(tmp_path)
