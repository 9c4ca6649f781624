"""The real window in a process of its own: unlocks somebody with a PIN, opens a lesson, locks when told to."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QSocketNotifier, QTimer

from karmadesk.__main__ import main
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.screens.person_unlock import PersonUnlockScreen
from karmadesk.ui.screens.who import PersonCard

POLL_MS = 20


class Hands(QObject):
    """Says "cards" when they can be seen; "open NAME PIN" and "lock" are done as they are read."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._pin = ""
        self._known: tuple[object, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._type)
        self._heard = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._heard.activated.connect(self._hear)
        window.furnished.connect(self._furnished)
        window.plan_shown.connect(self._plan)

    def _furnished(self) -> None:
        self._window.who.arrived.connect(self._arrived)

    def _arrived(self) -> None:
        say(f"cards {self._window.windowTitle()}")

    def _plan(self) -> None:
        """Also what no screen shows yet is known now: the person, the session and what was answered."""
        desk = self._window.stage.desk
        if desk is not None:
            with desk.learner.read() as db:
                self._known = (db.profile(), db.tokens(), db.pending())
            say(f"plan {self._window.windowTitle()}")

    def _hear(self) -> None:
        words = sys.stdin.readline().split()
        if words[:1] == ["open"]:
            self._pin = words[2]
            card = next(c for c in self._window.who.findChildren(PersonCard) if c.text() == words[1])
            card.click()
            self._timer.start()
        elif words == ["lock"]:
            self._window.stage.lock_wanted.emit()
        elif not words:
            self._heard.setEnabled(False)

    def _type(self) -> None:
        """Once the question is there."""
        screen = self._window.root.currentWidget()
        if isinstance(screen, PersonUnlockScreen):
            self._timer.stop()
            screen.field.line.setText(self._pin)
            screen.submit()
            self._pin = ""


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], witness=Hands))
