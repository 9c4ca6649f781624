"""The top of every screen: a way back, the title, one search field, the status strip; always in the same place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.icon_button import IconButton
from karmadesk.ui.parts.labels import LineLabel
from karmadesk.ui.parts.tab_order import put_after
from karmadesk.ui.strip import Strip
from karmadesk.ui.theme.drawing import Drawing
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import PAGE_MARGIN

NARROW = 860
ROOMY = 1100
CROWDED = 0.6


class SearchField(QLineEdit):
    """A field with a glass where its text starts."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._drawing = Drawing(theme)
        self.setObjectName("search")
        theme.changed.connect(self._make_room)
        self._make_room()

    def _make_room(self) -> None:
        room = self._theme.px(26)
        is_rtl = self._theme.is_mirrored
        self.setTextMargins(0 if is_rtl else room, 0, room if is_rtl else 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side, gap = self._theme.px(18), 12
        left = self.width() - gap - side if self._theme.is_mirrored else gap
        painter = QPainter(self)
        place = QRect(left, (self.height() - side) // 2, side, side)
        self._drawing.icon(painter, place, "search", self._theme.tokens.ink3)
        painter.end()


class TopBar(QWidget):
    """`searched` carries the words."""

    searched = Signal(object)
    back_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.back = IconButton(theme, "back", "back", side=22)
        self.back.clicked.connect(self.back_wanted)
        self.title = LineLabel("title")
        self.title.setObjectName("title")
        self.search = SearchField(theme)
        self.search.returnPressed.connect(self._search)
        self.search.textEdited.connect(self._typed)
        self.strip = Strip(theme)
        box = QVBoxLayout(self)
        box.setContentsMargins(PAGE_MARGIN, 16, PAGE_MARGIN, 8)
        box.setSpacing(8)
        self._first, self._second, self._third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._arrangement = (False, False)
        self._is_lesson = False
        self._first.setSpacing(16)
        self._first.addWidget(self.back)
        self._first.addWidget(self.title, 1)
        self._first.addWidget(self.search)
        self._first.addWidget(self.strip, 0, Qt.AlignmentFlag.AlignVCenter)
        box.addLayout(self._first)
        box.addLayout(self._second)
        box.addLayout(self._third)
        self._third.addStretch(1)
        self.strip.widened.connect(self._arrange)
        theme.changed.connect(self._arrange)
        self._arrange()
        self.retranslate()
        self.show_back(False)

    def show_back(self, is_wanted: bool) -> None:
        self.back.setVisible(is_wanted)

    def show_lesson(self, is_lesson: bool) -> None:
        """Below a lesson's title a line for searching would take the room that the lesson needs; its key brings it."""
        self._is_lesson = is_lesson
        self._arrange()

    def show_words(self, words: str) -> None:
        """The words that the screen below answers to."""
        if self.search.text().strip() != words.strip():
            self.search.setText(words)

    def focus_search(self) -> None:
        self.search.show()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def retranslate(self) -> None:
        words = translate("TopBar", "Search courses and lessons")
        self.search.setPlaceholderText(words)
        self.search.setAccessibleName(words)
        self.search.setToolTip(
            translate("TopBar", "{keys} to search").format(keys=QKeySequence(QKeySequence.StandardKey.Find).toString())
        )
        self.back.say(translate("TopBar", "Back"))
        self.back.setToolTip(translate("TopBar", "Back (Esc)"))
        self.strip.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Title, search and strip beside each other where they have room, else in two lines or three."""
        is_narrow = self.width() < self._theme.px(NARROW)
        is_crowded = is_narrow and self.strip.sizeHint().width() > self.width() * CROWDED
        if (is_narrow, is_crowded) != self._arrangement:
            self._arrangement = (is_narrow, is_crowded)
            for line in (self._first, self._second, self._third):
                line.removeWidget(self.search)
                line.removeWidget(self.strip)
            (self._second if is_narrow else self._first).addWidget(self.search)
            (self._third if is_crowded else self._first).addWidget(self.strip, 0, Qt.AlignmentFlag.AlignVCenter)
            # The line that is read first is gone through first.
            is_first = is_narrow and not is_crowded
            chips = self.strip.chips
            put_after(self.back, (*chips, self.search) if is_first else (self.search, *chips))
        self.search.setVisible(not (is_narrow and self._is_lesson) or self.search.hasFocus())
        beside = self._theme.px(280 if self.width() >= self._theme.px(ROOMY) else 200)
        self.search.setMinimumWidth(0 if is_narrow else beside)
        self.search.setMaximumWidth(16777215 if is_narrow else beside)

    def _typed(self, words: str) -> None:
        if len(words.strip()) != 1:
            self.searched.emit(words)

    def _search(self) -> None:
        self.searched.emit(self.search.text())
