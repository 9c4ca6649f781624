"""Brings courses here from files that were dropped or chosen: one import after another, with progress and cancel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context, Job
from karmadesk.services import importing
from karmadesk.services.desk import Desk
from karmadesk.services.importing import ImportedFile, ImportProgress, ImportReport
from karmadesk.services.program import Program
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.foot_bar import FootBar
from karmadesk.ui.sentences import trouble_of
from karmadesk.ui.stage import Destination, Stage

if TYPE_CHECKING:
    from karmadesk.ui.import_report import ImportReportPanel

SHOWN_MS = 12_000
"""How long the good news of an import stays."""
Words = Callable[[], None]


class Importer(QObject):
    """Everything about it is said by its bar; what was refused is explained in a panel of its own."""

    def __init__(self, window: QWidget, stage: Stage) -> None:
        super().__init__(window)
        self._window = window
        self._stage = stage
        self.bar = FootBar(stage.theme, "import-bar")
        self._waiting: list[tuple[Desk, Sequence[Path]]] = []
        self._job: Job[ImportReport] | None = None
        self._report: ImportReport | None = None
        self._progress: ImportProgress | None = None
        self._say: Words | None = None
        self._panel: ImportReportPanel | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._time_is_up)
        self.bar.acted.connect(self._acted)
        self.bar.closed.connect(self.dismiss)

    def choose(self) -> None:
        """Asks the system for files."""
        dialog = QFileDialog(self._window, translate("Import", "Import courses from files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        names = translate("Import", "Course files")
        dialog.setNameFilters([f"{names} (*{importing.SUFFIX})", translate("Import", "All files (*)")])
        dialog.filesSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, paths: Sequence[Path]) -> None:
        """Imports these for whoever is learning, or is the next to."""
        if paths:
            self._stage.at_desk(partial(self._take, tuple(paths)))

    def dismiss(self) -> bool:
        """Puts the bar away while nothing is being imported; False when there was nothing to put away."""
        if self._job is not None or not self.bar.isVisible():
            return False
        self._timer.stop()
        self._say = None
        self.bar.hide()
        return True

    def cancel(self) -> None:
        """Ends after what is whole; what waits behind it is not begun."""
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()
            if self._job.future.cancelled():
                self._done(ImportReport((), is_cancelled=True))

    def retranslate(self) -> None:
        if self._say is not None:
            self._say()

    def _chosen(self, names: list[str]) -> None:
        self.take([Path(name) for name in names])

    def _take(self, paths: Sequence[Path], desk: Desk) -> None:
        self._waiting.append((desk, paths))
        if self._job is None:
            self._next()

    def _next(self) -> None:
        desk, paths = self._waiting.pop(0)
        self._timer.stop()
        self._progress = None
        self._now(self._say_progress)
        work = partial(_bring, self._stage.program, desk, paths, self._hear)
        self._job = self._stage.do(work, self._done, self._failed, "shelf")

    def _hear(self, progress: ImportProgress) -> None:
        """From the lane."""
        self._stage.bridge.post(partial(self._show_progress, progress))

    def _show_progress(self, progress: ImportProgress) -> None:
        if self._job is not None:
            self._progress = progress
            self._say_progress()

    def _done(self, report: ImportReport) -> None:
        self._job = None
        self._report = report
        self._stage.acted(report.topic)
        if self._waiting:
            self._next()
            return
        self._now(self._say_report)
        if not _refused(report):
            self._timer.start()

    def _failed(self, error: KarmaDeskError) -> None:
        self._job = None
        self._waiting.clear()
        self._report = None
        self._now(partial(self._say_error, error))

    def _now(self, say: Words) -> None:
        self._say = say
        say()

    def _say_progress(self) -> None:
        progress = self._progress
        if progress is None:
            words, fraction = translate("Import", "Importing…"), 0.0
        else:
            words = translate("Import", "Importing {name} · {number} of {count}")
            words = words.format(name=progress.name, number=progress.number, count=progress.count)
            fraction = progress.bytes_done / progress.bytes_total if progress.bytes_total else 0.0
        self.bar.say(words, translate("Import", "Cancel"), fraction=fraction)

    def _say_report(self) -> None:
        report = self._report
        assert report is not None
        button = ""
        if _refused(report):
            button = translate("Import", "See why")
        elif opens(report):
            button = translate("Import", "Open")
        self.bar.say(report_words(report), button, translate("Import", "Close"))

    def _say_error(self, error: KarmaDeskError) -> None:
        self.bar.say(str(trouble_of(error)), close=translate("Import", "Close"))

    def _acted(self) -> None:
        report = self._report
        if self._job is not None:
            self.cancel()
        elif report is not None and _refused(report):
            self._explain(report)
        elif report is not None and opens(report):
            self.dismiss()
            self._stage.go.emit(Destination("course", course_id=opens(report)))

    def _explain(self, report: ImportReport) -> None:
        from karmadesk.ui.import_report import ImportReportPanel

        if self._panel is None:
            self._panel = ImportReportPanel(self._stage.theme, self._window)
        self._panel.explain(report.files)
        self._panel.open_over(self._window)

    def _time_is_up(self) -> None:
        if self.bar.is_in_hand:
            self._timer.start()
        else:
            self.dismiss()


def report_words(report: ImportReport) -> str:
    """What became of an import, in one line."""
    refused, fine = len(_refused(report)), len(report.files) - len(_refused(report))
    if refused and fine:
        return translate("Import", "{fine} of {count} files were imported; {refused} could not be.").format(
            fine=fine, count=len(report.files), refused=refused
        )
    if refused:
        return translate("Import", "%n file(s) could not be imported. Nothing was changed.", "", refused)
    if report.is_cancelled:
        return translate("Import", "Stopped. %n file(s) were imported.", "", fine)
    if not report.files:
        return translate("Import", "No course file (.ecar) was found there.")
    courses = [each for each in report.files if each.is_course]
    if len(courses) == 1:
        return translate("Import", "“{name}” is on this laptop now.").format(name=courses[0].title)
    return translate("Import", "%n file(s) were imported.", "", fine)


def opens(report: ImportReport) -> str:
    """The course that was imported, when it was one only; else ""."""
    found = {each.course_id for each in report.files if each.course_id}
    return found.pop() if len(found) == 1 else ""


def _refused(report: ImportReport) -> list[ImportedFile]:
    return [each for each in report.files if each.error_key]


def _bring(
    program: Program,
    desk: Desk,
    paths: Sequence[Path],
    told: Callable[[ImportProgress], None],
    context: Context,
) -> ImportReport:
    context.check()
    program.tidy()
    return importing.bring(desk, importing.course_files(paths), context, told)
