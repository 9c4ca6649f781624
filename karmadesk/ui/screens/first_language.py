"""The first page: which language; each in its own script. From here one can also just look around."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout

from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.tiles import Option
from karmadesk.ui.screens.first_page import FirstPage
from karmadesk.ui.stage import Stage


class LanguagePage(FirstPage):
    """`answered` when one goes on, `tour_wanted` for a look around."""

    answered = Signal()
    tour_wanted = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, "first-language", has_mark=True)
        self._group = QButtonGroup(self)
        self._options: dict[str, Option] = {}
        for code in stage.languages.codes():
            option = Option(stage.theme, f"first-language-{code}", "lead")
            option.say(stage.languages.native_name(code))
            self._options[code] = option
            self._group.addButton(option)
            self.body.addWidget(option)
        self.tour = Button(stage.theme, "link", "tour", name="first-tour")
        self.tour_about = label("small", "second", wraps=False)
        self.body.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addStretch(1)
        row.addWidget(self.tour)
        row.addStretch(1)
        self.body.addLayout(row)
        self.tour_about.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self.tour_about)
        self.bring_in = Button(stage.theme, "link", "disk", name="first-bring-in")
        self.body.addSpacing(4)
        self.body.addWidget(self.bring_in, 0, Qt.AlignmentFlag.AlignHCenter)
        self._group.buttonClicked.connect(self._chosen)
        self.next.clicked.connect(self.answered)
        self.tour.clicked.connect(self.tour_wanted)
        self.bring_in.clicked.connect(stage.bring_in_wanted)
        self.retranslate()

    def retranslate(self) -> None:
        self.question.setText(translate("FirstRun", "Welcome to KarmaDesk"))
        self.about.setText(translate("FirstRun", "Choose your language"))
        self.next.say(translate("FirstRun", "Continue"))
        self.tour.say(translate("FirstRun", "Look around with sample courses"))
        self.tour_about.setText(translate("FirstRun", "No account and no link needed; nothing is kept or sent."))
        self.bring_in.say(translate("HandOver", "Take in somebody from a file"))
        shown = self._options.get(self.stage.languages.current)
        if shown is not None:
            shown.setChecked(True)

    def show_busy(self, *, is_busy: bool) -> None:
        """While the samples are laid out."""
        for button in (self.next, self.tour, self.bring_in):
            button.setEnabled(not is_busy)
        if is_busy:
            self.tour_about.setText(translate("FirstRun", "Laying out the sample courses…"))
        else:
            self.retranslate()

    def _chosen(self) -> None:
        for code, option in self._options.items():
            if option.isChecked():
                self.stage.set(language=code)
