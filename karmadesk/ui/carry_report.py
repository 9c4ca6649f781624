"""What was written to a drive, taken in from it or handed over: a line for each person or file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from karmadesk.ports import HandedOver, TakenIn, Written
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.panel import Panel
from karmadesk.ui.parts.panels import IconLabel
from karmadesk.ui.sentences import trouble
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import GAP

Report = Written | TakenIn | HandedOver


class CarryReportPanel(Panel):
    """For whom, and what to do next."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, "carry-report", (680, 460))
        self._title = label("lead")
        self._next = label("body", "second")
        self._page = Page("carry-report-page", 4)
        self._close = Button(theme, "primary", name="carry-report-close")
        self._close.clicked.connect(self.accept)
        self._held: QWidget | None = None
        self._reports: Sequence[Report] = ()
        self.box.addWidget(self._title)
        self.box.addWidget(self._next)
        self.box.addWidget(self._page, 1)
        self.box.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTrailing)

    @property
    def text(self) -> str:
        """What it says, whole."""
        return self.accessibleDescription()

    def tell(self, reports: Sequence[Report]) -> None:
        """Fills the panel in the language that is shown."""
        self._reports = reports
        title, after = _heading(reports)
        self.setWindowTitle(title)
        self._title.setText(title)
        self._next.setText(after)
        self._close.say(translate("Carry", "Close"))
        if self._held is not None:
            self._page.box.removeWidget(self._held)
            self._held.deleteLater()
        self._held = QWidget()
        box = QVBoxLayout(self._held)
        box.setContentsMargins(0, 0, 0, 0)
        lines = [_line(number, report) for number, report in enumerate(reports, 1)]
        for (who, what), report in zip(lines, reports, strict=True):
            box.addLayout(self._row(who, what, is_well=not report.error))
            box.addSpacing(GAP)
        box.addStretch(1)
        self._page.box.addWidget(self._held)
        told = "\n".join(f"{who}: {what}" for who, what in lines)
        self.setAccessibleDescription(f"{title}. {after}\n{told}")
        self._close.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._reports:
            self.tell(self._reports)

    def _row(self, who: str, what: str, *, is_well: bool) -> QHBoxLayout:
        name, words = label("item"), label("body", "second")
        name.setText(who)
        words.setText(what)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(name)
        column.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(14)
        icon = IconLabel(self.theme, "check", 20, "done") if is_well else IconLabel(self.theme, "warning", 20, "alert")
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        return row


def _heading(reports: Sequence[Report]) -> tuple[str, str]:
    """What was done, and what comes next."""
    if isinstance(reports[0], Written):
        if all(report.error for report in reports):
            return translate("Carry", "Nothing was written"), ""
        return (
            translate("Carry", "Written to the drive"),
            translate(
                "Carry",
                "Eject the drive before you pull it out. Take it to a computer with a link, and bring the answer back.",
            ),
        )
    if isinstance(reports[0], TakenIn):
        return translate("Carry", "Taken in from the drive"), ""
    return (
        translate("Carry", "Handed over"),
        translate("Carry", "The answers are on the drive now: take it back to where it came from."),
    )


def _line(number: int, report: Report) -> tuple[str, str]:
    """Whose it is, and what became of it."""
    if isinstance(report, HandedOver):
        who = translate("Carry", "File {n}").format(n=formats.number(number))
        return who, _trouble(report) or _counts(report)
    return report.label, _trouble(report) or (_written(report) if isinstance(report, Written) else _taken_in(report))


def _written(report: Written) -> str:
    if not report.items:
        return translate("Carry", "Nothing waits; the answer will bring what is new.")
    words = translate("Carry", "%n item(s) written", "", report.items)
    if report.left:
        words = formats.joined(words, translate("Carry", "%n item(s) for the next time", "", report.left))
    return words


def _taken_in(report: TakenIn) -> str:
    if not report.answers:
        return translate("Carry", "No answer on this drive")
    new = translate("Carry", "plan and courses are up to date") if report.is_newer else ""
    return formats.joined(_counts(report), new)


def _counts(report: TakenIn | HandedOver) -> str:
    words = translate("Carry", "%n accepted", "", report.accepted)
    if report.refused:
        words = formats.joined(words, translate("Carry", "%n refused", "", report.refused))
    if report.damaged:
        again = translate("Carry", "%n damaged on the way: write once more", "", report.damaged)
        words = formats.joined(words, again)
    return words


def _trouble(report: Report) -> str:
    arguments = {"name": "" if isinstance(report, HandedOver) else report.label, **report.arguments}
    return str(trouble(report.error, arguments)) if report.error else ""
