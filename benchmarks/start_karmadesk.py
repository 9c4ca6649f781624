"""The real window on a furnished home: says when it was painted and when the plan could be clicked, and ends."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from karmadesk.app import window as program
from karmadesk.app.core import Core
from karmadesk.ui.main_window import MainWindow


class Witness(QObject):
    """Writes a line at each of the two moments."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        window.first_painted.connect(self.first_painted)
        window.plan_shown.connect(self.plan_shown)

    @Slot()
    def first_painted(self) -> None:
        sys.stdout.write("first_paint\n")
        sys.stdout.flush()

    @Slot()
    def plan_shown(self) -> None:
        peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        sys.stdout.write(f"plan_shown\npeak_mb {peak_kb / 1024}\n")
        sys.stdout.flush()
        QApplication.quit()


def offline(self: Core, *, interactive: bool = False) -> None:
    """No round: what is measured is the start, and the server of the furnished home must not be asked."""
    del self, interactive


def witnessed(made: list[program.WindowCore], kept: list[MainWindow], window: MainWindow) -> None:
    """As in life, with a witness."""
    prepare(made, kept, window)
    Witness(window)


prepare = program._prepare  # noqa: SLF001 - the one place that sees the window before it is shown
program._prepare = witnessed  # noqa: SLF001
Core.request_sync = offline  # type: ignore[method-assign]  # the furnished home's server is a real one
sys.exit(
    program.main(["--home", os.environ["BENCH_HOME"], "--passphrase-file", str(Path(os.environ["BENCH_PASSPHRASE"]))])
)
