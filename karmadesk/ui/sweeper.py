"""Collects Python's garbage on the UI thread alone: a widget in a ring of references must not die on a worker's.

Measured: with the interpreter's own collector, which runs on whichever thread allocates, closing the window while lanes
still worked ended in "Timers cannot be stopped from another thread" and a crash, four times of four.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 2_000


class Sweeper(QObject):
    """Takes the collector's place while it exists. Made on the UI thread, once everything big has been imported."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def sweep(self) -> int:
        """Collects the generations that are due, as the interpreter would have; the oldest that was, -1 for none."""
        due = [number for number, count in enumerate(gc.get_count()) if count > self._thresholds[number]]
        if due:
            gc.collect(due[-1])
        return due[-1] if due else -1
