"""Rules "reach", "order" and "trap": Tab comes to everything, as one reads, and back; nothing holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from karmadesk.ui.parts.page import Page
from tests.access.findings import Finding, name_of
from tests.access.worked import is_reached_by_arrows, place, worked
from tests.ui.doubles import settle

MOST = 300
SAME_LINE = 6
"""Pixels by which things on one line may stand higher or lower."""


def findings(root: QWidget) -> Iterator[Finding]:
    """Presses Tab until it comes round, and Shift+Tab the same way back."""
    window = root.window()
    window.activateWindow()
    settle()
    wanted = _stops(root)
    first = QApplication.focusWidget()
    met: list[QWidget] = []
    forward, is_closed = walk(window, Qt.Key.Key_Tab, met)
    if not is_closed:
        yield Finding("trap", name_of(forward[-1] if forward else None), "Tab does not leave it")
        return
    for widget in wanted:
        # A bubble has the keyboard when it opens, and closes when that goes on: its buttons are met on the way out.
        if widget not in (*forward, *met, first) and not is_reached_by_arrows(widget):
            yield Finding("reach", name_of(widget), "Tab never comes to it")
    backward, is_closed = walk(window, Qt.Key.Key_Backtab)
    if not is_closed:
        yield Finding("trap", name_of(backward[-1] if backward else None), "Shift+Tab does not leave it")
    elif set(backward) != set(forward):
        odd = set(backward) ^ set(forward)
        yield Finding("trap", name_of(next(iter(odd))), "Tab and Shift+Tab do not go the same way")
    yield from out_of_order(forward, root)


def walk(window: QWidget, key: Qt.Key, met: list[QWidget] | None = None) -> tuple[list[QWidget], bool]:
    """The stops, each once, and whether the way comes back to one of them that is not the last.

    `met` takes in all that was come to, also what lies before the round.
    """
    stops: list[QWidget] = []
    stays = 0
    for _ in range(MOST):
        before = QApplication.focusWidget()
        QTest.keyClick(before or window, key)
        now = QApplication.focusWidget()
        if now is None:
            return stops, False
        if now is before:
            # A text may step from link to link inside itself.
            stays += 1
            if not stops:
                stops.append(now)
            if stays > MOST // 10:
                return stops, len(stops) <= 1 and not _others(window, now)
            continue
        stays = 0
        if now in stops:
            return stops[stops.index(now) :], True
        stops.append(now)
        if met is not None:
            met.append(now)
    return stops, False


def _others(window: QWidget, now: QWidget) -> list[QWidget]:
    return [widget for widget in _stops(window) if widget is not now]


def _stops(root: QWidget) -> list[QWidget]:
    """What Tab must come to: not a list that is driven from its field, nor one that has no row to stand on."""
    return [
        widget
        for widget in worked(root)
        if widget.isEnabled()
        and widget.focusProxy() is None
        and not (isinstance(widget, QAbstractItemView) and _is_only_shape(widget))
    ]


def _is_only_shape(view: QAbstractItemView) -> bool:
    model = view.model()
    rows = (model.index(row, 0) for row in range(model.rowCount()))
    return not any(model.flags(row) & Qt.ItemFlag.ItemIsSelectable for row in rows)


def out_of_order(stops: Sequence[QWidget], root: QWidget) -> Iterator[Finding]:
    """Steps that go against the line of reading; one is right: from the last to the first."""
    window = root.window()
    is_rtl = root.layoutDirection() == Qt.LayoutDirection.RightToLeft
    wrong = []
    for number, widget in enumerate(stops):
        before = stops[number - 1]
        # Neighbours in one frame are read as that frame is: what plays runs from left to right in every script.
        frame = widget.parentWidget()
        is_family = frame is not None and frame is before.parentWidget()
        is_turned = frame.layoutDirection() == Qt.LayoutDirection.RightToLeft if is_family and frame else is_rtl
        is_one_page = _page_of(before) is _page_of(widget)
        rects = [place(each, window) if is_one_page else _seen(each, window) for each in (before, widget)]
        if len(stops) > 1 and is_against(rects[0], rects[1], is_rtl=is_turned):
            wrong.append((before, widget, rects[1]))
    if not wrong:
        return
    # The step that comes back to the top is the one to where one begins to read.
    back = min(wrong, key=lambda step: step[2].top() + (-step[2].right() if is_rtl else step[2].left()))
    for step in wrong:
        if step is not back:
            yield Finding("order", name_of(step[1]), f"Tab comes to it after {name_of(step[0])}")


def _page_of(widget: QWidget) -> Page | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Page):
        parent = parent.parentWidget()
    return parent


def _seen(widget: QWidget, window: QWidget) -> QRect:
    """Where it is within the view of its page; what is scrolled away counts as at the view's edge."""
    rect, page = place(widget, window), _page_of(widget)
    if page is None:
        return rect
    view = place(page.viewport(), window)
    top = min(max(rect.top(), view.top()), view.bottom())
    bottom = max(min(rect.bottom(), view.bottom()), top)
    return QRect(rect.left(), top, rect.width(), bottom - top + 1)


def is_against(before: QRect, after: QRect, *, is_rtl: bool) -> bool:
    """Whether one would read `after` first: it stands above, or earlier on the same line, in no later column."""
    if is_rtl:
        before, after = (QRect(-r.right(), r.top(), r.width(), r.height()) for r in (before, after))
    is_later_column = after.left() >= before.right() - SAME_LINE
    if after.bottom() <= before.top() + SAME_LINE:
        return not is_later_column
    is_same_line = after.top() < before.bottom() - SAME_LINE and before.top() < after.bottom() - SAME_LINE
    return is_same_line and after.right() <= before.left() + SAME_LINE
