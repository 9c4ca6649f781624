"""The shape of a screen: built on first showing, fed with values, retold when the language changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from karmadesk.model import Topic
from karmadesk.ui.stage import Destination, Stage


class Screen(QWidget):
    """Screens fill in `topics`, `title`, `enter`, `read` and `retranslate`."""

    topics = Topic.NONE

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self._is_behind = False
        # Not a stop of the Tab key: only where it starts from when the screen has just been shown.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def title(self) -> str:
        """What the top bar says."""
        return ""

    def window_title(self) -> str:
        """What the system's list of windows says, beside our name: never who is learning."""
        return self.title()

    def is_playing(self) -> bool:
        """Whether something plays that somebody watches without touching a key."""
        return False

    def subject(self) -> str:
        """Which part of the rail it belongs to: a screen's name, or ""."""
        return ""

    def enter(self, destination: Destination) -> None:
        """It is about to be shown for this."""
        del destination
        self.read()

    def leave(self) -> None:
        """Another screen is shown now."""

    def read(self) -> None:
        """Asks for its values again; they arrive later."""

    def heard(self, topic: Topic) -> None:
        """Something changed: reads again if that is its business and it can be seen."""
        if topic & self.topics and self.isVisible():
            self.read()

    def retranslate(self) -> None:
        """Says everything again in the language that is shown."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            # What nobody sees is said anew when it is shown again.
            self._is_behind = not self.isVisible()
            if not self._is_behind:
                self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        if self._is_behind:
            self._is_behind = False
            self.retranslate()
        super().showEvent(event)
