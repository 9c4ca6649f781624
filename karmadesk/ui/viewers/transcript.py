"""What is said, as a list beside the picture: the current line is marked, a press goes there."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from karmadesk.captions import Cue, Cues
from karmadesk.ui.formats import moment
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import Card
from karmadesk.ui.theme.drawing import Drawing
from karmadesk.ui.theme.look import Theme

CUE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ModelIndex = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class CueModel(QAbstractListModel):
    """The lines of one language, and which of them is being said."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cues = Cues()
        self.current = -1

    def show(self, cues: Cues) -> None:
        self.beginResetModel()
        self._cues, self.current = cues, -1
        self.endResetModel()

    def show_moment(self, position_ms: int) -> bool:
        """Whether another line is said now."""
        before, self.current = self.current, self._cues.latest(position_ms)
        if before == self.current:
            return False
        for row in {before, self.current} - {-1}:
            self.dataChanged.emit(self.index(row), self.index(row))
        return True

    def rowCount(self, parent: ModelIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._cues.cues)

    def data(self, index: ModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        cue = self._cues.cues[index.row()]
        if role == CUE_ROLE:
            return cue
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return f"{moment(cue.start_ms)} {cue.text}"
        return None


class CueDelegate(QStyledItemDelegate):
    """A time and a line of text that wraps."""

    def __init__(self, theme: Theme, model: CueModel, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._drawing = Drawing(theme)
        self._model = model
        self._view = view

    def _text_rect(self, row: QRect) -> QRect:
        px = self._theme.px
        side = px(56)
        if self._theme.is_mirrored:
            return row.adjusted(px(10), px(8), -side, -px(8))
        return row.adjusted(side, px(8), -px(10), -px(8))

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        del option
        cue: Cue = index.data(CUE_ROLE)
        width = self._view.viewport().width()
        room = self._text_rect(QRect(0, 0, width, 1000))
        metrics = QFontMetrics(self._theme.font("body"))
        needed = metrics.boundingRect(QRect(0, 0, room.width(), 1000), Qt.TextFlag.TextWordWrap, _one_line(cue))
        return QSize(0, max(self._theme.line("body"), needed.height()) + self._theme.px(16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        cue: Cue = index.data(CUE_ROLE)
        row: QRect = option.rect
        px = self._theme.px
        is_current = index.row() == self._model.current
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state: QStyle.StateFlag = option.state
        is_hot = bool(state & QStyle.StateFlag.State_MouseOver)
        if is_current or is_hot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("brand_soft" if is_current else "sunken"))
            painter.drawRoundedRect(row.adjusted(0, 1, 0, -1), 8, 8)
        if self._view.hasFocus() and index == self._view.currentIndex():
            self._drawing.ring(painter, row.adjusted(0, 1, 0, -1), 8)
        room = self._text_rect(row)
        time = QRect(row.left() + px(10), room.top(), px(44), self._theme.line("body"))
        if self._theme.is_mirrored:
            time.moveRight(row.right() - px(10))
        self._drawing.text(painter, time, moment(cue.start_ms), "small", "brand" if is_current else "ink2")
        self._drawing.paragraph(painter, room, _one_line(cue), "body", "brand" if is_current else "ink")
        painter.restore()


def _one_line(cue: Cue) -> str:
    return " ".join(cue.text.split("\n"))


class Lines(QListView):
    """The list itself; rows wrap anew when the panel's width changes."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class Transcript(Card):
    """The panel."""

    seek_wanted = Signal(object)
    """The start of the line that was chosen, in milliseconds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, margin=16)
        self._theme = theme
        self.box.setContentsMargins(8, 14, 8, 12)
        self.setObjectName("transcript")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._title = label("section")
        self._title.setContentsMargins(10, 0, 10, 4)
        self._model = CueModel(self)
        self._view = Lines()
        self._view.setObjectName("transcript-lines")
        self._view.setModel(self._model)
        self._view.setItemDelegate(CueDelegate(theme, self._model, self._view))
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setMouseTracking(True)
        self._view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setSelectionMode(QListView.SelectionMode.NoSelection)
        self._view.clicked.connect(self._chosen)
        self._view.activated.connect(self._chosen)
        self.box.addWidget(self._title)
        self.box.addWidget(self._view, 1)
        self._measure()
        theme.changed.connect(self._measure)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(340), super().sizeHint().height())

    @property
    def lines(self) -> QListView:
        return self._view

    @property
    def current(self) -> int:
        """The number of the line that is marked; -1 for none."""
        return self._model.current

    def show_cues(self, cues: Cues) -> None:
        self._model.show(cues)

    def show_moment(self, position_ms: int) -> None:
        """Marks the line that is said, and keeps it in sight unless somebody reads elsewhere."""
        if self._model.show_moment(position_ms) and self._model.current >= 0 and not self._view.hasFocus():
            self._view.scrollTo(self._model.index(self._model.current), QListView.ScrollHint.PositionAtCenter)

    def retranslate(self) -> None:
        self._title.setText(translate("Viewer", "Transcript"))
        self._view.setAccessibleName(translate("Viewer", "Transcript: choose a line to go there"))

    def _measure(self) -> None:
        self.setMinimumWidth(self._theme.px(220))
        self.setMaximumWidth(self._theme.px(340))
        self._view.scheduleDelayedItemsLayout()

    def _chosen(self, index: QModelIndex) -> None:
        cue: Cue = index.data(CUE_ROLE)
        self.seek_wanted.emit(cue.start_ms)
