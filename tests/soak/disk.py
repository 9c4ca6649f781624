"""A real small disk: a tmpfs of a few megabytes that can be filled to the last byte."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

CHUNK = bytes(65_536)


class SmallDisk:
    """Mounted where root may; otherwise `why` says why not."""

    def __init__(self, path: Path, size_bytes: int) -> None:
        self.path = path
        self.why = ""
        self.is_full = False
        path.mkdir(parents=True, exist_ok=True)
        if sys.platform != "linux" or os.geteuid() != 0:
            self.why = "only root on Linux may mount a tmpfs"
            return
        command = ["mount", "-t", "tmpfs", "-o", f"size={size_bytes}", "tmpfs", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            self.why = f"the tmpfs could not be mounted: {done.stderr.strip()}"

    @property
    def is_mounted(self) -> bool:
        return not self.why

    @property
    def _ballast(self) -> Path:
        return self.path / "ballast"

    def fill(self, leave: int = 0) -> None:
        """Takes all room but so many bytes."""
        self.is_full = True
        with self._ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(CHUNK) == len(CHUNK):
                continue
            while file.write(b"\0" * 64):
                continue
        if leave:
            os.truncate(self._ballast, max(0, self._ballast.stat().st_size - leave))

    def empty(self) -> None:
        """Gives the room back."""
        self.is_full = False
        self._ballast.unlink(missing_ok=True)

    def close(self) -> None:
        if self.is_mounted:
            subprocess.run(["umount", "-l", str(self.path)], capture_output=True, check=False)
