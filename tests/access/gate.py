"""All rules on one screen in one look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QMenu, QWidget

from karmadesk.ui.parts.foot_bar import FootBar
from tests.access import (
    rule_colour_alone,
    rule_contrast,
    rule_fit,
    rule_focus,
    rule_labels,
    rule_names,
    rule_order,
    rule_targets,
)
from tests.access.findings import Finding
from tests.access.hall import Hall
from tests.access.painted import surfaces
from tests.access.places import PLACES
from tests.ui.doubles import settle


@dataclass(frozen=True)
class Look:
    """How the window is dressed."""

    theme: str
    language: str
    percent: int

    def __str__(self) -> str:
        return f"{self.theme}-{self.language}-{self.percent}"


LOOKS = tuple(
    Look(theme, language, percent)
    for percent in (100, 200)
    for language in ("en", "hi", "qps")
    for theme in ("light", "dark", "contrast")
)
PLAIN = LOOKS[0]


def dress(hall: Hall, look: Look) -> None:
    """Shows the window in this look."""
    hall.window.stage.program.change_settings(theme=look.theme, text_percent=look.percent, language=look.language)
    settle()


def examine(hall: Hall, name: str) -> list[Finding]:
    """Everything that is wrong with this screen as the window is dressed now."""
    root = PLACES[name](hall)
    settle()
    return list(dict.fromkeys(rules(root)))


def rules(root: QWidget) -> Iterator[Finding]:
    """Every rule but "exit", which leaves the screen."""
    clear_focus()
    painted = tuple(surfaces(root))
    yield from rule_names.findings(root)
    yield from rule_labels.findings(root)
    yield from rule_targets.findings(root)
    yield from rule_fit.findings(root, painted)
    yield from rule_contrast.findings(painted)
    yield from rule_colour_alone.findings(root)
    if not isinstance(root, QMenu):
        # A menu takes arrows instead of Tab; Qt sees to that.
        yield from rule_order.findings(root)
        yield from rule_focus.findings(root)


def clear_focus() -> None:
    """Puts the keyboard nowhere, so that a caret or a ring is no part of the picture."""
    focused = QApplication.focusWidget()
    if focused is not None and not isinstance(focused.window(), QMenu) and QApplication.activePopupWidget() is None:
        bubbles = focused.window().findChildren(QWidget, "bubble")
        # A bubble goes when the keyboard leaves it.
        if not any(bubble.isVisible() for bubble in bubbles):
            focused.clearFocus()
    settle()


def where(hall: Hall) -> tuple[object, ...]:
    """Where one is: which first screen or page, which screen of the shell, what lies open above it or at its foot."""
    window = hall.window
    bubble = window.shell.top.strip._bubble
    return (
        window.root.currentWidget(),
        window.shell.screen_shown,
        QApplication.activePopupWidget(),
        QApplication.activeModalWidget(),
        bubble is not None and bubble.isVisible(),
        window._first_run._step if window._first_run is not None else "",
        *(bar for bar in window.findChildren(FootBar) if bar.isVisible()),
    )
