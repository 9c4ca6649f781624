"""Works the real window on the real demo as a learner would, and takes its picture."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QWidget

from karmadesk.app.journey_browser import sign_in
from karmadesk.app.secrets import Secrets
from karmadesk.app.servers import DEMO_ID, demo_row
from karmadesk.app.window_core import WindowCore, keep_ticking
from karmadesk.demo import DemoHub, DemoLink
from karmadesk.model import Place, Resource
from karmadesk.services import learning, plan
from karmadesk.services.desk import Desk
from karmadesk.services.views import PlanItem, Presence
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.screens.who import PersonCard
from karmadesk.ui.stage import Destination
from karmadesk.ui.start import make_window
from tests.access.gate import Look
from tests.screens.prints import LOOKS, develop, file_name, over

SIZE = (1366, 768)
PEOPLE = ("sunita", "arif")
PATIENCE_S = 90.0


class Photographer:
    """One window, one home, one demo's server, from an empty laptop on."""

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
            # Nobody runs Qt's own loop here, and only that one removes the screens of whoever has left.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            time.sleep(0.005)

    def rest(self, seconds: float = 0.4) -> None:
        """Lets what was asked for arrive."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > end, "a moment")

    def take(self, name: str, shown: QWidget | None = None) -> None:
        """Writes one picture."""
        self.rest()
        develop(over(self.window, shown or self.window), self.folder / file_name(name, self.look))

    @property
    def look(self) -> Look:
        """How the window is dressed now."""
        stage = self.window.stage
        return Look(stage.theme.tokens.name, stage.languages.current, round(stage.theme.scale * 100))

    def dress(self, look: Look) -> None:
        self.window.stage.set(theme=look.theme, language=look.language, text_percent=look.percent)
        self.wait(lambda: self.look == look, "new looks")

    @property
    def desk(self) -> Desk:
        desk = self.window.stage.desk
        assert desk is not None
        return desk

    def every_look(self, *names: str) -> None:
        """The picture that is shown, in each of the looks."""
        for look in LOOKS:
            self.dress(look)
            for name in names:
                self.take(name)
        self.dress(LOOKS[0])

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
