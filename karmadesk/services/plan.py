"""My plan: what is assigned, where the learner stopped, what to fetch before leaving."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from karmadesk import content
from karmadesk.content import Completion
from karmadesk.model import Assignment, Course, CourseCard, Place
from karmadesk.ports import ShelfReads
from karmadesk.ports.shelves import SET_ASIDE
from karmadesk.services import certificates
from karmadesk.services.desk import Desk
from karmadesk.services.mended import MENDED, news
from karmadesk.services.presence import Here, Known, can_be_fetched, plan_item, poster, trees
from karmadesk.services.views import ContinueCard, Due, FetchAdvice, PlanItem, PlanView, PlanYear, Presence
from karmadesk.services.wishes import wished

PULLED = "plan"
"""The checkpoint that says when the plan was pulled last (or only "yes", by older versions).

Once it was, an empty plan is one, and not a plan unknown.
"""


def my_plan(desk: Desk) -> PlanView:
    """Everything that the first screen shows, in one read of each database."""
    with desk.learner.read() as learner:
        assignments = learner.assignments()
        last = learner.last_opened()
        was_pulled = bool(learner.checkpoint(PULLED))
        wishes = set(wished(learner))
        mended = news(learner.checkpoint(MENDED), learner.checkpoint(PULLED))
        cards, courses, is_set_aside = _catalogue(desk, assignments, last[0] if last else None)
        all_trees = {course_id: trees(desk, course) for course_id, course in courses.items()}
        every = [tree for group in all_trees.values() for tree in group]
        known = Known.read(learner, every)
        with desk.shelf.read() as shelf:
            here = Here.read(shelf, desk.server.id, every)
            items = {
                a.course_id: plan_item(
                    desk,
                    shelf,
                    courses.get(a.course_id),
                    cards.get(a.course_id, CourseCard(a.course_id, a.course_id)),
                    a,
                    known,
                    here,
                    all_trees.get(a.course_id, ()),
                )
                for a in assignments
            }
            items = {i: _as_wished(item) if i in wishes else item for i, item in items.items()}
            papers = certificates.here(learner)
            items = {i: replace(item, certificate_id=papers.get(i, "")) for i, item in items.items()}
            resume = _resume(desk, shelf, last[0] if last else None, courses, known)
    return PlanView(
        person_label=desk.person.label,
        years=_years(assignments, items),
        resume=resume,
        fetch=_advice(desk, items, courses, here),
        was_pulled=was_pulled,
        is_set_aside=is_set_aside,
        mended=mended,
    )


def _as_wished(item: PlanItem) -> PlanItem:
    """What was asked for before its lessons were known is on its way."""
    return replace(item, presence=Presence.FETCHING) if item.presence is Presence.NONE else item


def _catalogue(
    desk: Desk, assignments: Sequence[Assignment], last: Place | None
) -> tuple[Mapping[str, CourseCard], Mapping[str, Course], bool]:
    ids = list(dict.fromkeys([a.course_id for a in assignments] + ([last.course_id] if last else [])))
    with desk.catalogue.read() as catalogue:
        cards = catalogue.cards(ids)
        found = {course_id: catalogue.course(course_id) for course_id in ids}
        is_set_aside = bool(catalogue.checkpoint(SET_ASIDE))
    return cards, {course_id: course for course_id, course in found.items() if course is not None}, is_set_aside


def _years(assignments: Sequence[Assignment], items: Mapping[str, PlanItem]) -> tuple[PlanYear, ...]:
    """Newest year first; within a year what is not done, APAR before others of the same urgency, then by due date."""
    years: dict[int, list[PlanItem]] = {}
    for assignment in assignments:
        years.setdefault(assignment.plan_year, []).append(items[assignment.course_id])
    return tuple(PlanYear(year, ordered(years[year])) for year in sorted(years, reverse=True))


def ordered(items: Iterable[PlanItem]) -> tuple[PlanItem, ...]:
    """The items of a year, most urgent first."""
    return tuple(sorted(items, key=_urgency))


def _urgency(item: PlanItem) -> tuple[bool, bool, bool, int, str]:
    days = item.due_days if item.due is not Due.NONE else 10**6
    return (item.is_done, item.due is not Due.OVERDUE, not item.is_apar, days, item.card.name)


def _resume(
    desk: Desk,
    shelf: ShelfReads,
    last: Place | None,
    courses: Mapping[str, Course],
    known: Known,
) -> ContinueCard | None:
    """The resource opened last; once that is complete, the next unfinished one of its course."""
    course = courses.get(last.course_id) if last else None
    if last is None or course is None:
        return None
    for tree in trees(desk, course):
        ids = [r.id for r in tree.resources()]
        if last.resource_id in ids:
            break
    else:
        return None
    resources = tree.resources()
    start = ids.index(last.resource_id)
    for resource in (*resources[start:], *resources[:start]):
        progress = known.progress(last.course_id, resource)
        if progress.is_completed or not can_be_fetched(resource):
            continue
        number = next(n for n, u in enumerate(tree.units, 1) if any(r.id == resource.id for r in u.all_resources()))
        is_media = content.kind(resource.kind).completion is Completion.WATCHED
        left = max(0.0, resource.duration_s * (1 - progress.fraction))
        return ContinueCard(
            place=Place(last.course_id, last.batch_id, resource.id),
            course_name=tree.card.name,
            resource=resource,
            unit_number=number,
            unit_count=len(tree.units),
            position_ms=progress.position_ms if is_media else 0,
            left_s=left,
            fraction=progress.fraction,
            poster=poster(desk, shelf, resource.id) or poster(desk, shelf, tree.id) or poster(desk, shelf, course.id),
        )
    return None


def _advice(desk: Desk, items: Mapping[str, PlanItem], courses: Mapping[str, Course], here: Here) -> FetchAdvice | None:
    """Unfinished assigned courses that are not wholly here; None when everything needed is."""
    wanted = [
        item
        for item in sorted(items.values(), key=_urgency)
        if not item.is_done and item.presence in {Presence.NONE, Presence.PART} and item.fetch_bytes
    ]
    if not wanted:
        return None
    missing = {
        r.id: r for item in wanted if item.card.id in courses for r in here.missing(courses[item.card.id].resources())
    }
    return FetchAdvice(
        course_ids=tuple(item.card.id for item in wanted),
        resource_count=len(missing),
        bytes_to_fetch=sum(r.size_bytes for r in missing.values()),
        free_bytes=desk.files.free_bytes(),
        seconds=None,
    )
