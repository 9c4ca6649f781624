"""The one way from any thread to the window: what is posted runs on the UI thread, what changed is told once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from karmadesk.model import Topic


class Bridge(QObject):
    """Made on the UI thread. `post` and `announce` may be called on any thread and return at once."""

    changed = Signal(object)
    """A `Topic`: everything that changed since it was last told."""
    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._pending: Topic | None = None
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, callback: Callable[[], None]) -> None:
        """Runs `callback` on the UI thread, soon, in the order of posting."""
        self._posted.emit(callback)

    def announce(self, topic: Topic) -> None:
        """Tells the views what changed; what is announced before they hear of it reaches them as one."""
        if not topic:
            return
        with self._lock:
            is_first = self._pending is None
            self._pending = topic if self._pending is None else self._pending | topic
            if is_first:
                # Under the lock: whoever adds to what is pending may rely on its being on its way.
                self._posted.emit(self._tell)

    def _tell(self) -> None:
        with self._lock:
            topic, self._pending = self._pending, None
        self.changed.emit(topic)

    @Slot(object)
    def _run(self, callback: Callable[[], None]) -> None:
        callback()
