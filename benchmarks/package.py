"""How big the packaged program is, and how fast it starts beside the same program from source.

    python benchmarks/package.py [--json] [--runs 7] [--dist dist]

Sizes are those of what `dev.py package` has built. Both programs are started in turn as whole processes on the same
home, from `Popen` to the end of `status --json`, and to the first picture of the window: seen from outside, in the
memory of the screen (Xvfb's), so that neither program has to know of it. `picture_differs` is the share of the screen
on which the two, at rest, do not show the same: a font, an icon or a translation that was left out shows there.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WIDTH, HEIGHT = 1366, 768
PAINTED = 0.5
"""The share of the screen that is no longer black when a window of its size has been painted."""
LONGEST_S = 60.0


def main() -> int:
    """Prints the figures; 1, after a sentence, where there is nothing to measure."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--json", action="store_true")
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--dist", type=Path, default=ROOT / "dist")
    asked = options.parse_args()
    program = asked.dist / "karmadesk" / ("karmadesk.exe" if sys.platform == "win32" else "karmadesk")
    if not program.exists():
        sys.stderr.write("There is no packaged program yet: python3 dev.py package\n")
        return 0 if asked.json else 1
    subjects = {"source": [sys.executable, "-m", "karmadesk"], "package": [str(program)]}
    found = {**sizes(asked.dist), **starts(subjects, asked.runs), "runs": asked.runs}
    sys.stdout.write((json.dumps(found) if asked.json else _told(found)) + "\n")
    return 0


def _told(found: dict[str, Any]) -> str:
    return "\n".join(f"{name:24} {value}" for name, value in found.items())


def sizes(dist: Path) -> dict[str, float]:
    """Megabytes of the folder and of each package made of it."""
    folder = sum(p.stat().st_size for p in (dist / "karmadesk").rglob("*") if p.is_file() and not p.is_symlink())
    told = {"unpacked_mb": round(folder / 1e6, 1)}
    for kind in ("tar.xz", "deb", "exe"):
        for path in sorted(dist.glob(f"karmadesk*.{kind}"))[-1:]:
            told[f"{kind.replace('.', '_')}_mb"] = round(path.stat().st_size / 1e6, 1)
    return told


def starts(subjects: dict[str, list[str]], runs: int) -> dict[str, float]:
    """Medians and their ratios; the first run of each, which is not counted, fills the system's caches."""
    taken: dict[str, list[float]] = {}
    pictures: list[bytes] = []
    with tempfile.TemporaryDirectory(prefix="karmadesk-bench-") as place, screen(Path(place)) as pixels:
        passphrase = Path(place) / "passphrase"
        passphrase.write_text("a passphrase for a benchmark", "utf-8")
        home = ("--home", str(Path(place) / "home"), "--passphrase-file", str(passphrase), "--secrets", "sealed-file")
        environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            # Compiled once, as in the package.
            "PYTHONPYCACHEPREFIX": str(Path(place) / "compiled"),
            "PYTHONPATH": str(ROOT),
            **pixels.environment,
        }
        for run in range(runs + 1):
            for subject, program in subjects.items():
                figures = {"status": _status([*program, "status", "--json", *home], environment)}
                if pixels.environment:
                    figures["first_paint"] = _first_paint([*program, *home], environment, pixels)
                for name, seconds in figures.items() if run else ():
                    taken.setdefault(f"{subject}_{name}_s", []).append(seconds)
        if pixels.environment:
            pictures = [_at_rest([*program, *home], environment, pixels) for program in subjects.values()]
    return _summary(taken, pictures)


def _summary(taken: dict[str, list[float]], pictures: list[bytes]) -> dict[str, float]:
    told = {name: round(median(each), 3) for name, each in taken.items()}
    for name in ("status", "first_paint"):
        if f"package_{name}_s" in told:
            told[f"ratio_{name}"] = round(told[f"package_{name}_s"] / told[f"source_{name}_s"], 2)
    if pictures:
        unlike = sum(one != other for one, other in zip(*pictures, strict=True))
        told["picture_differs"] = round(unlike / len(pictures[0]), 5)
    return told


def _status(command: Sequence[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


class Pixels:
    """What the screen shows, read from the server's memory; `environment` is empty where there is no such screen."""

    def __init__(self, file: Path | None, environment: dict[str, str]) -> None:
        self.environment = environment
        self._screen: mmap.mmap | None = None
        self._sample = slice(0)
        if file is not None:
            with file.open("rb") as opened:
                self._screen = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
            # An XWD file: its header's size, then 25 numbers of which the 20th counts the colours after it.
            (header,) = struct.unpack(">I", self._screen[:4])
            (colours,) = struct.unpack(">I", self._screen[76:80])
            # The green of every 64th pixel: enough to see a window, and read in a tenth of a millisecond.
            self._sample = slice(header + colours * 12 + 1, None, 4 * 64)

    def picture(self) -> bytes:
        """All that is on the screen."""
        assert self._screen is not None
        return self._screen[self._sample.start - 1 :]

    def share(self) -> float:
        """How much of the screen is not black."""
        assert self._screen is not None
        sampled = self._screen[self._sample]
        return 1 - sampled.count(0) / len(sampled)

    def close(self) -> None:
        if self._screen is not None:
            self._screen.close()


@contextmanager
def screen(place: Path) -> Iterator[Pixels]:
    """A virtual screen without a window manager whose pixels can be read; none where Xvfb is not installed."""
    if not shutil.which("Xvfb"):
        yield Pixels(None, {})
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
    command += ["-fbdir", str(place), "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading, encoding="ascii") as told:
            display = f":{told.readline().strip()}"
        pixels = Pixels(place / "Xvfb_screen0", {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"})
        yield pixels
        pixels.close()
    finally:
        server.terminate()
        server.wait()


def _at_rest(command: Sequence[str], environment: dict[str, str], pixels: Pixels) -> bytes:
    """What the window shows once nothing has changed for two seconds."""
    _until(pixels, lit=False)
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until(pixels, lit=True)
        before, picture, deadline = b"", pixels.picture(), time.perf_counter() + LONGEST_S
        while picture != before and time.perf_counter() < deadline:
            time.sleep(2)
            before, picture = picture, pixels.picture()
        return picture
    finally:
        process.kill()
        process.wait()


def _first_paint(command: Sequence[str], environment: dict[str, str], pixels: Pixels) -> float:
    """Seconds from `Popen` until the screen is no longer black; then the window's process is ended."""
    _until(pixels, lit=False)
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until(pixels, lit=True)
        return time.perf_counter() - began
    finally:
        # Crash-only: what matters is on disk at every moment.
        process.kill()
        process.wait()


def _until(pixels: Pixels, *, lit: bool) -> None:
    deadline = time.perf_counter() + LONGEST_S
    while (pixels.share() >= PAINTED) is not lit:
        if time.perf_counter() > deadline:
            raise RuntimeError(f"the screen did not become {'painted' if lit else 'black'} in {LONGEST_S:g} s")
        time.sleep(0.002)


if __name__ == "__main__":
    sys.exit(main())
