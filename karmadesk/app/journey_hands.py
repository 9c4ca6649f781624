"""Somebody at the window: clicks, presses keys and waits for what comes of it, for a bounded time."""

from __future__ import annotations

import faulthandler
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QScrollArea, QWidget

from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.viewers.document import DocumentViewer
from karmadesk.ui.viewers.practice import PracticeViewer
from karmadesk.ui.viewers.video import VideoViewer

T = TypeVar("T", bound=QWidget)

PATIENCE_S = 20.0
PLAY_S = 90.0
HANG_S = 30.0
SPEED = 2.0
SAMPLE_STEP = 4
"""Pixels between two looks at a drawn page."""
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
        _work(MOMENT_MS)

    def shows(self, name: str) -> bool:
        """Whether a widget of this name is on the screen."""
        return any(widget.isVisible() for widget in self.window.findChildren(QWidget, name))

    def expect_nothing(self) -> None:
        """What follows may take its time."""
        faulthandler.cancel_dump_traceback_later()

    def until(self, what: str, condition: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        """Lets the window work until the condition holds; raises Stuck, which names what was waited for."""
        # A window that hangs can't look at the time: this ends it then, with what every thread was doing.
        faulthandler.dump_traceback_later(patience_s + HANG_S, exit=True)
        deadline = time.monotonic() + patience_s
        while not condition():
            self.check()
            if time.monotonic() > deadline:
                raise Stuck(f"waited {patience_s:g} s for {what}")
            _work(GLANCE_MS)
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


def play(hands: Hands, viewer: VideoViewer, is_enough: Callable[[], bool]) -> None:
    """Plays at double speed until it is enough, whatever stops it on the way."""
    if viewer.program.settings.speed != SPEED:
        hands.press("speed")
        hands.choose(SPEED)

    def has_played() -> bool:
        if viewer.trouble.isVisible():
            raise Stuck("the recording can't be played here")
        if viewer.playback is not None and not viewer.playback.wants_to_play:
            hands.press("play")
        return is_enough()

    hands.until("enough to be played", has_played, PLAY_S)


def turn_pages(hands: Hands, viewer: DocumentViewer) -> None:
    """Looks at the first page, then turns over one page after the other until all count as read."""
    while viewer.page > 0:
        hands.press("page-earlier")
    hands.until("page 1 to be drawn", partial(is_drawn, viewer.view.viewport()))
    for page in range(viewer.page_count):
        hands.until(f"page {page + 1} to count", partial(_counts, viewer, page))
        if page + 1 < viewer.page_count:
            hands.press("page-later")


def answer_rightly(hands: Hands, viewer: PracticeViewer) -> None:
    """Chooses every right answer, presses the button, and goes on to the marks."""
    while viewer.attempt is not None and viewer.choices is not None and not viewer.marks.isVisible():
        question = viewer.attempt.question
        for choice in viewer.choices.rows:
            if choice.value in question.correct:
                hands.click(choice)
                hands.until("an answer to be chosen", choice.mark.isChecked)
        hands.press("check")
        hands.until("the feedback", lambda: viewer.attempt is not None and viewer.attempt.is_checked)
        hands.press("check")
    hands.until("the marks", viewer.marks.isVisible)


def is_drawn(view: QWidget) -> bool:
    """Whether more than paper is to be seen in the middle of a view."""
    image = view.grab().toImage()
    across = range(image.width() // 4, 3 * image.width() // 4, SAMPLE_STEP)
    down = range(image.height() // 4, 3 * image.height() // 4, SAMPLE_STEP)
    return len({image.pixel(x, y) for x in across for y in down}) > 1


def _work(milliseconds: int) -> None:
    """Lets the window and the lanes work; QTest.qWait keeps the interpreter to itself, and the lanes stand still."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _counts(viewer: DocumentViewer, page: int) -> bool:
    return page in viewer.pages_seen


def _page_of(widget: QWidget) -> QScrollArea | None:
    page = widget.parentWidget()
    while page is not None and not isinstance(page, QScrollArea):
        page = page.parentWidget()
    return page
