"""Words to search for, in any script: the same cleaning for what is stored and what is asked."""

from __future__ import annotations

import re
import unicodedata

JOINERS = re.compile("[\u200c\u200d]")
"""ZWNJ and ZWJ shape a conjunct but don't change the word; keyboards differ in whether they type them."""

MOST_WORDS = 16
"""More words than this in one search are not people's; the rest is left out."""


def cleaned(text: str) -> str:
    """NFC without joiners: one spelling for each word, however it was typed."""
    return unicodedata.normalize("NFC", JOINERS.sub("", text))


def sort_name(name: str) -> str:
    """The text by which names are put in order."""
    return cleaned(name).casefold().strip()


def match(asked: str) -> str:
    """The FTS5 expression for every word of `asked`, the last one as a prefix; "" when there is no word in it."""
    words = "".join(c if _is_part(c) else " " for c in cleaned(asked)).split()[:MOST_WORDS]
    if not words:
        return ""
    # Only letters, digits and marks are left, so that nothing can leave its quotes.
    return " ".join(f'"{word}"' for word in words) + "*"


def _is_part(character: str) -> bool:
    """Whether the tokenizer takes it for a part of a word: see `tables.catalogue.CREATE_WORDS`."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category in {"Co", "Mn", "Mc"}
