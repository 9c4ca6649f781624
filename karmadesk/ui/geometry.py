"""Where the window was: remembered, and given back where it still fits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

REST_MS = 600
MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange)
MAXIMIZED = Qt.WindowState.WindowMaximized
FRAME = QSize(8, 32)
"""About what a window manager puts round a window."""


def place(window: QWidget, kept: str, size: tuple[int, int]) -> None:
    """Puts the window where it was; the first time at this size, or as large as a screen that is no larger allows."""
    if kept and window.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii"))):
        return
    window.resize(*size)
    if QGuiApplication.platformName() == "offscreen":
        return  # nobody there who could maximise a window
    wanted, room = QSize(*size) + FRAME, window.screen().availableSize()
    if room.width() < wanted.width() or room.height() < wanted.height():
        window.setWindowState(window.windowState() | MAXIMIZED)


class Geometry(QObject):
    """Tells `keep` of the window's place once it has come to rest somewhere else."""

    def __init__(self, window: QWidget, keep: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window = window
        self._keep = keep
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._tell)
        self._last = words(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() in MOVES and not self._window.isFullScreen():
            self._rest.start()
        return False

    def _tell(self) -> None:
        now = words(self._window)
        if now != self._last:
            self._last = now
            self._keep(now)


def words(window: QWidget) -> str:
    """The window's place as text."""
    return bytes(window.saveGeometry().toBase64().data()).decode("ascii")
