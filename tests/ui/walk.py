"""Shows every screen with sample values and collects every text in it: widgets, models, names for a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from karmadesk.errors import KeysLocked, NoPassphrase, NotDownloaded, PersonLocked, WrongPassphrase, WrongSecret
from karmadesk.finding import Wanted
from karmadesk.ports import PersonLock
from karmadesk.services.explore import ExploreView
from karmadesk.services.handing_over import HandOver, Leaving
from karmadesk.services.importing import ImportedFile, ImportProgress, ImportReport
from karmadesk.services.removing import Removed
from karmadesk.ui.import_report import ImportReportPanel
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.parts.panels import ChipLabel
from karmadesk.ui.parts.undo_bar import Undoable
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.screen import Screen
from karmadesk.ui.screens.choose_passphrase import ChoosePassphraseScreen
from karmadesk.ui.screens.course import CourseScreen
from karmadesk.ui.screens.downloads import DownloadsScreen
from karmadesk.ui.screens.explore import ExploreScreen
from karmadesk.ui.screens.first_server import OTHER
from karmadesk.ui.screens.hand_over import PersonPanel
from karmadesk.ui.screens.ledger import LedgerScreen
from karmadesk.ui.screens.person_unlock import PersonUnlockScreen
from karmadesk.ui.screens.plan import PlanScreen
from karmadesk.ui.screens.settings import SettingsScreen
from karmadesk.ui.screens.unlock import UnlockScreen
from karmadesk.ui.screens.viewer import ViewerScreen
from karmadesk.ui.stage import Destination, ScreenName
from karmadesk.ui.undoing import removed_words
from tests.ui import samples
from tests.ui.doubles import Attempt, settle

Show = Callable[[MainWindow], QWidget]


def in_shell(window: MainWindow, name: ScreenName) -> Screen:
    """The screen of this name, shown in the shell as somebody's."""
    shell = window.shell
    window.root.setCurrentWidget(shell)
    shell.rail.show_person(samples.SUNITA.id, samples.SUNITA.label, "S")
    shell.top.strip.show_strip(samples.strips()[0])
    shell.go(Destination(name))
    return shell.screen_named(name)


def show_plan(window: MainWindow) -> QWidget:
    screen = in_shell(window, "plan")
    assert isinstance(screen, PlanScreen)
    screen.show_plan(samples.plan())
    return window


def show_empty_plan(window: MainWindow) -> QWidget:
    screen = in_shell(window, "plan")
    assert isinstance(screen, PlanScreen)
    screen.show_plan(replace(samples.plan(), years=(), resume=None, fetch=None))
    return window


def show_plan_trouble(window: MainWindow) -> QWidget:
    screen = in_shell(window, "plan")
    assert isinstance(screen, PlanScreen)
    screen.show_plan(samples.plan())
    screen.show_error(samples.TROUBLE)
    return window


def show_course(window: MainWindow) -> QWidget:
    screen = in_shell(window, "course")
    assert isinstance(screen, CourseScreen)
    screen.show_course(samples.course())
    return window


def show_ended_course(window: MainWindow) -> QWidget:
    screen = in_shell(window, "course")
    assert isinstance(screen, CourseScreen)
    screen.show_course(samples.ended_course())
    return window


def show_downloads(window: MainWindow) -> QWidget:
    screen = in_shell(window, "downloads")
    assert isinstance(screen, DownloadsScreen)
    screen.show_downloads(samples.downloads())
    window.shell.top.strip.show_strip(samples.strips()[2])
    return window


def show_ledger(window: MainWindow) -> QWidget:
    screen = in_shell(window, "ledger")
    assert isinstance(screen, LedgerScreen)
    screen.show_ledger(samples.ledger())
    window.shell.top.strip.show_strip(samples.strips()[3])
    return window


def show_settings(window: MainWindow) -> QWidget:
    screen = in_shell(window, "settings")
    assert isinstance(screen, SettingsScreen)
    screen.show_secrets("sealed-file")
    screen.own.show_lock(PersonLock())
    return window


def in_explore(window: MainWindow) -> ExploreScreen:
    screen = in_shell(window, "explore")
    assert isinstance(screen, ExploreScreen)
    return screen


def show_explore(window: MainWindow) -> QWidget:
    screen = in_explore(window)
    screen.show_facets(samples.facets())
    screen.show_found(samples.explored())
    return window


