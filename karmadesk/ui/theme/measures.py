"""Space, radius, type and motion, before the learner's text size is applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

STEP = 8
PAGE_MARGIN = 32
GAP = 16
RADIUS_CARD = 14
RADIUS_CONTROL = 10
CONTROL = 40
CHIP = 28
TARGET = 24
"""The least width and height of what is pressed, whatever the text size."""
RAIL = 96
BAR = 6
MOTION_MS = 150

Style = Literal["body", "small", "label", "item", "section", "lead", "title", "hero"]


@dataclass(frozen=True)
class TextStyle:
    """Size and line height in pixels at 100 %, and weight."""

    size: float
    line: int
    weight: int = 400


STYLES: dict[Style, TextStyle] = {
    "body": TextStyle(14, 20),
    "small": TextStyle(12.5, 18),
    "label": TextStyle(12, 16),
    "item": TextStyle(15, 21, 600),
    "section": TextStyle(16, 24, 600),
    "lead": TextStyle(20, 28, 600),
    "title": TextStyle(24, 32, 600),
    "hero": TextStyle(30, 44, 600),
}

SCRIPT_LINE = {"Latn": 1.0, "Deva": 1.1}
"""How much taller the lines of a script are."""
SCRIPT_FAMILIES = {
    "Latn": ("Noto Sans", "Noto Sans Devanagari"),
    "Deva": ("Noto Sans Devanagari", "Noto Sans"),
}
LANGUAGE_SCRIPT = {"hi": "Deva", "mr": "Deva", "ne": "Deva"}
FONT_FILES = (
    "NotoSans-Regular.ttf",
    "NotoSans-SemiBold.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansDevanagari-SemiBold.ttf",
    "NotoSans-Bold.ttf",
    "NotoSansDevanagari-Bold.ttf",
)
