"""Why some files could not be imported: each by its name, with what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from karmadesk.services.importing import ImportedFile
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.panel import Panel
from karmadesk.ui.parts.panels import IconLabel
from karmadesk.ui.phrases import nothing_changed
from karmadesk.ui.sentences import Trouble, trouble
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import GAP


class ImportReportPanel(Panel):
    """Lists what was refused."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, "import-report", (680, 460))
        self._title = label("lead")
        self._page = Page("import-report-page", 4)
        self._close = Button(theme, "primary", name="import-report-close")
        self._close.clicked.connect(self.accept)
        self._held: QWidget | None = None
        self._files: Sequence[ImportedFile] = ()
        self.box.addWidget(self._title)
        self.box.addWidget(self._page, 1)
        self.box.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTrailing)

    def explain(self, files: Sequence[ImportedFile]) -> None:
        """Fills the panel in the language that is shown."""
        self._files = files
        refused = [each for each in files if each.error_key]
        title = translate("Import", "What could not be imported")
        self.setWindowTitle(title)
        self._title.setText(title)
        self._close.say(translate("Import", "Close"))
        if self._held is not None:
            self._page.box.removeWidget(self._held)
            self._held.deleteLater()
        self._held = QWidget()
        box = QVBoxLayout(self._held)
        box.setContentsMargins(0, 0, 0, 0)
        for each in refused:
            name, why = label("item"), label("body", "second")
            name.setText(each.path.name)
            why.setText(str(refusal_of(each)))
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(name)
            words.addWidget(why)
            row = QHBoxLayout()
            row.setSpacing(14)
            row.addWidget(IconLabel(self.theme, "warning", 20, "alert"), 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(words, 1)
            box.addLayout(row)
            box.addSpacing(GAP)
        box.addStretch(1)
        self._page.box.addWidget(self._held)
        self.setAccessibleDescription("\n".join(f"{each.path.name}: {refusal_of(each)}" for each in refused))
        self._close.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._files:
            self.explain(self._files)


def refusal_of(each: ImportedFile) -> Trouble:
    """What is wrong with a file. A full disk: nothing of an import goes on by itself."""
    words = trouble(each.error_key, each.error_arguments)
    if each.error_key == "disk_full":
        step = translate("Errors", "Remove a course that you no longer need, or free some space; then import it again.")
        return Trouble(words.what, nothing_changed(), step)
    return words
