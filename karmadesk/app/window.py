"""The window's program: a first picture at once, then the core behind it, and what to do when something goes wrong.

Everything that the first picture does not need is imported after it (benchmarks/start.py).
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QTimer

from karmadesk import policy, settings
from karmadesk.app import places
from karmadesk.app.arguments import home_of, parser
from karmadesk.errors import KarmaDeskError, PolicyError
from karmadesk.paths import Paths
from karmadesk.ui.start import Opening, Witness, run_trouble, run_window

if TYPE_CHECKING:
    import argparse
    from types import TracebackType

    from karmadesk.app.keys import Keys
    from karmadesk.app.lock import HomeLock
    from karmadesk.app.secrets import Secrets
    from karmadesk.app.window_core import WindowCore
    from karmadesk.demo import DemoHub, DemoLink
    from karmadesk.ui.bridge import Bridge
    from karmadesk.ui.main_window import MainWindow

TRAY_MS = 2_500
"""The tray comes after the window can be used."""


def main(
    arguments: Sequence[str] | None = None, lock: HomeLock | None = None, *, witness: Witness | None = None
) -> int:
    """Opens the window, or with `--face window` walks the journey through it; the exit code.

    `lock` is the home's, if it was taken already; `witness` sees the window before it is shown.
    """
    parsed = parser().parse_args(arguments)
    if parsed.verb == "demo" and parsed.unattended:
        from karmadesk.app.journey_window import run

        return run(home_of(parsed), secrets_of(parsed), engine=parsed.engine, as_json=bool(parsed.json))
    return end(_Run(parsed, lock).run(witness))


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
    from karmadesk.app.secrets import Secrets

    is_demo = parsed.verb == "demo"
    return Secrets(str(parsed.secrets or ""), parsed.passphrase_file, generate=is_demo, asks_later=not is_demo)


class _Run:
    """One run of the window, from its first picture to its exit code."""

    def __init__(self, parsed: argparse.Namespace, lock: HomeLock | None) -> None:
        self._parsed = parsed
        self._lock = lock
        self._policy = policy.NO_POLICY
        self._home = home_of(parsed)
        self._core: WindowCore | None = None
        self._keys: Keys | None = None
        self._hub: DemoHub | None = None
        self._link: DemoLink | None = None
        self._window: MainWindow | None = None

    def run(self, witness: Witness | None) -> int:
        is_demo = self._parsed.verb == "demo"
        opening = Opening(settings.load(Paths(self._home).settings), places.resources(), places.translations())
        try:
            self._policy = policy.load(places.policy_file())
        except PolicyError as error:
            _told(error)
            return run_trouble(opening, error)
        opening = replace(
            opening, settings=self._policy.over(opening.settings), languages_offered=self._policy.languages
        )
        if opening.settings.last_person:
            self._open_keys()
        try:
            code = run_window(
                self._make,
                opening=opening,
                witness=witness,
                before=self._start_hub if is_demo else None,
                prepare=self._prepare,
            )
        except KarmaDeskError as error:
            code = _told(error)
            if isinstance(error, PolicyError):
                run_trouble(opening, error)
        self._close()
        if self._window is not None and self._window.starts_anew:
            from karmadesk.app.anew import begin_anew

            begin_anew()
        return code

    def _close(self) -> None:
        if self._core is not None:
            self._core.close()
        if self._link is not None:
            self._link.stop()
        if self._hub is not None:
            self._hub.stop()

    def _open_keys(self) -> None:
        """Somebody's plan will be shown: the keys to it are derived or fetched while Qt is still starting."""
        from karmadesk.app.keys import Keys

        self._keys = Keys(secrets_of(self._parsed), Paths(self._home))
        self._keys.open_ahead()

    def _start_hub(self) -> None:
        """On a thread of its own: it takes a second or two."""
        from karmadesk.demo import DemoHub, DemoLink

        self._hub = hub = DemoHub(self._home / "demo-hub")
        hub.start()
        self._link = DemoLink(hub.data, lambda: hub.port)
        self._link.start()

    def _make(self, bridge: Bridge) -> WindowCore:
        from karmadesk.app.window_core import WindowCore, report

        core = WindowCore(
            self._home,
            post=bridge.post,
            unexpected=report,
            secrets=secrets_of(self._parsed),
            keys=self._keys,
            lock=self._lock,
            verbose=bool(self._parsed.verbose),
            is_demo=self._hub is not None,
            office=self._policy,
        )
        self._core = core
        sys.excepthook = _hook
        if self._link is not None:
            from karmadesk.app.servers import DEMO_ID, demo_row

            core.demo_link = self._link
            core.keep_server(demo_row(self._link.host))
            core.change_settings(server=DEMO_ID)
        return core

    def _prepare(self, window: MainWindow) -> None:
        """Keeps the window until the process ends."""
        from karmadesk.app.knock import door
        from karmadesk.app.window_core import heed_hints, keep_ticking, show_tray
        from karmadesk.ui.doorbell import Doorbell

        assert self._core is not None
        self._window = window
        window.stays_at_cards = bool(self._parsed.at_cards)
        Doorbell(window, partial(door, self._home), self._core.sync_for_another)
        keep_ticking(self._core, window)
        QTimer.singleShot(TRAY_MS, window, partial(show_tray, window))
        QTimer.singleShot(TRAY_MS, window, partial(heed_hints, self._core, window))


def _told(error: KarmaDeskError) -> int:
    """1, after a line about what is in the way."""
    from karmadesk.app.sentences import sentence

    sys.stderr.write(f"karmadesk: {sentence(error)}\n")
    return 1


def _hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What a slot raises arrives here; Ctrl+C ends the program as it always did."""
    from karmadesk.app.window_core import report

    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    report(error)
