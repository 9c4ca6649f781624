"""A button that is only an icon; its name is read out and shown as a tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton

from karmadesk.ui.parts.buttons import press_by_enter
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.tokens import Role


class IconButton(QToolButton):
    """40 px square at 100 % text."""

    def __init__(self, theme: Theme, icon: str, name: str, *, role: Role = "ink2", side: int = 24) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._role: Role = role
        self._side = side
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dress()
        theme.changed.connect(self._dress)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def set_icon(self, name: str) -> None:
        if name != self._icon:
            self._icon = name
            self._dress()

    def say(self, text: str, key: str = "") -> None:
        """What it does; `key` is the keyboard's way to the same."""
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({key})" if key else text)

    def _dress(self) -> None:
        side = self._theme.px(self._side)
        self.setIcon(self._theme.icon(self._icon, self._role, self._side))
        self.setIconSize(QSize(side, side))
        whole = self._theme.px(40)
        self.setFixedSize(whole, whole)
