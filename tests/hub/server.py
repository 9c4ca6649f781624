"""A real hub for tests: the process that the product starts, on a folder of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Hub:
    """A hub's process on one data folder, which can be ended, killed and started again."""

    data_dir: Path
    arguments: tuple[str, ...] = ()
    module: str = "karmadesk.hub"
    url: str = ""
    port: int = 0
    owner_key: str = ""
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        assert self.process is None, "it runs already"
        command = [sys.executable, "-m", self.module, "serve", "--data", str(self.data_dir), "--until-stdin-closes"]
        self.process = subprocess.Popen(
            [*command, *self.arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            _, said = self.process.communicate()
            code, self.process = self.process.returncode, None
            raise AssertionError(f"the hub ended with {code}: {said}")
        ready = json.loads(line)
        self.url, self.port = ready["hub"], ready["port"]
        self.owner_key = Path(ready["owner_key_file"]).read_text(encoding="utf-8").strip()

    def stop(self) -> None:
        """Let it end by closing its standard input."""
        self._end(kill=False)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(kill=True)

    def _end(self, *, kill: bool) -> None:
        if self.process is None:
            return
        if kill:
            self.process.kill()
        try:
            _, said = self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        finally:
            self.process = None
        assert not said, f"the hub complained: {said}"


@contextmanager
def running_hub(data_dir: Path, *arguments: str) -> Iterator[Hub]:
    """A hub on this folder, started with these further arguments, and ended with the block."""
    hub = Hub(data_dir, arguments)
    hub.start()
    try:
        yield hub
    finally:
        hub.stop()
