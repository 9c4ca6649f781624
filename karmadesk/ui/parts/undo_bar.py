"""Instead of "are you sure?": what was done, and for ten seconds a way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.foot_bar import FootBar
from karmadesk.ui.theme.look import Theme

UNDO_MS = 10_000
LATER_MS = 2_000
"""How long after the mouse or the keyboard left it."""


@dataclass(frozen=True)
class Undoable:
    """Something that was done. `words` say so in the language that is shown; `finish` makes it final."""

    words: Callable[[], str]
    undo: Callable[[], object]
    finish: Callable[[], object] | None = None


class UndoBar(FootBar):
    """Holds the newest act; the one before it is final then. Ctrl+Z undoes, closing it makes the act final."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, "undo-bar")
        self._act: Undoable | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_is_up)
        self._keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), window)
        self._keys.setEnabled(False)
        self._keys.activated.connect(self.undo)
        self.acted.connect(self.undo)
        self.closed.connect(self.dismiss)

    def offer(self, act: Undoable) -> None:
        """Shows what was done and starts the clock."""
        self._settle()
        self._act = act
        self._keys.setEnabled(True)
        self.retranslate()
        self._timer.start(UNDO_MS)

    def undo(self) -> None:
        """The way back, once."""
        act, self._act = self._act, None
        self._put_away()
        if act is not None:
            act.undo()

    def dismiss(self) -> bool:
        """Makes the act final and goes away; False when there was nothing to dismiss."""
        is_shown = self._act is not None
        self._settle()
        self._put_away()
        return is_shown

    def retranslate(self) -> None:
        if self._act is not None:
            self.say(self._act.words(), translate("Undo", "Undo"), translate("Undo", "Close"))

    def _time_is_up(self) -> None:
        if self.is_in_hand:
            self._timer.start(LATER_MS)
        else:
            self.dismiss()

    def _settle(self) -> None:
        act, self._act = self._act, None
        if act is not None and act.finish is not None:
            act.finish()

    def _put_away(self) -> None:
        self._timer.stop()
        self._keys.setEnabled(False)
        self.hide()
