"""The same round over a slow, lossy link between two network namespaces, and a plain connection for comparison."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import sync_world

ROOT = Path(__file__).resolve().parents[1]
RATE, DELAY_S, LOSS = 512_000, 0.15, 0.05
SERVER = "10.99.0.2"
NAME = "kdsync"
PLAIN_PORT = 5099
RUNS = 3


def measured(acts: int, seed: int) -> dict[str, Any]:
    """Figures over the slow link; says why not where it can't be made (no root, no Linux)."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return {"slow_link.skipped": "needs Linux and root for two network namespaces"}
    taken = [_run(acts, seed) for _ in range(RUNS)]
    best = sorted(taken, key=lambda run: run["ratio"])[RUNS // 2]
    return {
        "slow_link.ratio_to_link_time": round(best["ratio"], 2),
        "slow_link.wall_s": round(best["wall_s"], 1),
        "slow_link.link_s": round(best["link_s"], 1),
        "slow_link.bytes": best["bytes"],
        "slow_link.requests": best["requests"],
        "slow_link.wire_s": round(8 * best["bytes"] / RATE, 1),
    }


def _run(acts: int, seed: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="karmadesk-bench-") as place, _link():
        folder = Path(place) / "hub"
        sync_world.furnish(folder)
        inside = ["ip", "netns", "exec", f"{NAME}s"]
        with sync_world.hub(folder, "sunbird", before=inside, host=SERVER) as hub:
            said = subprocess.run(
                [
                    "ip", "netns", "exec", f"{NAME}c", sys.executable, str(ROOT / "benchmarks" / "sync_client.py"),
                    hub.url, hub.api_key, "sunbird", str(acts), str(seed),
                ],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )  # fmt: skip
        figures: dict[str, Any] = json.loads(said.stdout)
        link_s = _plain(figures["up"], figures["down"])
    bytes_ = figures["up"] + figures["down"]
    wall_s = figures["wall_s"]
    return {
        "wall_s": wall_s,
        "link_s": link_s,
        "ratio": wall_s / link_s,
        "bytes": bytes_,
        "requests": figures["requests"],
    }


@contextmanager
def _link() -> Iterator[None]:
    words = ["--rate", str(RATE), "--delay", str(DELAY_S), "--loss", str(LOSS)]
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "benchmarks" / "slowlink.py"), NAME, *words], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("the slow link did not come up")
        for end in ("c", "s"):
            subprocess.run(["ip", "-n", f"{NAME}{end}", "link", "set", "lo", "up"], check=True)
        yield
    finally:
        process.terminate()
        process.wait()


def _plain(up: int, down: int) -> float:
    """Seconds for one connection that carries so many bytes up, then so many down."""
    me = [sys.executable, str(Path(__file__))]
    server = subprocess.Popen(
        ["ip", "netns", "exec", f"{NAME}s", *me, "serve", str(up), str(down)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    server.stdout.readline()
    said = subprocess.run(
        ["ip", "netns", "exec", f"{NAME}c", *me, "carry", str(up), str(down)],
        check=True,
        capture_output=True,
        text=True,
    )
    server.wait()
    return float(said.stdout)


def _serve(up: int, down: int) -> None:
    with socket.create_server((SERVER, PLAIN_PORT)) as listening:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        connection, _ = listening.accept()
        with connection:
            _drain(connection, up)
            connection.sendall(bytes(down))


def _carry(up: int, down: int) -> None:
    began = time.perf_counter()
    with socket.create_connection((SERVER, PLAIN_PORT)) as connection:
        connection.sendall(os.urandom(up))
        _drain(connection, down)
    sys.stdout.write(f"{time.perf_counter() - began}\n")


def _drain(connection: socket.socket, amount: int) -> None:
    while amount > 0:
        amount -= len(connection.recv(65_536)) or amount


if __name__ == "__main__":
    {"serve": _serve, "carry": _carry}[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
