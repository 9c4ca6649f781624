"""Explore: the whole catalogue, looked through without a link; each course with what it is to this learner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from karmadesk.finding import Facets, Wanted
from karmadesk.model import Assignment, Course, CourseCard
from karmadesk.ports import ShelfReads
from karmadesk.services.course import base_of
from karmadesk.services.desk import Desk
from karmadesk.services.presence import Here, Known, can_be_fetched, plan_item, trees
from karmadesk.services.views import PlanItem, Presence
from karmadesk.services.wishes import wished

PAGE = 40
_FULLEST = (Presence.NONE, Presence.PART, Presence.WHOLE, Presence.FETCHING)


@dataclass(frozen=True)
class FoundCourse:
    """One course. `is_wished` while its lessons are to be asked for at the next link."""

    item: PlanItem
    is_assigned: bool
    is_wished: bool = False


@dataclass(frozen=True)
class ExploreView:
    """One page of what was wanted. `total` in all pages, `listed` in the whole catalogue: 0 before it was fetched."""

    wanted: Wanted
    offset: int
    courses: tuple[FoundCourse, ...]
    total: int
    listed: int


def find(desk: Desk, wanted: Wanted, offset: int = 0, limit: int = PAGE) -> ExploreView:
    """A page of courses, best matches first; without words what is assigned comes first, then the rest by name."""
    with desk.learner.read() as learner:
        assignments = {a.course_id: a for a in learner.assignments()}
        wishes = set(wished(learner))
        here_ids = _here(desk)
        with desk.catalogue.read() as catalogue:
            found = catalogue.find(wanted, here_ids, list(assignments), limit, offset)
            listed = catalogue.count()
            courses = {card.id: catalogue.course(card.id) for card in found.cards}
        known_trees = {i: trees(desk, course) for i, course in courses.items() if course is not None}
        every = [tree for group in known_trees.values() for tree in group]
        known = Known.read(learner, every)
        bases = {card.id: base_of(desk, learner, card.id) if card.languages else card.id for card in found.cards}
        with desk.shelf.read() as shelf:
            here = Here.read(shelf, desk.server.id, every)
            rows = _Rows(desk, shelf, known, here, assignments)
            shown = tuple(
                FoundCourse(
                    rows.item(card, courses[card.id], bases[card.id], known_trees.get(card.id, ())),
                    is_assigned=bases[card.id] in assignments,
                    is_wished=card.id in wishes,
                )
                for card in found.cards
            )
    return ExploreView(wanted, offset, shown, found.total, listed)


def facets(desk: Desk, wanted: Wanted) -> Facets:
    """What the filters can be set to, with counts."""
    here = _here(desk)
    with desk.catalogue.read() as catalogue:
        return catalogue.facets(wanted, here)


def _here(desk: Desk) -> frozenset[str]:
    """The courses of which something opens offline."""
    with desk.shelf.read() as shelf:
        placed = shelf.placed_contents(desk.server.id)
    with desk.catalogue.read() as catalogue:
        return catalogue.holding(placed)


@dataclass(frozen=True)
class _Rows:
    """What the rows of one page share."""

    desk: Desk
    shelf: ShelfReads
    known: Known
    here: Here
    assignments: Mapping[str, Assignment]

    def item(self, card: CourseCard, course: Course | None, base_id: str, all_trees: Sequence[Course]) -> PlanItem:
        """The course as the plan shows one, and of its languages the one that is here."""
        assignment = self.assignments.get(base_id)
        item = plan_item(self.desk, self.shelf, course, card, assignment, self.known, self.here, all_trees)
        fullest = max(all_trees, key=self._fullness, default=None)
        if fullest is None or self.here.presence(fullest.resources()) is Presence.NONE:
            return item
        left = sum(r.size_bytes for r in self.here.missing(fullest.resources()) if can_be_fetched(r))
        return replace(item, presence=self.here.presence(fullest.resources()), fetch_bytes=left)

    def _fullness(self, tree: Course) -> int:
        return _FULLEST.index(self.here.presence(tree.resources()))
