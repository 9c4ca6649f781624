"""One course: its tree with the learner's state, what is here, and what is missing for 100 %."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from karmadesk import content
from karmadesk.content import Completion
from karmadesk.errors import NotDownloaded
from karmadesk.learning.completion import course_fraction, threshold_of
from karmadesk.model import (
    Assignment,
    BatchStatus,
    Course,
    Download,
    DownloadState,
    Enrolment,
    Place,
    Resource,
    Unit,
)
from karmadesk.nodes import LANGUAGE_CODES
from karmadesk.ports import LearnerReads, ShelfReads
from karmadesk.services import certificates
from karmadesk.services.desk import Desk
from karmadesk.services.presence import Here, Known, course_of, due_of, fraction_of, plan_item, poster
from karmadesk.services.views import CourseView, Missing, MissingKind, PlanItem, ResourceRow, UnitRow

_UNFINISHED = {DownloadState.WAITING, DownloadState.RUNNING, DownloadState.PAUSED, DownloadState.FAILED}
_MISSING = {
    Completion.WATCHED: MissingKind.WATCH,
    Completion.PAGES: MissingKind.READ,
    Completion.READ: MissingKind.READ,
    Completion.ANSWERED: MissingKind.ANSWER,
}


def language_name(code: str) -> str:
    """The server's name of a language, lower-case English, for an ISO code; the code itself when unknown."""
    return next((name for name, known in LANGUAGE_CODES.items() if known == code), code)


def tree_for(desk: Desk, course: Course, language: str = "") -> Course:
    """The course's tree in this language (a server's name), else in the person's own, else the course itself."""
    wanted = language or language_name(desk.person.language)
    tree_id = course.card.languages.get(wanted, course.id)
    if tree_id == course.id:
        return course
    with desk.catalogue.read() as catalogue:
        return catalogue.course(tree_id) or course


def base_of(desk: Desk, learner: LearnerReads, course_id: str) -> str:
    """The course that is enrolled in when this tree is learnt: the assigned or enrolled one of its languages."""
    mine = {a.course_id for a in learner.assignments()} | set(learner.enrolments())
    if course_id in mine:
        return course_id
    with desk.catalogue.read() as catalogue:
        card = catalogue.cards([course_id]).get(course_id)
        others = list(card.languages.values()) if card else []
        joined = next((other for other in others if other in mine), "")
        # Of a course that came from a file, the other languages may not be known here.
        return joined or next((other for other in others if catalogue.course(other) is not None), course_id)


def view(desk: Desk, course_id: str, language: str = "") -> CourseView:
    """The course's screen in one language's tree. Raises NotDownloaded when nothing at all is known of the course."""
    with desk.learner.read() as learner:
        base_id = base_of(desk, learner, course_id)
        base = _known_course(desk, base_id)
        if base_id != course_id and not language:
            language = next((name for name, tree in base.card.languages.items() if tree == course_id), "")
        tree = tree_for(desk, base, language)
        groups = _groups(desk, base)
        every = [*groups, tree]
        known = Known.read(learner, every)
        enrolment = learner.enrolments().get(base.id)
        assignment = next((a for a in learner.assignments() if a.course_id == base.id), None)
        last = learner.last_opened()
        share = fraction_of(known, base, groups)
        is_done = bool(tree.resources()) and share >= 1.0
        certificate = certificates.of_course(learner, base.id, is_done=is_done)
        with desk.shelf.read() as shelf:
            here = Here.read(shelf, desk.server.id, every)
            rows = _Rows(desk, base, enrolment, known, here, _unfinished(shelf))
            units = tuple(rows.unit(unit, number) for number, unit in enumerate(tree.units, 1))
            courses = _children(desk, shelf, learner, base, known, here)
            picture = poster(desk, shelf, tree.id) or poster(desk, shelf, base.id)
            resources = tree.resources()
            here_bytes = shelf.placed_bytes(desk.server.id, [r.id for r in resources])
    due, days = due_of(assignment.due_at if assignment else None, desk.clock.corrected())
    waiting = sum(1 for unit in units for row in unit.rows if row.progress.is_waiting)
    flat = [row for unit in units for row in unit.rows]
    return CourseView(
        card=tree.card,
        base_id=base.id,
        language=next((n for n, t in base.card.languages.items() if t == tree.id), tree.card.language.lower()),
        languages=base.card.languages,
        units=units,
        courses=courses,
        fraction=share,
        is_done=is_done,
        has_tree=bool(tree.units),
        presence=here.presence(resources),
        here_bytes=here_bytes,
        fetch_bytes=sum(r.size_bytes for r in here.missing(resources)),
        enrolment=enrolment,
        is_batch_ended=bool(enrolment and enrolment.batch.status is BatchStatus.ENDED),
        waiting=waiting,
        missing=_missing(flat, waiting),
        due=due,
        due_at=assignment.due_at if assignment else None,
        due_days=days,
        is_apar=bool(assignment and assignment.is_apar),
        resume=_resume(flat, last[0] if last else None),
        poster=picture,
        certificate=certificate,
    )


