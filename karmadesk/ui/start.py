"""Starts the window: a first picture at once, then the program behind it, then the event loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from karmadesk.settings import Settings
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.i18n import Languages
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.theme.look import Theme

if TYPE_CHECKING:
    from karmadesk.services.program import Program
    from karmadesk.ui.stage import OpenAddress

MakeProgram = Callable[[Bridge], "Program"]
Prepare = Callable[[MainWindow], None]


@dataclass(frozen=True)
class Opening:
    """What is known before the program is made; with it the window is painted first."""

    settings: Settings
    resources: Path
    translations: Path


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
    opening = Opening(program.settings, program.resources, program.translations)
    theme, languages = _dress(opening)
    window = MainWindow(theme, has_person=bool(opening.settings.last_person))
    _furnish(window, program, bridge, theme, languages, open_address)
    return window


def run_window(
    make_program: MakeProgram,
    arguments: Sequence[str] = (),
    *,
    opening: Opening | None = None,
    witness: Prepare | None = None,
    prepare: Prepare | None = None,
    open_address: OpenAddress | None = None,
) -> int:
    """Opens the window and returns the exit code when it was closed.

    `make_program` gets the bridge whose `post` the program's jobs answer through. With an `opening` it is called after
    the first picture, else before it. `witness` sees the window before it is shown, `prepare` when the program is made.
    """
    application = make_application(arguments)
    bridge = Bridge()
    maker = _Maker(make_program, bridge, prepare, open_address)
    if opening is None:
        program = make_program(bridge)
        window = make_window(program, bridge, open_address)
        for seen in (witness, prepare):
            if seen is not None:
                seen(window)
    else:
        theme, languages = _dress(opening)
        window = MainWindow(theme, has_person=bool(opening.settings.last_person))
        if witness is not None:
            witness(window)
        maker.await_picture(window, theme, languages)
    window.show()
    code = application.exec()
    # The window goes now and here; what remains is swept by nobody, so that no lane's thread can do it.
    window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if maker.error is not None:
        raise maker.error
    return code


class _Maker(QObject):
    """Makes the program once the window has been painted; an error of that ends the window and is raised by it."""

    def __init__(
        self, make_program: MakeProgram, bridge: Bridge, prepare: Prepare | None, open_address: OpenAddress | None
    ) -> None:
        super().__init__()
        self._make_program = make_program
        self._bridge = bridge
        self._prepare = prepare
        self._open_address = open_address
        self._for: tuple[MainWindow, Theme, Languages] | None = None
        self.error: BaseException | None = None

    def await_picture(self, window: MainWindow, theme: Theme, languages: Languages) -> None:
        self._for = (window, theme, languages)
        window.first_painted.connect(self._make)

    def _make(self) -> None:
        from karmadesk.errors import KarmaDeskError

        assert self._for is not None
        window, theme, languages = self._for
        try:
            program = self._make_program(self._bridge)
        except KarmaDeskError as error:
            self.error = error
            QApplication.exit(1)
            return
        _furnish(window, program, self._bridge, theme, languages, self._open_address)
        if self._prepare is not None:
            self._prepare(window)


def _dress(opening: Opening) -> tuple[Theme, Languages]:
    settings = opening.settings
    languages = Languages(opening.translations)
    theme = Theme(opening.resources, settings.theme, settings.text_percent)
    code = languages.wanted(settings.language)
    languages.show(code)
    theme.set(language=code)
    theme.apply()
    return theme, languages


def _furnish(
    window: MainWindow,
    program: Program,
    bridge: Bridge,
    theme: Theme,
    languages: Languages,
    open_address: OpenAddress | None,
) -> None:
    from karmadesk.ui.stage import Stage, open_in_browser

    program.subscribe(bridge.announce)
    window.furnish(Stage(program, bridge, theme, languages, open_address or open_in_browser))
