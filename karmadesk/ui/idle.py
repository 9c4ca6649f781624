"""Tells when nobody has touched the laptop for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


LOOK_MS = 5_000
"""How soon after the laptop wakes up it is noticed that nobody was there."""


def awake_s() -> float:
    """Seconds of a clock that nobody sets and that goes on while the laptop sleeps; Qt's timers stand still then."""
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):
        clock = getattr(time, name, None)
        if clock is not None:
            return time.clock_gettime(clock)
    return time.monotonic()


class Idle(QObject):
    """`passed` after so many milliseconds without a touch, once; the next touch begins anew."""

    passed = Signal()

    def __init__(self, parent: QObject, now_s: Callable[[], float] = awake_s) -> None:
        super().__init__(parent)
        self._now_s = now_s
        self._limit_ms = 0
        self._touched_at_s = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.passed)
        self._glance = QTimer(self)
        self._glance.setInterval(LOOK_MS)
        self._glance.timeout.connect(self._look)

    def watch(self, milliseconds: int) -> None:
        """From now on; 0 ends it. What it does already goes on, however often it is told."""
        if milliseconds == self._limit_ms:
            return
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        self._limit_ms = milliseconds
        self._timer.stop()
        self._glance.stop()
        if milliseconds:
            application.installEventFilter(self)
            self._glance.start()
            self.again()

    def again(self) -> None:
        """As if somebody had touched it just now."""
        if self._limit_ms:
            self._touched_at_s = self._now_s()
            self._timer.start(self._limit_ms)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES and not self._is_over():
            self.again()
        elif event.type() in TOUCHES:
            self._timer.start(0)  # who opens the lid is not who closed it
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        if self._timer.isActive() and self._is_over():
            self._timer.start(0)

    def _is_over(self) -> bool:
        return (self._now_s() - self._touched_at_s) * 1000 >= self._limit_ms
