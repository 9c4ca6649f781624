"""A list as a file that any office program opens: for whoever is to look into what was refused."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from karmadesk.disk import room
from karmadesk.errors import UnwritableFile

_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula when a cell begins with it."""


def save(path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Writes CSV with a mark of its encoding, so that Devanagari survives; whole or not at all.

    Raises UnwritableFile, DiskFull.
    """
    beside = path.with_name(f"{path.name}.part")
    try:
        with room(path):
            with beside.open("w", encoding="utf-8-sig", newline="") as file:
                table = csv.writer(file)
                table.writerow(heads)
                table.writerows([_harmless(cell) for cell in row] for row in rows)
            beside.replace(path)
    except OSError as error:
        raise UnwritableFile(type(error).__name__, name=path.name) from error
    finally:
        beside.unlink(missing_ok=True)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell
