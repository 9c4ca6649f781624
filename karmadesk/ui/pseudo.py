"""A language for testing, made from English as it is asked for: 40 % longer, marked, from right to left."""

from __future__ import annotations

import re

from PySide6.QtCore import QTranslator

PSEUDO = "qps"
LONGER = 0.4
WORD = 12
LETTERS = str.maketrans("AEIOUaeiouCcNnSsYy", "ÀÉÎÕÜàéîõüÇçÑñŠšÝý")
KEPT = re.compile(r"(\{[^}]*\}|%n|<[^>]*>|&[a-z]+;)")


def pseudo(text: str) -> str:
    """`text` as the pseudo-locale shows it; fields, counts and tags stay whole."""
    marked = "".join(part if KEPT.fullmatch(part) else part.translate(LETTERS) for part in KEPT.split(text))
    more = max(1, round(len(text) * LONGER) - 2)
    # In pieces, as any language has words: a line must be able to break.
    padding = " ".join("·" * min(WORD, more - start) for start in range(0, more, WORD))
    return f"[{marked}{padding}]"


class PseudoTranslator(QTranslator):
    """Answers every text with its pseudo form."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, comment: str | None = None, n: int = -1) -> str:
        del context, comment, n
        return pseudo(text)
