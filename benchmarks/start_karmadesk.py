"""The real window on a furnished home: tells when it was painted, when the plan was, and when that was whole."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from karmadesk.__main__ import main

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from karmadesk.ui.main_window import MainWindow


def tell(line: str) -> None:
    """One line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def peak_mb() -> float:
    """The most memory that this program held; not `ru_maxrss`, which Linux inherits from whoever started it."""
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib would be counted as ours
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def witness(window: MainWindow) -> None:
    """Writes a line at each moment."""
    window.first_painted.connect(partial(tell, "first_paint"))
    window.plan_shown.connect(partial(look, window))


def look(window: MainWindow) -> None:
    """A plan was put on the screen: tells when its list has been painted, and ends at the one read from the store."""
    from PySide6.QtCore import QTimer

    is_whole = window.stage.desk is not None
    watch_paint(window, partial(QTimer.singleShot, 0, partial(painted, is_whole=is_whole)))


def watch_paint(window: MainWindow, then: partial[None]) -> None:
    """Calls `then` at the next picture of the plan's list."""
    from PySide6.QtCore import QEvent, QObject

    from karmadesk.ui.rows.view import RowList

    found = window.shell.findChild(RowList, "plan-list")
    assert found is not None
    viewport = found.viewport()

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                viewport.removeEventFilter(self)
                then()
            return False

    viewport.installEventFilter(Watch(viewport))
    viewport.update()


def painted(*, is_whole: bool) -> None:
    """The plan's own picture is on the screen."""
    if not is_whole:
        tell("plan_shown")
        return
    from PySide6.QtWidgets import QApplication

    tell("plan_whole")
    tell(f"peak_mb {peak_mb()}")
    QApplication.quit()


sys.exit(
    main(["--home", os.environ["BENCH_HOME"], "--passphrase-file", os.environ["BENCH_PASSPHRASE"]], witness=witness)
)
