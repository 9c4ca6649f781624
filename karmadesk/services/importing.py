"""Courses from files: what a drive or another laptop brings, opened as if it had been downloaded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from karmadesk import content
from karmadesk.errors import DiskFull, KarmaDeskError, NoCourseForIt, NotShownHere, UnreadableFile
from karmadesk.jobs import Cancelled, Context
from karmadesk.model import NOTHING, Course, Download, DownloadState, Json, Placement, Resource, Topic
from karmadesk.ports import ShelfWrites, Unpacked
from karmadesk.services.course import base_of
from karmadesk.services.desk import Desk
from karmadesk.services.imported_tree import believed, kept_tree
from karmadesk.services.shelf import POSTER, download_of

log = logging.getLogger(__name__)

SUFFIX = ".ecar"
MAIN_ROLES = frozenset({"artifact", "questions"})
RESERVE_BYTES = 64 * 1024 * 1024
"""Left free on the disk, so that the databases can always write what somebody learns."""


@dataclass(frozen=True)
class ImportProgress:
    """How far an import is: which file of how many, and bytes of all of them."""

    number: int
    count: int
    name: str
    bytes_done: int
    bytes_total: int


@dataclass(frozen=True)
class ImportedFile:
    """What became of one file. `title` is the course's or the lesson's name; `error_key` "" where all went well."""

    path: Path
    title: str = ""
    course_id: str = ""
    lessons: int = 0
    is_course: bool = False
    error_key: str = ""
    error_arguments: Mapping[str, Json] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class ImportReport:
    """All files, in the order in which they were named. After a cancel some may be missing."""

    files: tuple[ImportedFile, ...]
    is_cancelled: bool = False

    @property
    def topic(self) -> Topic:
        is_news = any(not each.error_key for each in self.files)
        return Topic.DOWNLOADS | Topic.PLAN | Topic.CATALOGUE if is_news else Topic.NONE


Told = Callable[[ImportProgress], None]


def course_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files that are meant: those named, and the course files that lie directly in a folder that is named."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            with _reading(path):
                inside = [each for each in path.iterdir() if each.suffix.lower() == SUFFIX and each.is_file()]
            found += sorted(inside)
        else:
            found.append(path)
    return tuple(dict.fromkeys(found))


def bring(desk: Desk, paths: Sequence[Path], context: Context, told: Told | None = None) -> ImportReport:
    """Imports files for the person at the desk: course trees first, so that a lesson finds its course.

    Each file is imported whole or changes nothing. A cancel ends after what is whole. In the lane of the shelf, after
    the disk was tidied.
    """
    run = _Run(desk, paths, context, told)
    try:
        run.look()
        run.bring()
    except Cancelled:
        log.info("an import was cancelled after %s files", len(run.done))
        return ImportReport(run.report(), is_cancelled=True)
    return ImportReport(run.report())


class _Run:
    """One import of several files."""

    def __init__(self, desk: Desk, paths: Sequence[Path], context: Context, told: Told | None) -> None:
        self._desk = desk
        self._paths = tuple(paths)
        self._context = context
        self._told = told
        self._sizes = {path: _size(path) for path in self._paths}
        self._courses: dict[Path, Course] = {}
        self.done: dict[Path, ImportedFile] = {}

    def look(self) -> None:
        """Which of the files are courses, and which can't be read at all."""
        for path in self._paths:
            self._context.check()
            try:
                with _reading(path):
                    course = self._desk.packages.course(path)
            except KarmaDeskError as problem:
                self.done[path] = _refused(path, problem)
            else:
                if course is not None:
                    self._courses[path] = course

    def bring(self) -> None:
        rest = [path for path in self._paths if path not in self.done]
        total = sum(self._sizes[path] for path in rest)
        before = 0
        ordered = sorted(rest, key=lambda path: path not in self._courses)
        for number, path in enumerate(ordered, 1):
            self._context.check()
            step = ImportProgress(number, len(rest), path.name, before, total)
            self._tell(step)
            try:
                self.done[path] = self._one(path, step)
            except KarmaDeskError as problem:
                self.done[path] = _refused(path, problem)
            before += self._sizes[path]
        self._tell(ImportProgress(len(rest), len(rest), "", total, total))

    def report(self) -> tuple[ImportedFile, ...]:
        return tuple(self.done[path] for path in self._paths if path in self.done)

    def _tell(self, progress: ImportProgress) -> None:
        if self._told is not None:
            self._told(progress)

    def _one(self, path: Path, step: ImportProgress) -> ImportedFile:
        desk, size = self._desk, self._sizes[path]
        if desk.files.free_bytes() < size + RESERVE_BYTES:
            raise DiskFull(f"{path.name} has {size} bytes", needed_bytes=size)

        def out(bytes_out: int) -> None:
            if self._context.is_due("import"):
                self._tell(replace(step, bytes_done=step.bytes_done + min(size, bytes_out)))

        with desk.files.staging() as folder:
            with _reading(path):
                found = desk.packages.unpack(path, folder, self._context, out)
            course = self._courses.get(path)
            if course is not None:
                return self._course(path, course, found)
            return self._lesson(path, found)

    def _course(self, path: Path, course: Course, found: Sequence[Unpacked]) -> ImportedFile:
        """A course's tree, its picture, and those of its lessons that came in the same file."""
        desk = self._desk
        ids = {r.id for r in course.resources() if _is_shown(r)} & {f.content_id for f in found if _is_main(f)}
        wanted = [f for f in found if f.content_id in ids or (f.content_id, f.role) == (course.id, POSTER)]
        with self._adopted(wanted) as placements, desk.catalogue.write() as catalogue:
            kept = kept_tree(catalogue, believed(course, desk.server.host))
            catalogue.put_course(kept)
            lessons = {r.id: (kept, r) for r in kept.resources() if r.id in ids}
            ours = [p for p in placements if p.content_id in lessons or p.content_id == course.id]
            with desk.shelf.write() as shelf:
                self._shelve(shelf, ours, lessons)
        return ImportedFile(path, kept.card.name, kept.id, len(lessons), is_course=True)

    def _lesson(self, path: Path, found: Sequence[Unpacked]) -> ImportedFile:
        """Lessons without their course: each goes where a course that is known here has it."""
        ids = dict.fromkeys(f.content_id for f in found if _is_main(f))
        if not ids:
            raise NotShownHere(f"no lesson in {path.name}")
        homes = {i: home for i in ids if (home := self._home(i)) is not None}
        if not homes:
            raise NoCourseForIt(f"no course has {next(iter(ids))}")
        course, resource = next(iter(homes.values()))
        shown = {i: home for i, home in homes.items() if _is_shown(home[1])}
        if not shown:
            raise NotShownHere(f"{resource.mime_type} can't be shown", name=resource.name)
        wanted = [f for f in found if f.content_id in shown]
        with self._adopted(wanted) as placements, self._desk.shelf.write() as shelf:
            self._shelve(shelf, placements, shown)
        return ImportedFile(path, resource.name, course.id, len(shown))

    def _home(self, content_id: str) -> tuple[Course, Resource] | None:
        """The course that has this content: one that the person learns, else one of this import, else any."""
        desk = self._desk
        with desk.catalogue.read() as catalogue, desk.learner.read() as learner:
            mine = {a.course_id for a in learner.assignments()} | set(learner.enrolments())
            new = {course.id for course in self._courses.values()}
            ids = sorted(catalogue.courses_with(content_id), key=lambda i: (i not in mine, i not in new, i))
            course = catalogue.course(ids[0]) if ids else None
            if course is None:
                return None
            resource = next(r for r in course.resources() if r.id == content_id)
            return catalogue.course(base_of(desk, learner, course.id)) or course, resource

    @contextmanager
    def _adopted(self, wanted: Sequence[Unpacked]) -> Iterator[list[Placement]]:
        """The files in the content store, as placements; whatever goes wrong meanwhile, none of them stays there."""
        adopted: dict[Path, tuple[str, int]] = {}
        server_id = self._desk.server.id
        try:
            for each in wanted:
                self._context.check()
                if each.path not in adopted:
                    adopted[each.path] = self._desk.files.adopt(each.path)
            yield [
                Placement(server_id, f.content_id, f.version, f.role, *adopted[f.path], f.name, f.mime_type)
                for f in wanted
            ]
        except BaseException:
            _take_away(self._desk, [sha256 for sha256, _ in adopted.values()], {each.content_id for each in wanted})
            raise

    def _shelve(
        self, shelf: ShelfWrites, files: Sequence[Placement], lessons: Mapping[str, tuple[Course, Resource]]
    ) -> None:
        """Records the files and, as after a download, that they were fetched. A newer version that is here stays."""
        needed_by = (self._desk.person.id,)
        held = shelf.placed(self._desk.server.id, list(lessons))
        fresh = [p for p in files if held.get(p.content_id, 0.0) <= p.version]
        if fresh:
            self._desk.files.label(fresh, needed_by)
            shelf.place(fresh, needed_by)
        for content_id, (home, resource) in lessons.items():
            brought = [p for p in fresh if p.content_id == content_id]
            if brought:
                # One as new as the tree, or newer, is what the queued download would have brought.
                version = min(resource.version, brought[0].version)
                wanted = download_of(self._desk, home, replace(resource, version=version))
                shelf.enqueue([wanted])
                _settle(shelf, wanted, sum(p.size_bytes for p in brought))