def _known_course(desk: Desk, course_id: str) -> Course:
    with desk.catalogue.read() as catalogue:
        course = catalogue.course(course_id)
        if course is not None:
            return course
        card = catalogue.cards([course_id]).get(course_id)
    if card is None:
        raise NotDownloaded(course_id)
    return Course(card)


def _groups(desk: Desk, base: Course) -> tuple[Course, ...]:
    with desk.catalogue.read() as catalogue:
        others = [catalogue.course(tree) for tree in base.card.languages.values() if tree != base.id]
    return (base, *(tree for tree in others if tree is not None))


def _unfinished(shelf: ShelfReads) -> Mapping[str, Download]:
    return {d.content_id: d for d in shelf.downloads() if d.state in _UNFINISHED}


def _children(
    desk: Desk, shelf: ShelfReads, learner: LearnerReads, base: Course, known: Known, here: Here
) -> tuple[PlanItem, ...]:
    """A program's courses, as cards. Their leaves are in the program's tree, so nothing more is read of them."""
    if not base.courses:
        return ()
    assigned: dict[str, Assignment] = {a.course_id: a for a in learner.assignments()}
    with desk.catalogue.read() as catalogue:
        cards = catalogue.cards(base.courses)
        found = {c: catalogue.course(c) for c in base.courses}
    papers = certificates.here(learner)
    items = (
        plan_item(desk, shelf, found[c], cards[c], assigned.get(c), known, here, [t for t in [found[c]] if t])
        for c in base.courses
        if c in cards
    )
    return tuple(replace(item, certificate_id=papers.get(item.card.id, "")) for item in items)


class _Rows:
    """Makes the rows of one course from what was read once."""

    def __init__(
        self,
        desk: Desk,
        base: Course,
        enrolment: Enrolment | None,
        known: Known,
        here: Here,
        downloads: Mapping[str, Download],
    ) -> None:
        self._desk = desk
        self._base = base
        self._batch = enrolment.batch.id if enrolment else ""
        self._known = known
        self._here = here
        self._downloads = downloads

    def unit(self, unit: Unit, number: int) -> UnitRow:
        rows = tuple(self._row(r) for r in unit.all_resources())
        share = course_fraction((r.resource.id for r in rows), (r.progress for r in rows))
        return UnitRow(unit.id, unit.name, number, share, rows)

    def _row(self, resource: Resource) -> ResourceRow:
        course_id = course_of(self._base, resource)
        return ResourceRow(
            place=Place(course_id, self._batch if course_id == self._base.id else "", resource.id),
            resource=resource,
            progress=self._known.progress(course_id, resource),
            is_here=self._here.has(resource),
            download=self._downloads.get(resource.id),
        )


def _missing(rows: Sequence[ResourceRow], waiting: int) -> tuple[Missing, ...]:
    """What lies between the learner and 100 %, in reading order, then what waits to be sent."""
    found = []
    for row in rows:
        kind = _MISSING.get(content.kind(row.resource.kind).completion)
        if row.progress.is_completed or kind is None:
            continue
        left = max(0.0, threshold_of(row.resource.threshold) - row.progress.fraction)
        found.append(
            Missing(
                kind=kind,
                name=row.resource.name,
                percent_left=max(1, round(left * 100)),
                seconds=row.resource.duration_s * (1 - row.progress.fraction),
                place=row.place,
            )
        )
    if waiting:
        found.append(Missing(MissingKind.SEND, count=waiting))
    return tuple(found)


def _resume(rows: Sequence[ResourceRow], last: Place | None) -> Place | None:
    """Where "continue" leads: the resource opened last while unfinished, else the first unfinished, else the first."""
    open_rows = [row for row in rows if not row.progress.is_completed and row.is_here] or [r for r in rows if r.is_here]
    if last is not None:
        for row in open_rows:
            if row.resource.id == last.resource_id:
                return row.place
    return open_rows[0].place if open_rows else None
