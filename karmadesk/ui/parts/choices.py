"""A row of chips of which one (or several) is chosen: for the few values of a setting."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLayout, QLayoutItem, QSizePolicy, QWidget

from karmadesk.ui.parts.buttons import ChipButton
from karmadesk.ui.parts.tab_order import put_after
from karmadesk.ui.theme.look import Theme


class Choices(QWidget):
    """`chosen` carries the value that was pressed; with `is_many`, the tuple of all that are on."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str, *, is_many: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._is_many = is_many
        self._group = QButtonGroup(self)
        self._chips: dict[str, ChipButton] = {}
        self._flow = Flow(self, 8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def offer(self, values: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        """The values with their words, and which are on."""
        if tuple(self._chips) != tuple(value for value, _ in values):
            for chip in self._chips.values():
                self._group.removeButton(chip)
                self._flow.removeWidget(chip)
                chip.deleteLater()
            self._chips = {}
            for value, _ in values:
                chip = ChipButton(self._theme, name=f"{self.objectName()}-{value}", is_choice=True)
                self._chips[value] = chip
                # In a group, Tab stops at one chip only: right for one of many, wrong for any of many.
                if not self._is_many:
                    self._group.addButton(chip)
                chip.clicked.connect(self._clicked)
                self._flow.addWidget(chip)
            put_after(self, self._chips.values())
        for value, words in values:
            self._chips[value].setChecked(value in chosen)
            self._say(self._chips[value], words)

    def _clicked(self) -> None:
        pressed = self.sender()
        if self._is_many and isinstance(pressed, ChipButton):
            self._say(pressed, pressed.text().replace("&&", "&"))
        values = tuple(value for value, chip in self._chips.items() if chip.isChecked())
        self.chosen.emit(values if self._is_many else next(v for v, chip in self._chips.items() if chip is pressed))

    def _say(self, chip: ChipButton, words: str) -> None:
        """One of many is a pill; any of many has a box besides, as a list of wishes has."""
        if not self._is_many:
            chip.say(words)
        elif chip.isChecked():
            chip.say(words, "brand", "box-checked")
        else:
            chip.say(words, "plain", "box")


class Flow(QLayout):
    """Lays widgets out in lines, like words."""

    def __init__(self, parent: QWidget, gap: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, is_trial=False)

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() for item in self._items if not item.isEmpty()]
        return QSize(sum(widths) + self._gap * max(0, len(widths) - 1), self.minimumSize().height())

    def minimumSize(self) -> QSize:
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def _place(self, rect: QRect, *, is_trial: bool) -> int:
        parent = self.parentWidget()
        is_rtl = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left, top, tallest = rect.left(), rect.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if left > rect.left() and left + size.width() > rect.right() + 1:
                left, top, tallest = rect.left(), top + tallest + self._gap, 0
            start = rect.left() + rect.right() + 1 - left - size.width() if is_rtl else left
            if not is_trial:
                item.setGeometry(QRect(QPoint(start, top), size))
            left += size.width() + self._gap
            tallest = max(tallest, size.height())
        return top + tallest - rect.top()
