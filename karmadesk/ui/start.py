"""Starts the window: application, looks, language, bridge, the program behind it, then the event loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtWidgets import QApplication

from karmadesk.services.program import Program
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.i18n import Languages
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.stage import OpenAddress, Stage, open_in_browser
from karmadesk.ui.theme.look import Theme


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


def make_window(program: Program, bridge: Bridge, open_address: OpenAddress = open_in_browser) -> MainWindow:
    """The window, dressed in the settings' language and looks, not yet shown."""
    settings = program.settings
    languages = Languages(program.translations)
    theme = Theme(program.resources, settings.theme, settings.text_percent)
    code = languages.wanted(settings.language)
    languages.show(code)
    theme.set(language=code)
    theme.apply()
    program.subscribe(bridge.announce)
    return MainWindow(Stage(program, bridge, theme, languages, open_address))


def run_window(
    make_program: Callable[[Bridge], Program],
    arguments: Sequence[str] = (),
    *,
    prepare: Callable[[MainWindow], None] | None = None,
    open_address: OpenAddress = open_in_browser,
) -> int:
    """Opens the window and returns the exit code when it was closed.

    `make_program` gets the bridge whose `post` the program's jobs answer through; `prepare` sees the window before it
    is shown (benchmarks, the unattended journey).
    """
    application = make_application(arguments)
    bridge = Bridge()
    window = make_window(make_program(bridge), bridge, open_address)
    if prepare is not None:
        prepare(window)
    window.show()
    return application.exec()
