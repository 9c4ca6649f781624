"""Media engines behind one port."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class Surface(Protocol):
    """Where a picture goes: `window_id` for an engine that draws itself, `sink` for one that hands over frames."""

    def window_id(self) -> int: ...
    def sink(self) -> object: ...


@dataclass(frozen=True)
class PlayerState:
    """One report of an engine. Milliseconds of content; `duration_ms` 0 while unknown."""

    position_ms: int
    duration_ms: int
    is_playing: bool
    has_ended: bool = False
    error: str = ""


class Player(Protocol):
    """One media engine with one file. Reports come through `on_state`, posted, at most four times a second."""

    @property
    def engine(self) -> str:
        """ "vlc", "qtmultimedia" or "dummy"."""

    def attach(self, surface: Surface) -> None: ...
    def open(self, path: Path, on_state: Callable[[PlayerState], None]) -> None:
        """Raises Unplayable when it is clear at once; later faults come in `PlayerState.error`."""

    def play(self) -> None: ...
    def pause(self) -> None: ...
    def seek(self, position_ms: int) -> None: ...
    def set_rate(self, rate: float) -> None: ...
    def set_volume(self, percent: int) -> None: ...
    def state(self) -> PlayerState: ...
    def close(self) -> None: ...
