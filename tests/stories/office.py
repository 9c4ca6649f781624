"""A block office: a laptop without a link for three people, a coordinator's linked computer, a hub, and a pen drive."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import karmadesk.app.core
from karmadesk.app.core import Core
from karmadesk.hub import seeding
from karmadesk.hub.__main__ import main as hub_main
from karmadesk.hub.database import database_in
from karmadesk.hub.place import Place as HubPlace
from karmadesk.model import Choice, Enrolment, ItemState, Question, QuestionSet
from karmadesk.services import course, learning, ledger
from karmadesk.services.desk import Desk
from karmadesk.services.views import ResourceRow
from tests.hub import samples
from tests.hub.server import Hub
from tests.soak.oracle import held_by
from tests.stories.calendar import AHEAD, Calendar, StoryClock
from tests.stories.laptop import Laptop
from tests.ui.doubles import ROOT

COMMON, HERS, ENDING, GROWING, LATE = "do_61", "do_62", "do_63", "do_64", "do_65"
NAMES = {COMMON: "Clean water", HERS: "Births", ENDING: "Accounts", GROWING: "Forest fires", LATE: "The new form"}
LENGTHS = {COMMON: 5, HERS: 6, ENDING: 12, GROWING: 4, LATE: 4}
MORE = 3
"""So many lessons are added to the course that grows."""
SUNITA, ARIF, RAVI = "sunita", "arif", "ravi"
OWN = {SUNITA: HERS, ARIF: ENDING, RAVI: GROWING}
COORDINATOR = "meena"
NEW_BATCH = "0190000000000063"
DONE = 2
ASKED = QuestionSet(
    "asked", "Practice", (Question("q", "?", (Choice("1", "yes"),), frozenset({"1"}), is_multiple=False),)
)


def password(username: str) -> str:
    return f"demo-{username}"


class Office:
    """Everything that is there, and what is done with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calendar = Calendar(folder / "calendar")
        self.clock = StoryClock(self.calendar)
        self.packages = folder / "school" / "packages"
        self._write_school()
        self.hub = Hub(folder / "hub", ("--certificate-delay", "0"), "tests.stories.later_hub")
        self.laptop = Laptop(folder / "laptop")
        self.linked = Laptop(folder / "linked")
        self.people: dict[str, str] = {}
        self.drives = 0
        self.drive = folder / "nowhere"

    @contextmanager
    def open(self) -> Iterator[None]:
        """The office on its first morning: the laptop is fetched home once, after that it never sees a link."""
        self._to_monday()
        with (
            patch.dict(os.environ, {AHEAD: str(self.calendar.file)}),
            patch.object(karmadesk.app.core, "SystemClock", lambda *_: self.clock),
        ):
            self.hub.start()
            try:
                self.buy_drive()
                for computer, who in ((self.laptop, [*OWN]), (self.linked, [COORDINATOR])):
                    self.sets_up(computer, who)
                yield
            finally:
                self.hub.stop()

    def sets_up(self, computer: Laptop, who: list[str]) -> None:
        """A new computer with a link, for once: everybody signs in, and what is theirs is pulled."""
        computer.prepare()
        computer.use(self.hub.url)
        ids = {username: computer.add(username, password(username)) for username in who}
        if computer is self.laptop:
            self.people = ids

    def is_reimaged(self) -> None:
        """The laptop comes back from the workshop as it came from the factory."""
        shutil.rmtree(self.laptop.home)
        self.laptop = Laptop(self.folder / "laptop again")
        os.environ["XDG_STATE_HOME"] = str(self.folder / "state again")
        self.sets_up(self.laptop, [*OWN])

    # The hub's owner

    def owner(self, *words: str) -> None:
        """One of the owner's verbs."""
        assert hub_main([*words, "--data", str(self.hub.data_dir)]) == 0

    def assigns_late(self) -> None:
        due = (self.calendar.today().date().replace(day=1)).isoformat()
        self.owner("assign", LATE, "--to", "all", "--due", f"{int(due[:4]) + 1}{due[4:]}")

    def grows(self) -> None:
        """A newer version of a course, with more lessons."""
        lessons = [self._lesson(GROWING, number) for number in range(LENGTHS[GROWING] + MORE)]
        samples.collection(self.packages, GROWING, lessons, name=NAMES[GROWING], pkgVersion=2.0)
        new = [self.packages / f"{lesson['identifier']}.ecar" for lesson in lessons[LENGTHS[GROWING] :]]
        self.owner("courses", "add", *map(str, new), str(self.packages / f"{GROWING}_SPINE.ecar"))

    # The drive

    def buy_drive(self) -> None:
        """A new one, empty."""
        self.drives += 1
        self.drive = self.folder / f"drive {self.drives}"
        self.drive.mkdir()

    def lose_drive(self) -> None:
        shutil.rmtree(self.drive)
        self.buy_drive()

    def copy_of_drive(self) -> Path:
        """A second drive with what is on the first now."""
        self.drives += 1
        return Path(shutil.copytree(self.drive, self.folder / f"drive {self.drives}"))

    def carry(self, computer: Laptop, way: str, drive: Path | None = None) -> list[dict[str, Any]]:
        """Out, deliver or in; one report a person or file."""
        told = computer.says("carry", way, str(drive or self.drive), "--json")
        assert "Traceback" not in told.out + told.err, told
        reports = [json.loads(line) for line in told.out.splitlines()]
        assert all(report["error"] in {"", "stale"} for report in reports), reports
        return reports

    # The laptop

    def learns(self, lessons: int, log: set[tuple[str, str, str]]) -> None:
        """A day: each of the three does so many lessons of what is in their plan, and sends again what was refused."""
        with self.laptop.core() as core:
            for username, person_id in self.people.items():
                desk = core.desk(person_id)
                for row in left(desk)[:lessons]:
                    does(desk, row)
                    log.add((username, row.place.course_id, row.resource.id))
                self._sends_again(desk)

    def _sends_again(self, desk: Desk) -> None:
        """Who was put into a new batch does what the ledger says."""
        refused = ledger.view(desk, ItemState.REFUSED).rows
        with desk.learner.read() as db:
            joined = db.enrolments()
        for row in refused:
            enrolment: Enrolment | None = joined.get(row.item.place.course_id)
            if enrolment is not None and enrolment.batch.id != row.item.place.batch_id:
                ledger.retry(desk, row.item.key)

    def is_done(self) -> bool:
        """Whether nobody has anything left to do."""
        with self.laptop.core() as core:
            return not any(left(core.desk(person_id)) for person_id in self.people.values())

    def plans(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """What each has in their plan on the laptop, and which lessons they know of it."""
        with self.laptop.core() as core:
            return {username: planned(core, person_id) for username, person_id in self.people.items()}

    def states(self) -> dict[str, Counter[ItemState]]:
        """What became of each one's items."""
        with self.laptop.core() as core:
            return {
                username: Counter(row.item.state for row in ledger.view(core.desk(person_id)).rows)
                for username, person_id in self.people.items()
            }

    # What the hub says

    def wrongs(self, log: set[tuple[str, str, str]]) -> list[str]:
        """From its database alone: whatever was lost, counted twice, or never done."""
        found = []
        for username in OWN:
            held = held_by(self.hub.data_dir / "hub.db", self.hub_person(username))
            did = {(course_id, lesson) for who, course_id, lesson in log if who == username}
            finished = Counter((one.course, one.content) for one in held.writes if one.status == DONE)
            found += [f"{username}: {place} is lost" for place in did - set(finished)]
            found += [f"{username}: {place} was never done" for place in set(finished) - did]
            found += [f"{username}: {place} was counted {n} times" for place, n in finished.items() if n != 1]
            found += [f"{username}: {place} is not complete" for place in did if held.rows[place].status != DONE]
            found += [f"{username}: joined {one} {n} times" for one, n in held.joinings.items() if n != 1]
        return found

    def hub_person(self, username: str) -> str:
        connection = sqlite3.connect(f"file:{self.hub.data_dir / 'hub.db'}?mode=ro", uri=True)
        try:
            return str(connection.execute("SELECT id FROM people WHERE username = ?", (username,)).fetchone()[0])
        finally:
            connection.close()

    def _to_monday(self) -> None:
        today = self.calendar.today()
        self.calendar.pass_(days=7 - today.weekday(), hours=8 - today.hour)

    def _write_school(self) -> None:
        folder = self.packages.parent
        for course_id, length in LENGTHS.items():
            lessons = [self._lesson(course_id, number) for number in range(length)]
            if course_id == COMMON:
                lessons.append(samples.question_set(self.packages, f"{COMMON}90", "Practice Question Set"))
            samples.collection(self.packages, course_id, lessons, name=NAMES[course_id])
        shutil.copy(ROOT / "resources" / "demo" / "people.csv", folder)
        whose: list[tuple[str, dict[str, object]]] = [(COMMON, {"all": True})]
        whose += [(own, {"user": username}) for username, own in OWN.items()]
        plans = [{"course": one, "to": to, "due_days": 60, "plan": NAMES[one]} for one, to in whose]
        seed = {"batches": [], "assignments": plans, "enrolments": [], "progress": []}
        (folder / "seed.json").write_text(json.dumps(seed), "utf-8")
        place = HubPlace(self.folder / "hub")
        place.prepare()
        database = database_in(place, None)
        seeding.seed(database, place, folder)
        database.close()

    def _lesson(self, course_id: str, number: int) -> samples.Json:
        return samples.leaf(self.packages, f"{course_id}{number:02}", "text/html", "page.html", b"<p>Read.</p>")


def planned(core: Core, person_id: str) -> dict[str, tuple[str, ...]]:
    """The courses of somebody's plan with the lessons that are known of each."""
    desk = core.desk(person_id)
    with desk.learner.read() as db:
        assigned = [one.course_id for one in db.assignments()]
    with desk.catalogue.read() as catalogue:
        trees = {course_id: catalogue.course(course_id) for course_id in assigned}
    return {one: tuple(r.id for r in tree.resources()) if tree else () for one, tree in trees.items()}


def left(desk: Desk) -> list[ResourceRow]:
    """What somebody has still to do: what all have to do first, then their own."""
    with desk.learner.read() as db:
        assigned = sorted(one.course_id for one in db.assignments())
    with desk.catalogue.read() as catalogue:
        known = [course_id for course_id in assigned if catalogue.course(course_id) is not None]
    rows = [row for course_id in known for unit in course.view(desk, course_id).units for row in unit.rows]
    return [row for row in rows if not row.progress.is_completed]


def does(desk: Desk, row: ResourceRow) -> None:
    """A page read to its end, or a practice set answered."""
    if row.resource.kind == "practice":
        learning.record_answers(desk, row.place, row.resource, ASKED, {"q": frozenset({"1"})})
    else:
        learning.record_read(desk, row.place, row.resource, 1.0)
