"""The narrator: espeak-ng reads each line of a script; the recordings are laid one after the other."""

from __future__ import annotations

import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

VOICES = {"en": ("en-gb-x-rp", "148", "42"), "hi": ("hi", "135", "40")}
LEAD_S, PAUSE_S, SCENE_PAUSE_S = 0.5, 0.35, 0.9


@dataclass(frozen=True)
class Line:
    """One spoken sentence, in both caption languages; `said` is how to spell it for the narrator, if differently."""

    en: str
    hi: str
    said: str = ""

    def text(self, language: str) -> str:
        """The caption in a language."""
        return self.hi if language == "hi" else self.en


@dataclass(frozen=True)
class Spoken:
    """A line with the moments at which it is heard."""

    line: Line
    start_s: float
    end_s: float


def record(line: Line, language: str, path: Path) -> float:
    """Record a line as a WAV file; its length in seconds."""
    voice, pace, pitch = VOICES[language]
    words = line.said or line.text(language)
    subprocess.run(["espeak-ng", "-v", voice, "-s", pace, "-p", pitch, "-g", "2", "-w", str(path), words], check=True)
    with wave.open(str(path)) as sound:
        return float(sound.getnframes() / sound.getframerate())


def narrate(scenes: list[list[Line]], language: str, folder: Path) -> tuple[list[list[Spoken]], list[float], Path]:
    """The spoken lines of each scene, the moment at which each scene ends, and one WAV of it all.

    All moments are whole tenths of a second, so that pictures, captions and voice agree.
    """
    folder.mkdir(parents=True, exist_ok=True)
    moment, told, ends, pieces = LEAD_S, [], [], []
    for place, lines in enumerate(scenes):
        heard: list[Spoken] = []
        for turn, line in enumerate(lines):
            piece = folder / f"{place:02d}-{turn:02d}.wav"
            length = record(line, language, piece)
            pieces.append((moment, piece))
            heard.append(Spoken(line, moment, round(moment + length, 1)))
            moment = round(moment + length + PAUSE_S, 1)
        moment = round(moment + SCENE_PAUSE_S, 1)
        told.append(heard)
        ends.append(moment)
    whole = folder / "narration.wav"
    _lay(pieces, ends[-1], whole)
    return told, ends, whole


def _lay(pieces: list[tuple[float, Path]], length_s: float, whole: Path) -> None:
    """One WAV with each piece at its moment and silence between."""
    with wave.open(str(pieces[0][1])) as first:
        parameters, rate, width = first.getparams(), first.getframerate(), first.getsampwidth()
    sound = bytearray(round(length_s * rate) * width)
    for moment, piece in pieces:
        with wave.open(str(piece)) as spoken:
            content = spoken.readframes(spoken.getnframes())
        start = round(moment * rate) * width
        sound[start : start + len(content)] = content
    with wave.open(str(whole), "wb") as out:
        out.setparams(parameters)
        out.writeframes(bytes(sound))
