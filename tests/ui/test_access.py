"""Every screen by keyboard and by ear: names, focus, targets, nothing cut off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QLabel,
    QLineEdit,
    QProgressBar,
    QWidget,
)

from karmadesk.ui.main_window import MainWindow
from tests.matrix import ALL
from tests.ui.doubles import settle
from tests.ui.walk import SCREENS, name_of, show

WORKED = (QAbstractButton, QLineEdit, QAbstractItemView, QAbstractSlider)
LOOKS = (
    [
        (theme, percent, code)
        for theme in ("light", "dark", "contrast")
        for percent in (100, 200)
        for code in ("en", "hi", "qps")
    ]
    if ALL
    else [("light", 100, "en"), ("contrast", 200, "qps")]
)


def worked(root: QWidget) -> list[QWidget]:
    """What can be worked in a screen, as far as it can be seen."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, WORKED)
        and widget.isVisibleTo(root)
        and not widget.objectName().startswith("qt_")
        and not type(widget).__name__.startswith("QScrollBar")
    ]


@pytest.mark.parametrize("name", SCREENS)
def test_whatever_can_be_worked_has_a_name_and_a_role(window: MainWindow, name: str) -> None:
    root = show(window, name)
    for widget in [*worked(root), *(bar for bar in root.findChildren(QProgressBar) if bar.isVisibleTo(root))]:
        heard = QAccessible.queryAccessibleInterface(widget)
        assert heard is not None
        assert heard.text(QAccessible.Text.Name).strip(), name_of(widget)
        assert heard.role() != QAccessible.Role.NoRole


@pytest.mark.parametrize("name", SCREENS)
def test_whatever_can_be_worked_is_reached_with_the_tab_key(window: MainWindow, name: str) -> None:
    root = show(window, name)
    wanted = {widget for widget in worked(root) if widget.isEnabled()}
    for widget in wanted:
        group = widget.group() if isinstance(widget, QAbstractButton) else None
        # Of chips of which one is chosen, Tab reaches the chosen one and arrows the rest.
        members: list[QWidget] = list(group.buttons()) if group is not None and group.exclusive() else [widget]
        assert any(member.focusPolicy() & Qt.FocusPolicy.TabFocus for member in members), name_of(widget)
    chain: set[QWidget] = set()
    step: QWidget | None = root
    for _ in range(2000):
        step = step.nextInFocusChain() if step is not None else None
        if step is None or step in chain:
            break
        chain.add(step)
    assert wanted <= chain | {root}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look)))
@pytest.mark.parametrize("name", SCREENS)
def test_nothing_is_too_small_to_hit_or_cut_off(window: MainWindow, name: str, look: tuple[str, int, str]) -> None:
    theme, percent, code = look
    root = show(window, name)
    window.stage.program.change_settings(theme=theme, text_percent=percent, language=code)
    settle()
    for widget in worked(root):
        assert widget.width() >= 24, name_of(widget)
        assert widget.height() >= 24, name_of(widget)
    for widget in root.findChildren(QLabel):
        if widget.isVisibleTo(root) and widget.wordWrap() and widget.text():
            needed = widget.heightForWidth(widget.width())
            assert widget.height() >= needed - 1, f"{widget.text()}: {widget.height()} of {needed}"
    for widget in root.findChildren(QAbstractButton):
        if widget.isVisibleTo(root) and widget.property("look") in ("chip", "primary", "quiet", "link"):
            assert widget.width() >= widget.minimumSizeHint().width(), name_of(widget)


def test_the_place_of_the_keyboard_can_be_seen(window: MainWindow) -> None:
    show(window, "ledger")
    button = window.shell.screen_named("ledger").findChild(QAbstractButton, "send-now")
    assert button is not None
    window.activateWindow()
    settle()
    before = button.grab().toImage()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    assert button.grab().toImage() != before
