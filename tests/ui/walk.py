"""Shows every screen with sample values and collects every text in it: widgets, models, names for a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from karmadesk.errors import KeysLocked, NoPassphrase, PersonLocked, WrongPassphrase, WrongSecret
from karmadesk.services.handing_over import HandOver, Leaving
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.parts.panels import ChipLabel
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.screens.choose_passphrase import ChoosePassphraseScreen
from karmadesk.ui.screens.first_server import OTHER
from karmadesk.ui.screens.hand_over import PersonPanel
from karmadesk.ui.screens.person_unlock import PersonUnlockScreen
from karmadesk.ui.screens.plan import PlanScreen
from karmadesk.ui.screens.unlock import UnlockScreen
from tests.ui import samples
from tests.ui.desk_shows import (
    in_shell,
    nothing,
    show_awaited_certificate,
    show_course,
    show_done_course,
    show_downloads,
    show_empty_downloads,
    show_empty_ledger,
    show_empty_plan,
    show_empty_viewer,
    show_ended_course,
    show_explore,
    show_explore_empty,
    show_explore_narrowed,
    show_explore_nothing,
    show_explore_trouble,
    show_first_trouble,
    show_import,
    show_leaving_plan,
    show_ledger,
    show_loading,
    show_office_settings,
    show_own_settings,
    show_plan,
    show_plan_trouble,
    show_refused_import,
    show_settings,
    show_undo,
    show_usage,
)
from tests.ui.doubles import Attempt, settle

Show = Callable[[MainWindow], QWidget]


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
    screen._server_id = next(iter(window.stage.program.servers))
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
    leaving = tuple(Leaving(row, samples.UNSENT[: max(0, row.to_send)]) for row in rows)
    screen.show_people(HandOver(leaving, (samples.SUNITA,)))
    for panel in screen.findChildren(PersonPanel):
        panel.remove.click()
    return screen


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
    "plan-leaving": show_leaving_plan,
    "plan-loading": partial(show_loading, "plan"),
    "plan-first-trouble": partial(show_first_trouble, "plan"),
    "course": show_course,
    "course-loading": partial(show_loading, "course"),
    "course-first-trouble": partial(show_first_trouble, "course"),
    "course-ended": show_ended_course,
    "viewer": show_empty_viewer,
    "downloads": show_downloads,
    "downloads-loading": partial(show_loading, "downloads"),
    "downloads-empty": show_empty_downloads,
    "downloads-first-trouble": partial(show_first_trouble, "downloads"),
    "ledger": show_ledger,
    "ledger-loading": partial(show_loading, "ledger"),
    "ledger-empty": show_empty_ledger,
    "ledger-first-trouble": partial(show_first_trouble, "ledger"),
    "settings": show_settings,
    "settings-people": show_own_settings,
    "settings-office": show_office_settings,
    "explore": show_explore,
    "explore-loading": partial(show_loading, "explore"),
    "explore-narrowed": show_explore_narrowed,
    "explore-empty": show_explore_empty,
    "explore-nothing": show_explore_nothing,
    "explore-trouble": show_explore_trouble,
    "undo": show_undo,
    "import": show_import,
    "import-refused": show_refused_import,
}
UNSCORED: dict[str, Show] = {
    "course-done": show_done_course,
    "course-awaited": show_awaited_certificate,
    "ledger-usage": show_usage,
}
"""Looked at like the others, but not in the pictures of docs/design.md so far: once they are, they move up."""


def show(window: MainWindow, name: str) -> QWidget:
    """Shows a screen by name; what is to be walked."""
    shown = (SCREENS | UNSCORED)[name](window)
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
