"""The real window in a process of its own: minimises itself, and says when somebody brought it forward again."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject

from karmadesk.__main__ import main
from karmadesk.ui.main_window import MainWindow


class Witness(QObject):
    """Writes a line for each change of the window's state, and for what it shows first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)
        window.plan_shown.connect(self._plan)
        window.furnished.connect(self._furnished)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowStateChange:
            say("minimised" if self._window.isMinimized() else "forward")
        return super().eventFilter(watched, event)

    def _furnished(self) -> None:
        self._window.who.arrived.connect(self._arrived)

    def _arrived(self) -> None:
        say("who")
        self._window.showMinimized()

    def _plan(self) -> None:
        say("plan")


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], witness=Witness))
