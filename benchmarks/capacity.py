"""What 20 million laptops do to one server when they come back, by how they wait. A model, not a load test.

    python benchmarks/capacity.py [--json] [--learners 20000000] [--capacity 10000] [--hours 10]

Laptops are counted, not simulated one by one: how many ask in each second, how many of these are served, and how those
turned away spread over the seconds that follow. The server serves so many requests a second; turning one away costs it
a part of that, so that a crowd can keep it from serving anybody.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

MINUTE, HOUR = 60, 3600
TRIES = 12
"""After so many failures the wait grows no more."""
LEFT = 0.001
"""So few still waiting are nobody: the last in a thousand come late, whatever is done."""


@dataclass(frozen=True)
class World:
    """Everything that is assumed. Requests and bytes of a round are what benchmarks/sync.py counts of ours."""

    learners: int = 20_000_000
    capacity: float = 10_000.0
    """Requests a second that the server answers: twice what an even day asks of it."""
    hours: int = 10
    open_hours: int = 8
    """Over which those who don't come with the crowd are spread."""
    state_share: float = 0.1
    """Of all learners, those whose state's network was away."""
    idle_requests: float = 2.0
    idle_bytes: float = 1_500.0
    busy_requests: float = 12.0
    busy_bytes: float = 30_000.0
    busy_share: float = 0.5
    """Of the rounds, those that have something to send or fetch."""
    probe_cost: float = 0.2
    """Of a request's cost: it touches no database."""
    shed_cost: float = 0.1
    """Of a request's cost, for one that is turned away."""
    shed_bytes: float = 400.0
    window_s: int = 30 * MINUTE

    @property
    def requests(self) -> float:
        return self.busy_share * self.busy_requests + (1 - self.busy_share) * self.idle_requests

    @property
    def bytes(self) -> float:
        return self.busy_share * self.busy_bytes + (1 - self.busy_share) * self.idle_bytes

    @property
    def seconds(self) -> int:
        return self.hours * HOUR


Arrivals = list[float]


def evenly(world: World, share: float = 1.0) -> Arrivals:
    """Laptops that are switched on or find a link, second by second, over the opening hours."""
    long = world.open_hours * HOUR
    rate = world.learners * share / long
    return [rate if second < long else 0.0 for second in range(world.seconds)]


@dataclass(frozen=True)
class Curve:
    """A crowd that comes on top of an even day, an hour after it began; `share` of all learners, None for a state's."""

    share: float | None
    within_s: int

    def crowd(self, world: World) -> float:
        return world.learners * (world.state_share if self.share is None else self.share)

    def arrivals(self, world: World) -> Arrivals:
        crowd = self.crowd(world)
        found = evenly(world, 1.0 - crowd / world.learners)
        for second in range(HOUR, HOUR + self.within_s):
            found[second] += crowd / self.within_s
        return found

    def fitting_window_s(self, world: World) -> int:
        """What a server that knows its crowd offers: as long as serving it takes beside the rest, and a fifth more."""
        rest = (world.learners - self.crowd(world)) / (world.open_hours * HOUR) * world.requests
        return int(1.2 * self.crowd(world) * world.requests / max(1.0, world.capacity - rest))


STATE_BACK = Curve(None, 20)
CURVES = {"uniform": Curve(0.0, 1), "half_at_ten": Curve(0.5, 5 * MINUTE), "state_back": STATE_BACK}


