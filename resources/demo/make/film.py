"""The cutting room: frames and voice become an MP4, and the captions that go with it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from resources.demo.make import stage, timemark
from resources.demo.make.captions import web_vtt
from resources.demo.make.voice import Spoken, narrate

RATE = 10
POLISH = "highpass=f=90,lowpass=f=8500,acompressor=threshold=-20dB:ratio=3,volume=3dB,alimiter=limit=0.85"


@dataclass(frozen=True)
class Reel:
    """A finished film: its length and its spoken lines."""

    seconds: float
    spoken: list[Spoken]

    def captions(self, language: str) -> str:
        """WebVTT in a language."""
        return web_vtt(self.spoken, language)


def shoot(scenes: list[stage.Scene], language: str, path: Path, scratch: Path) -> Reel:
    """Draw, narrate and encode a film: H.264 main, ten frames a second, a key frame every second, AAC mono."""
    told, ends, narration = narrate([scene.lines for scene in scenes], language, scratch)
    total = round(ends[-1] * RATE)
    command = [
        *("ffmpeg", "-v", "error", "-y"),
        *("-f", "rawvideo", "-pix_fmt", "bgra", "-s", f"{stage.W}x{stage.H}", "-r", str(RATE), "-i", "-"),
        *("-i", str(narration), "-af", POLISH),
        *("-c:v", "libx264", "-profile:v", "main", "-pix_fmt", "yuv420p", "-preset", "slow", "-crf", "32"),
        *("-tune", "animation", "-g", str(RATE), "-keyint_min", str(RATE), "-sc_threshold", "0", "-bf", "0"),
        *("-c:a", "aac", "-ac", "1", "-ar", "24000", "-b:a", "32k"),
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1"),
        *("-movflags", "+faststart", "-t", f"{ends[-1]:.1f}", str(path)),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin is not None
        for tenths in range(total):
            image = stage.frame(scenes, told, ends, language, tenths)
            encoder.stdin.write(bytes(image.constBits()))
    if encoder.returncode:
        raise RuntimeError(f"ffmpeg could not write {path}")
    return Reel(ends[-1], [spoken for heard in told for spoken in heard])


def still(scenes: list[stage.Scene], language: str, seconds: float, per_line_s: float = 4.0) -> QImage:
    """One frame without narrating, each line taken to last a fixed time; for looking at scenes while drawing them."""
    told: list[list[Spoken]] = []
    ends: list[float] = []
    moment = 0.5
    for scene in scenes:
        told.append(
            [Spoken(line, moment + n * per_line_s, moment + (n + 1) * per_line_s) for n, line in enumerate(scene.lines)]
        )
        moment += len(scene.lines) * per_line_s + 1
        ends.append(moment)
    return stage.frame(scenes, told, ends, language, min(round(seconds * RATE), timemark.LONGEST_TENTHS))
