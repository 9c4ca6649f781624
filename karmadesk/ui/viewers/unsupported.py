"""For kinds of content that this program can't show yet: it says so, and offers the next."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from karmadesk.services.desk import Desk
from karmadesk.services.program import Program
from karmadesk.services.views import OpenResource
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.states import Empty
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.viewers.viewer import Viewer


class UnsupportedViewer(Viewer):
    """Nothing here is ever counted as done."""

    def __init__(self, program: Program, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(program, desk, theme, parent)
        self.setObjectName("unsupported-viewer")
        self.empty = Empty(theme, "unsupported", "primary", "unsupported-next")
        self.empty.pressed.connect(self.next_wanted)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.empty)

    def present(self, opened: OpenResource) -> None:
        """There is nothing to load."""

    def retranslate(self) -> None:
        opened = self.opened
        has_next = opened is not None and opened.next is not None
        self.empty.say(
            translate("Viewer", "KarmaDesk can't show this kind of content yet"),
            translate("Viewer", "It stays in the course. Open it in the web browser on your learning site."),
            translate("Viewer", "Go on to the next") if has_next else "",
        )


VIEWER = UnsupportedViewer
