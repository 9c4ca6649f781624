"""Somebody at the window: clicks, presses keys and waits for what comes of it, for a bounded time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QScrollArea, QWidget

from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.rows.view import RowList

T = TypeVar("T", bound=QWidget)

PATIENCE_S = 20.0
GLANCE_MS = 20
"""How long the window works between two looks at what is waited for."""
MOMENT_MS = 500
IN_THE_TITLE = 90
"""A click this far from a row's left edge meets its title, no button."""


class Stuck(Exception):  # noqa: N818 - says what the window did not come to, not what kind of error it is
    """The window did not come to what was waited for."""


class Hands:
    """Works one window. `bugs` grows when something goes wrong behind it: that is raised at the next wait."""

    def __init__(self, window: MainWindow, bugs: Sequence[BaseException]) -> None:
        self.window = window
        self._bugs = bugs

    def check(self) -> None:
        """Raises the first bug that was heard of."""
        if self._bugs:
            raise self._bugs[0]

    def rest(self) -> None:
        """Lets the window work for a moment."""
        QTest.qWait(MOMENT_MS)

    def until(self, what: str, condition: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        """Lets the window work until the condition holds; raises Stuck, which names what was waited for."""
        deadline = time.monotonic() + patience_s
        while not condition():
            self.check()
            if time.monotonic() > deadline:
                raise Stuck(f"waited {patience_s:g} s for {what}")
            QTest.qWait(GLANCE_MS)
        self.check()

    def find(self, kind: type[T], name: str, patience_s: float = PATIENCE_S) -> T:
        """The widget of this name that can be seen, once there is one."""
        found: list[T] = []

        def is_there() -> bool:
            found[:] = [widget for widget in self.window.findChildren(kind, name) if widget.isVisible()]
            return bool(found)

        self.until(f"{kind.__name__} {name!r} on the screen", is_there, patience_s)
        return found[0]

    def sees(self, name: str) -> bool:
        """Whether a button of this name is on the screen and can be pressed."""
        found = self.window.findChildren(QAbstractButton, name)
        return any(button.isVisible() and button.isEnabled() for button in found)

    def press(self, name: str) -> None:
        """Clicks the button of this name, once it can be pressed."""
        self.until(f"the button {name!r}", lambda: self.sees(name))
        buttons = self.window.findChildren(QAbstractButton, name)
        self.click(next(button for button in buttons if button.isVisible() and button.isEnabled()))

    def click(self, widget: QWidget) -> None:
        """Clicks the middle of a widget, laid out and scrolled into view."""
        QApplication.processEvents()
        page = _page_of(widget)
        if page is not None:
            page.ensureWidgetVisible(widget)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key) -> None:
        """Presses a key in the window."""
        self.window.activateWindow()
        self.until("the window to be the active one", self.window.isActiveWindow)
        QTest.keyClick(self.window, key)

    def row(self, list_name: str, row_id: str) -> None:
        """Clicks a row of a list, once the list shows it."""
        rows = self.find(RowList, list_name)

        def place() -> int:
            return next((n for n, row in enumerate(rows.rows) if row.id == row_id and row.choices), -1)

        self.until(f"the row {row_id!r} in {list_name!r}", lambda: place() >= 0)
        rect = rows.visualRect(rows.model().index(place(), 0))
        point = QPoint(rect.left() + IN_THE_TITLE, rect.center().y())
        page = _page_of(rows)
        held = page.widget() if page is not None else None
        if page is not None and held is not None:
            seen = rows.mapTo(held, point)
            page.ensureVisible(seen.x(), seen.y(), 0, rect.height())
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=point)

    def choose(self, data: object) -> None:
        """Clicks the line of the open menu that carries this."""
        open_menus: list[QMenu] = []

        def is_open() -> bool:
            shown = QApplication.activePopupWidget()
            open_menus[:] = [shown] if isinstance(shown, QMenu) else []
            return bool(open_menus)

        self.until("a menu", is_open)
        menu = open_menus[0]
        action = next((action for action in menu.actions() if action.data() == data), None)
        if action is None:
            raise Stuck(f"no {data!r} in the menu")
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
        self.until("the menu to close", lambda: not menu.isVisible())


def _page_of(widget: QWidget) -> QScrollArea | None:
    page = widget.parentWidget()
    while page is not None and not isinstance(page, QScrollArea):
        page = page.parentWidget()
    return page
