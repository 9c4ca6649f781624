"""That somebody's records were damaged and made whole: told until what the server has was asked for again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from karmadesk.errors import BegunAnew, Mended, PartlyMended, StoreError

MENDED = "care:mended"
"""The checkpoint that says how and when: one of the words below and an ISO time."""
WHOLE, PART, FRESH = "whole", "part", "fresh"

_FAULTS: Mapping[str, type[StoreError]] = {WHOLE: Mended, PART: PartlyMended, FRESH: BegunAnew}


def fault_of(mark: str) -> StoreError | None:
    """What to say of a mark; None for none."""
    kind = _FAULTS.get(mark.partition(" ")[0])
    return None if kind is None else kind(mark)


def news(mark: str, pulled: str) -> str:
    """The mark, for as long as nothing was pulled since (`pulled` says when); "" where there is nothing to tell."""
    try:
        at, pulled_at = datetime.fromisoformat(mark.partition(" ")[2]), datetime.fromisoformat(pulled)
    except ValueError:
        return mark  # nothing was pulled yet
    return mark if pulled_at < at else ""