def _settle(shelf: ShelfWrites, wanted: Download, size: int) -> None:
    """The download in the queue that this one is, fetched."""
    identity = _identity(wanted)
    queued = next(each for each in shelf.downloads() if _identity(each) == identity)
    shelf.advance(queued.id, size, size, "")
    shelf.settle(queued.id, DownloadState.DONE)


def _identity(download: Download) -> tuple[str, str, float, str]:
    return download.server_id, download.content_id, download.version, download.role


def _take_away(desk: Desk, sha256s: Sequence[str], contents: Collection[str]) -> None:
    """Objects of an import that failed leave the disk, unless something needs them or just fetches the same."""
    with desk.shelf.read() as shelf:
        if not any(d.content_id in contents and d.state is DownloadState.RUNNING for d in shelf.downloads()):
            desk.files.remove(shelf.unneeded(sha256s))


def _is_main(found: Unpacked) -> bool:
    return found.role in MAIN_ROLES


def _is_shown(resource: Resource) -> bool:
    return content.kind(resource.kind) is not content.UNSUPPORTED


def _size(path: Path) -> int:
    """0 for what can't be looked at: reading it says why."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _refused(path: Path, problem: KarmaDeskError) -> ImportedFile:
    log.warning("%s was not imported: %s (%s)", path.name, problem.key, problem.detail)
    return ImportedFile(path, error_key=problem.key, error_arguments=problem.arguments)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """What the system says about a file that it does not let us read becomes UnreadableFile."""
    try:
        yield
    except OSError as problem:
        raise UnreadableFile(f"{path.name}: {problem.strerror}", name=path.name) from problem
