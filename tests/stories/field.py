"""A sub-centre far from any link: Sunita's laptop with two whole courses on it, and a hub that comes and goes."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import karmadesk.app.core
from karmadesk.app import journey_browser
from karmadesk.app.journey_hands import Stuck, answer_rightly
from karmadesk.hub import seeding
from karmadesk.hub.database import database_in
from karmadesk.hub.place import Place as HubPlace
from karmadesk.jobs import Context
from karmadesk.model import ItemState, QuestionSet
from karmadesk.services import course, learning, ledger
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.viewers.practice import PracticeViewer
from karmadesk.ui.viewers.video import VideoViewer
from karmadesk.ui.viewers.viewer import Viewer
from tests.hub import samples
from tests.hub.server import Hub
from tests.soak.hubs import FaultyHub
from tests.stories.calendar import AHEAD, Calendar, StoryClock
from tests.stories.laptop import Laptop
from tests.stories.window import Window
from tests.ui.doubles import ROOT

DEMO = ROOT / "resources" / "demo"
HEAT, WILD = "do_1140000000000001", "do_1140000000000010"
IN_HINDI = "do_1140000000000002"
"""The first course in another language; known, not fetched."""
ARTICLE, FILM = "do_1140000000000111", "do_1140000000000121"
SHEET, PRACTICE = "do_1140000000000122", "do_1140000000000131"
SOUND, WILD_ARTICLE, WILD_PRACTICE = "do_1140000000001011", "do_1140000000001021", "do_1140000000001031"
EVERYTHING = (ARTICLE, FILM, SHEET, PRACTICE, SOUND, WILD_ARTICLE, WILD_PRACTICE)
LONG = "do_51"
"""A course of many short pages, a practice set and a film; known here, none of it fetched."""
NAMES = {
    HEAT: "Heat-wave first response",
    WILD: "Wild animal near the village: the first hour",
    LONG: "Thirty-two pages",
}
PAGES = tuple(f"do_51{number:02}" for number in range(1, 33))
LAST_SET, HEAVY = "do_5180", "do_5190"
HEAVY_BYTES = random.Random(51).randbytes(700_000)
SUNITA = ("sunita", "demo-sunita")
ROUND_S = 60.0
PACE_S = 4.0
"""So much of the film passes between two looks at it."""


def write_school(folder: Path) -> Path:
    """The seed folder: two courses with every kind of lesson, for Sunita."""
    packages = folder / "packages"
    packages.mkdir(parents=True)
    for file in (DEMO / "packages").glob("*.ecar"):
        if file.name.startswith((HEAT, IN_HINDI, WILD, *EVERYTHING)):
            shutil.copy(file, packages)
    pages = [samples.leaf(packages, page, "text/html", "page.html", b"<p>Water.</p>") for page in PAGES]
    asked = samples.question_set(packages, LAST_SET, "Practice Question Set")
    film = samples.leaf(packages, HEAVY, "video/mp4", "film.mp4", HEAVY_BYTES)
    samples.collection(packages, LONG, [*pages, asked, film], name=NAMES[LONG])
    shutil.copy(DEMO / "people.csv", folder)
    assignments = [
        {"course": one, "to": {"user": SUNITA[0]}, "due_days": days, "plan": NAMES[one]}
        for one, days in ((HEAT, 6), (WILD, 20), (LONG, 40))
    ]
    seed = {"batches": [], "assignments": assignments, "enrolments": [], "progress": []}
    (folder / "seed.json").write_text(json.dumps(seed), encoding="utf-8")
    return folder


@dataclass
class Field:
    """One laptop and one hub of a story's own, copied from what was furnished once."""

    folder: Path
    laptop: Laptop
    sunita: str
    calendar: Calendar
    clock: StoryClock = field(init=False)
    hub: Hub = field(init=False)

    def __post_init__(self) -> None:
        self.clock = StoryClock(self.calendar)
        self.hub = Hub(self.folder / "hub")
        # The laptop knows where the hub will be before it comes, as in life.
        kept = self.folder / "hub" / "port"
        if not kept.exists():
            kept.write_text(str(_free_port()), "ascii")
            self.laptop.use(self.address)

    @property
    def address(self) -> str:
        """Where the hub is, when it is there."""
        return f"http://127.0.0.1:{(self.folder / 'hub' / 'port').read_text('ascii')}"

    @property
    def database(self) -> Path:
        return self.folder / "hub" / "hub.db"

    def hub_comes(self, *arguments: str, is_later: bool = False, has_faults: bool = False) -> Hub:
        """The hub begins to serve, on the story's calendar if it `is_later`."""
        kind = FaultyHub if has_faults else Hub
        self.hub = kind(self.folder / "hub", arguments, "tests.stories.later_hub" if is_later else "karmadesk.hub")
        with patch.dict(os.environ, {AHEAD: str(self.calendar.file)}):
            self.hub.start()
        assert self.hub.url == self.address
        return self.hub

    def hub_goes(self) -> None:
        self.hub.stop()

    @contextmanager
    def sitting(
        self, laptop: Laptop | None = None, clock: StoryClock | None = None, *, sees_plan: bool = True
    ) -> Iterator[Sitting]:
        """Sunita at the window of this laptop, her plan before her unless something is in the way."""
        clock = clock or self.clock
        with (
            patch.object(karmadesk.app.core, "SystemClock", lambda *_: clock),
            (laptop or self.laptop).window("en") as window,
        ):
            window.core.engine = "dummy"
            sitting = Sitting(window, clock)
            if sees_plan:
                sitting.sees_plan()
            yield sitting

    def learns_long(self) -> int:
        """Every page and the practice set of the long course, without a window; how many items wait then."""
        with self.laptop.core() as core:
            desk = core.desk(self.sunita)
            lessons = {row.resource.id: row for unit in course.view(desk, LONG).units for row in unit.rows}
            for page in PAGES:
                learning.record_read(desk, lessons[page].place, lessons[page].resource, 1.0)
            asked = lessons[LAST_SET]
            questions = QuestionSet(LAST_SET, asked.resource.name, ())
            learning.record_answers(desk, asked.place, asked.resource, questions, {})
        return self.laptop.outbox(self.sunita)

    def person(self, username: str = SUNITA[0]) -> str:
        """The id that the hub knows somebody by."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            found = connection.execute("SELECT id FROM people WHERE username = ?", (username,)).fetchone()
        connection.close()
        return str(found[0])


@dataclass
class Sitting:
    """Somebody at the window, by clicks and keys."""

    window: Window
    clock: StoryClock
    browsers: list[threading.Thread] = field(default_factory=list)

    def sees_plan(self) -> None:
        """The window opens on her plan: she is the only person here."""
        hands = self.window.hands
        stage = self.window.window.stage
        hands.until("her desk", lambda: stage.desk is not None)
        hands.until("her plan", lambda: hands.shows("plan-page") and self.window.says(NAMES[HEAT]))

    def opens(self, course_id: str, resource_id: str, viewer: type[Viewer], name: str) -> Viewer:
        """From the plan by the course's row and the lesson's own to what shows it."""
        hands = self.window.hands
        hands.press("rail-plan")
        plan = hands.find(RowList, "plan-list")
        hands.until(
            "the course to be one to open",
            lambda: any(row.id == course_id and row.actions[0].id == "open" for row in plan.rows),
        )
        hands.row("plan-list", course_id)
        hands.row("course-list", resource_id)
        found = hands.find(viewer, name)
        hands.until("the lesson", lambda: found.opened is not None and found.opened.resource.id == resource_id)
        return found

    def watches(self, share: float = 1.0) -> None:
        """Plays the film to this share of it; the whole of it makes it complete."""
        hands = self.window.hands
        viewer = self.opens(HEAT, FILM, VideoViewer, "video-viewer")
        assert isinstance(viewer, VideoViewer)

        def is_enough() -> bool:
            playback = viewer.playback
            if playback is None:
                return False
            state = playback.state
            if state.has_ended or (share < 1 and state.position_ms >= share * state.duration_ms > 0):
                return True
            if not playback.wants_to_play:
                hands.press("play")
            self.clock.play(PACE_S)
            return False

        hands.until("enough of the film", is_enough, 60)
        self.leaves()

    def answers(self, course_id: str = HEAT, resource_id: str = PRACTICE) -> None:
        """Answers a practice set, every question rightly."""
        viewer = self.opens(course_id, resource_id, PracticeViewer, "practice-viewer")
        assert isinstance(viewer, PracticeViewer)
        answer_rightly(self.window.hands, viewer)
        self.leaves()

    def leaves(self) -> None:
        """Back to the course; what the lesson still held is written down."""
        hands = self.window.hands
        if hands.sees("viewer-course"):
            hands.press("viewer-course")
        recorded = self.window.core.jobs.run("act", Context.check).future
        hands.until("the acts to be recorded", recorded.done)

    def learns(self) -> None:
        """The film to its end and the practice set."""
        self.watches()
        self.answers()
        assert {FILM, PRACTICE} <= self.completed()

    def completed(self) -> set[str]:
        """What her course says that she has completed."""
        desk = self.window.window.stage.desk
        assert desk is not None
        rows = [row for unit in course.view(desk, HEAT).units for row in unit.rows]
        return {row.resource.id for row in rows if row.progress.is_completed}

    def sends(self, patience_s: float = 60.0) -> None:
        """Presses F5 until nothing waits any more."""
        hands = self.window.hands
        deadline = time.monotonic() + patience_s
        while self.window.outbox():
            self.asks_the_server()
            if time.monotonic() > deadline:
                raise Stuck(f"waited {patience_s:g} s for everything to be sent")
        hands.until("the strip to say so", lambda: self.window.strip.view.to_send == 0)

    def asks_the_server(self) -> None:
        """Presses F5, and waits until that round is over."""
        core, hands = self.window.core, self.window.hands
        self.window.asks_the_server()
        # The first look makes the parts of sync and asks them; the round comes behind it in the same lane.
        for _ in range(2):
            is_over = core.jobs.run("sync", Context.check).future
            hands.until("a round", is_over.done, ROUND_S)
        hands.rest()

    def signs_in(self, username: str, password: str) -> None:
        """Does at the server's real form what the window has opened the browser for."""
        hands = self.window.hands
        hands.until("an address for the browser", lambda: bool(self.window.opened))
        address = self.window.opened.pop()
        browser = threading.Thread(
            target=journey_browser.sign_in, args=(address, username, password), kwargs={"follow": True}
        )
        browser.start()
        hands.until("the browser to have done", lambda: not browser.is_alive(), 30)
        browser.join()
        hands.until("the window to be back", lambda: not hands.shows("sign-in-page"))

    def ledger(self) -> dict[ItemState, int]:
        """How many items of each state her ledger has."""
        desk = self.window.window.stage.desk
        assert desk is not None
        return {state: n for state, n in ledger.view(desk).counts.items() if n}


def furnish(folder: Path, courses: Sequence[str] = (HEAT, WILD)) -> tuple[Laptop, str]:
    """A hub's folder, and a laptop on which Sunita has signed in and fetched these courses."""
    place = HubPlace(folder / "hub")
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, write_school(folder / "school"))
    database.close()
    laptop = Laptop(folder / "home")
    laptop.prepare()
    hub = Hub(place.root)
    hub.start()
    try:
        laptop.use(hub.url)
        sunita = laptop.add(*SUNITA)
        assert laptop.says("download", *courses).code == 0
    finally:
        hub.stop()
    # Each copy takes a port of its own.
    (place.root / "port").unlink()
    return laptop, sunita


def copied(furnished: tuple[Laptop, str], folder: Path) -> Field:
    """The same hub and the same laptop again, for one story."""
    laptop, sunita = furnished
    shutil.copytree(laptop.home.parent / "hub", folder / "hub")
    return Field(folder, laptop.copy(folder / "home"), sunita, Calendar(folder / "calendar"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
