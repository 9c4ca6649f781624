"""What is one key away wherever one is: the palette (Ctrl+K) and the sheet of keys (F1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from karmadesk.ui.shell import Shell
from karmadesk.ui.stage import ScreenName, Stage

if TYPE_CHECKING:
    from karmadesk.ui.key_sheet import KeySheet
    from karmadesk.ui.palette import Palette


class AtHand(QObject):
    """Implements `ui.commands.Doer`. The panels are built when first wanted."""

    def __init__(self, window: QMainWindow, stage: Stage, shell: Shell, send_now: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._stage = stage
        self._shell = shell
        self._send_now = send_now
        self._palette: Palette | None = None
        self._keys: KeySheet | None = None
        for keys, slot in (("Ctrl+K", self.show_palette), ("Ctrl+L", self.lock), ("F1", self.show_keys)):
            QShortcut(QKeySequence(keys), window).activated.connect(slot)

    def show_palette(self) -> None:
        """Everything by name; only where somebody is learning."""
        from karmadesk.ui.commands import commands
        from karmadesk.ui.palette import Palette

        if not self._shell.isVisible():
            return
        if self._palette is None:
            self._palette = Palette(self._stage, self._window)
        self._palette.offer(commands(self))
        self._palette.open_over(self._window)

    def show_keys(self) -> None:
        from karmadesk.ui.commands import commands
        from karmadesk.ui.key_sheet import KeySheet

        if self._keys is None:
            self._keys = KeySheet(self._stage.theme, self._window)
        self._keys.explain(commands(self))
        self._keys.open_over(self._window)

    def go_to(self, screen: ScreenName) -> None:
        self._shell.go_to(screen)

    def find(self) -> None:
        self._shell.top.focus_search()

    def send_now(self) -> None:
        self._send_now()

    def ask_who(self) -> None:
        self._stage.leave.emit()

    def lock(self) -> None:
        self._stage.lock_wanted.emit()

    def show_theme(self, name: str) -> None:
        self._stage.set(theme=name)

    def show_language(self, code: str) -> None:
        self._stage.set(language=code)

    def languages(self) -> Iterable[tuple[str, str]]:
        languages = self._stage.languages
        return [(code, languages.native_name(code)) for code in languages.codes()]
