"""The top of every screen: a way back, the title, one search field, the status strip; always in the same place."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.labels import LineLabel
from karmadesk.ui.strip import Strip
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import PAGE_MARGIN

NARROW = 860
ROOMY = 1100


class TopBar(QWidget):
    """`searched` carries the words."""

    searched = Signal(object)
    back_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.back = QToolButton()
        self.back.setObjectName("back")
        self.back.setCursor(Qt.CursorShape.PointingHandCursor)
        self.back.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.back.clicked.connect(self.back_wanted)
        self.title = LineLabel("title")
        self.title.setObjectName("title")
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setClearButtonEnabled(False)
        self._glass = QAction(self)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.search.returnPressed.connect(self._search)
        self.search.textEdited.connect(self._typed)
        self.strip = Strip(theme)
        box = QVBoxLayout(self)
        box.setContentsMargins(PAGE_MARGIN, 16, PAGE_MARGIN, 8)
        box.setSpacing(8)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self._first.setSpacing(16)
        self._first.addWidget(self.back)
        self._first.addWidget(self.title, 1)
        self._first.addWidget(self.search)
        self._first.addWidget(self.strip)
        box.addLayout(self._first)
        box.addLayout(self._second)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()
        self.show_back(False)

    def show_back(self, is_wanted: bool) -> None:
        self.back.setVisible(is_wanted)

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def retranslate(self) -> None:
        words = translate("TopBar", "Search courses and lessons")
        self.search.setPlaceholderText(words)
        self.search.setAccessibleName(words)
        self.search.setToolTip(
            translate("TopBar", "{keys} to search").format(keys=QKeySequence(QKeySequence.StandardKey.Find).toString())
        )
        self.back.setAccessibleName(translate("TopBar", "Back"))
        self.back.setToolTip(translate("TopBar", "Back (Esc)"))
        self.strip.retranslate()

    def _dress(self) -> None:
        self._glass.setIcon(self._theme.icon("search", "ink3", 18))
        self.back.setIcon(self._theme.icon("back", "ink2", 22))
        side = self._theme.px(22)
        self.back.setIconSize(QSize(side, side))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Beside the title where both have room, else under it."""
        is_narrow = self.width() < self._theme.px(NARROW)
        if is_narrow != (self._second.count() > 0):
            self._first.removeWidget(self.search)
            self._second.removeWidget(self.search)
            if is_narrow:
                self._second.addWidget(self.search)
            else:
                self._first.insertWidget(2, self.search)
        beside = self._theme.px(280 if self.width() >= self._theme.px(ROOMY) else 200)
        self.search.setMinimumWidth(0 if is_narrow else beside)
        self.search.setMaximumWidth(16777215 if is_narrow else beside)

    def _typed(self, words: str) -> None:
        if len(words.strip()) >= 2:
            self.searched.emit(words)

    def _search(self) -> None:
        self.searched.emit(self.search.text())
