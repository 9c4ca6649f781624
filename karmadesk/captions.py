"""Captions as cues in time: a tolerant reader of WebVTT (and of SRT, which so many tools write instead)."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass

_TIMES = re.compile(
    r"^\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})(?:\s|$)"
)
_TAG = re.compile(r"</?[a-zA-Z0-9][^<>]*>|</?[a-zA-Z]*>")
_NEVER_SHOWN = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True)
class Cue:
    """One caption: shown in [start, end) milliseconds. `text` is plain, its lines parted by newlines."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True)
class Cues:
    """The cues of one language, by start."""

    cues: tuple[Cue, ...] = ()

    def text_at(self, position_ms: int) -> str:
        """Everything that is shown at this moment, earlier cues above later ones; "" for nothing."""
        last = self.latest(position_ms)
        shown = [
            cue.text
            for cue in self.cues[max(0, last - _MOST_AT_ONCE + 1) : last + 1]
            if cue.start_ms <= position_ms < cue.end_ms
        ]
        return "\n".join(shown)

    def latest(self, position_ms: int) -> int:
        """The cue that was shown last before or at this moment (a transcript's current line); -1 before the first."""
        return bisect_right(self.cues, position_ms, key=lambda cue: cue.start_ms) - 1


_MOST_AT_ONCE = 4


def parse(text: str) -> Cues:
    """Every cue that can be read; what can't be is left out, so that one bad line costs one caption."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues: list[Cue] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
            continue
        cue = _cue(block)
        if cue is not None:
            cues.append(cue)
        block = []
    return Cues(tuple(sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms))))


def decode(raw: bytes) -> str:
    """The file's text; WebVTT is UTF-8 by its standard, bytes that aren't become the replacement sign."""
    return raw.decode("utf-8-sig", errors="replace")


def _cue(block: list[str]) -> Cue | None:
    for number, line in enumerate(block):
        found = _TIMES.match(line)
        if found is None:
            if number == 0 and line.split(maxsplit=1)[0] in _NEVER_SHOWN:
                return None
            continue
        start, end = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
        spoken = "\n".join(plain for part in block[number + 1 :] if (plain := _plain(part)))
        return Cue(start, end, spoken) if end > start and spoken else None
    return None


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def _plain(line: str) -> str:
    return html.unescape(_TAG.sub("", line)).strip()
