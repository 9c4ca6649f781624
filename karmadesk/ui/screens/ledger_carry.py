"""Where there is no link: progress goes out on a drive, comes back on it, and is handed over for others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QStorageInfo
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Topic
from karmadesk.ports import HandedOver, TakenIn, Written
from karmadesk.services.program import Program
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.choices import Choices, Flow
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.states import Notice
from karmadesk.ui.stage import Stage

if TYPE_CHECKING:
    from karmadesk.ui.carry_report import CarryReportPanel

ME, EVERYBODY = "me", "everybody"
WHERE_DRIVES_ARE = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
Report = Written | TakenIn | HandedOver


class CarryPart(QWidget):
    """What became of it is told in a panel of its own; what is in the way, here."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        theme = stage.theme
        self._stage = stage
        self._whom = EVERYBODY
        self._are_many = False
        self._panel: CarryReportPanel | None = None
        self._words = label("body")
        self._more = label("small", "second")
        self.whom = Choices(theme, "carry-whom")
        self.write = Button(theme, "quiet", "disk", name="carry-write")
        self.take_in = Button(theme, "quiet", "download", name="carry-take-in")
        self.hand_over = Button(theme, "link", name="carry-hand-over")
        self.notice = Notice(theme, "carry-notice")
        buttons = QWidget()
        buttons.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        flow = Flow(buttons, 8)
        for button in (self.write, self.take_in, self.hand_over):
            flow.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 16, 0, 0)
        box.setSpacing(6)
        for part in (self._words, self._more, self.whom):
            box.addWidget(part)
        box.addWidget(buttons)
        box.addWidget(self.notice)
        self.whom.hide()
        self.whom.chosen.connect(self._choose_whom)
        self.write.clicked.connect(self._write)
        self.take_in.clicked.connect(self._take_in)
        self.hand_over.clicked.connect(self._hand_over)
        self.retranslate()

    def enter(self) -> None:
        """Asks whether others learn on this laptop too."""
        self.notice.clear()
        self._stage.read("carry-people", partial(_count, self._stage.program), self.show_people)

    def show_people(self, count: int) -> None:
        self._are_many = count > 1
        self.retranslate()

    def retranslate(self) -> None:
        self._words.setText(translate("Carry", "No link for a long time? A pen drive can carry it."))
        self._more.setText(
            translate(
                "Carry",
                "What is written is sealed: whoever carries it can't read it. Written twice, it still counts once.",
            )
        )
        self.whom.offer(
            [(ME, translate("Carry", "Only me")), (EVERYBODY, translate("Carry", "Everybody on this laptop"))],
            [self._whom],
        )
        self.whom.setAccessibleName(translate("Carry", "For whom to write"))
        self.whom.setVisible(self._are_many)
        self.write.say(translate("Carry", "Carry on a drive…"))
        self.take_in.say(translate("Carry", "Take in from a drive…"))
        self.hand_over.say(translate("Carry", "Hand over what others wrote…"))
        self.hand_over.setToolTip(
            translate("Carry", "On a computer with a link: sends every file on the drive, and nobody needs to sign in.")
        )
        self.notice.retranslate()

    def choose_folder(self, title: str) -> Path | None:
        """The drive, or a folder on it; None for nowhere."""
        dialog = QFileDialog(self.window(), title, drive_or_documents())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        is_chosen = bool(dialog.exec())
        chosen = dialog.selectedFiles() if is_chosen else []
        dialog.deleteLater()
        return Path(chosen[0]) if chosen else None

    def _choose_whom(self, whom: object) -> None:
        self._whom = str(whom)

    def _write(self) -> None:
        desk = self._stage.desk
        is_for_one = desk is not None and self._are_many and self._whom == ME
        ids = (desk.person.id,) if desk is not None and is_for_one else ()
        folder = self.choose_folder(translate("Carry", "Where to write: choose the drive"))
        if folder is not None:
            self._do(translate("Carry", "Writing…"), partial(_write, self._stage.program, folder, ids))

    def _take_in(self) -> None:
        folder = self.choose_folder(translate("Carry", "What to take in: choose the drive"))
        if folder is not None:
            self._do(translate("Carry", "Taking in…"), partial(_take_in, self._stage.program, folder))

    def _hand_over(self) -> None:
        folder = self.choose_folder(translate("Carry", "What to hand over: choose the drive"))
        if folder is not None:
            self._do(translate("Carry", "Handing over…"), partial(_hand_over, self._stage.program, folder))

    def _do(self, words: str, work: Callable[[Context], Sequence[Report]]) -> None:
        """In the lane of sync: rounds freeze and settle the same messages."""
        self._set_busy(is_busy=True)
        self.notice.say(words)
        self._stage.do(work, self._done, self._failed, "sync")

    def _done(self, reports: Sequence[Report]) -> None:
        from karmadesk.ui.carry_report import CarryReportPanel

        self._set_busy(is_busy=False)
        self.notice.clear()
        self._stage.program.announce(Topic.OUTBOX | Topic.PROGRESS | Topic.PLAN)
        if not reports:
            self.notice.say(translate("Carry", "There was nothing on the drive that waits to be handed over."))
            return
        if self._panel is None:
            self._panel = CarryReportPanel(self._stage.theme, self.window())
        self._panel.tell(reports)
        self._panel.open_over(self.window())

    def _failed(self, error: KarmaDeskError) -> None:
        self._set_busy(is_busy=False)
        self.notice.say_error(error)

    def _set_busy(self, *, is_busy: bool) -> None:
        for button in (self.write, self.take_in, self.hand_over):
            button.setEnabled(not is_busy)


def drive_or_documents() -> str:
    """A drive that is plugged in, where one can be told from the laptop's own disk."""
    for volume in QStorageInfo.mountedVolumes():
        path = volume.rootPath()
        if volume.isReady() and not volume.isRoot() and path.startswith(WHERE_DRIVES_ARE):
            return path
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def _count(program: Program, context: Context) -> int:
    context.check()
    return len(program.people.list())


def _write(program: Program, folder: Path, ids: Sequence[str], context: Context) -> Sequence[Report]:
    return program.carrying.write(folder, context, ids)


def _take_in(program: Program, folder: Path, context: Context) -> Sequence[Report]:
    return program.carrying.take_in(folder, context)


def _hand_over(program: Program, folder: Path, context: Context) -> Sequence[Report]:
    return program.carrying.hand_over(folder, context)
