"""How much of a long matrix this run does: a slice, or with KARMADESK_MATRIX=all every row."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

Row = TypeVar("Row")

ALL = os.environ.get("KARMADESK_MATRIX") == "all"


def rows(every: Sequence[Row], slice_: int) -> list[Row]:
    """Every row in a full run, else `slice_` of them spread evenly, the first always among them."""
    if ALL or slice_ >= len(every):
        return list(every)
    return [every[number * len(every) // slice_] for number in range(slice_)]
