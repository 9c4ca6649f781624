"""Each rule of the gate, on a screen that breaks it and on one that does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from karmadesk.jobs import Jobs
from karmadesk.ui.parts.panels import Bar, ChipLabel
from karmadesk.ui.posters import Posters
from karmadesk.ui.rows.row import Action, Chip, Row, Shape
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.tokens import Tokens
from tests.access import (
    rule_colour_alone,
    rule_contrast,
    rule_exits,
    rule_fit,
    rule_focus,
    rule_labels,
    rule_names,
    rule_order,
    rule_targets,
)
from tests.access.findings import Finding
from tests.access.painted import surfaces
from tests.access.pixels import Picture, contrast, ink_contrast
from tests.ui.doubles import ROOT, settle

Show = Callable[..., QWidget]
CLEAR_FOCUS = "QPushButton { border: 1px solid #555 } QPushButton:focus { border: 3px solid #000 }"


@pytest.fixture
def screen(qtbot: QtBot, application: QApplication) -> Show:
    """Puts widgets into a window, below each other, and shows it."""

    # qtbot only remembers them: somebody has to keep them.
    shown: list[QWidget] = []

    def show(*widgets: QWidget, sheet: str = "", size: tuple[int, int] = (400, 300)) -> QWidget:
        window = QWidget()
        window.setObjectName("trial")
        window.setStyleSheet(f"QWidget {{ background: #fff; color: #111; }} {sheet}")
        box = QVBoxLayout(window)
        for widget in widgets:
            box.addWidget(widget)
        box.addStretch(1)
        qtbot.addWidget(window)
        shown.append(window)
        window.resize(*size)
        window.show()
        window.activateWindow()
        settle()
        return window

    return show


@pytest.fixture
def theme(application: QApplication) -> Theme:
    made = Theme(ROOT / "resources", "light")
    made.dress()
    return made


@pytest.fixture
def rows(theme: Theme) -> Iterator[Callable[[list[Row]], RowList]]:
    jobs = Jobs(lambda work: work(), lambda _error: None)

    def make(shown: list[Row]) -> RowList:
        made = RowList(theme, Posters(jobs))
        made.setMinimumHeight(120)
        made.setAccessibleName("Courses")
        made.set_rows(shown)
        return made

    yield make
    jobs.close(1.0)


def rules_of(found: Iterator[Finding]) -> list[str]:
    return [finding.rule for finding in found]


def named(widget: QWidget, name: str) -> QWidget:
    widget.setAccessibleName(name)
    return widget


def icon_button(name: str = "") -> QToolButton:
    made = QToolButton()
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setFixedSize(40, 40)
    made.setAccessibleName(name)
    return made


class TestNames:
    def test_a_button_without_a_name_is_caught(self, screen: Show) -> None:
        assert rules_of(rule_names.findings(screen(icon_button()))) == ["name"]

    def test_a_widget_that_says_nothing_of_itself_is_caught(self, screen: Show) -> None:
        silent = named(QWidget(), "Something")
        silent.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        assert rules_of(rule_names.findings(screen(silent))) == ["name"]

    def test_a_row_without_a_name_is_caught(self, screen: Show) -> None:
        items = QListWidget()
        items.setAccessibleName("Things")
        items.addItems(["one", ""])
        found = list(rule_names.findings(screen(items)))
        assert [finding.says for finding in found] == ["row 1 has no accessible name"]

    def test_named_things_pass(self, screen: Show, rows: Callable[[list[Row]], RowList]) -> None:
        chip = QPushButton("Dark")
        chip.setCheckable(True)
        chip.setChecked(True)
        window = screen(icon_button("Back"), chip, rows([Row("a", "Heat", icon="course")]))
        assert list(rule_names.findings(window)) == []


class TestLabels:
    def test_a_field_without_a_label_is_caught(self, screen: Show) -> None:
        assert rules_of(rule_labels.findings(screen(QLabel("Name"), QLineEdit()))) == ["label"]

    def test_a_buddy_and_a_search_field_pass(self, screen: Show) -> None:
        label, field, search = QLabel("Name"), QLineEdit(), QLineEdit()
        label.setBuddy(field)
        search.setPlaceholderText("Search")
        search.setAccessibleName("Search")
        assert list(rule_labels.findings(screen(label, field, search))) == []


class TestOrder:
    def test_what_tab_never_comes_to_is_caught(self, screen: Show) -> None:
        shy = QPushButton("Shy")
        shy.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        assert rules_of(rule_order.findings(screen(QPushButton("One"), QPushButton("Two"), shy))) == ["reach"]

    def test_an_order_that_jumps_back_is_caught(self, screen: Show) -> None:
        one, two, three, four = (QPushButton(word) for word in ("One", "Two", "Three", "Four"))
        window = screen(one, two, three, four)
        QWidget.setTabOrder(one, three)
        QWidget.setTabOrder(three, two)
        QWidget.setTabOrder(two, four)
        assert rules_of(rule_order.findings(window)) == ["order"]

    @pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
    def test_on_one_line_the_line_of_reading_counts(self, screen: Show, way: Qt.LayoutDirection) -> None:
        line = QWidget()
        box = QHBoxLayout(line)
        buttons = [QPushButton(word) for word in ("One", "Two", "Three", "Four")]
        for button in buttons:
            box.addWidget(button)
        window = screen(line)
        window.setLayoutDirection(way)
        settle()
        assert list(rule_order.findings(window)) == []
        for before, after in zip(reversed(buttons), list(reversed(buttons))[1:], strict=False):
            QWidget.setTabOrder(before, after)
        assert set(rules_of(rule_order.findings(window))) == {"order"}

    def test_a_text_that_keeps_the_tab_key_is_caught(self, screen: Show) -> None:
        text = QPlainTextEdit()
        assert rules_of(rule_order.findings(screen(QPushButton("One"), text))) == ["trap"]
        text.setTabChangesFocus(True)
        assert list(rule_order.findings(text.window())) == []


class TestFocus:
    def test_a_focus_that_cannot_be_seen_is_caught(self, screen: Show) -> None:
        window = screen(QPushButton("One"), sheet="QPushButton { border: 1px solid #555; outline: none; }")
        assert rules_of(rule_focus.findings(window)) == ["focus"]

    def test_a_focus_in_nearly_the_same_colour_is_caught(self, screen: Show) -> None:
        sheet = "QPushButton { border: 3px solid #666 } QPushButton:focus { border: 3px solid #555 }"
        assert rules_of(rule_focus.findings(screen(QPushButton("One"), sheet=sheet))) == ["focus"]

    def test_a_clear_ring_passes(self, screen: Show) -> None:
        assert list(rule_focus.findings(screen(QPushButton("One"), sheet=CLEAR_FOCUS))) == []

    def test_the_row_that_has_the_keyboard_is_looked_at(
        self, screen: Show, rows: Callable[[list[Row]], RowList]
    ) -> None:
        shown = rows([Row("a", "Heat", icon="course", actions=(Action("open", "Open"),))])
        window = screen(shown)
        assert list(rule_focus.findings(window)) == []
        shown._painter._drawing.ring = lambda *_: None  # type: ignore[method-assign]  # a delegate that forgets it
        assert rules_of(rule_focus.findings(window)) == ["focus"]


class KeepsEscape(QPushButton):
    """Swallows every key."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            event.accept()
            return True
        return super().event(event)


