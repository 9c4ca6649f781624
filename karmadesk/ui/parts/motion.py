"""The one motion of the house: a value on its way, short and slowing down; at once where the system wants no motion."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QStyle, QWidget

from karmadesk.ui.theme.measures import MOTION_MS


class Glide(QVariantAnimation):
    """`valueChanged` carries each step; its owner draws by them."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setDuration(MOTION_MS)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)

    def go(self, start: float, end: float) -> bool:
        """Begins; False where nothing is to move and the end holds at once."""
        self.stop()
        if not is_motion_wanted(self._owner) or not self._owner.isVisible() or start == end:
            return False
        self.setStartValue(start)
        self.setEndValue(end)
        self.start()
        return True


def is_motion_wanted(widget: QWidget) -> bool:
    """Whether the system lets things move; who gets giddy has switched that off there."""
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0
