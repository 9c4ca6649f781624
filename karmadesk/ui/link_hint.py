"""What the toolkit says of the network: a reason to ask our own server, and nothing more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QNetworkInformation

SETTLED_MS = 1_500
"""A change comes as several signals, and an address takes a moment."""


class LinkHint(QObject):
    """Calls `hinted` with the kind of line, "" for one unknown, some time after the network changed.

    Without a backend for this system nothing is ever said, and the program looks by itself as it always does.
    """

    def __init__(
        self, parent: QObject, hinted: Callable[[str], None], information: QNetworkInformation | None = None
    ) -> None:
        super().__init__(parent)
        self._hinted = hinted
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self._say)
        self._information = information or _loaded()
        if self._information is not None:
            for signal in (
                self._information.reachabilityChanged,
                self._information.transportMediumChanged,
                self._information.isBehindCaptivePortalChanged,
                self._information.isMeteredChanged,
            ):
                signal.connect(self._changed)

    def _changed(self, _what: object = None) -> None:
        self._timer.start()

    def _say(self) -> None:
        assert self._information is not None
        medium = self._information.transportMedium()
        is_known = medium is not QNetworkInformation.TransportMedium.Unknown
        self._hinted(medium.name.lower() if is_known else "")


def _loaded() -> QNetworkInformation | None:
    """The system's backend; None where Qt has none for it."""
    return QNetworkInformation.instance() if QNetworkInformation.loadDefaultBackend() else None