class Leaves(QObject):
    """A screen that Esc leaves."""

    is_left = False

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.is_left = True
        return False


@pytest.mark.parametrize("button, expected", [(KeepsEscape, ["exit"]), (QPushButton, [])])
def test_what_keeps_escape_for_itself_is_caught(screen: Show, button: type[QPushButton], expected: list[str]) -> None:
    window = screen(button("One"))
    leaves = Leaves(window)

    def show() -> QWidget:
        leaves.is_left = False
        return window

    assert set(rules_of(rule_exits.findings(show, lambda: leaves.is_left))) == set(expected)


class TestTargets:
    def test_a_small_button_is_caught(self, screen: Show) -> None:
        small = QToolButton()
        small.setFixedSize(20, 30)
        assert rules_of(rule_targets.findings(screen(small))) == ["target"]

    def test_a_small_painted_button_is_caught(self, screen: Show, rows: Callable[[list[Row]], RowList]) -> None:
        shown = rows([Row("a", "Heat", icon="course", actions=(Action("open", "Open"),))])
        window = screen(shown)
        assert list(rule_targets.findings(window)) == []
        shown._painter.layout._action_size = lambda _row, _action: (60, 18)  # type: ignore[method-assign, assignment]  # too low
        assert rules_of(rule_targets.findings(window)) == ["target"]