class Agenda:
    """How many laptops will ask in each second, by how often they failed before."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._steps = [[0.0] * (seconds + 1) for _ in range(TRIES + 1)]
        self._now = [0.0] * (TRIES + 1)

    def spread(self, tries: int, count: float, first: float, last: float) -> None:
        """So many ask evenly between two seconds; what falls behind the end is not served any more."""
        start = int(first)
        end = max(start + 1, int(last))
        steps, rate = self._steps[min(tries, TRIES)], count / (end - start)
        if start < self._seconds:
            steps[start] += rate
            steps[min(end, self._seconds)] -= rate

    def at(self, second: int) -> list[float]:
        """Those who ask now. Call it once a second, in order."""
        for tries, steps in enumerate(self._steps):
            self._now[tries] += steps[second]
        return [max(0.0, count) for count in self._now]


@dataclass
class Server:
    """What it can do in a second, and the place of the last in the queue that it hands out."""

    world: World
    next_free: float = 0.0

    def share_served(self, probes: float, sessions: float) -> float:
        """Of those who ask in one second, how many it serves."""
        world, asking = self.world, probes + sessions
        wanted = probes * world.probe_cost + sessions * world.requests
        if wanted <= world.capacity:
            return 1.0
        shed = asking * world.shed_cost
        return max(0.0, min(1.0, (world.capacity - shed) / (wanted - shed)))

    def turns(self, now: int, count: float) -> tuple[float, float]:
        """The seconds over which it asks so many to come back, behind all whom it asked before."""
        rate = 0.9 * self.world.capacity / self.world.requests
        first = max(self.next_free, now + 1.0)
        self.next_free = first + count / rate
        return first, self.next_free


Waits = Callable[[int, int, float, Server], tuple[float, float]]
"""(now, failures before, how many, server) to the seconds between which they ask again."""


def fixed(now: int, _tries: int, _count: float, _server: Server) -> tuple[float, float]:
    return now + 30, now + 31


def doubling(now: int, tries: int, _count: float, _server: Server) -> tuple[float, float]:
    at = now + min(15 * MINUTE, 5 * 2**tries)
    return at, at + 1


def full_jitter(now: int, tries: int, _count: float, _server: Server) -> tuple[float, float]:
    return now + 1, now + max(2, min(15 * MINUTE, 5 * 2**tries))


def retry_after(now: int, _tries: int, count: float, server: Server) -> tuple[float, float]:
    """The server's word, and up to a fifth more, as our client waits."""
    first, last = server.turns(now, count)
    return first, now + (last - now) * 1.2


def paced(now: int, tries: int, _count: float, _server: Server) -> tuple[float, float]:
    """Our own looks for a lost link: 20 s at first, up to 15 min, jittered."""
    return now + 20, now + max(21, min(15 * MINUTE, 20 * 2**tries))


@dataclass(frozen=True)
class Strategy:
    """How those turned away wait; `has_window`: a probe first, then a turn within the window, then the round."""

    waits: Waits
    has_window: bool = False
    is_offered: bool = False
    """Whether the window is the server's, else our own of half an hour."""


