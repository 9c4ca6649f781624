"""The core behind a window: with an engine for media, a clock's tick, and somebody to tell of a bug."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from karmadesk.app.core import Core

if TYPE_CHECKING:
    from karmadesk.ports import Player
    from karmadesk.services.program import LinkSwitch
    from karmadesk.ui.main_window import MainWindow

log = logging.getLogger(__name__)

TICK_MS = 20_000


class WindowCore(Core):
    """Implements the whole of `services.program.Program`."""

    demo_link: LinkSwitch | None = None
    engine: str = ""
    """Set to insist on one; "" until the best that works here was found, once."""

    def new_player(self) -> Player:
        from karmadesk.player.choose import QT_MULTIMEDIA, choose, make_player

        self.engine = self.engine or choose(platform=QGuiApplication.platformName())
        return make_player(self.engine, self.post, self.clock, others={QT_MULTIMEDIA: self._qt_player})

    def _qt_player(self) -> Player:
        from karmadesk.player.qtmultimedia import QtMultimediaPlayer

        return QtMultimediaPlayer(self.post, self.clock)


def keep_ticking(core: WindowCore, window: MainWindow) -> None:
    """Looks after the link for as long as the window is there."""
    timer = QTimer(window)
    timer.setInterval(TICK_MS)
    timer.timeout.connect(partial(core.tick, TICK_MS / 1000))
    timer.start()


def heed_hints(core: WindowCore, window: MainWindow) -> None:
    """Has the link looked at when the system says that the network changed."""
    from karmadesk.ui.link_hint import LinkHint

    LinkHint(window, core.hint_link)


def show_tray(window: MainWindow) -> None:
    """Puts the program into the system's tray, where there is one."""
    from karmadesk.ui.tray import system_icon

    icon = system_icon(window)
    if icon is not None:
        window.at_hand.show_tray(icon)
        window.read_strip()


def report(error: BaseException) -> None:
    """A bug: told in the log with its traceback, and on standard error; never swallowed."""
    log.critical("a bug", exc_info=error)
