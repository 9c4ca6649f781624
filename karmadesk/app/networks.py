"""Which networks cost by the byte: every one that was never seen before, until the learner says otherwise."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from karmadesk.model import Charge
from karmadesk.sync.network import Way

log = logging.getLogger(__name__)

MOST = 100
"""Networks of which the learner's word is kept; the one used longest ago goes first."""


class Networks:
    """Knows where this laptop is, and what was said of there. Nothing but digests is kept."""

    def __init__(self, path: Path, way_out: Callable[[], Way | None]) -> None:
        self._path = path
        self._way_out = way_out
        self._lock = threading.Lock()
        self._said = _read(path)
        self._medium = ""
        self._here = ""

    def look(self) -> bool:
        """Finds out where this laptop is now; whether that is elsewhere than before. Not on the UI thread."""
        way = self._way_out()
        # Where the system tells nothing, what kind of line it is must do.
        unknown = hashlib.sha256(f"karmadesk medium {self._medium}".encode()).hexdigest()[:32]
        was, self._here = self._here, way.digest if way is not None else unknown
        return bool(was) and was != self._here

    def hint(self, medium: str) -> None:
        """What the window's toolkit says of the line: wifi, ethernet, cellular, or "" where it knows nothing."""
        self._medium = medium

    @property
    def charge(self) -> Charge:
        """What was said of the network here."""
        return self._said.get(self._here, Charge.UNSAID)

    def costs(self) -> bool:
        """Looks where this laptop is, and tells whether bytes cost there. Not on the UI thread."""
        self.look()
        return self.charge is not Charge.FREE

    def say(self, charge: Charge) -> None:
        """Keeps the learner's word on the network here; a disk without room keeps it until the program ends."""
        with self._lock:
            if not self._here:
                return
            others = {digest: said for digest, said in self._said.items() if digest != self._here}
            kept = dict(list(others.items())[-(MOST - 1) :])
            self._said = {**kept, self._here: charge}
            beside = self._path.with_name(f"{self._path.name}.{os.getpid()}.tmp")
            try:
                rows = [[digest, said.value] for digest, said in self._said.items()]
                beside.write_text(json.dumps(rows), "utf-8")
                beside.replace(self._path)
            except OSError as error:
                log.warning("what was said of the network can't be kept: %s", error)


def _read(path: Path) -> dict[str, Charge]:
    try:
        rows = json.loads(path.read_text("utf-8"))
        return {str(digest): Charge(said) for digest, said in rows[-MOST:]}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
