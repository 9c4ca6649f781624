"""Takes the pictures in docs/screenshots: the real window on the real demo, from the first start to a ledger in use."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QWidget

from karmadesk.app.journey_browser import sign_in
from karmadesk.app.secrets import Secrets
from karmadesk.app.servers import DEMO_ID, SERVERS, demo_row
from karmadesk.app.window_core import WindowCore, keep_ticking
from karmadesk.demo import DemoHub, DemoLink
from karmadesk.errors import KeysLocked, NoPassphrase
from karmadesk.model import Place, Resource
from karmadesk.services import learning, plan
from karmadesk.services.desk import Desk
from karmadesk.services.views import PlanItem, Presence
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.parts.tiles import Option
from karmadesk.ui.screens.viewer import ViewerScreen
from karmadesk.ui.screens.who import PersonCard
from karmadesk.ui.stage import Destination
from karmadesk.ui.start import make_application, make_window

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "screenshots"
SIZE = (1366, 768)
PEOPLE = ("sunita", "arif")
LOOKS = (("light", "en"), ("dark", "en"), ("light", "hi"), ("dark", "hi"))
PATIENCE_S = 90.0


class Photographer:
    """Works the window as a learner would, and takes its picture."""

    def __init__(self, home: Path, folder: Path, *, with_link: bool = False) -> None:
        """`with_link`: through the demonstration's own link, with its bar in the picture."""
        self.folder = folder
        self.hub = DemoHub(home / "demo-hub")
        self.bridge = Bridge()
        self.problems: list[BaseException] = []
        self.core = WindowCore(
            home, post=self.bridge.post, unexpected=self.problems.append, secrets=Secrets(generate=True), is_demo=True
        )
        address = self.hub.start()
        self.link = DemoLink(self.hub.data, lambda: self.hub.port) if with_link else None
        if self.link is not None:
            address = self.link.start()
            self.core.demo_link = self.link
        self.core.keep_server(demo_row(address))
        self.core.change_settings(server=DEMO_ID, language="en", theme="light")
        self._next_person = iter(PEOPLE)
        self._addresses: list[str] = []
        self.window: MainWindow = make_window(self.core, self.bridge, self._browse)
        keep_ticking(self.core, self.window)
        self.window.resize(*SIZE)
        self.window.show()

    def _browse(self, address: str) -> bool:
        """Where a browser would have been opened."""
        self._addresses.append(address)
        return True

    def finish_sign_in(self) -> None:
        """Somebody fills in the server's own form, in what stands for a browser."""
        name, address = next(self._next_person), self._addresses.pop()
        threading.Thread(target=sign_in, args=(address, name, f"demo-{name}"), kwargs={"follow": True}).start()

    def wait(self, until: Callable[[], object], what: str) -> None:
        """Lets the program run until this holds."""
        deadline = time.monotonic() + PATIENCE_S
        while not until():
            if self.problems:
                raise self.problems[0]
            if time.monotonic() > deadline:
                raise TimeoutError(what)
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
            time.sleep(0.005)

    def rest(self, seconds: float = 0.4) -> None:
        """Lets what was asked for arrive."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > end, "a moment")

    def take(self, name: str, shown: QWidget | None = None) -> None:
        """Writes one picture."""
        self.rest()
        theme, language = self.window.stage.theme.tokens.name, self.window.stage.languages.current
        picture = (shown or self.window).grab()
        path = self.folder / f"{name}-{theme}-{language}.png"
        picture.save(str(path))
        # Written again by a slower hand: the same pixels in fewer bytes.
        with Image.open(path) as whole:
            pixels = whole.convert("RGB")
        pixels.save(path, optimize=True)

    def dress(self, theme: str, language: str) -> None:
        self.window.stage.set(theme=theme, language=language)
        stage = self.window.stage
        self.wait(lambda: (stage.theme.tokens.name, stage.languages.current) == (theme, language), "new looks")

    @property
    def desk(self) -> Desk:
        desk = self.window.stage.desk
        assert desk is not None
        return desk

    def every_look(self, *names: str) -> None:
        """The picture that is shown, in each of the looks."""
        for theme, language in LOOKS:
            self.dress(theme, language)
            for name in names:
                self.take(name)
        self.dress("light", "en")

    def add_person(self, *, is_first: bool = False) -> None:
        """Walks the first run for the next person, and waits for their plan; the first one's way is photographed."""
        first = self.window.first_run
        if is_first:
            first.language.next.click()
        else:
            self.window.ask_who()
            self.rest()
            add = self.window.who.findChild(PersonCard, "add-person")
            assert add is not None
            add.click()
        self.wait(lambda: self._addresses, "the address to sign in at")
        if is_first:
            self.every_look("sign-in")
        self.finish_sign_in()
        self.wait(lambda: first.needs.chosen, "what is assigned")
        if is_first:
            self.every_look("first-needs")
        first.needs.later.click()
        self.wait(lambda: self.window.stage.desk is not None, "signing in")
        self.wait(self._is_pulled, "the plan")

    def _is_pulled(self) -> bool:
        return any(
            report.person_id == self.desk.person.id and report.finished_at for report in self.core.rounds.reports
        )

    def items(self) -> list[PlanItem]:
        return [item for year in plan.my_plan(self.desk).years for item in year.items]

    def fetch_everything(self) -> None:
        """Presses "Fetch what I need" and waits until it is here."""
        self.window.shell.go(Destination("plan"))
        self.rest()
        button: Any = self.window.shell.findChild(QWidget, "fetch-all")
        button.click()
        self.rest(0.8)
        self.window.shell.go(Destination("downloads"))
        self.wait(lambda: all(i.presence in (Presence.WHOLE, Presence.PART) for i in self.items()), "the downloads")

    def resource(self, kind: str, *, is_new: bool = False) -> tuple[Place, Resource]:
        """Some lesson of this kind that is here; with `is_new`, one that is not done yet."""
        from karmadesk.services import course

        for item in self.items():
            for unit in course.view(self.desk, item.card.id).units:
                for row in unit.rows:
                    if row.resource.kind == kind and row.is_here and not (is_new and row.progress.is_completed):
                        return row.place, row.resource
        raise LookupError(kind)

    def learn(self) -> None:
        """Watches a part of a video and reads an article, with the network gone."""
        place, video = self.resource("video")
        whole = round(video.duration_s * 1000)
        self.core.announce(learning.opened(self.desk, place))
        watched = ((0, whole * 58 // 100),)
        self.core.announce(learning.record_watched(self.desk, place, video, watched, whole * 58 // 100, whole))
        place, article = self.resource("article")
        self.core.announce(learning.record_read(self.desk, place, article, 1.0))

    def close(self) -> None:
        self.window.close()
        self.core.close()
        if self.link is not None:
            self.link.stop()
        self.hub.stop()


def story(photographer: Photographer) -> None:
    """One journey, pictures on the way."""
    window = photographer.window
    photographer.wait(lambda: window.root.currentWidget() is window.first_run, "the first screen")
    photographer.every_look("welcome")
    for name, error in (("unlock", KeysLocked()), ("choose-passphrase", NoPassphrase())):
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
    photographer.fetch_everything()
    photographer.rest(1.0)
    photographer.hub.stop()
    photographer.learn()
    window.stage.program.request_sync(interactive=True)
    photographer.rest(1.5)
    for theme, language in LOOKS:
        photographer.dress(theme, language)
        every_screen(photographer)


def choosing_a_server(photographer: Photographer) -> None:
    """The page that a laptop shows which knows several servers: one that answers, and one that does not."""
    first, demo = photographer.window.first_run, photographer.core.servers[DEMO_ID]
    photographer.core._servers = {row.id: row for row in (demo, *SERVERS)}
    first.start(is_first=True)
    first.language.next.click()
    photographer.wait(first.server.next.isEnabled, "the demo's server")
    photographer.every_look("first-server")
    next(o for o in first.server.findChildren(Option, "first-server-other") if o.isVisible()).click()
    first.server.address.setText("http://127.0.0.1:9")
    first.server.ask()
    photographer.wait(first.server.notice.isVisible, "nobody's answer")
    photographer.every_look("first-server-trouble")
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
    window, shell = photographer.window, photographer.window.shell
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
    shell.go(Destination("downloads"))
    photographer.take("downloads")
    shell.go(Destination("ledger"))
    photographer.take("ledger")
    shell.go(Destination("settings"))
    photographer.take("settings")
    shell.go(Destination("explore"))
    photographer.take("explore")
    shell.go(Destination("explore", words="a"))
    photographer.take("explore-words")
    shell.go(Destination("plan"))
    window.ask_who()
    photographer.take("who")
    window.open_person(photographer.core.people.list()[0].id)
    photographer.wait(lambda: window.stage.desk is not None, "the desk")


def main(words: Sequence[str]) -> int:
    """The exit code of taking every picture."""
    parser = argparse.ArgumentParser(prog="tests.screens.make", description=__doc__)
    parser.add_argument("--into", type=Path, default=FOLDER)
    parser.add_argument("--keep", action="store_true", help="leave the home where it is, to look into")
    parser.add_argument("--only", choices=("pictures", "film"), help="not both")
    parsed = parser.parse_args(words)
    parsed.into.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="karmadesk-screens-"))
    make_application()
    try:
        if parsed.only != "film":
            photographer = Photographer(home / "pictures", parsed.into)
            try:
                story(photographer)
            finally:
                photographer.close()
        if parsed.only != "pictures":
            from tests.screens.film import shoot

            shoot(home / "film", parsed.into)
    finally:
        if not parsed.keep:
            shutil.rmtree(home, ignore_errors=True)
    sys.stdout.write(f"{len(list(parsed.into.glob('*.*')))} pictures in {parsed.into}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
