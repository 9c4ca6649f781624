"""`python -m tests.soak --seed S --seconds N --json`: nothing lost, nothing doubled, nothing stuck, or exit code 1."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

from tests.soak.kills import Stories, Tally
from tests.soak.model import SoakServer
from tests.soak.sabotage import ALL, sabotaged
from tests.soak.schedules import run_one

KILLS_FROM_S = 20
"""A shorter run has no real kills: a hub and two laptops take that long to start, be killed and come to rest."""
FEWEST = 20
"""Schedules that every run does, however short and however slow the machine: what they find is the same each time."""
SHOWN = 20


class Soak:
    """One run: schedules in this process, and beside them the stories with real processes."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._wanted = max(FEWEST, options.schedules)
        self._until = time.monotonic() + options.seconds
        self._stories: Tally | None = None
        self._problem: BaseException | None = None
        self.found: dict[str, Any] = dict.fromkeys(
            ("schedules", "kills", "faults", "acts", "lost", "doubled", "stuck", "crashes"), 0
        )
        self._skipped: dict[str, str] = {}
        self._told = 0

    def run(self) -> dict[str, Any]:
        """Every figure of the run."""
        kills = None
        if self._options.kills or self._options.seconds >= KILLS_FROM_S:
            kills = threading.Thread(target=self._kill)
            kills.start()
        else:
            self._skipped["kills"] = f"a run of less than {KILLS_FROM_S} seconds has none"
        with sabotaged(self._options.sabotage, [SoakServer]):
            while time.monotonic() < self._until or self.found["schedules"] < self._wanted:
                self._schedule()
        if kills is not None:
            kills.join()
        if self._problem is not None:
            raise self._problem
        return self._summed()

    def _schedule(self) -> None:
        number = self.found["schedules"]
        ended = run_one(self._options.seed, number)
        found = self.found
        found["schedules"] += 1
        found["acts"] += ended.acts
        found["faults"] += ended.faults
        found["crashes"] += ended.crashes
        found["lost"] += len(ended.verdict.lost)
        found["doubled"] += len(ended.verdict.doubled)
        found["stuck"] += len(ended.stuck)
        for kind, lines in (("lost", ended.verdict.lost), ("doubled", ended.verdict.doubled), ("stuck", ended.stuck)):
            for line in lines:
                self._tell(f"schedule {self._options.seed}/{number}: {kind}: {line}")

    def _kill(self) -> None:
        try:
            stories = Stories(self._options.seed, self._options.sabotage, self._tell)
            self._stories = stories.run(self._until, self._options.kills)
        except BaseException as problem:  # noqa: BLE001 - told on the main thread, which is waiting
            self._problem = problem

    def _tell(self, line: str) -> None:
        self._told += 1
        if self._told <= SHOWN:
            print(line, file=sys.stderr, flush=True)  # noqa: T201 - a command line

    def _summed(self) -> dict[str, Any]:
        found = {"seed": self._options.seed, "seconds": self._options.seconds, **self.found}
        tally = self._stories
        if tally is not None:
            for name in ("lost", "doubled", "stuck"):
                found[name] += len(getattr(tally, name))
            for name in ("kills", "acts", "faults"):
                found[name] += getattr(tally, name)
            more = ("stories", "hub_kills", "suspends", "full_disks", "faketime_lives")
            found |= {name: getattr(tally, name) for name in more}
            self._skipped |= tally.skipped
        found["skipped"] = self._skipped
        if self._options.sabotage:
            found["sabotage"] = self._options.sabotage
        return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="See docs/reliability.md.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=45)
    parser.add_argument("--schedules", type=int, default=0, metavar="N", help="go on until there were so many")
    parser.add_argument("--kills", type=int, default=0, metavar="N", help="the same for kills")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--sabotage", choices=list(ALL), default="", metavar="NAME", help="break the client on purpose")
    parser.add_argument("--list-sabotage", action="store_true", help="the names, one a line")
    return parser


def main(argv: Sequence[str]) -> int:
    """0 when nothing was lost, doubled or stuck; 1 otherwise."""
    options = _parser().parse_args(argv)
    if options.list_sabotage:
        print("\n".join(ALL))  # noqa: T201 - a command line
        return 0
    logging.disable(logging.CRITICAL)
    found = Soak(options).run()
    lines = [json.dumps(found)] if options.json else [f"{name}: {value}" for name, value in found.items()]
    print("\n".join(lines))  # noqa: T201 - a command line
    return 1 if found["lost"] or found["doubled"] or found["stuck"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
