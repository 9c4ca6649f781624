"""A page that scrolls as one, with the margins of every screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from karmadesk.ui.theme.measures import PAGE_MARGIN


class Content(QWidget):
    """What a page scrolls: as tall as its words need at this width, not at the narrowest thinkable."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        layout = self.layout()
        return QSize(least.width(), 0) if layout is not None and layout.hasHeightForWidth() else least


class Page(QScrollArea):
    """Put widgets into `box`."""

    def __init__(self, name: str = "", margin: int = PAGE_MARGIN) -> None:
        super().__init__()
        self._margin = margin
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = Content()
        content.setObjectName("page")
        self.box = QVBoxLayout(content)
        self.box.setContentsMargins(margin, 8, margin, 24)
        self.box.setSpacing(0)
        self.setWidget(content)
        self.verticalScrollBar().rangeChanged.connect(self._keep_margin)

    def _keep_margin(self) -> None:
        """The end of the page stays where it is whether or not it scrolls."""
        bar = self.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        self.box.setContentsMargins(self._margin, 8, max(0, self._margin - taken), 24)


class SnugPage(Page):
    """A page no taller than what it holds, so that what stands below follows it; it scrolls where that is too tall."""

    settled = Signal()
    """What it holds has another height now."""
    _held: QWidget | None = None
    """Of the class too: Qt asks the filter while the page is being made."""

    def __init__(self, name: str = "", margin: int = PAGE_MARGIN) -> None:
        super().__init__(name, margin)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._held = self.box.parentWidget()
        if self._held is not None:
            self._held.installEventFilter(self)

    @property
    def wanted(self) -> int:
        """How tall it would like to be at this width."""
        return (
            self.box.totalHeightForWidth(self.width()) if self.box.hasHeightForWidth() else self.box.sizeHint().height()
        )

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.wanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._held and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self.settled.emit()
        return super().eventFilter(watched, event)
