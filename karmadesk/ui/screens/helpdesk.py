"""The code that tells a helpdesk how this laptop is, made when the screen is looked at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from karmadesk.jobs import Context
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.stage import Stage

KEY = "support-code"
ISOLATE, ISOLATE_END = "\u2066", "\u2069"
"""Around the code, whose groups keep their order where lines run from right to left."""


def spelt(code: str) -> str:
    """The code letter by letter, as it is told, for those who hear the screen."""
    return ", ".join(" ".join(group) for group in code.split("-"))


class HelpdeskCode(QWidget):
    """Twelve characters and a button that copies them. They hold nothing of anybody."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._is_asked = False
        self.code = ""
        self._words = label("body", "second")
        self._shown = label("lead", wraps=False, name=KEY)
        self._shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._words.setBuddy(self._shown)
        self.copy = Button(stage.theme, "quiet", name="copy-support-code")
        self.copy.clicked.connect(self._copy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._words, 1)
        row.addWidget(self._shown)
        row.addWidget(self.copy)
        self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_asked:
            self._is_asked = True
            # A lane of its own: the look takes seconds, and a screen that is read meanwhile must not wait for it.
            self._stage.read(KEY, self._made, self.show_code, lane="doctor")

    def show_code(self, code: str) -> None:
        self._is_asked = False
        self.code = code
        self.retranslate()

    def retranslate(self) -> None:
        self._words.setText(translate("Settings", "Tell your helpdesk this code:"))
        self._shown.setText(f"{ISOLATE}{self.code}{ISOLATE_END}" if self.code else "…")
        self._shown.setAccessibleName(spelt(self.code) or translate("Settings", "The code is being made."))
        self.copy.say(translate("Settings", "Copy"))
        self.copy.setEnabled(bool(self.code))

    def _made(self, context: Context) -> str:
        return self._stage.program.support_code(context.check)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code)