class Painted(QWidget):
    """Paints a text of its own."""

    def __init__(self, words: str, colour: str, at: QRect, flags: int = 0) -> None:
        super().__init__()
        self._words, self._colour, self._at, self._flags = words, colour, at, flags
        self.setFixedSize(300, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._colour))
        painter.drawText(self._at, self._flags or int(Qt.AlignmentFlag.AlignVCenter), self._words)
        painter.end()


AT = QRect(4, 0, 290, 40)


class TestContrast:
    @pytest.mark.parametrize("colour, expected", [("#999999", ["contrast"]), ("#707070", [])])
    def test_words_of_a_label(self, screen: Show, colour: str, expected: list[str]) -> None:
        label = QLabel("How much of it is done")
        window = screen(label, sheet=f"QLabel {{ color: {colour}; font-size: 16px; }}")
        assert rules_of(rule_contrast.findings(tuple(surfaces(window)))) == expected

    @pytest.mark.parametrize("colour, expected", [("#999999", ["contrast"]), ("#707070", [])])
    def test_words_that_are_painted(self, screen: Show, colour: str, expected: list[str]) -> None:
        window = screen(Painted("Painted by hand", colour, AT), sheet="QWidget { font-size: 16px; }")
        assert rules_of(rule_contrast.findings(tuple(surfaces(window)))) == expected

    @pytest.mark.parametrize("colour, expected", [("#999999", ["contrast"]), ("#707070", [])])
    def test_a_lone_digit(self, screen: Show, colour: str, expected: list[str]) -> None:
        window = screen(Painted("1", colour, AT), sheet="QWidget { font-size: 13px; }")
        assert rules_of(rule_contrast.findings(tuple(surfaces(window)))) == expected

    def test_large_words_need_less(self, screen: Show) -> None:
        window = screen(QLabel("Large"), sheet="QLabel { color: #8a8a8a; font-size: 26px; }")
        assert list(rule_contrast.findings(tuple(surfaces(window)))) == []

    def test_words_of_what_cannot_be_used_are_excused(self, screen: Show) -> None:
        label = QLabel("Not now")
        label.setEnabled(False)
        window = screen(label, sheet="QLabel { color: #bbbbbb; font-size: 16px; }")
        assert list(rule_contrast.findings(tuple(surfaces(window)))) == []

    @pytest.mark.parametrize("colour, expected", [("#dddddd", ["contrast"]), ("#777777", [])])
    def test_the_edge_of_a_field(self, screen: Show, colour: str, expected: list[str]) -> None:
        window = screen(QLineEdit(), sheet=f"QLineEdit {{ border: 1px solid {colour}; min-height: 30px; }}")
        assert rules_of(rule_contrast.findings(tuple(surfaces(window)))) == expected

    @pytest.mark.parametrize("colour, expected", [("#cccccc", ["contrast"]), ("#555555", [])])
    def test_an_icon(self, screen: Show, theme: Theme, colour: str, expected: list[str]) -> None:
        button = icon_button("Settings")
        button.setIcon(theme._icons.icon("settings", colour, 24))
        window = screen(button, sheet="QToolButton { border: none; }")
        assert rules_of(rule_contrast.findings(tuple(surfaces(window)))) == expected

    def test_the_chip_of_a_row(self, screen: Show, rows: Callable[[list[Row]], RowList]) -> None:
        shown = rows([Row("a", "Heat", icon="course", chips=(Chip("Due today", "accent", "clock"),))])
        window = screen(shown, size=(900, 300))
        assert list(rule_contrast.findings(tuple(surfaces(window)))) == []
        shown._painter._drawing.theme.tokens = _faint(shown._painter._drawing.theme)
        shown.viewport().update()
        assert "contrast" in rules_of(rule_contrast.findings(tuple(surfaces(window))))

    def test_contrast_is_wcags(self) -> None:
        assert contrast(0x000000, 0xFFFFFF) == pytest.approx(21)
        assert contrast(0x777777, 0xFFFFFF) == pytest.approx(4.48, abs=0.01)

    def test_ink_is_told_from_its_ground(self, screen: Show) -> None:
        picture = Picture(screen(QLabel("Words"), sheet="QLabel { font-size: 20px; }").grab())
        assert ink_contrast(picture, picture.rect) == pytest.approx(contrast(0x111111, 0xFFFFFF), abs=0.5)


