"""What works in the background: sync, downloads, the link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from karmadesk.jobs import Context
from karmadesk.model import Link


@dataclass(frozen=True)
class SyncReport:
    """What one round did for one person. `stopped_by` is an error key, "" when the round was whole."""

    person_id: str
    sent: int = 0
    refused: int = 0
    waiting: int = 0
    stopped_by: str = ""
    needs_sign_in: bool = False
    finished_at: datetime | None = None


class Sync(Protocol):
    """Delivers and pulls; one round at a time."""

    def run(self, person_id: str, context: Context, *, interactive: bool = False) -> SyncReport:
        """One round for one person; the world's faults end in the report. `interactive` tries what backs off."""

    def run_all(self, context: Context, *, interactive: bool = False) -> tuple[SyncReport, ...]:
        """One round for everybody on the laptop with a live session."""


class Downloads(Protocol):
    """Fetches what the shelf's queue names, two files at a time, for ever resumable."""

    def run(self, context: Context) -> int:
        """Works until nothing is due; how many files were finished. Link faults leave the rest waiting."""

    def progress(self) -> Mapping[str, tuple[int, int]]:
        """(bytes done, bytes in all or 0) of what is being fetched now, by download id; fresher than the shelf."""

    def next_due(self) -> datetime | None:
        """When `run` has something to do again; None when nothing waits."""

    def hurry(self) -> bool:
        """Makes everything that waits for the link due now (it is back, or somebody asked); whether anything waits."""


class Reachability(Protocol):
    """What is known of the link."""

    def link(self) -> Link: ...
    def probe(self, context: Context) -> Link:
        """Asks our own server and remembers the answer."""

    def is_near(self) -> bool:
        """Whether all that is asked is on this very machine: it is no burden, and no bytes cost anything."""

    def rest_s(self) -> float:
        """For how many seconds more the servers asked to be left alone; 0 when none did."""

    def window_s(self) -> float | None:
        """Over how many seconds the server wants a crowd spread that comes back at once; None where it says nothing."""
