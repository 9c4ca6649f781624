"""The journey by the real window: every step is a click or a key, and what comes of it is waited for."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import wait
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication

from karmadesk.app import journey, journey_browser
from karmadesk.app.journey import PLAYED_S, Act
from karmadesk.app.journey_hands import Hands, Stuck, answer_rightly, play, turn_pages
from karmadesk.app.secrets import Secrets
from karmadesk.app.sentences import sentence
from karmadesk.app.servers import DEMO_ID
from karmadesk.app.window_core import WindowCore, keep_ticking, report
from karmadesk.content import Completion, kind
from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.learning.intervals import covered_ms
from karmadesk.model import DownloadState, ItemState, Person, Progress, ServerRow
from karmadesk.player.choose import choose
from karmadesk.services import course, plan
from karmadesk.services.desk import Desk
from karmadesk.services.views import ResourceRow
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.start import make_application, make_window
from karmadesk.ui.viewers.document import DocumentViewer
from karmadesk.ui.viewers.practice import PracticeViewer
from karmadesk.ui.viewers.video import VideoViewer
from karmadesk.ui.viewers.viewer import Viewer

V = TypeVar("V", bound=Viewer)

WANTED_S = PLAYED_S + 3.0
"""A little more than must be watched: an engine's first and last fractions of a second may not count."""
SIGN_IN_S = 60.0
SYNC_S = 60.0
DOWNLOAD_S = 120.0
BROWSER_S = 5.0
COMPLETE = 2


