"""Looking at a certificate and keeping it as a file, from wherever one is."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMainWindow
from shiboken6 import isValid

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Topic
from karmadesk.services import certificates
from karmadesk.services.certificates import Sheet
from karmadesk.services.desk import Desk
from karmadesk.ui.certificate_panel import CertificatePanel
from karmadesk.ui.certificate_sheet import pdf_of
from karmadesk.ui.i18n import translate
from karmadesk.ui.stage import CertificateWish, Stage

MOST_LETTERS = 60


class CertificateFlow(QObject):
    """One for the window; its panel is built when first wanted."""

    def __init__(self, window: QMainWindow, stage: Stage) -> None:
        super().__init__(window)
        self._window = window
        self._stage = stage
        self._panel: CertificatePanel | None = None
        self._shown: Sheet | None = None

    @property
    def panel(self) -> CertificatePanel:
        if self._panel is None:
            self._panel = CertificatePanel(self._stage.theme, self._window)
            self._panel.pdf_wanted.connect(self.save_pdf)
            self._panel.svg_wanted.connect(self.save_svg)
        return self._panel

    def take(self, wish: CertificateWish) -> None:
        """Shows the certificate; then, where a file of it is wanted, asks where to."""
        desk = self._stage.desk
        if desk is not None:
            work = partial(_sheet, desk, wish.certificate_id)
            self._stage.read("certificate", work, partial(self._arrived, wish, desk), self._failed)

    def show_sheet(self, sheet: Sheet) -> None:
        """Opens the panel over the window."""
        self._shown = sheet
        self.panel.show_paper(sheet)
        if not self.panel.isVisible():
            self.panel.open_over(self._window)

    def choose_file(self, ending: str, name: str) -> Path | None:
        """Where a file is to go; None for nowhere."""
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kinds = {
            "pdf": translate("Certificate", "PDF documents (*.pdf)"),
            "svg": translate("Certificate", "SVG drawings (*.svg)"),
        }
        dialog = QFileDialog(self.panel, translate("Certificate", "Save the certificate"), place, kinds[ending])
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"{name}.{ending}")
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return Path(chosen[0]) if chosen else None

    def save_pdf(self) -> None:
        sheet = self._shown
        if sheet is not None:
            path = self.choose_file("pdf", file_name(sheet))
            if path is not None:
                self._save(path, pdf_of(sheet.svg, sheet.course_name))

    def save_svg(self) -> None:
        sheet = self._shown
        if sheet is not None:
            path = self.choose_file("svg", file_name(sheet))
            if path is not None:
                self._save(path, sheet.svg.encode())

    def _save(self, path: Path, content: bytes) -> None:
        self._stage.do(partial(_save, path, content), self._saved, self._not_saved)

    def _saved(self, name: str) -> None:
        if isValid(self.panel):
            self.panel.say_saved(name)

    def _not_saved(self, error: KarmaDeskError) -> None:
        if isValid(self.panel):
            self.panel.say_error(error)

    def close(self) -> None:
        """Nobody sees another person's certificate."""
        self._shown = None
        if self._panel is not None and self._panel.isVisible():
            self._panel.reject()

    def _arrived(self, wish: CertificateWish, desk: Desk, sheet: Sheet) -> None:
        if not isValid(self._window) or self._stage.desk is not desk:
            return
        self.show_sheet(sheet)
        if wish.deed == "pdf":
            self.save_pdf()
        elif wish.deed == "svg":
            self.save_svg()

    def _failed(self, error: KarmaDeskError) -> None:
        """It went while it was asked for: what is shown is read anew, and says so."""
        del error
        self._stage.program.announce(Topic.PLAN)


def file_name(sheet: Sheet) -> str:
    """What to call its file, as far as every system takes it for a name."""
    kept = "".join(
        letter if letter.isprintable() and letter not in '<>:"/\\|?*' else "-" for letter in sheet.course_name
    )
    return kept.strip("-. ")[:MOST_LETTERS] or "certificate"


def _sheet(desk: Desk, certificate_id: str, context: Context) -> Sheet:
    context.check()
    return certificates.sheet(desk, certificate_id)


def _save(path: Path, content: bytes, context: Context) -> str:
    context.check()
    certificates.save(path, content)
    return path.name
