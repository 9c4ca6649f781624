"""A list that the mouse and the keyboard work alike: Enter is the first button, arrows the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QListView, QMenu, QScrollArea, QSizePolicy, QWidget

from karmadesk.ui.posters import Posters
from karmadesk.ui.rows.delegate import RowDelegate
from karmadesk.ui.rows.layout import Parts
from karmadesk.ui.rows.model import Index, RowModel
from karmadesk.ui.rows.row import Row, RowAct, Shape
from karmadesk.ui.theme.look import Theme

SELECTABLE = Qt.ItemFlag.ItemIsSelectable
BATCH = 400
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class RowList(QListView):
    """Shows rows. `acted` carries one `RowAct`. With `grows`, it is as tall as its rows and the page scrolls it."""

    acted = Signal(object)

    def __init__(self, theme: Theme, posters: Posters, *, grows: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._grows = grows
        self._rows = RowModel(self)
        self._painter = RowDelegate(theme, posters, self._rows, self)
        self._menu_row = ""
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        # Thousands of rows find their places a batch at a time, those in sight first.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(BATCH)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        if grows:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._measure)
        posters.loaded.connect(self.viewport().update)

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows.rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Shows these rows; the keyboard's place stays where it was if that row still exists."""
        index = self.currentIndex()
        current = self._rows.row(index).id if index.isValid() else ""
        has_changed = self._rows.set_rows(rows)
        if has_changed:
            self._painter.layout.line_up(self.rows)
        if self.focusProxy() is None:
            # Shapes of what is to come are nothing for the keyboard to stand on.
            is_stop = any(row.choices or (row.shape is not Shape.HEADING and not row.is_coming) for row in self.rows)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.NoFocus)
        if has_changed:
            place = self._rows.place_of(current)
            if place >= 0:
                self.setCurrentIndex(self._rows.index(place))
            self._measure()

    def act(self, row_id: str, action_id: str = "") -> bool:
        """Does what a click on the row's button does; the first button without an id. False when there is none."""
        place = self._rows.place_of(row_id)
        choices = self.rows[place].choices if place >= 0 else ()
        chosen = next((choice for choice in choices if not action_id or choice.id == action_id), None)
        if chosen is None:
            return False
        self.acted.emit(RowAct(row_id, chosen.id))
        return True

    def point_at(self, place: int) -> None:
        """Moves the keyboard's place, and shows it, while the letters are typed elsewhere; it stops at either end."""
        if self.rows:
            self.setCurrentIndex(self._rows.index(min(max(0, place), len(self.rows) - 1)))
            self._painter.shows_focus = True
            self.scrollTo(self.currentIndex())
            self.viewport().update()

    def act_on_current(self) -> bool:
        """Does what Enter would do on the keyboard's place; False when there is none."""
        index = self.currentIndex()
        return index.isValid() and self.act(self._rows.row(index).id)

    def sizeHint(self) -> QSize:
        return QSize(320, self._full_height()) if self._grows else super().sizeHint()

    def _full_height(self) -> int:
        width = self.viewport().width()
        return self._painter.layout.heights(self.rows, width) + 4

    def _measure(self) -> None:
        self._painter.width = self.viewport().width()
        self.scheduleDelayedItemsLayout()
        if self._grows:
            self.setFixedHeight(self._full_height())
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measure()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._grows:
            event.ignore()
        else:
            super().wheelEvent(event)

    def _parts(self, index: QModelIndex) -> Parts:
        rect: QRect = self.visualRect(index)
        return self._painter.layout.parts(self._rows.row(index), rect, is_first=index.row() == 0)

    def _under(self, point: QPoint) -> tuple[QModelIndex, int]:
        """The row at a point that can be acted on, and its button (-1: the row itself)."""
        index = self.indexAt(point)
        if not index.isValid() or not self._rows.row(index).choices:
            return QModelIndex(), -1
        return index, self._parts(index).action_at(point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index, action = self._under(event.position().toPoint())
        self._painter.hot_row, self._painter.hot_action = index.row(), action
        is_hand = index.isValid()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_hand else Qt.CursorShape.ArrowCursor)
        self.viewport().update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._painter.hot_row = self._painter.hot_action = -1
        self.viewport().update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        index, action = self._under(event.position().toPoint())
        if index.isValid() and self.viewport().rect().contains(event.position().toPoint()):
            row = self._rows.row(index)
            self.acted.emit(RowAct(row.id, row.choices[max(0, action)].id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        row = self._rows.row(index) if index.isValid() else None
        if row is None or not row.choices:
            super().keyPressEvent(event)
        elif event.key() in ENTER:
            place = min(self._painter.focus_action, len(row.choices) - 1)
            self.acted.emit(RowAct(row.id, row.choices[place].id))
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            forward = (event.key() == Qt.Key.Key_Right) != self._theme.is_mirrored
            last = max(0, len(row.actions) - 1)
            self._painter.focus_action = min(last, max(0, self._painter.focus_action + (1 if forward else -1)))
            self.viewport().update()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._painter.shows_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        index = self.currentIndex()
        if self._painter.shows_focus and not (index.isValid() and self._rows.flags(index) & SELECTABLE):
            first = next((n for n in range(len(self.rows)) if self._rows.flags(self._rows.index(n)) & SELECTABLE), -1)
            if first >= 0:
                self.setCurrentIndex(self._rows.index(first))
        self._painter.focus_row = self.currentIndex().row()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._painter.shows_focus = False
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._painter.focus_row = current.row()
        self._painter.focus_action = 0
        self._painter.shows_focus = self.hasFocus()
        if self._grows and current.isValid():
            self._show_in_page(self.visualRect(current))

    def _show_in_page(self, rect: QRect) -> None:
        page = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        held = page.widget() if page is not None else None
        if page is not None and held is not None:
            middle = self.mapTo(held, rect.center())
            page.ensureVisible(middle.x(), middle.y(), 0, rect.height())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if from_keys else self.indexAt(event.pos())
        if not index.isValid() or not self._rows.row(index).choices:
            return
        row = self._rows.row(index)
        self._menu_row = row.id
        menu = QMenu(self)
        menu.setAccessibleName(row.title)
        for choice in row.choices:
            action = QAction(choice.text, menu)
            action.setData(choice.id)
            if choice.icon:
                action.setIcon(self._theme.icon(choice.icon))
            menu.addAction(action)
        menu.triggered.connect(self._chosen)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(self.visualRect(index).center()) if from_keys else event.globalPos())

    def _chosen(self, action: QAction) -> None:
        self.acted.emit(RowAct(self._menu_row, str(action.data())))