class WindowFace:
    """Implements `journey.Face`. The window opens at the first step that needs it, when the server is known."""

    def __init__(self, home: Path, secrets: Secrets, engine: str) -> None:
        self._application = make_application()
        self._bridge = Bridge()
        self._bugs: list[BaseException] = []
        self.core = WindowCore(home, post=self._bridge.post, unexpected=self._bug, secrets=secrets, is_demo=True)
        self.core.engine = "" if engine == "auto" else engine
        self._hands: Hands | None = None
        self._login = ("", "")
        self._browsers: list[threading.Thread] = []
        sys.excepthook = self._hook

    def close(self) -> bool:
        """Closes the window and all behind it; False when a lane did not come to rest."""
        for browser in self._browsers:
            browser.join(BROWSER_S)
        if self._hands is not None:
            self._hands.expect_nothing()
            self._hands.window.close()
        # What the viewer flushed on closing still goes through the lane of acts.
        recorded = self.core.jobs.run("act", _nothing).future
        done, _ = wait([recorded], BROWSER_S)
        rested = self.core.close() and bool(done)
        # Answers that are under way find their widgets still there; only then these go.
        self._application.processEvents()
        if self._hands is not None:
            self._hands.window.deleteLater()
            self._application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        sys.excepthook = sys.__excepthook__
        return rested

    @property
    def bug(self) -> BaseException | None:
        """The first thing that went wrong and that nobody handled."""
        return self._bugs[0] if self._bugs else None

    def use(self, row: ServerRow) -> None:
        self.core.keep_server(row)
        self.core.change_settings(server=DEMO_ID)

    def secrets(self) -> str:
        return self.core.secrets

    # The phases

    def sign_in(self, username: str, password: str) -> None:
        """The first run as a person walks it, what is due fetched. Somebody with a session only opens the window."""
        self._login = (username, password)
        hands = self._at_the_window()
        if not self._has_session():
            if self._person() is not None:
                # Adding was cut off before there was a session: adding again goes on with the same person.
                self._at_the_desk()
                hands.press("avatar")
                hands.press("add-person")
            else:
                hands.press("first-language-next")
            hands.until("a session", self._has_session, SIGN_IN_S)
            needs = hands.window.first_run.needs
            hands.until("what is due soon to be chosen", lambda: bool(needs.chosen), SYNC_S)
            hands.press("first-needs-next")
        self._at_the_desk()

    def pull(self) -> int:
        """Presses F5 and waits until a whole round was done and the plan shows all that is assigned."""
        hands = self._at_the_desk()
        self._round()
        rows = hands.find(RowList, "plan-list")
        assigned = set(self._assigned())
        hands.until("every assigned course in the plan", lambda: assigned <= {row.id for row in rows.rows})
        return len(assigned)

    def download(self) -> tuple[int, int]:
        """Presses "Fetch what I need"; what is still missing then is fetched by its own row or screen."""
        hands = self._at_the_desk()
        if self._missing() and not self._is_fetching():
            hands.press("fetch-all")
            hands.until("the queue", lambda: self._is_fetching() or not self._missing())
        hands.until("the downloads", lambda: not self._missing() or not self._is_fetching(), DOWNLOAD_S)
        for course_id in self._missing():
            self._fetch(course_id)
        with self._desk().shelf.read() as db:
            fetched = sum(d.bytes_done for d in db.downloads() if d.state is DownloadState.DONE)
        return len(self._assigned()) - len(self._missing()), fetched

    def learn(self, done: Callable[[Act], None]) -> str:
        """One video for a while, one document, one practice set; of courses whose batch still runs."""
        self._at_the_desk()
        rows = self._rows()
        steps: tuple[tuple[Completion, Callable[[ResourceRow], None]], ...] = (
            (Completion.WATCHED, self._watch),
            (Completion.PAGES, self._read),
            (Completion.ANSWERED, self._answer),
        )
        for completion, step in steps:
            fitting = [row for row in rows if kind(row.resource.kind).completion is completion]
            if not fitting:
                raise Stuck(f"no assigned course has anything left of the kind {completion.value!r}")
            row = max(fitting, key=_length)
            step(row)
            self._recorded()
            done(self._act(row))
        return choose(self.core.engine or None, platform=QGuiApplication.platformName())

    def played_s(self) -> float:
        desk = self._desk()
        media = [r.resource.id for r in self._rows() if kind(r.resource.kind).completion is Completion.WATCHED]
        with desk.learner.read() as learner:
            return sum(covered_ms(w.intervals) for w in learner.watched(media).values()) / 1000

    def outbox(self) -> int:
        with self._desk().learner.read() as learner:
            counts = learner.item_counts()
        return counts.get(ItemState.WAITING.value, 0) + counts.get(ItemState.SENDING.value, 0)

    def sync(self) -> None:
        """Presses F5 again until a whole round was done and nothing waits."""
        hands = self._at_the_desk()
        deadline = time.monotonic() + SYNC_S
        while True:
            self._round()
            if not self.outbox():
                hands.expect_nothing()
                return
            if time.monotonic() > deadline:
                raise Stuck(f"waited {SYNC_S:g} s for the outbox to be sent: {self.core.rounds.reports}")
            # The server may ask to wait a moment; the window goes on meanwhile.
            hands.rest()

    # The window

    def _at_the_window(self) -> Hands:
        """The window, opened and painted once."""
        if self._hands is None:
            window = make_window(self.core, self._bridge, self._open_address)
            self._hands = Hands(window, self._bugs)
            keep_ticking(self.core, window)
            window.show()
            window.activateWindow()
            self._hands.until("the window", window.isVisible)
        return self._hands

    def _at_the_desk(self) -> Hands:
        """The window with the person's plan on it."""
        hands = self._at_the_window()
        stage = hands.window.stage
        hands.until("the person's desk", lambda: stage.desk is not None and hands.window.shell.isVisible())
        if not hands.shows("plan-page"):
            hands.press("rail-plan")
        hands.until("the plan", lambda: hands.shows("plan-page"))
        return hands

    def _open_address(self, address: str) -> bool:
        """The browser is another process in life; here it is a thread of its own, so that the window can answer."""
        browser = threading.Thread(target=self._browse, args=(address,), name="browser", daemon=True)
        self._browsers.append(browser)
        browser.start()
        return True

    def _browse(self, address: str) -> None:
        try:
            journey_browser.sign_in(address, *self._login, follow=True)
        except (OSError, ValueError) as error:
            self._bug(error)

    def _bug(self, error: BaseException) -> None:
        report(error)
        self._bugs.append(error)

    def _hook(self, kind_: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind_, KeyboardInterrupt):
            sys.__excepthook__(kind_, error, trace)
            return
        self._bug(error)

    # What is there

    def _person(self) -> Person | None:
        return next((p for p in self.core.people.list() if p.server_id == DEMO_ID), None)

    def _has_session(self) -> bool:
        person = self._person()
        if person is None:
            return False
        with self.core.people.open(person.id).read() as learner:
            return learner.tokens() is not None and learner.profile() is not None

    def _desk(self) -> Desk:
        """The one that the window has open; the figures are read from it."""
        hands = self._at_the_desk() if self._hands is None else self._hands
        desk = hands.window.stage.desk
        if desk is None:
            raise Stuck("nobody is at the desk")
        return desk

    def _assigned(self) -> list[str]:
        with self._desk().learner.read() as learner:
            return [a.course_id for a in learner.assignments()]

    def _missing(self) -> list[str]:
        """The assigned courses that are not wholly here."""
        return [i.card.id for year in plan.my_plan(self._desk()).years for i in year.items if i.fetch_bytes]

    def _is_here(self, course_id: str) -> bool:
        return course_id not in self._missing()

    def _is_fetching(self) -> bool:
        with self._desk().shelf.read() as db:
            return any(d.state in {DownloadState.WAITING, DownloadState.RUNNING} for d in db.downloads())

    def _rows(self) -> list[ResourceRow]:
        """What can be learnt and sent: here, in a running batch, and not complete on the server already."""
        desk = self._desk()
        rows: list[ResourceRow] = []
        for course_id in self._assigned():
            seen = course.view(desk, course_id)
            if not seen.is_batch_ended and not seen.courses:
                rows += [row for unit in seen.units for row in unit.rows if row.is_here and not self._had(row)]
        return rows

    def _had(self, row: ResourceRow) -> bool:
        with self._desk().learner.read() as learner:
            state = learner.states(row.place.course_id).get((row.place.course_id, row.resource.id))
        return state is not None and state.status >= COMPLETE

    def _progress(self, row: ResourceRow) -> Progress:
        """What the course's screen says of it now, with what waits to be sent."""
        seen = course.view(self._desk(), row.place.course_id)
        return next(r.progress for unit in seen.units for r in unit.rows if r.resource.id == row.resource.id)

    def _act(self, row: ResourceRow) -> Act:
        now = self._progress(row)
        status, share = (COMPLETE, 100.0) if now.is_completed else (1, round(now.fraction * 100, 1))
        return Act(row.place.course_id, row.resource.id, status, share)

    # What it does

    def _round(self) -> None:
        """F5, and a round that reached the server for everybody."""
        hands = self._at_the_window()
        before = self.core.rounds.reports
        hands.key(Qt.Key.Key_F5)

        def is_done() -> bool:
            reports = self.core.rounds.reports
            return reports is not before and bool(reports) and not self.core.is_sending()

        hands.until("a round of sync", is_done, SYNC_S)

    def _fetch(self, course_id: str) -> None:
        """By the row in the plan, whose first button fetches what is not here at all; else on the course's screen."""
        hands = self._at_the_desk()
        buttons = ("course-fetch", "course-continue")
        self._to_course(course_id)
        hands.until("a fetch", lambda: self._is_fetching() or any(hands.sees(name) for name in buttons))
        if not self._is_fetching():
            hands.press(next(name for name in buttons if hands.sees(name)))
        hands.until(f"all of {course_id}", partial(self._is_here, course_id), DOWNLOAD_S)

    def _to_course(self, course_id: str) -> None:
        self._at_the_desk().row("plan-list", course_id)

    def _open(self, row: ResourceRow, viewer: type[V], name: str) -> V:
        """From the plan by its course's row and its own row to its viewer."""
        hands = self._at_the_desk()
        self._to_course(row.place.course_id)
        hands.row("course-list", row.resource.id)
        found = hands.find(viewer, name)
        hands.until(
            f"“{row.resource.name}”",
            lambda: found.opened is not None and found.opened.resource.id == row.resource.id,
        )
        return found

    def _recorded(self) -> None:
        """Leaves the viewer, which hands over what it still holds, and waits until the lane of acts has it."""
        hands = self._at_the_window()
        if hands.sees("viewer-course"):
            hands.press("viewer-course")
        recorded = self.core.jobs.run("act", _nothing).future
        hands.until("the acts to be recorded", recorded.done)

    def _watch(self, row: ResourceRow) -> None:
        """Plays at double speed until enough was watched. What was watched before a kill counts."""
        if self.played_s() < WANTED_S:
            viewer = self._open(row, VideoViewer, "video-viewer")
            play(self._at_the_window(), viewer, lambda: self.played_s() >= WANTED_S)

    def _read(self, row: ResourceRow) -> None:
        if not self._progress(row).is_completed:
            turn_pages(self._at_the_window(), self._open(row, DocumentViewer, "document-viewer"))

    def _answer(self, row: ResourceRow) -> None:
        if not self._progress(row).is_completed:
            answer_rightly(self._at_the_window(), self._open(row, PracticeViewer, "practice-viewer"))


def run(home: Path, secrets: Secrets, *, engine: str, as_json: bool) -> int:
    """The whole journey through the window in this home; prints its result; 0 only when it holds."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    made: list[WindowFace] = []

    def face(where: Path) -> WindowFace:
        made.append(WindowFace(where, secrets, engine))
        return made[0]

    code, rested = 1, True
    try:
        code = journey.run(home, face, as_json=as_json)
    except Stuck as error:
        sys.stderr.write(f"karmadesk: {error}\n")
    except KarmaDeskError as error:
        sys.stderr.write(f"karmadesk: {sentence(error)}\n")
    finally:
        rested = all(one.close() for one in made)
    for one in made:
        if one.bug is not None:
            sys.stderr.write(f"karmadesk: a bug: {one.bug!r}\n")
            code = 1
    if not rested:
        # A lane waits for a socket; what matters is on disk, so the process needn't wait with it.
        logging.shutdown()
        os._exit(code)
    return code


def _nothing(context: Context) -> None:
    context.check()


def _length(row: ResourceRow) -> float:
    return row.resource.duration_s