def show_explore_narrowed(window: MainWindow) -> QWidget:
    screen = in_explore(window)
    screen.filters.show_wanted(samples.NARROW)
    screen.show_facets(samples.facets())
    screen.show_found(replace(samples.explored(), wanted=samples.NARROW))
    return window


def show_explore_empty(window: MainWindow) -> QWidget:
    in_explore(window).show_found(ExploreView(Wanted(), 0, (), 0, 0))
    return window


def show_explore_nothing(window: MainWindow) -> QWidget:
    in_explore(window).show_found(ExploreView(Wanted("Sunita"), 0, (), 0, 6))
    return window


def show_explore_trouble(window: MainWindow) -> QWidget:
    screen = in_explore(window)
    screen.show_loading()
    screen.show_error(samples.TROUBLE)
    return window


def show_empty_viewer(window: MainWindow) -> QWidget:
    screen = in_shell(window, "viewer")
    assert isinstance(screen, ViewerScreen)
    screen.show_error(NotDownloaded())
    return window


def show_who(window: MainWindow) -> QWidget:
    window.root.setCurrentWidget(window.who)
    window.who.show_people(samples.people())
    return window.who


def show_welcome(window: MainWindow) -> QWidget:
    window.start_first_run(is_first=True)
    return window.first_run


def show_first_server(window: MainWindow) -> QWidget:
    """With something in the way, so that every widget of the page is to be seen."""
    first = window.first_run
    show_welcome(window)
    first._steps = ("language", "server", "sign-in", "needs")
    first._show("server")
    settle()
    page = first.server
    page._options[OTHER].setChecked(True)
    page.address.setText("hub.example.org")
    page.show_error(samples.TROUBLE)
    return first


def show_first_server_found(window: MainWindow) -> QWidget:
    first = show_first_server(window)
    window.first_run.server.show_found(window.stage.program.servers["demo"])
    return first


def show_first_needs(window: MainWindow) -> QWidget:
    first = window.first_run
    show_welcome(window)
    first._show("needs")
    first.needs.show_needs(samples.leaving())
    return first


def show_first_needs_waiting(window: MainWindow) -> QWidget:
    first = window.first_run
    show_welcome(window)
    first._show("needs")
    return first


def show_tour(window: MainWindow) -> QWidget:
    screen = in_shell(window, "plan")
    assert isinstance(screen, PlanScreen)
    window.shell.tour_bar.show()
    screen.show_plan(samples.plan())
    return window


def show_sign_in(window: MainWindow) -> QWidget:
    screen = window.sign_in
    window.root.setCurrentWidget(screen)
    screen.show_attempt(Attempt(needs_paste=True))
    return screen


def show_unlock(window: MainWindow) -> QWidget:
    assert window.keys.asks(KeysLocked(), nothing)
    screen = window.findChild(UnlockScreen)
    assert screen is not None
    screen.show_refused(WrongPassphrase())
    return screen


def show_choose(window: MainWindow) -> QWidget:
    assert window.keys.asks(NoPassphrase(), nothing)
    screen = window.findChild(ChoosePassphraseScreen)
    assert screen is not None
    screen.field.line.setText("12345678")
    screen.submit()
    return screen


def show_person_unlock(window: MainWindow) -> QWidget:
    assert window.keys.asks(PersonLocked(person="p-sunita", name="Sunita"), nothing)
    screen = window.findChild(PersonUnlockScreen)
    assert screen is not None
    screen.show_refused(WrongSecret(wait_s=30))
    screen._explain()
    return screen


def show_own_secret(window: MainWindow) -> QWidget:
    return window.people.question("set")


def show_changed_secret(window: MainWindow) -> QWidget:
    screen = window.people.question("change")
    screen.old.line.setText("4711")
    screen.field.line.setText("4712")
    screen.submit()
    return screen


def show_removed_secret(window: MainWindow) -> QWidget:
    screen = window.people.question("remove")
    screen.submit()
    return screen


def show_carried(window: MainWindow) -> QWidget:
    window.people.hand_over._ask("carry")
    return shown_in(window)


def show_brought_in(window: MainWindow) -> QWidget:
    window.people.hand_over._ask("bring_in")
    return shown_in(window)


