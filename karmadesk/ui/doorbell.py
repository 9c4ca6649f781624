"""Where other processes of this user knock at the window: "raise" brings it forward, "sync" sends; nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

    from karmadesk.ui.main_window import MainWindow

log = logging.getLogger(__name__)

MOST_BYTES = 64
MOST_CALLERS = 8
PATIENCE_MS = 2_000
LATER_MS = 1_500
"""Hung up after the first screen was read, or as soon as a plan is shown: opening the window comes first."""


class Doorbell(QObject):
    """Lives with the window. `place` says where to listen ("" for nowhere); `sync` is done and answers with a word."""

    def __init__(self, window: MainWindow, place: Callable[[], str], sync: Callable[[], str]) -> None:
        super().__init__(window)
        self._window = window
        self._place = place
        self._words: dict[bytes, Callable[[], str]] = {b"raise": self._raise, b"sync": sync}
        self._server: QLocalServer | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self.hang)
        window.who.arrived.connect(self._soon)
        window.plan_shown.connect(self.hang)
        window.closed.connect(self.take_down)

    def hang(self) -> None:
        """From now on knocks are heard. Only who holds the home gets here, so an old socket is nobody's."""
        self._later.stop()
        address = "" if self._server is not None else self._place()
        if not address:
            return
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.setMaxPendingConnections(MOST_CALLERS)
        QLocalServer.removeServer(address)
        if not server.listen(address):
            log.warning("no door bell: %s", server.errorString())
            server.deleteLater()
            return
        server.newConnection.connect(self._opened)
        self._server = server

    def take_down(self) -> None:
        """A window that is closing is not raised any more."""
        self._later.stop()
        if self._server is not None:
            self._server.close()

    def answer(self, said: bytes) -> bytes:
        """What to say to this; empty for what is not understood."""
        meant = self._words.get(said)
        return meant().encode("ascii") if meant is not None else b""

    def _soon(self) -> None:
        if self._server is None and not self._later.isActive():
            self._later.start()

    def _opened(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            _Caller(self, self._server.nextPendingConnection())

    def _raise(self) -> str:
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        # Where a system lets no program take the keyboard, its entry in the task bar asks for attention.
        QApplication.alert(window)
        return "raised"


class _Caller(QObject):
    """One who knocks: says one short word soon, hears one, and is gone."""

    def __init__(self, bell: Doorbell, line: QLocalSocket) -> None:
        super().__init__(bell)
        self._bell = bell
        self._line = line
        self._said = b""
        line.setParent(self)
        line.readyRead.connect(self._hear)
        line.disconnected.connect(self.deleteLater)
        patience = QTimer(self)
        patience.setSingleShot(True)
        patience.timeout.connect(self._lose_patience)
        patience.start(PATIENCE_MS)
        self._hear()

    def _lose_patience(self) -> None:
        self._line.abort()
        self.deleteLater()

    def _hear(self) -> None:
        self._said += bytes(self._line.read(MOST_BYTES).data())
        word, end, _ = self._said.partition(b"\n")
        if not end and len(self._said) < MOST_BYTES:
            return
        answer = self._bell.answer(word) if end else b""
        if not answer:
            self._line.abort()
            return
        self._line.write(answer + b"\n")
        self._line.disconnectFromServer()
