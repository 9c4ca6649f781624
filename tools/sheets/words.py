"""The program's own words, from its translations: what a sheet may call a name on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

FOLDER = Path(__file__).resolve().parents[2] / "translations"
COUNTED = re.compile(r"%n|\\\{n\\\}")


@cache
def _table(language: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """What the window shows for each (context, source): one text, or the singular and the plural."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    # The English file holds plurals alone: every other text is its source, and every file has all sources.
    for name in ("hi", language):
        for context in ET.parse(FOLDER / f"karmadesk_{name}.ts").getroot().iter("context"):
            for message in context.iter("message"):
                source, translation = message.findtext("source", ""), message.find("translation")
                forms = () if translation is None else tuple(form.text or "" for form in translation)
                said = (translation.text if translation is not None else "") or source
                key = context.findtext("name", ""), source
                found[key] = (forms or (said,)) if name == language else (source,)
    return found


def say(language: str, context: str, source: str, count: int = 0) -> str:
    """What the window says there, in this language. Raises KeyError for what it does not say."""
    forms = _table(language)[context, source]
    return forms[0 if count == 1 else -1].replace("%n", str(count))


def _patterns(language: str) -> Iterator[str]:
    for forms in _table(language).values():
        for form in forms:
            yield COUNTED.sub(r"\\d+", re.escape(form.replace("&", "")))


@cache
def _shown(language: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(set(_patterns(language)), key=len, reverse=True)))


def is_shown(language: str, name: str) -> bool:
    """Whether the window shows this text somewhere, with any figure where it counts."""
    return _shown(language).fullmatch(name) is not None
