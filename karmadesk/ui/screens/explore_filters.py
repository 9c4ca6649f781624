"""What narrows Explore: a chip for each filter, which opens its choices with how many courses each would leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from karmadesk.finding import Facet, Facets, Length, Wanted
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import CHIP_GAP, ChipButton
from karmadesk.ui.parts.choices import Flow
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.tokens import Role

MOST = 40
"""So many choices are more than anybody reads; the courses of the others are found by words."""


class FilterChip(ChipButton):
    """One filter. `chosen` carries the value, "" for any."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, "choose", name)
        self._value = ""
        self._menu = QMenu(self)
        self._menu.setObjectName(f"{name}-menu")
        self._group = QActionGroup(self._menu)
        self._menu.triggered.connect(self._triggered)
        self.setMenu(self._menu)
        self._turn()

    def offer(self, title: str, anything: str, values: Sequence[tuple[str, str, int]], value: str) -> None:
        """The filter's name, the words for no choice, (value, words, count) of each choice, and what is chosen."""
        self._value = value
        shown = next((words for known, words, _ in values if known == value), value)
        self.say(
            shown if value else title, "brand" if value else "plain", "choose", spoken=f"{title}: {shown or anything}"
        )
        for action in self._menu.actions():
            self._group.removeAction(action)
        self._menu.clear()
        self._menu.setAccessibleName(title)
        for known, words, count in (("", anything, -1), *values):
            # After a tab stands what a menu puts at the end of the line.
            action = QAction(
                words.replace("&", "&&") + (f"\t{formats.number(count)}" if count >= 0 else ""), self._menu
            )
            action.setData(known)
            action.setCheckable(True)
            action.setChecked(known == value)
            if known == value:
                action.setIcon(self._theme.icon("check", "brand", 18))
            self._group.addAction(action)
            self._menu.addAction(action)
        self.setVisible(bool(values) or bool(value))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._turn()

    def _turn(self) -> None:
        """The arrow stands after the words, whichever way one reads."""
        ways = Qt.LayoutDirection
        self.setLayoutDirection(ways.LeftToRight if self._theme.is_mirrored else ways.RightToLeft)
        self._menu.setLayoutDirection(ways.RightToLeft if self._theme.is_mirrored else ways.LeftToRight)
        self._dress()

    def _dress(self) -> None:
        role: Role = "brand" if self.property("tone") == "brand" else "ink2"
        self.setIcon(self._theme.icon("choose", role, 16, CHIP_GAP, words_first=True))
        self.setIconSize(QSize(self._theme.px(16) + self._theme.px(CHIP_GAP), self._theme.px(16)))

    def _triggered(self, action: QAction) -> None:
        self.chosen.emit(str(action.data()))


class Filters(QWidget):
    """`changed` carries what is wanted now (`Wanted`), with the words left as they were."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._wanted = Wanted()
        self._facets = Facets()
        self._is_counted = False
        self.here = ChipButton(theme, "disk", name="filter-here", is_choice=True)
        self.language = FilterChip(theme, "filter-language")
        self.provider = FilterChip(theme, "filter-provider")
        self.length = FilterChip(theme, "filter-length")
        self.area = FilterChip(theme, "filter-area")
        self.clear = ChipButton(theme, "close", name="filter-clear")
        flow = Flow(self, 8)
        for chip in (self.here, self.language, self.length, self.provider, self.area, self.clear):
            flow.addWidget(chip)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.here.clicked.connect(self._here_pressed)
        self.language.chosen.connect(self._language_chosen)
        self.provider.chosen.connect(self._provider_chosen)
        self.length.chosen.connect(self._length_chosen)
        self.area.chosen.connect(self._area_chosen)
        self.clear.clicked.connect(self.clear_all)
        self.retranslate()

    def show_wanted(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.retranslate()

    def show_facets(self, facets: Facets) -> None:
        self._facets, self._is_counted = facets, True
        self.retranslate()

    def clear_all(self) -> None:
        """Wants every course again that holds the words."""
        self._want(Wanted(self._wanted.words))

    def retranslate(self) -> None:
        wanted, facets = self._wanted, self._facets
        self.setAccessibleName(translate("Explore", "Filters"))
        self.here.setChecked(wanted.is_here)
        here = formats.number(facets.here) if self._is_counted else ""
        self.here.say(formats.joined(translate("Explore", "On this laptop"), here), "plain", "disk")
        self.language.offer(
            translate("Explore", "Language"),
            translate("Explore", "Any language"),
            [(f.value, formats.language_name(f.value), f.count) for f in facets.languages[:MOST]],
            wanted.language,
        )
        self.length.offer(
            translate("Explore", "Length"),
            translate("Explore", "Any length"),
            [(f.value, length_name(f.value), f.count) for f in facets.lengths if f.count or _is(f, wanted)],
            wanted.length.value if wanted.length is not None else "",
        )
        self.provider.offer(
            translate("Explore", "Provider"),
            translate("Explore", "Any provider"),
            [(f.value, f.value, f.count) for f in facets.providers[:MOST]],
            wanted.provider,
        )
        self.area.offer(
            translate("Explore", "Competency area"),
            translate("Explore", "Any area"),
            [(f.value, f.value, f.count) for f in facets.areas[:MOST]],
            wanted.area,
        )
        self.clear.say(translate("Explore", "Clear filters"), "plain", "close")
        self.clear.setVisible(wanted.is_filtered)

    def _want(self, wanted: Wanted) -> None:
        self.show_wanted(wanted)
        self.changed.emit(wanted)

    def _here_pressed(self) -> None:
        self._want(replace(self._wanted, is_here=self.here.isChecked()))

    def _language_chosen(self, value: str) -> None:
        self._want(replace(self._wanted, language=value))

    def _provider_chosen(self, value: str) -> None:
        self._want(replace(self._wanted, provider=value))

    def _length_chosen(self, value: str) -> None:
        self._want(replace(self._wanted, length=Length(value) if value else None))

    def _area_chosen(self, value: str) -> None:
        self._want(replace(self._wanted, area=value))


def length_name(value: str) -> str:
    """Up to 15 min, up to 1 h, longer than 1 h."""
    if value == Length.LONGER.value:
        return translate("Explore", "Longer than 1 h")
    return translate("Explore", "Up to 15 min") if value == Length.QUARTER.value else translate("Explore", "Up to 1 h")


def _is(facet: Facet, wanted: Wanted) -> bool:
    return wanted.length is not None and wanted.length.value == facet.value