def _faint(theme: Theme) -> Tokens:
    return replace(theme.tokens, accent=theme.tokens.accent_soft)


class TestFit:
    def found(self, window: QWidget) -> list[str]:
        return rules_of(rule_fit.findings(window, tuple(surfaces(window))))

    def test_a_label_that_is_too_low_is_caught(self, screen: Show) -> None:
        label = QLabel("Words that need more than one line in so narrow a place, and get no more than that one")
        label.setWordWrap(True)
        label.setFixedSize(120, 20)
        assert "fit" in self.found(screen(label))

    def test_a_button_that_is_too_narrow_is_caught(self, screen: Show) -> None:
        button = QPushButton("A button with many words")
        button.setFixedWidth(60)
        assert "fit" in self.found(screen(button))

    def test_words_that_are_painted_beyond_are_caught(self, screen: Show) -> None:
        long = "Painted far beyond the end of the widget that they are painted by, and never seen"
        assert "fit" in self.found(screen(Painted(long, "#111", QRect(0, 0, 900, 40)), size=(900, 200)))

    def test_words_that_are_cut_must_be_told(self, screen: Show) -> None:
        cut = Painted("Heat-wave first…", "#111", AT)
        assert self.found(screen(cut)) == ["fit"]
        cut.setToolTip("Heat-wave first response")
        assert self.found(cut.window()) == []

    def test_buttons_that_overlap_are_caught(self, screen: Show) -> None:
        window = screen(QLabel("Above"))
        for x in (20, 60):
            button = QPushButton("A button", window)
            button.setGeometry(x, 100, 120, 40)
            button.show()
        assert "overlap" in self.found(window)

    def test_painted_words_that_overlap_are_caught(self, screen: Show) -> None:
        class Twice(Painted):
            def paintEvent(self, event: QPaintEvent) -> None:
                super().paintEvent(event)
                painter = QPainter(self)
                painter.drawText(AT.translated(10, 3), int(Qt.AlignmentFlag.AlignVCenter), "Over it")
                painter.end()

        assert self.found(screen(Twice("Below", "#111", AT))) == ["overlap"]

    def test_what_leaves_the_window_is_caught(self, screen: Show) -> None:
        window = screen(QLabel("Inside"))
        button = QPushButton("Outside", window)
        button.setGeometry(350, 100, 120, 40)
        button.show()
        assert "outside" in self.found(window)

    def test_what_fits_passes(self, screen: Show) -> None:
        label = QLabel("Words in as many lines as they need")
        label.setWordWrap(True)
        assert self.found(screen(label, QPushButton("A button"), Painted("Short", "#111", AT))) == []


class TestColourAlone:
    def test_a_chip_without_words_is_caught(self, screen: Show, theme: Theme) -> None:
        chip = ChipLabel(theme)
        chip.say("", "alert")
        window = screen(chip)
        chip.show()
        assert rules_of(rule_colour_alone.findings(window)) == ["colour"]
        chip.say("Overdue", "alert", "warning")
        assert list(rule_colour_alone.findings(window)) == []

    def test_a_notice_without_words_is_caught(self, screen: Show) -> None:
        frame = QWidget()
        frame.setProperty("notice", "alert")
        box = QVBoxLayout(frame)
        assert rules_of(rule_colour_alone.findings(screen(frame))) == ["colour"]
        words = QLabel("Something is in the way")
        box.addWidget(words)
        words.show()
        assert list(rule_colour_alone.findings(frame.window())) == []

    def test_a_bar_that_nobody_names_is_caught(self, screen: Show, theme: Theme) -> None:
        bar = Bar(theme)
        assert rules_of(rule_colour_alone.findings(screen(bar))) == ["colour"]
        bar.setAccessibleName("Share read")
        assert list(rule_colour_alone.findings(bar.window())) == []

    def test_a_row_that_speaks_in_colours_is_caught(self, screen: Show, rows: Callable[[list[Row]], RowList]) -> None:
        shown = rows([Row("a", "Heat", icon="course", shape=Shape.LINE, chips=(Chip("", "alert"),))])
        assert rules_of(rule_colour_alone.findings(screen(shown))) == ["colour"]
        shown.set_rows([Row("a", "Heat", icon="course", shape=Shape.LINE, chips=(Chip("Refused", "alert"),))])
        assert list(rule_colour_alone.findings(shown.window())) == []
