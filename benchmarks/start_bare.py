"""The smallest PySide6 window there is: what any window costs on this machine."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel


class Bare(QLabel):
    """Says when it was painted, and ends."""

    def __init__(self) -> None:
        super().__init__("KarmaDesk")
        self._is_painted = False
        self.resize(1366, 768)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self._say)

    def _say(self) -> None:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib is no part of a bare window
            peak_kb = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        sys.stdout.write(f"first_paint\npeak_mb {peak_kb / 1024}\n")
        sys.stdout.flush()
        QApplication.quit()


application = QApplication([])
window = Bare()
window.show()
sys.exit(application.exec())
