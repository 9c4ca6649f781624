"""The model of a crowd keeps its books, and tells the ways of waiting apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.capacity import CURVES, STATE_BACK, STRATEGIES, Server, World, played

SHORT = World(hours=2)
"""Until an hour after the crowd came."""


@pytest.mark.parametrize("name", list(STRATEGIES))
def test_nobody_is_served_who_did_not_come_and_nobody_twice(name: str) -> None:
    found = played(SHORT, STATE_BACK, STRATEGIES[name])
    come = sum(STATE_BACK.arrivals(SHORT)) / SHORT.learners
    assert 0.0 < found.served_share <= come + 1e-4
    assert found.requests >= found.served_share * SHORT.learners * SHORT.requests * 0.999
    assert found.peak_requests_per_s >= found.peak_asking_per_s * 0.999


def test_asking_again_at_fixed_times_is_the_worst_and_a_server_that_says_when_the_best() -> None:
    asked = {name: played(SHORT, STATE_BACK, one) for name, one in STRATEGIES.items()}
    assert asked["raw"].requests == max(one.requests for one in asked.values())
    at_once = [asked[name] for name, one in STRATEGIES.items() if not one.has_window]
    assert asked["retry_after"].requests == min(one.requests for one in at_once)
    assert asked["window"].peak_asking_per_s < asked["full_jitter"].peak_asking_per_s / 2
    assert asked["raw"].minutes_until_served is None


def test_an_even_day_needs_nobody_to_wait() -> None:
    found = played(SHORT, CURVES["uniform"], STRATEGIES["raw"])
    assert found.turned_away == 0
    assert found.mean_wait_min == 0.0


@pytest.mark.parametrize("asking", [0.0, 100.0, 1e4, 1e6])
def test_a_server_never_does_more_than_it_can(asking: float) -> None:
    world = replace(SHORT, capacity=5_000.0)
    share = Server(world).share_served(0.0, asking)
    spent = asking * share * world.requests + asking * (1 - share) * world.shed_cost
    assert 0.0 <= share <= 1.0
    assert share == 0.0 or spent <= world.capacity * 1.001
