"""One learner's journey through the demo, pictures on the way: from the first page to a ledger in use."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from karmadesk.app.servers import DEMO_ID, SERVERS
from karmadesk.errors import KeysLocked, NoPassphrase, PersonLocked
from karmadesk.ports import PersonLock
from karmadesk.services import locking
from karmadesk.ui.parts.tiles import Option
from karmadesk.ui.screens.settings import SettingsScreen
from karmadesk.ui.screens.viewer import ViewerScreen
from karmadesk.ui.stage import Destination
from tests.screens.photographer import Photographer
from tests.screens.prints import LOOKS

PIN = "471108"


def story(photographer: Photographer) -> None:
    """The whole journey."""
    window = photographer.window
    photographer.wait(lambda: window.root.currentWidget() is window.first_run, "the first screen")
    photographer.every_look("welcome")
    for name, error in (("unlock", KeysLocked()), ("choose", NoPassphrase())):
        window.keys.asks(error, window.ask_who)
        photographer.every_look(name)
        window.keys.give_up()
        photographer.wait(lambda: window.root.currentWidget() is window.first_run, "the welcome again")
    choosing_a_server(photographer)
    touring(photographer)
    photographer.add_person(is_first=True)
    photographer.add_person()
    first = next(person for person in photographer.core.people.list() if person.label.startswith("Sunita"))
    window.open_person(first.id)
    photographer.wait(lambda: photographer.desk.person.id == first.id, "Sunita's desk")
    photographer.rest(1.0)
    photographer.every_look("plan-leaving")
    photographer.fetch_everything()
    photographer.rest(1.0)
    photographer.hub.stop()
    photographer.learn()
    window.stage.program.request_sync(interactive=True)
    photographer.rest(1.5)
    for look in LOOKS:
        photographer.dress(look)
        every_screen(photographer)
        at_hand(photographer)
        people(photographer)
    photographer.dress(LOOKS[0])
    locked(photographer)


def choosing_a_server(photographer: Photographer) -> None:
    """The page that a laptop shows which knows several servers: one that answers, and one that does not."""
    first, demo = photographer.window.first_run, photographer.core.servers[DEMO_ID]
    photographer.core._servers = {row.id: row for row in (demo, *SERVERS)}
    first.start(is_first=True)
    first.language.next.click()
    photographer.wait(first.server.next.isEnabled, "the demo's server")
    photographer.every_look("first-server-found")
    next(o for o in first.server.findChildren(Option, "first-server-other") if o.isVisible()).click()
    first.server.address.setText("http://127.0.0.1:9")
    first.server.ask()
    photographer.wait(first.server.notice.isVisible, "nobody's answer")
    photographer.every_look("first-server")
    photographer.core._servers = {DEMO_ID: demo}
    first.start(is_first=True)


def touring(photographer: Photographer) -> None:
    """The tour's first screen."""
    window = photographer.window
    window.first_run.language.tour.click()
    photographer.wait(lambda: window.stage.desk is not None, "the tour")
    photographer.rest(1.0)
    photographer.every_look("tour")
    window.ask_who()
    photographer.wait(lambda: not photographer.core.paths.tour.exists(), "the tour to be gone")


def every_screen(photographer: Photographer) -> None:
    """Each screen in the looks that are on."""
    shell = photographer.window.shell
    video, _ = photographer.resource("video")
    shell.go(Destination("plan"))
    photographer.take("plan")
    shell.go(Destination("course", course_id=video.course_id))
    photographer.take("course")
    for kind in ("video", "document", "article", "practice"):
        place, resource = photographer.resource(kind)
        shell.go(Destination("viewer", place=place))
        screen = shell.screen_named("viewer")
        assert isinstance(screen, ViewerScreen)
        photographer.wait(lambda: shell.top.title.text() == resource.name, resource.name)  # noqa: B023 - used at once
        photographer.rest(1.2)
        photographer.take(f"viewer-{kind}")
    for name in ("downloads", "ledger", "settings", "explore"):
        shell.go_to(name)
        photographer.take(name)
    shell.go(Destination("explore", words="a"))
    photographer.take("explore-words")
    shell.go(Destination("explore", words="zebra"))
    photographer.take("explore-nothing")
    shell.go(Destination("explore"))


def at_hand(photographer: Photographer) -> None:
    """What is one key away."""
    window = photographer.window
    window.shell.go(Destination("plan"))
    for name, key, held in (
        ("palette", Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
        ("key-sheet", Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
    ):
        window.activateWindow()
        photographer.rest(0.1)
        QTest.keyClick(window, key, held)
        photographer.wait(lambda: QApplication.activeModalWidget() is not None, name)
        panel = QApplication.activeModalWidget()
        assert panel is not None
        if name == "palette":
            field = panel.findChild(QLineEdit)
            assert field is not None
            QTest.keyClicks(field, "he")
        photographer.take(name, panel)
        QTest.keyClick(panel, Qt.Key.Key_Escape)
        photographer.rest(0.1)


def people(photographer: Photographer) -> None:
    """Who is learning, the people's part of the settings, and what is asked of them."""
    window, shell = photographer.window, photographer.window.shell
    shell.go(Destination("settings"))
    photographer.rest(0.3)
    screen = shell.screen_named("settings")
    assert isinstance(screen, SettingsScreen)
    screen.show_people()
    photographer.take("settings-people")
    window.people.ask_secret("set")
    photographer.take("own-secret")
    window.people.give_up()
    window.stage.hand_over_wanted.emit()
    photographer.take("hand-over")
    window.people.give_up()
    shell.go(Destination("plan"))
    window.ask_who()
    photographer.take("who")
    window.open_person(photographer.core.people.list()[0].id)
    photographer.wait(lambda: window.stage.desk is not None, "the desk")


def locked(photographer: Photographer) -> None:
    """A card that somebody locked, and its question."""
    window, core = photographer.window, photographer.core
    window.ask_who()
    photographer.rest()
    arif = next(person for person in core.people.list() if person.label.startswith("Arif"))
    locking.protect(core.people, arif.id, PIN, PersonLock(sends_locked=False))
    core.people.close(arif.id)
    window.who.read()
    photographer.every_look("who-locked")
    window.keys.asks(PersonLocked(person=arif.id, name=arif.label), window.ask_who)
    photographer.every_look("person-unlock")
    window.keys.give_up()


def demonstrating(photographer: Photographer) -> None:
    """The bar that pulls a demonstration's link."""
    photographer.add_person()
    photographer.rest(1.0)
    photographer.every_look("demo-bar")
