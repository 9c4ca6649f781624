"""Starts the window: a first picture at once, then the program behind it, then the event loop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from karmadesk.settings import Settings
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.i18n import Languages, translate
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.theme.look import Theme

if TYPE_CHECKING:
    from karmadesk.errors import KarmaDeskError
    from karmadesk.services.program import Program
    from karmadesk.ui.stage import OpenAddress

MakeProgram = Callable[[Bridge], "Program"]
Witness = Callable[[MainWindow], object]
"""Sees the window before anybody else."""


@dataclass(frozen=True)
class Opening:
    """What is known before the program is made; with it the window is painted first."""

    settings: Settings
    resources: Path
    translations: Path
    languages_offered: tuple[str, ...] = ()
    """The languages that the office lets people choose from; empty for all that are here."""


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The one QApplication, in the style that the theme is drawn for."""
    application = cast("QApplication | None", QApplication.instance())
    if application is None:
        application = QApplication(["karmadesk", *arguments])
    application.setApplicationName("KarmaDesk")
    application.setApplicationDisplayName("KarmaDesk")
    application.setDesktopFileName("karmadesk")
    application.setStyle("Fusion")
    return application


def make_window(program: Program, bridge: Bridge, open_address: OpenAddress | None = None) -> MainWindow:
    """The window, dressed in the settings' language and looks and furnished, not yet shown."""
    opening = Opening(program.settings, program.resources, program.translations, program.policy.languages)
    theme, languages = _lay_out(opening)
    window = MainWindow(theme, has_person=bool(opening.settings.last_person), kept=opening.settings.window)
    _furnish(window, program, bridge, theme, languages, open_address)
    return window


def run_window(
    make_program: MakeProgram,
    opening: Opening,
    arguments: Sequence[str] = (),
    *,
    before: Callable[[], None] | None = None,
    witness: Witness | None = None,
    prepare: Witness | None = None,
) -> int:
    """Opens the window and returns the exit code when it was closed.

    `make_program` is called after the first picture, with the bridge whose `post` the program's jobs answer through;
    `before` runs ahead of it on a thread of its own, behind the curtain. `witness` sees the window before it is shown,
    `prepare` when the program is made. Raises what `before` and `make_program` raise.
    """
    application = make_application(arguments)
    theme, languages = _lay_out(opening)
    window = MainWindow(theme, has_person=bool(opening.settings.last_person), kept=opening.settings.window)
    maker = _Maker(make_program, before, prepare, window, theme, languages)
    if witness is not None:
        witness(window)
    window.show()
    # Where no window manager hands out the keyboard, a kiosk or a virtual screen, it is asked for.
    window.activateWindow()
    code = application.exec()
    # The window goes now and here; what remains is swept by nobody, so that no lane's thread can do it.
    window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if maker.error is not None:
        raise maker.error
    return code


def run_trouble(opening: Opening, error: KarmaDeskError) -> int:
    """Says what keeps the program from starting, in a small window of its own; 1 when that was closed."""
    from karmadesk.ui.trouble import TroubleWindow

    application = make_application()
    theme, _languages = _lay_out(opening)
    theme.dress()
    window = TroubleWindow(theme, error)
    window.show()
    application.exec()
    window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return 1


class _Maker(QObject):
    """Makes the program once the window has been painted; an error of that ends the window and is raised by it."""

    def __init__(
        self,
        make_program: MakeProgram,
        before: Callable[[], None] | None,
        prepare: Witness | None,
        window: MainWindow,
        theme: Theme,
        languages: Languages,
    ) -> None:
        super().__init__()
        self._make_program = make_program
        self._before = before
        self._prepare = prepare
        self._window = window
        self._theme = theme
        self._languages = languages
        self._bridge = Bridge()
        self.error: BaseException | None = None
        window.first_painted.connect(self._painted)

    def _painted(self) -> None:
        """Once more round the event loop: what was painted is on its way to the screen before anything takes long."""
        QTimer.singleShot(0, self._begin)

    def _begin(self) -> None:
        if self._before is None:
            self._make()
        else:
            self._theme.dress()
            self._window.say_waiting(translate("Start", "The sample server is starting…"))
            threading.Thread(target=self._go_before, args=(self._before,), name="before", daemon=True).start()

    def _go_before(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - handed over whole to the thread that waits for it
            self.error = error
        self._bridge.post(self._make)

    def _make(self) -> None:
        from karmadesk.errors import KarmaDeskError

        if self.error is not None:
            QApplication.exit(1)
            return
        try:
            program = self._make_program(self._bridge)
        except KarmaDeskError as error:
            self.error = error
            QApplication.exit(1)
            return
        _furnish(self._window, program, self._bridge, self._theme, self._languages)
        if self._prepare is not None:
            self._prepare(self._window)


def _lay_out(opening: Opening) -> tuple[Theme, Languages]:
    """What the first picture needs of the settings: colours, and which way lines run."""
    settings = opening.settings
    languages = Languages(opening.translations, offered=opening.languages_offered)
    code = languages.wanted(settings.language)
    languages.show(code)
    return Theme(opening.resources, settings.theme, settings.text_percent, code), languages


def _furnish(
    window: MainWindow,
    program: Program,
    bridge: Bridge,
    theme: Theme,
    languages: Languages,
    open_address: OpenAddress | None = None,
) -> None:
    from karmadesk.ui.stage import Stage, open_in_browser

    theme.dress()  # the second time it only looks whether anything differs
    program.subscribe(bridge.announce)
    window.furnish(Stage(program, bridge, theme, languages, open_address or open_in_browser))
