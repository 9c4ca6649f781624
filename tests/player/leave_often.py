"""Opens a film and leaves it, again and again, while other threads want the interpreter; ends hard when that hangs."""

from __future__ import annotations

import faulthandler
import random
import sys
import threading
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from karmadesk.player.qtmultimedia import QtMultimediaPlayer
from karmadesk.ui.immortals import keep_immortals
from tests.player.worlds import RealClock, at_once

PATIENCE_S = 10.0
LONGEST_S = 0.2
FARTHEST_MS = 1500


def spin() -> None:
    """Takes the interpreter as often as it is free."""
    while True:
        sum(range(1000))


def works(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()


def main(film: Path, times: int, seed: int) -> None:
    app = QApplication(sys.argv[:1])
    keep_immortals()
    chance = random.Random(seed)
    for _ in range(2):
        threading.Thread(target=spin, daemon=True).start()
    for _ in range(times):
        faulthandler.dump_traceback_later(PATIENCE_S, exit=True)
        player = QtMultimediaPlayer(at_once, RealClock())
        player.open(film, lambda _: None)
        player.play()
        works(chance.uniform(0.02, LONGEST_S))
        if chance.random() < 0.4:
            player.seek(chance.randint(0, FARTHEST_MS))
            works(chance.uniform(0, LONGEST_S / 4))
        player.close()
        for _ in range(3):
            app.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    faulthandler.cancel_dump_traceback_later()
    sys.stdout.write(f"left {times}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
