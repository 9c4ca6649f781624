"""Everything but the first screens: the rail, the top bar, and one screen at a time, each built when first shown."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from karmadesk.model import Person, Topic
from karmadesk.services.people import initials
from karmadesk.services.views import PlanView
from karmadesk.ui.rail import PLACES, Rail
from karmadesk.ui.screen import Screen
from karmadesk.ui.screens.plan import PlanScreen
from karmadesk.ui.stage import Destination, ScreenName, Stage
from karmadesk.ui.top_bar import TopBar
from karmadesk.ui.tour_bar import TourBar, tour_name

if TYPE_CHECKING:
    from karmadesk.ui.demo_bar import DemoBar
    from karmadesk.ui.parts.foot_bar import FootBar

CLASSES: dict[ScreenName, str] = {
    "plan": "PlanScreen",
    "explore": "ExploreScreen",
    "course": "CourseScreen",
    "viewer": "ViewerScreen",
    "downloads": "DownloadsScreen",
    "ledger": "LedgerScreen",
    "settings": "SettingsScreen",
}
ON_THE_RAIL = frozenset(screen for screen, _ in PLACES)


def demo_bar(stage: Stage) -> DemoBar | None:
    """The bar that pulls a demonstration's link; None where nothing is demonstrated."""
    if stage.program.demo_link is None:
        return None
    from karmadesk.ui.demo_bar import DemoBar

    return DemoBar(stage, stage.program.demo_link)


class Shell(QWidget):
    """Goes where the stage says, and back."""

    plan_shown = Signal()
    full_screen_wanted = Signal(bool)
    titled = Signal(object)
    """What the screen that is shown is called."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.setObjectName("shell")
        self._stage = stage
        self._screens: dict[ScreenName, Screen] = {}
        self._path: list[Destination] = []
        self._is_used = False
        self.rail = Rail(stage.theme)
        self.top = TopBar(stage.theme)
        self.tour_bar = TourBar(stage.theme)
        self._stack = QStackedWidget()
        column = self._column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.tour_bar)
        column.addWidget(self.top)
        column.addWidget(self._stack, 1)
        self._feet: list[FootBar] = []
        self._demo_bar = demo_bar(stage)
        if self._demo_bar is not None:
            column.addWidget(self._demo_bar)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.rail)
        box.addLayout(column, 1)
        self.rail.chosen.connect(self.go_to)
        self.rail.people_wanted.connect(stage.leave)
        self.tour_bar.ended.connect(stage.leave)
        self.top.searched.connect(self._search)
        self.top.back_wanted.connect(self.back)
        stage.go.connect(self.go)
        stage.back.connect(self.back)
        stage.titled.connect(self.say_title)
        stage.renamed.connect(self._renamed)

    def add_at_foot(self, bar: FootBar) -> None:
        """A bar under every screen, and the last that Tab comes to."""
        self._column.addWidget(bar)
        self._feet.append(bar)

    @property
    def screen_shown(self) -> Screen | None:
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Screen) else None

    def screen_named(self, name: ScreenName) -> Screen:
        """The screen of this name, built now if it was never shown."""
        if name not in self._screens:
            if name == "plan":
                plan = PlanScreen(self._stage)
                plan.shown.connect(self.plan_shown)
                plan.shown.connect(self.say_title)
                made: Screen = plan
            else:
                room = importlib.import_module(f"karmadesk.ui.screens.{name}")
                made = getattr(room, CLASSES[name])(self._stage)
                wanted = getattr(made, "full_screen_wanted", None)
                if wanted is not None:
                    wanted.connect(self._full_screen)
            self._screens[name] = made
            self._stack.addWidget(made)
            for bar in self._feet:
                bar.come_last()
        return self._screens[name]

    def go(self, destination: Destination) -> None:
        """Shows a screen for this destination and remembers the way back."""
        if destination.screen in ON_THE_RAIL:
            self._path = [destination]
        elif self._path and self._path[-1].screen == destination.screen:
            self._path[-1] = destination
        else:
            same = [place for place, step in enumerate(self._path) if step == destination]
            self._path = [*self._path[: same[0]], destination] if same else [*self._path, destination]
        self._show(destination)

    def back(self) -> None:
        """One step back; from the last step, to the plan."""
        if len(self._path) > 1:
            self._path.pop()
            self._show(self._path[-1])
        elif self._path and self._path[0].screen != "plan":
            self.go(Destination("plan"))

    def start(self, person_id: str, label: str, *, is_tour: bool = False) -> None:
        """Somebody's desk: their plan, nothing of whoever was here before. On a tour there is nothing to send."""
        if self._is_used:
            for screen in self._screens.values():
                screen.leave()
                self._stack.removeWidget(screen)
                screen.deleteLater()
            self._screens.clear()
        self._is_used = True
        self.tour_bar.setVisible(is_tour)
        self.top.strip.setVisible(not is_tour)
        name = tour_name() if is_tour else label
        self.rail.show_person(person_id, name, initials(name))
        self.go(Destination("plan"))

    def _renamed(self, person: Person) -> None:
        self.rail.show_person(person.id, person.label, initials(person.label))

    def show_plan(self, view: PlanView) -> None:
        """The plan as it was last shown, before anybody's desk is open."""
        plan = self.screen_named("plan")
        assert isinstance(plan, PlanScreen)
        plan.show_plan(view)

    def resume(self) -> None:
        """The desk has opened: what is shown already is filled."""
        if self._path:
            self._show(self._path[-1])

    def leave(self) -> None:
        """Lets go of what is open."""
        if self.screen_shown is not None:
            self.screen_shown.leave()

    def heard(self, topic: Topic) -> None:
        for screen in self._screens.values():
            screen.heard(topic)

    def say_title(self) -> None:
        if self.screen_shown is not None:
            self.top.title.setText(self.screen_shown.title())
            self.screen_shown.setAccessibleName(self.screen_shown.title())
            self.titled.emit(self.screen_shown.window_title())

    def retranslate(self) -> None:
        """Says the rail, the top bar and the title again; screens hear of the language by themselves."""
        self.rail.retranslate()
        self.top.retranslate()
        self.tour_bar.retranslate()
        if self._demo_bar is not None:
            self._demo_bar.retranslate()
        self.say_title()

    def _show(self, destination: Destination) -> None:
        old, new = self.screen_shown, self.screen_named(destination.screen)
        if old is not None and old is not new:
            old.leave()
        self._stack.setCurrentWidget(new)
        self.rail.show_place(self._path[0].screen if self._path[0].screen in ON_THE_RAIL else new.subject())
        self.top.show_back(destination.screen not in ON_THE_RAIL)
        self.top.show_lesson(destination.screen == "viewer")
        self.top.show_words(destination.words)
        if destination.screen != "explore" or not self.top.search.hasFocus():
            new.setFocus(Qt.FocusReason.OtherFocusReason)
        new.enter(destination)
        self.say_title()

    def go_to(self, screen: ScreenName) -> None:
        """Shows a screen that needs no more said."""
        self.go(Destination(screen))

    def _search(self, words: str) -> None:
        """What is typed is looked for in Explore; an emptied field shows everything there, and leads nowhere else."""
        if words.strip() or (self._path and self._path[-1].screen == "explore"):
            self.go(Destination("explore", words=words))

    def _full_screen(self, is_on: bool) -> None:
        if self._demo_bar is not None:
            self._demo_bar.setVisible(not is_on)
        self.rail.setVisible(not is_on)
        self.top.setVisible(not is_on)
        desk = self._stage.desk
        self.tour_bar.setVisible(desk is not None and desk.is_tour and not is_on)
        self.full_screen_wanted.emit(is_on)
