"""What a long time offline costs to send, against each kind of server; what nothing costs; and a slow, lossy link.

    python benchmarks/sync.py [--json] [--acts 10000] [--seed 7] [--runs 3] [--slow]

One learner, 500 resources in 40 courses, so many acts recorded offline (films in stretches, completions, practice
sets), then one round. The hub is the product's own, as a process on loopback; the laptop is another. Divisor: acts
before anything is coalesced. Bytes: up and down, heads and bodies. Floor: the same acts in one packed body. `--slow`
(root, Linux) does it again over a link of 512 kbit/s, 150 ms each way and 5 % loss; the link's own time is a plain TCP
connection that carries the same bytes up and down over the same link in the same run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import sync_slow, sync_world
from benchmarks.record import raw_commits_per_s

ROOT = Path(__file__).resolve().parents[1]
ADAPTERS = {"igot": "igot", "sunbird": "sunbird", "xapi": "sunbird"}


def main() -> int:
    """Prints the figures; exits 0 when they could be taken."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--json", action="store_true")
    options.add_argument("--acts", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--slow", action="store_true")
    asked = options.parse_args()
    found: dict[str, Any] = {}
    for kind in ADAPTERS:
        taken = [_run(kind, asked.acts, asked.seed) for _ in range(asked.runs)]
        found |= _summary(kind, taken, asked.acts)
    with tempfile.TemporaryDirectory(prefix="karmadesk-bench-") as place:
        found["raw_commits_per_s"] = raw_commits_per_s(Path(place))
    if asked.slow:
        found |= sync_slow.measured(asked.acts, asked.seed)
    sys.stdout.write((json.dumps(found) if asked.json else "\n".join(f"{k:34} {v}" for k, v in found.items())) + "\n")
    return 0


def _run(kind: str, acts: int, seed: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="karmadesk-bench-") as place:
        folder = Path(place) / "hub"
        sync_world.furnish(folder)
        with sync_world.hub(folder, ADAPTERS[kind]) as hub:
            records = [f"{hub.url}/xapi"] if kind == "xapi" else []
            said = subprocess.run(
                [
                    sys.executable, str(ROOT / "benchmarks" / "sync_client.py"),
                    hub.url, hub.api_key, ADAPTERS[kind], str(acts), str(seed), *records,
                ],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )  # fmt: skip
    figures: dict[str, Any] = json.loads(said.stdout)
    return figures


def _summary(kind: str, taken: list[dict[str, Any]], acts: int) -> dict[str, Any]:
    def middle(name: str) -> float:
        return float(median(run[name] for run in taken))

    bytes_ = middle("up") + middle("down")
    found = {
        f"{kind}.bytes_per_act": round(bytes_ / acts, 1),
        f"{kind}.acts_per_s": round(acts / middle("wall_s")),
        f"{kind}.requests": round(middle("requests")),
        f"{kind}.pushes": round(middle("pushes")),
        f"{kind}.items": round(middle("items")),
        f"{kind}.wall_s": round(middle("wall_s"), 2),
        f"{kind}.peak_mb": round(middle("peak_mb"), 1),
    }
    if kind == "sunbird":
        nothing = taken[0]["nothing"]
        found |= {
            "nothing_to_do.requests": nothing["requests"],
            "nothing_to_do.bytes": nothing["without_tokens"],
            "floor_bytes_per_act": round(middle("floor_bytes") / acts, 1),
        }
    return found


if __name__ == "__main__":
    raise SystemExit(main())
