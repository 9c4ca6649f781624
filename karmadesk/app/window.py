"""The window's program: the core, an engine for media, a timer, and what to do when something unexpected happens."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from functools import partial
from types import TracebackType
from typing import NoReturn

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from karmadesk.app.arguments import home_of, parser
from karmadesk.app.core import Core
from karmadesk.app.knock import door
from karmadesk.app.lock import HomeLock
from karmadesk.app.secrets import Secrets
from karmadesk.app.sentences import sentence
from karmadesk.app.servers import DEMO_ID, demo_row
from karmadesk.demo import DemoHub
from karmadesk.errors import KarmaDeskError
from karmadesk.player.choose import QT_MULTIMEDIA, choose, make_player
from karmadesk.ports import Player
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.doorbell import Doorbell
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.start import run_window

log = logging.getLogger(__name__)

TICK_MS = 20_000


class WindowCore(Core):
    """Implements the whole of `services.program.Program`."""

    engine: str = ""
    """Set to insist on one; "" until the best that works here was found, once."""

    def new_player(self) -> Player:
        self.engine = self.engine or choose(platform=QGuiApplication.platformName())
        return make_player(self.engine, self.post, self.clock, others={QT_MULTIMEDIA: self._qt_player})

    def _qt_player(self) -> Player:
        from karmadesk.player.qtmultimedia import QtMultimediaPlayer

        return QtMultimediaPlayer(self.post, self.clock)


def main(arguments: Sequence[str] | None = None, lock: HomeLock | None = None) -> int:
    """Opens the window, or with `--face window` walks the journey through it; the exit code. `lock`: the home's."""
    parsed = parser().parse_args(arguments)
    if parsed.verb == "demo" and parsed.unattended:
        from karmadesk.app.journey_window import run

        return run(home_of(parsed), secrets_of(parsed), engine=parsed.engine, as_json=bool(parsed.json))
    hub = DemoHub(home_of(parsed) / "demo-hub") if parsed.verb == "demo" else None
    made: list[WindowCore] = []
    kept: list[MainWindow] = []
    try:
        code = run_window(partial(_program, parsed, hub, lock, made), prepare=partial(_prepare, made, kept))
    except KarmaDeskError as error:
        sys.stderr.write(f"karmadesk: {sentence(error)}\n")
        code = 1
    for core in made:
        core.close()
    if hub is not None:
        hub.stop()
    return end(code)


def end(code: int) -> NoReturn:
    """Ends the process at once, with the window still whole.

    A lane may wait for a socket's timeout, and what it holds would be taken apart on its thread. What matters is on
    disk already.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def secrets_of(parsed: argparse.Namespace) -> Secrets:
    """A demo without a keyring makes its own passphrase; a real home asks the person at the window."""
    is_demo = parsed.verb == "demo"
    return Secrets(str(parsed.secrets or ""), parsed.passphrase_file, generate=is_demo, asks_later=not is_demo)


def _program(
    parsed: argparse.Namespace, hub: DemoHub | None, lock: HomeLock | None, made: list[WindowCore], bridge: Bridge
) -> WindowCore:
    core = WindowCore(
        home_of(parsed),
        post=bridge.post,
        unexpected=report,
        secrets=secrets_of(parsed),
        verbose=bool(parsed.verbose),
        is_demo=hub is not None,
        lock=lock,
    )
    made.append(core)
    sys.excepthook = _hook
    if hub is not None:
        core.keep_server(demo_row(hub.start()))
        core.change_settings(server=DEMO_ID)
    return core


def _prepare(made: list[WindowCore], kept: list[MainWindow], window: MainWindow) -> None:
    """Looks after the link while the window is open, and keeps the window until the process ends."""
    kept.append(window)
    Doorbell(window, partial(door, made[0].home), made[0].sync_for_another)
    timer = QTimer(window)
    timer.setInterval(TICK_MS)
    timer.timeout.connect(partial(made[0].tick, TICK_MS / 1000))
    timer.start()


def report(error: BaseException) -> None:
    """A bug: told in the log with its traceback, and on standard error; never swallowed."""
    log.critical("a bug", exc_info=error)


def _hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What a slot raises arrives here; Ctrl+C ends the program as it always did."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    report(error)
