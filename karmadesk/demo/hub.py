"""The demo's own hub: a child process that ends with us, whatever happens to us."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

from karmadesk.errors import ServerFault

log = logging.getLogger(__name__)


class DemoHub:
    """Starts and stops the embedded hub over one data folder; it keeps its port there."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._process: subprocess.Popen[str] | None = None
        self.host = ""

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def data(self) -> Path:
        return self._data

    @property
    def port(self) -> int:
        """Where it listens while it runs."""
        return int(self.host.rsplit(":", 1)[1])

    def port_kept(self) -> int:
        """The port that the hub has in this folder, also while it is stopped; 0 before its first start."""
        try:
            return int((self._data / "port").read_text("ascii"))
        except (OSError, ValueError):
            return 0

    def start(self) -> str:
        """Starts the hub and returns its address once it answers. Raises ServerFault with its last words."""
        if self.is_running:
            return self.host
        self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
        words = (self._data / "start.log").open("w", encoding="utf-8")
        with words:
            self._process = subprocess.Popen(
                [*program(), "hub", "serve", "--data", str(self._data), "--seed", "demo", "--until-stdin-closes"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=words,
                text=True,
                encoding="utf-8",
                creationflags=without_console(),
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        try:
            self.host = str(json.loads(line)["hub"])
        except (ValueError, KeyError) as error:
            self.stop()
            raise ServerFault((self._data / "start.log").read_text("utf-8")[-500:]) from error
        log.info("demo hub answers at %s", self.host)
        return self.host

    def stop(self) -> None:
        """Closes the hub's standard input, at which it ends, and waits for it."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def program() -> list[str]:
    """How to start ourselves as a process that speaks on its streams: the packaged console program, or this Python."""
    if getattr(sys, "frozen", False):
        # The window's program has no console on Windows: its streams lead nowhere.
        name = "karmadesk.exe" if sys.platform == "win32" else "karmadesk"
        return [str(Path(sys.executable).with_name(name))]
    return [sys.executable, "-m", "karmadesk"]


def without_console() -> int:
    """The flag with which a child opens no console of its own on Windows when a window is its parent."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0
