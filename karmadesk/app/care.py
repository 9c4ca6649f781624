"""Looks after what lies in a home, in a lane of its own: pages looked at, copies made, what was sent let go."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context, Jobs
from karmadesk.ports import Catalogue, People

log = logging.getLogger(__name__)

LANE = "care"


class Care:
    """Asked for at every tick of a face: it begins when the window has long been there, and mostly nothing is due."""

    def __init__(self, people: Callable[[], People], catalogues: Callable[[], Iterable[Catalogue]]) -> None:
        self._people = people
        self._catalogues = catalogues
        self._lock = threading.Lock()
        self._is_asked = False

    def ask(self, jobs: Jobs) -> None:
        """Returns at once; asking again while it works changes nothing."""
        with self._lock:
            if self._is_asked:
                return
            self._is_asked = True
        jobs.run(LANE, self._asked, None, _fault)

    def _asked(self, context: Context) -> None:
        try:
            self.run(context)
        finally:
            with self._lock:
                self._is_asked = False

    def run(self, context: Context) -> None:
        """Everything that is due now; ends between two steps when the context is cancelled."""
        self._people().tend(context.check)
        for catalogue in tuple(self._catalogues()):
            context.check()
            try:
                catalogue.keep_copy(context.check)
            except KarmaDeskError as error:
                log.warning("no copy of a catalogue: %s %s", error.key, error.detail)


def _fault(error: KarmaDeskError) -> None:
    log.warning("what is here could not be looked after: %s", error.key)
