"""What is one key away wherever one is: the palette (Ctrl+K), the sheet of keys (F1), a way back, files to import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from karmadesk.ui.drop import DropTarget
from karmadesk.ui.shell import Shell
from karmadesk.ui.stage import CertificateWish, ScreenName, Stage

if TYPE_CHECKING:
    from karmadesk.ui.certificate_flow import CertificateFlow
    from karmadesk.ui.importing import Importer
    from karmadesk.ui.key_sheet import KeySheet
    from karmadesk.ui.palette import Palette
    from karmadesk.ui.parts.undo_bar import Undoable, UndoBar
    from karmadesk.ui.tray import Tray, TrayIcon


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
        self._undo: UndoBar | None = None
        self._importer: Importer | None = None
        self._certificates: CertificateFlow | None = None
        for keys, slot in (
            ("Ctrl+K", self.show_palette),
            ("Ctrl+L", self.lock),
            ("Ctrl+O", self.import_files),
            ("F1", self.show_keys),
        ):
            QShortcut(QKeySequence(keys), window).activated.connect(slot)
        DropTarget(window, stage.theme).dropped.connect(self.take_files)
        stage.import_wanted.connect(self.import_files)
        stage.undoable.connect(self.offer_undo)
        stage.certificate_wanted.connect(self.show_certificate)
        window.installEventFilter(self)
        shell.installEventFilter(self)

    @property
    def importer(self) -> Importer:
        if self._importer is None:
            from karmadesk.ui.importing import Importer

            self._importer = Importer(self._window, self._stage)
            self._shell.add_at_foot(self._importer.bar)
        return self._importer

    @property
    def certificates(self) -> CertificateFlow:
        if self._certificates is None:
            from karmadesk.ui.certificate_flow import CertificateFlow

            self._certificates = CertificateFlow(self._window, self._stage)
        return self._certificates

    def show_certificate(self, wish: CertificateWish) -> None:
        self.certificates.take(wish)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The bars at the foot speak the language that is shown, and tell nobody what another person did."""
        if watched is self._window and event.type() == QEvent.Type.LanguageChange:
            for bar in (self._undo, self._importer):
                if bar is not None:
                    bar.retranslate()
        elif watched is self._shell and event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.let_go()
            if self._certificates is not None:
                self._certificates.close()
        return False

    def offer_undo(self, act: Undoable) -> None:
        """Holds the way back from what was just done."""
        if self._undo is None:
            from karmadesk.ui.parts.undo_bar import UndoBar

            self._undo = UndoBar(self._stage.theme, self._window)
            self._shell.add_at_foot(self._undo)
        self._undo.offer(act)

    def let_go(self) -> bool:
        """Puts the newest bar at the foot away; False when there is none."""
        has_undone = self._undo is not None and self._undo.dismiss()
        return has_undone or (self._importer is not None and self._importer.dismiss())

    def show_tray(self, icon: TrayIcon) -> Tray:
        """The program is in the system's tray from now on; it hears how things stand with the next strip."""
        from karmadesk.ui.tray import Tray

        tray = Tray(self._window, self._stage, icon, self._shell.leave, self._stage.came_back.emit)
        tray.send_wanted.connect(self.send_now)
        self._shell.top.strip.shown.connect(tray.show_strip)
        tray.look()
        return tray

    def take_files(self, paths: Sequence[Path]) -> None:
        self.importer.take(paths)

    def import_files(self) -> None:
        """Only where somebody is learning."""
        if self._shell.isVisible():
            self.importer.choose()

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
