"""Shows each screen of somebody's desk with sample values: full, empty, on its way, with something in the way."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from karmadesk import policy
from karmadesk.errors import NotDownloaded
from karmadesk.finding import Wanted
from karmadesk.ports import PersonLock
from karmadesk.services.explore import ExploreView
from karmadesk.services.importing import ImportedFile, ImportProgress, ImportReport
from karmadesk.services.removing import Removed
from karmadesk.services.views import CertificateView, LedgerView, Paper
from karmadesk.ui.import_report import ImportReportPanel
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.parts.undo_bar import Undoable
from karmadesk.ui.screen import Screen
from karmadesk.ui.screens.course import CourseScreen
from karmadesk.ui.screens.downloads import DownloadsScreen
from karmadesk.ui.screens.explore import ExploreScreen
from karmadesk.ui.screens.ledger import LedgerScreen
from karmadesk.ui.screens.plan import PlanScreen
from karmadesk.ui.screens.settings import SettingsScreen
from karmadesk.ui.screens.viewer import ViewerScreen
from karmadesk.ui.stage import Destination, ScreenName
from karmadesk.ui.undoing import removed_words
from tests.ui import samples
from tests.ui.doubles import NobodyHere, ProgramDouble, settle

OFFICE = policy.read(
    '[server]\nid = "office"\nhost = "https://learn.example.in"\n[network]\nsync_minutes = 30\n'
    "[people]\nhide_names = true\n",
    Path("/etc/karmadesk/policy.toml"),
)


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


def show_leaving_plan(window: MainWindow) -> QWidget:
    """Nothing was begun yet: what to fetch has the page for itself."""
    screen = in_shell(window, "plan")
    assert isinstance(screen, PlanScreen)
    screen.show_plan(replace(samples.plan(), resume=None))
    return window


def show_loading(name: ScreenName, window: MainWindow) -> QWidget:
    """The shape of what is being read."""
    screen = in_shell(window, name)
    if isinstance(screen, PlanScreen | CourseScreen | ExploreScreen):
        screen.show_loading()
    return window


def show_first_trouble(name: ScreenName, window: MainWindow) -> QWidget:
    """Something is in the way before anything could be shown."""
    show_loading(name, window)
    screen = window.shell.screen_named(name)
    assert isinstance(screen, PlanScreen | CourseScreen | DownloadsScreen | LedgerScreen)
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


def show_done_course(window: MainWindow) -> QWidget:
    """Finished, with its certificate."""
    screen = in_shell(window, "course")
    assert isinstance(screen, CourseScreen)
    screen.show_course(samples.done_course())
    return window


def show_awaited_certificate(window: MainWindow) -> QWidget:
    screen = in_shell(window, "course")
    assert isinstance(screen, CourseScreen)
    screen.show_course(samples.done_course(CertificateView(Paper.AWAITED)))
    return window


def show_usage(window: MainWindow) -> QWidget:
    screen = in_shell(window, "ledger")
    assert isinstance(screen, LedgerScreen)
    screen.show_ledger(samples.usage())
    return window


def show_downloads(window: MainWindow) -> QWidget:
    screen = in_shell(window, "downloads")
    assert isinstance(screen, DownloadsScreen)
    screen.show_downloads(samples.downloads())
    window.shell.top.strip.show_strip(samples.strips()[2])
    return window


def show_network_question(window: MainWindow) -> QWidget:
    screen = in_shell(window, "downloads")
    assert isinstance(screen, DownloadsScreen)
    screen.show_downloads(replace(samples.downloads(), asks_network=True))
    window.shell.top.strip.show_strip(samples.strips()[-1])
    return window


def show_ledger(window: MainWindow) -> QWidget:
    screen = in_shell(window, "ledger")
    assert isinstance(screen, LedgerScreen)
    screen.show_ledger(samples.ledger())
    window.shell.top.strip.show_strip(samples.strips()[3])
    return window


def show_empty_downloads(window: MainWindow) -> QWidget:
    screen = in_shell(window, "downloads")
    assert isinstance(screen, DownloadsScreen)
    screen.show_downloads(replace(samples.downloads(), downloads=(), here=(), used_bytes=0))
    return window


def show_empty_ledger(window: MainWindow) -> QWidget:
    screen = in_shell(window, "ledger")
    assert isinstance(screen, LedgerScreen)
    screen.show_ledger(LedgerView((), {}, needs_sign_in=False))
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
    """What is undone, or goes on, in a sample."""


def show_own_settings(window: MainWindow) -> QWidget:
    """What belongs to the people of this laptop, of somebody who has a PIN."""
    people = window.stage.program.people
    assert isinstance(people, NobodyHere)
    people.lock = PersonLock(sends_locked=True)
    screen = in_shell(window, "settings")
    assert isinstance(screen, SettingsScreen)
    screen.own.show_lock(people.lock)  # read in a lane, it comes again later
    settle()
    screen.show_people()
    return window


def show_office_settings(window: MainWindow) -> QWidget:
    """On a laptop for which the office decided."""
    screen = in_shell(window, "settings")
    assert isinstance(screen, SettingsScreen)
    program = window.stage.program
    assert isinstance(program, ProgramDouble)
    program.policy = OFFICE
    screen.retranslate()
    return window
