"""The tour: the sample courses on a desk of its own, without an account or a network; nothing of it outlives it.

See docs/adr/0012.
"""

from __future__ import annotations

import logging
import shutil
import threading
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

from karmadesk.errors import ContentError
from karmadesk.jobs import Context
from karmadesk.model import (
    Assignment,
    Batch,
    Course,
    Download,
    DownloadState,
    Enrolment,
    Person,
    ServerRow,
    Topic,
)
from karmadesk.paths import Paths
from karmadesk.ports import Catalogue, Changed, Clock, Packages, People, Shelf
from karmadesk.services.desk import Desk
from karmadesk.services.laying import lay, lay_poster
from karmadesk.services.plan import PULLED
from karmadesk.services.shelf import POSTER

log = logging.getLogger(__name__)

SERVER = ServerRow(id="tour", name="", adapter="", host="", api_key="")
"""A row that no adapter speaks and that is never in the program's list."""

ASSIGNED = (
    ("do_1140000000000001", 6, True),
    ("do_1140000000000006", 12, False),
    ("do_1140000000000011", 14, True),
    ("do_1140000000000009", 40, False),
)
"""Course, days until it is due, whether it counts for the appraisal."""

HERE = frozenset({"do_1140000000000001", "do_1140000000000002", "do_1140000000000006"})
"""The courses that are on the laptop when a tour begins; the others are fetched as one fetches any course."""

INDIA = timezone(timedelta(hours=5, minutes=30))
APRIL = 4


class Tour:
    """Made in a lane; `desk` is ready then. `fetch` and `end` belong in lanes too."""

    def __init__(self, folder: Path, packages_at: Path, packages: Packages, clock: Clock, changed: Changed) -> None:
        """Raises DiskFull, ContentError."""
        from karmadesk.files import ContentStore
        from karmadesk.store import open_catalogue, open_people, open_shelf
        from karmadesk.vault.memory import MemoryVault
        from karmadesk.vault.wrapped import SecretWrapping

        sweep(folder)
        paths = Paths(folder)
        paths.make()
        paths.catalogue(SERVER.id).parent.mkdir(parents=True)
        self._folder = folder
        self._packages_at = packages_at
        self._clock = clock
        self._changed = changed
        self._lock = threading.Lock()
        self._has_ended = False
        self._catalogue: Catalogue = open_catalogue(paths.catalogue(SERVER.id))
        self._shelf: Shelf = open_shelf(paths.shelf)
        # The key is never written down, and there is no sink: what is learnt has nowhere to go.
        self._people: People = open_people(paths, MemoryVault(), clock, "tour", SecretWrapping(), lambda _: ())
        person: Person = self._people.add(SERVER.id, "")
        self.desk = Desk(
            person=person,
            server=SERVER,
            catalogue=self._catalogue,
            shelf=self._shelf,
            learner=self._people.open(person.id),
            files=ContentStore(paths.objects),
            packages=packages,
            clock=clock,
            is_tour=True,
        )
        self._furnish()

    def fetch(self, context: Context) -> int:
        """Does what the download queue asks, from the samples beside the program; how many files were finished."""
        finished = 0
        while self._fetch_one(context):
            finished += 1
            self._changed(Topic.DOWNLOADS | Topic.PLAN)
        return finished

    def _fetch_one(self, context: Context) -> bool:
        """False when nothing waits, or the tour has ended meanwhile."""
        with self._lock:
            download = None if self._has_ended else self._claimed()
            if download is None:
                return False
            state, key = DownloadState.DONE, ""
            try:
                self._lay(download, context)
            except ContentError as error:
                log.warning("no sample of %s: %s", download.content_id, error.key)
                state, key = DownloadState.FAILED, error.key
            with self._shelf.write() as shelf:
                shelf.settle(download.id, state, key)
            return True

    def end(self) -> None:
        """Forgets all of it."""
        with self._lock:
            self._has_ended = True
        self._people.close_all()
        self._shelf.close()
        self._catalogue.close()
        sweep(self._folder)

    def _furnish(self) -> None:
        context, now = Context(), self._clock.corrected()
        spines = sorted(self._packages_at.glob("*_SPINE.ecar"))
        courses: list[Course] = []
        for spine in spines:
            course = self.desk.packages.course(spine)
            if course is None:
                continue
            courses.append(course)
            lay_poster(self.desk, spine, course, context)
            if course.id in HERE:
                for resource in course.resources():
                    lay(self.desk, self._archive(resource.id), resource.id, context)
        with self._catalogue.write() as catalogue:
            for course in courses:
                catalogue.put_course(course)
        with self.desk.learner.write() as learner:
            learner.put_plan([_assigned(now, *one) for one in ASSIGNED])
            learner.put_enrolments([Enrolment(c.id, Batch(SERVER.id, c.id), now) for c in courses])
            learner.set_checkpoint(PULLED, "yes")

    def _claimed(self) -> Download | None:
        with self._shelf.write() as shelf:
            return shelf.claim(self._clock.now())

    def _lay(self, download: Download, context: Context) -> None:
        if download.role == POSTER:
            with self._catalogue.read() as catalogue:
                course = catalogue.course(download.content_id)
            if course is not None:
                lay_poster(self.desk, self._packages_at / f"{course.id}_SPINE.ecar", course, context)
        else:
            lay(self.desk, self._archive(download.content_id), download.content_id, context)

    def _archive(self, content_id: str) -> Path:
        return self._packages_at / f"{content_id}.ecar"


class Tours:
    """One tour at a time, and none left behind."""

    def __init__(self, folder: Path, packages_at: Path, packages: Packages, clock: Clock, changed: Changed) -> None:
        self._folder = folder
        self._make = partial(Tour, folder, packages_at, packages, clock, changed)
        self._tour: Tour | None = None

    @property
    def is_on(self) -> bool:
        return self._tour is not None

    def begin(self) -> Desk:
        """A new tour's desk; one that was on ends. Raises as `Tour` does."""
        self.end()
        self._tour = self._make()
        return self._tour.desk

    def fetch(self, context: Context) -> int:
        """Does what the tour's queue asks."""
        return self._tour.fetch(context) if self._tour is not None else 0

    def end(self) -> None:
        """Forgets the tour that is on, or what one left that was killed."""
        tour, self._tour = self._tour, None
        if tour is not None:
            tour.end()
        else:
            sweep(self._folder)


def sweep(folder: Path) -> None:
    """Removes what a tour left, also one that was killed."""
    shutil.rmtree(folder, ignore_errors=True)


def _assigned(now: datetime, course_id: str, days: int, is_apar: bool) -> Assignment:
    day = now.astimezone(INDIA)
    first_year = day.year if day.month >= APRIL else day.year - 1
    due = datetime(day.year, day.month, day.day, 23, 59, tzinfo=INDIA) + timedelta(days=days)
    return Assignment(course_id, due.astimezone(UTC), is_apar, SERVER.id, first_year)
