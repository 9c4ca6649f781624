"""What is said to an answer: right or not, in words, sign and colour, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import IconLabel
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.viewers.choices import rich_label, say_rich


class Feedback(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("feedback")
        self._is_right: bool | None = None
        self._sign = IconLabel(theme, "done", 24, "done")
        self.verdict = label("item", name="verdict")
        self.reason = rich_label()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.verdict)
        words.addWidget(self.reason)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(14)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def say(self, *, is_right: bool, explanation: str) -> None:
        """`explanation` is untrusted HTML of the package."""
        self._is_right = is_right
        say_rich(self.reason, explanation)
        self.reason.setVisible(bool(self.reason.accessibleName()))
        self.setProperty("notice", "done" if is_right else "accent")
        self.style().unpolish(self)
        self.style().polish(self)
        self._sign.show_icon("done" if is_right else "info", "done" if is_right else "accent")
        self.retranslate()
        self.show()

    def clear(self) -> None:
        self._is_right = None
        self.hide()

    def retranslate(self) -> None:
        if self._is_right is None:
            return
        words = translate("Viewer", "That is right.") if self._is_right else translate("Viewer", "Not quite.")
        self.verdict.setText(words)
        self.setAccessibleName(f"{words} {self.reason.accessibleName()}".strip())