def shown_in(window: MainWindow) -> QWidget:
    shown = window.root.currentWidget()
    assert shown is not None
    return shown


def show_hand_over(window: MainWindow) -> QWidget:
    screen = window.people.hand_over.show()
    while screen._found is None:
        settle()  # its own reading, which finds nobody, comes first
    rows = samples.people()
    leaving = tuple(Leaving(row, samples.UNSENT[: row.to_send + 6]) for row in rows)
    screen.show_people(HandOver(leaving, (samples.SUNITA,)))
    for panel in screen.findChildren(PersonPanel):
        panel.remove.click()
    return screen


def show_undo(window: MainWindow) -> QWidget:
    show_downloads(window)
    removed = Removed("do_heat", samples.HEAT.name, 86_400_000, (), (), ())
    window.stage.undoable.emit(Undoable(partial(removed_words, removed), nothing))
    return window


def show_import(window: MainWindow) -> QWidget:
    show_plan(window)
    importer = window.at_hand.importer
    importer._progress = ImportProgress(2, 5, samples.COOLING.name, 40, 100)
    importer._now(importer._say_progress)
    return window


def show_refused_import(window: MainWindow) -> QWidget:
    show_plan(window)
    importer = window.at_hand.importer
    keys = ("not_a_package", "newer_package", "damaged_package", "unreadable_file", "no_course_for_it", "disk_full")
    name = samples.COOLING.name
    files = [ImportedFile(Path(name), error_key=key, error_arguments={"name": name}) for key in keys]
    importer._done(ImportReport((ImportedFile(Path(name), "Heat", "do_heat"), *files)))
    importer.bar.button.click()
    panel = window.findChild(ImportReportPanel)
    assert panel is not None
    return panel


def nothing() -> None:
    """What goes on once the keys are open."""


SCREENS: dict[str, Show] = {
    "who": show_who,
    "unlock": show_unlock,
    "choose": show_choose,
    "person-unlock": show_person_unlock,
    "own-secret": show_own_secret,
    "own-secret-change": show_changed_secret,
    "own-secret-remove": show_removed_secret,
    "own-secret-carry": show_carried,
    "own-secret-bring-in": show_brought_in,
    "hand-over": show_hand_over,
    "welcome": show_welcome,
    "first-server": show_first_server,
    "first-server-found": show_first_server_found,
    "first-needs": show_first_needs,
    "first-needs-waiting": show_first_needs_waiting,
    "tour": show_tour,
    "sign-in": show_sign_in,
    "plan": show_plan,
    "plan-empty": show_empty_plan,
    "plan-trouble": show_plan_trouble,
    "course": show_course,
    "course-ended": show_ended_course,
    "viewer": show_empty_viewer,
    "downloads": show_downloads,
    "ledger": show_ledger,
    "settings": show_settings,
    "explore": show_explore,
    "explore-narrowed": show_explore_narrowed,
    "explore-empty": show_explore_empty,
    "explore-nothing": show_explore_nothing,
    "explore-trouble": show_explore_trouble,
    "undo": show_undo,
    "import": show_import,
    "import-refused": show_refused_import,
}


def show(window: MainWindow, name: str) -> QWidget:
    """Shows a screen by name; what is to be walked."""
    shown = SCREENS[name](window)
    settle()
    return shown


def texts(root: QWidget) -> set[str]:
    """Every text that can be seen or heard below this widget; what is hidden is left out."""
    found: set[str] = set()
    for widget in [root, *root.findChildren(QWidget)]:
        if widget is root or widget.isVisibleTo(root):
            found.update(text for text in _of(widget) if text.strip())
    return found


def _of(widget: QWidget) -> Iterator[str]:
    yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
    if isinstance(widget, QAbstractButton | QLabel):
        yield widget.text()
    if isinstance(widget, ChipLabel):
        yield widget.text
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, RowList):
        for row in widget.rows:
            yield from (row.title, row.detail, row.note, row.trailing)
            yield from (chip.text for chip in row.chips)
            yield from (action.text for action in row.choices)
    for action in widget.actions():
        yield from _action(action)


def _action(action: QAction) -> Iterator[str]:
    yield from (action.text(), action.toolTip())


def name_of(thing: QObject) -> str:
    """Something to find a widget by in a failure's message."""
    return thing.objectName() or type(thing).__name__
