"""The captioner: spoken lines become WebVTT."""

from __future__ import annotations

from resources.demo.make.voice import Spoken

LONGEST_LINE = {"en": 42, "hi": 38}


def web_vtt(lines: list[Spoken], language: str) -> str:
    """A WebVTT file of the lines in a language; a caption stays until shortly before the next."""
    cues = []
    for place, spoken in enumerate(lines):
        next_start = lines[place + 1].start_s if place + 1 < len(lines) else spoken.end_s + 1.0
        end = min(spoken.end_s + 0.8, next_start - 0.1)
        text = _wrapped(spoken.line.text(language), LONGEST_LINE[language])
        cues.append(f"{place + 1}\n{_stamp(spoken.start_s)} --> {_stamp(end)}\n{text}\n")
    return f"WEBVTT\nKind: captions\nLanguage: {language}\n\n" + "\n".join(cues)


def _stamp(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def _wrapped(text: str, longest: int) -> str:
    """The text over as many even lines as it needs."""
    count = -(-len(text) // longest)
    goal = len(text) / count
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > goal + 6 and len(lines) < count - 1:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])
