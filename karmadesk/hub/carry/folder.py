"""A courier's folder at the hub itself: every post in it is taken, and its answer laid beside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from karmadesk.hub.carry import counter, sealing
from karmadesk.hub.house import House
from karmadesk.hub.place import TroubleError

FOLDER = "KarmaDesk-post"


@dataclass(frozen=True)
class Taken:
    """One file and what became of it; `trouble` says why it could not be taken."""

    name: str
    accepted: int = 0
    refused: int = 0
    damaged: int = 0
    trouble: str = ""


def take(house: House, chosen: Path) -> list[Taken]:
    """Every post in the folder, or in the one for posts inside it."""
    folder = chosen if chosen.name == FOLDER else chosen / FOLDER
    if not folder.is_dir():
        raise TroubleError(f"{folder}: no such folder")
    return [_taken(house, path) for path in sorted(folder.glob("*.post"))]


def _taken(house: House, path: Path) -> Taken:
    try:
        with path.open("rb") as file:
            raw = file.read(sealing.MOST_BYTES + 1)
        done = counter.hand_in(house, raw)
        _put(path.with_suffix(".answer"), done.answer)
    except sealing.CarryError as problem:
        return Taken(path.name, trouble=str(problem))
    except OSError as problem:
        raise TroubleError(f"{path}: {problem.strerror or problem}") from problem
    return Taken(path.name, done.accepted, done.refused, done.damaged)


def _put(path: Path, content: bytes) -> None:
    """Whole or not at all: the drive may be pulled out."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
