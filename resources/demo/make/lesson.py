"""The recording room: a written script becomes an audio lesson (MP3)."""

from __future__ import annotations

import subprocess
from pathlib import Path

from resources.demo.make.film import POLISH, Reel
from resources.demo.make.voice import Line, narrate


def read_aloud(script: Path, path: Path, scratch: Path) -> Reel:
    """Record a script of `English | Hindi` lines, blank lines between its parts; Hindi is for the captions."""
    parts = [part.splitlines() for part in script.read_text(encoding="utf-8").strip().split("\n\n")]
    scenes = [[Line(*(half.strip() for half in line.split("|"))) for line in part] for part in parts]
    told, ends, narration = narrate(scenes, "en", scratch)
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-y", "-i", str(narration), "-af", POLISH),
            *("-c:a", "libmp3lame", "-ac", "1", "-ar", "24000", "-b:a", "40k"),
            *("-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1", str(path)),
        ],
        check=True,
    )
    return Reel(ends[-1], [spoken for heard in told for spoken in heard])
