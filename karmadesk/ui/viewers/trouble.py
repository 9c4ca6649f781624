"""In place of what can't be shown: one sentence, what is safe, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import IconLabel
from karmadesk.ui.parts.states import try_again
from karmadesk.ui.sentences import Trouble, trouble
from karmadesk.ui.theme.look import Theme


class TroublePage(QWidget):
    """Offers to try again and, where there is more to learn, to go on."""

    retry_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, theme: Theme, *, can_retry: bool = True) -> None:
        super().__init__()
        self._words: Callable[[], Trouble] = partial(trouble, "error")
        self._can_retry = can_retry
        self._has_next = False
        self._sign = IconLabel(theme, "warning", 72, "alert", in_circle=True)
        self.what = label("lead", name="trouble-what")
        self.rest = label("body", "second", name="trouble-rest")
        self.retry = Button(theme, "primary", "retry", "trouble-retry")
        self.next = Button(theme, "quiet", "next-resource", "trouble-next")
        self.retry.clicked.connect(self.retry_wanted)
        self.next.clicked.connect(self.next_wanted)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 16, 24, 16)
        box.setSpacing(8)
        box.addStretch(1)
        box.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(6)
        for words in (self.what, self.rest):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(words)
        box.addSpacing(10)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self.retry)
        buttons.addWidget(self.next)
        buttons.addStretch(1)
        box.addLayout(buttons)
        box.addStretch(1)

    def say(self, words: Callable[[], Trouble], *, has_next: bool) -> None:
        """`words` are asked again when the language changes."""
        self._words, self._has_next = words, has_next
        self.retranslate()

    def retranslate(self) -> None:
        words = self._words()
        self.what.setText(words.what)
        self.rest.setText(f"{words.safe} {words.step}".strip())
        self.retry.say(try_again())
        self.retry.setVisible(self._can_retry)
        self.next.say(translate("Viewer", "Go on to the next"))
        self.next.setVisible(self._has_next)
