"""The window: who is learning, signing in, or the shell with everything else; it hears of every change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from karmadesk.ui.curtain import Curtain
from karmadesk.ui.geometry import Geometry, place
from karmadesk.ui.sweeper import Sweeper
from karmadesk.ui.theme.look import Theme

# What the first picture does not need is imported behind it, in `furnish` and after.
if TYPE_CHECKING:
    from karmadesk.errors import KarmaDeskError
    from karmadesk.jobs import Context
    from karmadesk.model import Person, Topic
    from karmadesk.services.desk import Desk
    from karmadesk.services.views import PersonRow, PlanView, StripView
    from karmadesk.ui.at_hand import AtHand
    from karmadesk.ui.key_gate import KeyGate
    from karmadesk.ui.people_flow import PeopleFlow
    from karmadesk.ui.screens.first_run import FirstRun
    from karmadesk.ui.screens.sign_in import SignInScreen
    from karmadesk.ui.screens.who import WhoScreen
    from karmadesk.ui.shell import Shell
    from karmadesk.ui.stage import Stage

    Glimpse = tuple[Person, PlanView | None]

SIZE = (1366, 768)
SMALLEST = (720, 540)
PICTURE_MS = 30


class MainWindow(QMainWindow):
    """`first_painted` once, after the first picture; `plan_shown` each time a plan can be seen and clicked."""

    first_painted = Signal()
    plan_shown = Signal()
    desk_opened = Signal(object)
    """Somebody's `Desk` is open and their plan is being read."""
    furnished = Signal()
    """The screens are in; what they show is still being read."""
    closed = Signal()

    stage: Stage
    keys: KeyGate
    shell: Shell
    at_hand: AtHand
    people: PeopleFlow
    starts_anew = stays_at_cards = False  # it closes to lock, and begins anew with the cards

    def __init__(self, theme: Theme, *, has_person: bool, kept: str = "") -> None:
        """Behind a curtain until it is furnished; `has_person` when somebody's plan will be the first screen.

        `kept` is where it was last time (`ui.geometry`).
        """
        super().__init__()
        self._is_painted = False
        self._is_furnished = False
        self._has_chosen = False
        self._glimpsed = ""
        self._who: WhoScreen | None = None
        self._sign_in: SignInScreen | None = None
        self._first_run: FirstRun | None = None
        self.setObjectName("window")
        self.setWindowTitle("KarmaDesk")
        self.setMinimumSize(*SMALLEST)
        place(self, kept, SIZE)
        self._curtain = Curtain(theme, has_person=has_person)
        self.root = QStackedWidget()
        self.root.addWidget(self._curtain)
        self.setCentralWidget(self.root)

    def say_waiting(self, words: str) -> None:
        """Tells what is being waited for, behind the curtain."""
        self._curtain.say(words)

    def furnish(self, stage: Stage) -> None:
        """Puts the screens in. What they show is read once the window has been painted."""
        self.stage = stage
        last = stage.program.settings.last_person
        if last:
            # Keys are derived or fetched on another core while the screens are built here.
            stage.read("glimpse", partial(self._look, last), self._show_glimpse, self._no_glimpse)
        from karmadesk.ui.key_gate import KeyGate
        from karmadesk.ui.people_flow import PeopleFlow
        from karmadesk.ui.shell import Shell
        from karmadesk.ui.stage import Destination

        self.keys = KeyGate(stage, self.root)
        self._sweeper = Sweeper(self)
        self.shell = Shell(stage)
        self.root.addWidget(self.shell)
        self._is_furnished = True
        self._geometry = Geometry(self, self._keep_place)
        self._connect()
        self._add_shortcuts()
        self.people = PeopleFlow(self, stage)
        if last:
            self.shell.go(Destination("plan"))
            self.root.setCurrentWidget(self.shell)
        else:
            self.root.setCurrentWidget(self.who)
        self.root.removeWidget(self._curtain)
        self._curtain.deleteLater()
        self.furnished.emit()
        if self._is_painted:
            self._begin()
        else:
            self.first_painted.connect(self._begin)

    @property
    def who(self) -> WhoScreen:
        """The screen that asks who is learning, built when first wanted: a laptop of one person needs it seldom."""
        if self._who is None:
            from karmadesk.ui.screens.who import WhoScreen

            self._who = WhoScreen(self.stage)
            self._who.person_chosen.connect(self.open_person)
            self._who.add_wanted.connect(self.start_sign_in)
            self._who.arrived.connect(self._people_arrived)
            self.root.addWidget(self._who)
        return self._who

    @property
    def first_run(self) -> FirstRun:
        """The way to a first plan, built when first wanted."""
        if self._first_run is None:
            from karmadesk.ui.screens.first_run import FirstRun

            self._first_run = FirstRun(self.stage, self._open_desk, self.keys)
            self._first_run.done.connect(self.show_desk)
            self._first_run.left.connect(self.ask_who)
            self.root.addWidget(self._first_run)
        return self._first_run

    @property
    def sign_in(self) -> SignInScreen:
        """The screen that renews somebody's session, built when first wanted."""
        if self._sign_in is None:
            from karmadesk.ui.screens.sign_in import SignInScreen

            self._sign_in = SignInScreen(self.stage)
            self._sign_in.done.connect(self._signed_in)
            self._sign_in.cancelled.connect(self._sign_in_cancelled)
            self._sign_in.failed.connect(self._sign_in_failed)
            self.root.addWidget(self._sign_in)
        return self._sign_in

    def open_person(self, person_id: str) -> None:
        """Opens somebody's desk and shows their plan."""
        self._has_chosen = True
        failed = self.keys.or_else(self._desk_failed, partial(self.open_person, person_id))
        self.stage.read("desk", partial(self._open_desk, person_id), self.show_desk, failed)

    def show_desk(self, desk: Desk) -> None:
        """Shows this desk's plan; somebody who went on from a glimpse of it stays where they are."""
        is_resumed = self._glimpsed == desk.person.id and self.root.currentWidget() is self.shell
        self._glimpsed = ""
        self.stage.desk = desk
        self.root.setCurrentWidget(self.shell)
        if is_resumed:
            self.shell.resume()
        else:
            self.shell.start(desk.person.id, desk.person.label, is_tour=desk.is_tour)
        self.desk_opened.emit(desk)
        if not desk.is_tour:
            self.read_strip()
            self.stage.program.request_sync()

    def ask_who(self) -> None:
        """Back to "Who is learning?"."""
        self.shell.leave()
        desk, self.stage.desk = self.stage.desk, None
        if desk is not None and desk.is_tour:
            from karmadesk.ui.tour_bar import forget_tour

            self.start_first_run(is_first=True)
            forget_tour(self.stage.program)
            return
        last = desk.person.id if desk is not None else ""
        self.root.setCurrentWidget(self.who)
        self.who.read()
        self.who.focus_person(last)

    def start_first_run(self, *, is_first: bool) -> None:
        """From the welcome, or for one more person, to a plan."""
        self.root.setCurrentWidget(self.first_run)
        self.first_run.start(is_first=is_first)

    def start_sign_in(self, person: Person | None = None) -> None:
        """Somebody new, or a new session for somebody who is here."""
        if person is None:
            self.start_first_run(is_first=False)
        else:
            self.root.setCurrentWidget(self.sign_in)
            self.sign_in.start(person)

    def read_strip(self) -> None:
        """Asks for the status strip's figures."""
        self.stage.read("strip", self._strip, self.shell.top.strip.show_strip)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._is_furnished:
            self.shell.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_furnished:
            self.shell.leave()
        super().closeEvent(event)
        self.closed.emit()

    def _connect(self) -> None:
        stage = self.stage
        self.shell.plan_shown.connect(self.plan_shown)
        self.shell.titled.connect(self._say_title)
        self.root.currentChanged.connect(self._say_title)
        self.shell.full_screen_wanted.connect(self._full_screen)
        strip = self.shell.top.strip
        strip.check_wanted.connect(self._send_now)
        strip.ledger_wanted.connect(self._to_ledger)
        strip.downloads_wanted.connect(self._to_downloads)
        strip.sign_in_wanted.connect(self._renew)
        strip.network_said.connect(stage.say_network)
        stage.sign_in_wanted.connect(self._renew)
        stage.bridge.changed.connect(self._heard)

    def _add_shortcuts(self) -> None:
        from karmadesk.ui.at_hand import AtHand

        for keys, slot in (
            (QKeySequence(QKeySequence.StandardKey.Find), self.shell.top.focus_search),
            (QKeySequence("F5"), self._send_now),
            (QKeySequence("Esc"), self._escape),
        ):
            QShortcut(keys, self).activated.connect(slot)
        self.at_hand = AtHand(self, self.stage, self.shell, self._send_now)

    def _begin(self) -> None:
        if not self.stage.program.settings.last_person:
            self.who.read()

    def _look(self, person_id: str, context: Context) -> Glimpse | None:
        """What the only person here saw last; None when somebody else is here too."""
        from karmadesk.services import glimpse

        context.check()
        program = self.stage.program
        people = program.people.list()
        if [person.id for person in people] != [person_id]:
            return None
        return people[0], glimpse.last_plan(program.people, person_id, program.clock.corrected())

    def _show_glimpse(self, found: Glimpse | None) -> None:
        if found is None:
            self.who.read()
            return
        person, plan = found
        self._has_chosen = True
        if plan is not None:
            self._glimpsed = person.id
            self.shell.start(person.id, person.label)
            self.shell.show_plan(plan)
        # The picture of it first: what opening a desk imports would hold it up.
        QTimer.singleShot(PICTURE_MS, self, partial(self.open_person, person.id))

    def _no_glimpse(self, _error: KarmaDeskError) -> None:
        """Who is here is known without keys; opening them says what is in the way."""
        self.who.read()

    def _people_arrived(self, found: tuple[PersonRow, ...]) -> None:
        if self.stage.desk is not None or self.root.currentWidget() is self._first_run:
            return
        if not found:
            # Nobody to ask for: whoever sits here is the first.
            self.start_first_run(is_first=True)
            return
        if self._has_chosen or self.stays_at_cards:
            return
        self._has_chosen = True
        if len(found) == 1:
            self.open_person(found[0].id)
            return
        if self.stage.program.settings.last_person:
            # With several people the next start begins by asking, without showing somebody's shell first.
            self.stage.set(last_person="")
        self.root.setCurrentWidget(self.who)
        self.who.focus_person("")

    def _open_desk(self, person_id: str, context: Context) -> Desk:
        context.check()
        desk = self.stage.program.desk(person_id)
        alone = len(self.stage.program.people.list()) == 1
        self.stage.program.change_settings(last_person=person_id if alone else "")
        return desk

    def _desk_failed(self, error: KarmaDeskError) -> None:
        self.root.setCurrentWidget(self.who)
        self.who.show_error(error)

    def _strip(self, context: Context) -> StripView:
        from karmadesk.services import status

        context.check()
        return status.shown(self.stage.desk, self.stage.program)

    def _heard(self, topic: Topic) -> None:
        from karmadesk.model import Topic

        if topic & Topic.SETTINGS:
            self._dress()
        if topic & (Topic.OUTBOX | Topic.DOWNLOADS | Topic.LINK | Topic.PEOPLE):
            self.read_strip()
        for screen in (self._who, self._first_run):
            if screen is not None:
                screen.heard(topic)
        self.shell.heard(topic)

    def _dress(self) -> None:
        settings = self.stage.program.settings
        code = self.stage.languages.wanted(settings.language)
        self.stage.theme.set(name=settings.theme, text_percent=settings.text_percent, language=code)
        self.stage.languages.show(code)

    def _signed_in(self, person: Person) -> None:
        desk = self.stage.desk
        if desk is not None and desk.person.id == person.id:
            self.root.setCurrentWidget(self.shell)
            self.stage.program.request_sync(interactive=True)
        else:
            self.open_person(person.id)

    def _sign_in_cancelled(self) -> None:
        self.root.setCurrentWidget(self.shell if self.stage.desk is not None else self.who)

    def _sign_in_failed(self, error: KarmaDeskError) -> None:
        self.keys.asks(error, self._sign_in_again)

    def _sign_in_again(self) -> None:
        self.root.setCurrentWidget(self.sign_in)
        self.sign_in.begin()

    def _renew(self) -> None:
        if self.stage.desk is not None:
            self.start_sign_in(self.stage.desk.person)

    def _keep_place(self, words: str) -> None:
        self.stage.set(window=words)

    def _say_title(self, _what: object = None) -> None:
        screen = self.shell.screen_shown if self.root.currentWidget() is self.shell else None
        name = screen.window_title() if screen is not None else ""
        self.setWindowTitle(f"{name} – KarmaDesk" if name else "KarmaDesk")

    def _send_now(self) -> None:
        if self.root.currentWidget() is self.who:
            self.keys.first(self._send_for_all)
        else:
            self.stage.program.request_sync(interactive=True)

    def _send_for_all(self) -> None:
        self.root.setCurrentWidget(self.who)
        self.stage.program.request_sync(interactive=True)

    def _to_ledger(self) -> None:
        self.shell.go_to("ledger")

    def _to_downloads(self) -> None:
        self.shell.go_to("downloads")

    def _escape(self) -> None:
        if self.root.currentWidget() is self.shell and self.at_hand.let_go():
            return
        if self._sign_in is not None and self.root.currentWidget() is self._sign_in:
            self._sign_in.give_up()
        elif self._first_run is not None and self.root.currentWidget() is self._first_run:
            self._first_run.back()
        elif self.keys.give_up() or self.people.give_up():
            return
        elif self.root.currentWidget() is self.shell:
            self.shell.back()

    def _full_screen(self, is_on: bool) -> None:
        if is_on:
            self.showFullScreen()
        else:
            self.showNormal()
