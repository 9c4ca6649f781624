"""A page that scrolls as one, with the margins of every screen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from karmadesk.ui.theme.measures import PAGE_MARGIN


class Content(QWidget):
    """What a page scrolls: as tall as its words need at this width, not at the narrowest thinkable."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        layout = self.layout()
        return QSize(least.width(), 0) if layout is not None and layout.hasHeightForWidth() else least


class Page(QScrollArea):
    """Put widgets into `box`."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = Content()
        content.setObjectName("page")
        self.box = QVBoxLayout(content)
        self.box.setContentsMargins(PAGE_MARGIN, 8, PAGE_MARGIN, 24)
        self.box.setSpacing(0)
        self.setWidget(content)
        self.verticalScrollBar().rangeChanged.connect(self._keep_margin)

    def _keep_margin(self) -> None:
        """The end of the page stays where it is whether or not it scrolls."""
        bar = self.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        self.box.setContentsMargins(PAGE_MARGIN, 8, PAGE_MARGIN - taken, 24)