STRATEGIES = {
    "raw": Strategy(fixed),
    "doubling": Strategy(doubling),
    "full_jitter": Strategy(full_jitter),
    "retry_after": Strategy(retry_after),
    "window": Strategy(paced, has_window=True),
    "window_offered": Strategy(retry_after, has_window=True, is_offered=True),
}


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    `minutes_until_served`: from the crowd's coming until no more wait than did before it, but for one in a thousand.
    """

    peak_asking_per_s: int
    peak_requests_per_s: int
    requests: int
    turned_away: int
    megabytes: int
    served_share: float
    minutes_until_served: float | None
    mean_wait_min: float


def played(world: World, curve: Curve, strategy: Strategy) -> Outcome:
    """The day, second by second."""
    if strategy.is_offered:
        world = replace(world, window_s=curve.fitting_window_s(world))
    arrivals = curve.arrivals(world)
    server, probes, sessions = Server(world), Agenda(world.seconds), Agenda(world.seconds)
    come = served = turned_away = requests = peak_asking = peak_requests = waited = 0.0
    waiting_before, waiting_last = 0.0, HOUR
    crowd_until = HOUR + world.window_s
    for now in range(world.seconds):
        come += arrivals[now]
        first = probes if strategy.has_window else sessions
        first.spread(0, arrivals[now], now, now + 1)
        looking, asking = probes.at(now), sessions.at(now)
        share = server.share_served(sum(looking), sum(asking))
        away = (1.0 - share) * (sum(looking) + sum(asking))
        for tries, (look, ask) in enumerate(zip(looking, asking, strict=True)):
            lost = (look + ask) * (1.0 - share)
            if lost > 0:
                again = strategy.waits(now + 1, tries, lost, server)
                # Whoever had a turn and lost it looks for the server first, and draws another.
                first.spread(tries + 1, lost, *again)
            if look * share > 0:
                # A server offers a window for as long as its crowd is there; ours knows of no crowd, and always holds.
                has_turn = not strategy.is_offered or HOUR <= now < crowd_until
                sessions.spread(tries, look * share, now + 1, now + 1 + (world.window_s if has_turn else 0))
        now_served = sum(asking) * share
        served += now_served
        turned_away += away
        in_second = sum(looking) * share + now_served * world.requests + away
        requests += in_second
        waited += come - served
        peak_asking, peak_requests = max(peak_asking, sum(looking) + sum(asking)), max(peak_requests, in_second)
        if now == HOUR - 1:
            waiting_before = come - served
        elif come - served > waiting_before + LEFT * world.learners:
            waiting_last = now + 1
    is_over = waiting_last < world.seconds
    return Outcome(
        peak_asking_per_s=round(peak_asking),
        peak_requests_per_s=round(peak_requests),
        requests=round(requests),
        turned_away=round(turned_away),
        megabytes=round((served * world.bytes + turned_away * world.shed_bytes) / 1e6),
        served_share=round(served / world.learners, 4),
        minutes_until_served=round(max(0, waiting_last - HOUR) / MINUTE, 1) if is_over else None,
        mean_wait_min=round(max(0.0, waited) / world.learners / MINUTE, 1),
    )


def sensitivity(world: World) -> dict[str, dict[str, Any]]:
    """The state's return under our window, with one assumption changed at a time."""
    changed = {
        "as assumed": world,
        "every round busy": replace(world, busy_share=1.0),
        "nothing new anywhere": replace(world, busy_share=0.0),
        "twice the requests": replace(
            world, idle_requests=2 * world.idle_requests, busy_requests=2 * world.busy_requests
        ),
        "half the capacity": replace(world, capacity=world.capacity / 2),
        "twice the capacity": replace(world, capacity=world.capacity * 2),
        "a window of 10 min": replace(world, window_s=10 * MINUTE),
        "a window of 60 min": replace(world, window_s=60 * MINUTE),
        "a window of 120 min": replace(world, window_s=120 * MINUTE),
        "a state of 30 %": replace(world, state_share=0.3),
    }
    return {name: asdict(played(one, STATE_BACK, STRATEGIES["window"])) for name, one in changed.items()}


def measured(world: World) -> dict[str, Any]:
    """Every strategy under every curve, and what our own depends on."""
    found = {
        name: {how: asdict(played(world, curve, strategy)) for how, strategy in STRATEGIES.items()}
        for name, curve in CURVES.items()
    }
    windows = {name: curve.fitting_window_s(world) for name, curve in CURVES.items()}
    return {"assumed": asdict(world), "offered_window_s": windows, "curves": found, "sensitivity": sensitivity(world)}


HEAD = ("asking/s", "requests/s", "requests", "GB", "served", "until served", "mean wait")


def _table(found: dict[str, dict[str, Any]]) -> str:
    lines = [f"{'':22}" + "".join(f"{title:>16}" for title in HEAD)]
    for name, row in found.items():
        figures = (
            f"{row['peak_asking_per_s']:,}",
            f"{row['peak_requests_per_s']:,}",
            f"{row['requests']:,}",
            f"{row['megabytes'] / 1000:,.0f}",
            f"{row['served_share']:.1%}",
            _minutes(row["minutes_until_served"]),
            _minutes(row["mean_wait_min"]),
        )
        lines.append(f"{name:22}" + "".join(f"{figure:>16}" for figure in figures))
    return "\n".join(lines)


def _minutes(value: float | None) -> str:
    return "not that day" if value is None else f"{value:,.0f} min"


def main() -> int:
    """Prints the figures; exits 0."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--json", action="store_true")
    options.add_argument("--learners", type=int, default=World.learners)
    options.add_argument("--capacity", type=float, default=World.capacity, help="requests a second")
    options.add_argument("--hours", type=int, default=World.hours)
    asked = options.parse_args()
    found = measured(World(learners=asked.learners, capacity=asked.capacity, hours=asked.hours))
    if asked.json:
        sys.stdout.write(json.dumps(found) + "\n")
        return 0
    for curve, rows in found["curves"].items():
        sys.stdout.write(f"{curve}\n{_table(rows)}\n\n")
    sys.stdout.write(f"state_back, window\n{_table(found['sensitivity'])}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
