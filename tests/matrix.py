"""How much of a long matrix this run does: a slice, or with KARMADESK_MATRIX=all every row."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from typing import TypeVar

Row = TypeVar("Row")

ALL = os.environ.get("KARMADESK_MATRIX") == "all"
DAY = "KARMADESK_DAY"
"""A number that picks the day's rows; set it to the one that a failure told to see the same again."""
os.environ.setdefault(DAY, str(dt.datetime.now(tz=dt.UTC).toordinal()))


def rows(every: Sequence[Row], slice_: int) -> list[Row]:
    """Every row in a full run, else `slice_` of them spread evenly, the first always among them."""
    if ALL or slice_ >= len(every):
        return list(every)
    return [every[number * len(every) // slice_] for number in range(slice_)]


def rows_of_the_day(every: Sequence[Row], slice_: int) -> list[Row]:
    """Every row in a full run, else `slice_` of them spread evenly, others each day until all had their turn."""
    if ALL or slice_ >= len(every):
        return list(every)
    turns = -(-len(every) // slice_)
    return list(every[int(os.environ[DAY]) % turns :: turns])
