"""The one model of lists: rows in, and what a view or a screen reader asks of them out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from karmadesk.ui.i18n import translate
from karmadesk.ui.rows.row import Row, Shape

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
NOWHERE = QModelIndex()


class RowModel(QAbstractListModel):
    """Rows of one list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> bool:
        """Shows these rows. False when only contents changed, so that selection and place stay as they are."""
        new, old = tuple(rows), self._rows
        if [row.id for row in new] == [row.id for row in old]:
            self._rows = new
            changed = [place for place, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]
            if changed:
                # One word for all of them: the view looks at what it shows, not at each row.
                self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
            return any(old[place].measure != new[place].measure for place in changed)
        if old and len(new) > len(old) and [row.id for row in new[: len(old)]] == [row.id for row in old]:
            self._append(new)
            return True
        self.beginResetModel()
        self._rows = new
        self.endResetModel()
        return True

    def _append(self, new: tuple[Row, ...]) -> None:
        """More of the same list: whoever has scrolled down stays there."""
        old = self._rows
        self.beginInsertRows(NOWHERE, len(old), len(new) - 1)
        self._rows = new
        self.endInsertRows()
        for place, (before, after) in enumerate(zip(old, new, strict=False)):
            if before != after:
                index = self.index(place)
                self.dataChanged.emit(index, index)

    def row(self, index: Index) -> Row:
        return self._rows[index.row()]

    def place_of(self, row_id: str) -> int:
        """Where the row with this id is; -1 when it is not here."""
        return next((place for place, row in enumerate(self._rows) if row.id == row_id), -1)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole and row.is_coming:
            return translate("Rows", "Loading…")
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.spoken()
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return ", ".join(action.text for action in row.choices)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self._rows[index.row()]
        if (row.is_coming or row.shape is Shape.HEADING) and not row.choices:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
