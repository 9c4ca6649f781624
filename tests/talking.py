"""A program that was started, what it says line by line, and what is said to it."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIMIT_S = 60.0


class Talking:
    """A module run as a process of its own. What it says on standard error is the test's own."""

    def __init__(self, module: str, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *options],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.strip())

    def say(self, words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()

    def await_word(self, word: str) -> str:
        """The line that begins with this word; whatever else it said before is passed over."""
        deadline = time.monotonic() + LIMIT_S
        while True:
            line = self._lines.get(timeout=max(0.01, deadline - time.monotonic()))
            if line.split()[:1] == [word]:
                return line

    def has_said(self, word: str) -> bool:
        while not self._lines.empty():
            if self._lines.get().split()[:1] == [word]:
                return True
        return False

    def end(self) -> int:
        """Kills it, if it has not ended yet; its exit code."""
        self.process.kill()
        code = self.process.wait(LIMIT_S)
        self._reader.join(LIMIT_S)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()
        return code
