"""A small window that says why the program can't start: what happened, what is safe, what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from karmadesk.errors import KarmaDeskError
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.rail import Mark
from karmadesk.ui.sentences import trouble_of
from karmadesk.ui.theme.look import Theme

WIDTH, MARGIN = 560, 32


class TroubleWindow(QWidget):
    """Closing it ends the program."""

    def __init__(self, theme: Theme, error: KarmaDeskError) -> None:
        super().__init__()
        self.setObjectName("trouble")
        self.setWindowTitle("KarmaDesk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = trouble_of(error)
        self._what = label("lead", name="trouble-what")
        self._rest = label("body", "second", name="trouble-rest")
        self._what.setText(words.what)
        self._rest.setText(f"{words.safe} {words.step}")
        for part in (self._what, self._rest):
            # An IT officer is told of it word by word, or pastes it.
            part.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.close_button = Button(theme, "primary", name="trouble-close")
        self.close_button.say(translate("Start", "Close"))
        self.close_button.clicked.connect(self.close)
        box = QVBoxLayout(self)
        box.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        box.setSpacing(16)
        box.addWidget(Mark(theme, 48))
        box.addWidget(self._what)
        box.addWidget(self._rest)
        box.addStretch(1)
        box.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(f"{words.what} {words.step}")
        self.setMinimumWidth(theme.px(WIDTH))
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
