"""How much of a course is on this laptop and how far it is learnt: the figures that several screens share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from karmadesk import content
from karmadesk.learning.completion import course_fraction
from karmadesk.model import Assignment, Course, CourseCard, DownloadState, Progress, Resource, ServerState, Watched
from karmadesk.ports import LearnerReads, ShelfReads
from karmadesk.services.desk import Desk
from karmadesk.services.views import Due, PlanItem, Presence
from karmadesk.statement import Statement, project

SOON_DAYS = 14
"""A due date this near is urgent enough to be coloured."""

ACTIVE = {DownloadState.WAITING, DownloadState.RUNNING}


@dataclass(frozen=True)
class Known:
    """Everything the learner's store knows that projections need, read once a screen."""

    states: Mapping[tuple[str, str], ServerState]
    watched: Mapping[str, Watched]
    pending: Mapping[str, tuple[Statement, ...]]

    @staticmethod
    def read(learner: LearnerReads, courses: Iterable[Course]) -> Known:
        """One read of each table for all the courses of a screen."""
        by_resource: dict[str, list[Statement]] = {}
        for statement in learner.pending():
            by_resource.setdefault(statement.place.resource_id, []).append(statement)
        ids = [r.id for course in courses for r in course.resources()]
        return Known(learner.states(), learner.watched(ids), {k: tuple(v) for k, v in by_resource.items()})

    def progress(self, course_id: str, resource: Resource) -> Progress:
        """What to show of this resource in this course (the one enrolled in, not the tree of a language)."""
        return project(
            resource.id,
            self.states.get((course_id, resource.id)),
            self.watched.get(resource.id),
            self.pending.get(resource.id, ()),
        )


@dataclass(frozen=True)
class Here:
    """Which contents are here, which are under way."""

    placed: Mapping[str, float]
    active: frozenset[str]

    @staticmethod
    def read(shelf: ShelfReads, server_id: str, courses: Iterable[Course]) -> Here:
        ids = [r.id for course in courses for r in course.resources()]
        under_way = frozenset(d.content_id for d in shelf.downloads() if d.state in ACTIVE)
        return Here(shelf.placed(server_id, ids), under_way)

    def has(self, resource: Resource) -> bool:
        """Whether it opens offline; an older version does, until the newer one is here."""
        return resource.id in self.placed

    def presence(self, resources: Sequence[Resource]) -> Presence:
        # What came from a file is here without an address to fetch it from.
        wanted = [r for r in resources if can_be_fetched(r) or self.has(r)]
        if any(r.id in self.active for r in wanted):
            return Presence.FETCHING
        here = sum(1 for r in wanted if self.has(r))
        if not here:
            return Presence.NONE
        return Presence.WHOLE if here == len(wanted) else Presence.PART

    def missing(self, resources: Sequence[Resource]) -> list[Resource]:
        """What is not here in its newest version."""
        return [r for r in resources if can_be_fetched(r) and self.placed.get(r.id, -1.0) < r.version]


def can_be_fetched(resource: Resource) -> bool:
    """Whether this program can show it and the server has a file of it."""
    return content.kind(resource.kind) is not content.UNSUPPORTED and bool(
        resource.package_url or resource.artifact_url
    )


def due_of(due_at: datetime | None, now: datetime) -> tuple[Due, int]:
    """How urgent, and in how many days (negative: overdue since). A due day counts to its end."""
    if due_at is None:
        return Due.NONE, 0
    days = (due_at.date() - now.astimezone(due_at.tzinfo).date()).days
    if days < 0:
        return Due.OVERDUE, days
    return (Due.SOON if days <= SOON_DAYS else Due.LATER), days


def poster(desk: Desk, shelf: ShelfReads, content_id: str) -> Path | None:
    """The picture of a course or resource on this disk, if it was fetched."""
    for placed in shelf.placements(desk.server.id, content_id):
        if placed.role == "poster" and desk.files.has(placed.sha256):
            return desk.files.path(placed.sha256)
    return None


def trees(desk: Desk, course: Course) -> tuple[Course, ...]:
    """The course and its other languages' trees that are known here."""
    others = [tree for tree in course.card.languages.values() if tree != course.id]
    if not others:
        return (course,)
    with desk.catalogue.read() as catalogue:
        found = [catalogue.course(tree) for tree in others]
    return (course, *(tree for tree in found if tree is not None))


def fraction_of(known: Known, base: Course, all_trees: Sequence[Course]) -> float:
    """How far the learner is: in the language in which most was learnt. A program: the mean of its leaves."""
    shares = []
    for tree in all_trees:
        resources = tree.resources()
        progress = [known.progress(_course_of(base, tree, r), r) for r in resources]
        shares.append(course_fraction((r.id for r in resources), progress))
    return max(shares, default=0.0)


def _course_of(base: Course, tree: Course, resource: Resource) -> str:
    """The course id under which the server keeps this resource's state."""
    if not base.courses:
        return base.id
    for unit in tree.units:
        if any(r.id == resource.id for r in unit.all_resources()):
            return unit.id if unit.id in base.courses else base.id
    return base.id


def course_of(base: Course, resource: Resource) -> str:
    """The id of the course that the resource's acts belong to: in a program, the child course."""
    return _course_of(base, base, resource)


def plan_item(
    desk: Desk,
    shelf: ShelfReads,
    course: Course | None,
    card: CourseCard,
    assignment: Assignment | None,
    known: Known,
    here: Here,
    all_trees: Sequence[Course],
) -> PlanItem:
    """One course as My plan and a program's screen show it."""
    resources = course.resources() if course else ()
    due, days = due_of(assignment.due_at if assignment else None, desk.clock.corrected())
    share = fraction_of(known, course, all_trees) if course else 0.0
    waiting = any(known.pending.get(r.id) for tree in all_trees for r in tree.resources())
    kinds = dict.fromkeys(r.kind for r in resources)
    return PlanItem(
        card=card,
        poster=poster(desk, shelf, card.id),
        due=due,
        due_at=assignment.due_at if assignment else None,
        due_days=days,
        is_apar=bool(assignment and assignment.is_apar),
        fraction=share,
        is_done=bool(resources) and share >= 1.0,
        is_waiting=waiting,
        presence=here.presence(resources),
        fetch_bytes=sum(r.size_bytes for r in here.missing(resources)) if course else card.size_bytes,
        kinds=tuple(kinds),
    )
