"""What a learner does with a resource: opened, watched, read, answered. Each is one local transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from karmadesk.errors import NotDownloaded
from karmadesk.learning.completion import watched_enough
from karmadesk.learning.intervals import covered_ms, fraction, normalised, snapped, union
from karmadesk.learning.scoring import is_right, marked
from karmadesk.model import (
    HERE,
    BatchStatus,
    Course,
    Enrolment,
    Intervals,
    Json,
    Place,
    Placement,
    QuestionSet,
    Resource,
    Topic,
    Watched,
)
from karmadesk.ports import LearnerReads, LearnerWrites
from karmadesk.services.desk import Desk
from karmadesk.services.views import CaptionTrack, OpenResource
from karmadesk.statement import Act, StatementKind, Verb, project

PAGE_MS = 10_000
"""A page (or a hundredth of an article) counts as ten seconds of content, so that one merge law serves all kinds.

Longer than `intervals.SNAP_MS`: a page that was skipped must stay a gap."""


def open_resource(desk: Desk, place: Place) -> OpenResource:
    """The resource with its files and where the learner stopped. Raises NotDownloaded when it isn't on this laptop."""
    course = tree_with(desk, place)
    resources = course.resources()
    resource = next(r for r in resources if r.id == place.resource_id)
    with desk.shelf.read() as shelf:
        files = {p.role: p for p in shelf.placements(desk.server.id, resource.id)}
    main = files.get("artifact") or files.get("questions")
    if main is None or not desk.files.has(main.sha256):
        raise NotDownloaded(resource.id, name=resource.name)
    with desk.learner.read() as learner:
        enrolment = learner.enrolments().get(place.course_id)
        watched = learner.watched([resource.id]).get(resource.id)
        state = learner.states(place.course_id).get((place.course_id, resource.id))
        pending = learner.pending(place.course_id)
    place = _in_batch(place, enrolment)
    index = resources.index(resource)
    questions = desk.packages.questions(desk.files.path(main.sha256)) if "questions" in files else None
    here = watched if watched and watched.version >= resource.version else None
    return OpenResource(
        place=place,
        course_name=course.card.name,
        resource=resource,
        path=desk.files.named(main.sha256, main.name),
        captions=_captions(desk, resource, files),
        assets={
            r.removeprefix("asset:"): desk.files.path(p.sha256) for r, p in files.items() if r.startswith("asset:")
        },
        questions=questions,
        progress=project(resource.id, state, watched, pending),
        watched_fraction=fraction(snapped(here.intervals), here.duration_ms) if here else 0.0,
        previous=_neighbour(place, resources, index - 1),
        next=_neighbour(place, resources, index + 1),
        is_batch_ended=bool(enrolment and enrolment.batch.status is BatchStatus.ENDED),
        pages_seen=_pages(here),
        watched=here.intervals if here else (),
    )


def opened(desk: Desk, place: Place) -> Topic:
    """Remembers where the learner is, for "continue where you stopped"; joins the course when this is the first act.

    That a lesson was begun is told to the platform alone, where it may be told.
    """
    with desk.learner.write() as learner:
        place, acts = _placed(desk, learner, place, learner.enrolment(place.course_id))
        learner.record([*acts, Act(StatementKind.USAGE, Verb.INITIALIZED, place)], opened=place)
    return Topic.PLAN | (Topic.OUTBOX if acts else Topic.NONE)


def record_watched(
    desk: Desk, place: Place, resource: Resource, intervals: Intervals, position_ms: int, duration_ms: int
) -> Topic:
    """Adds what was watched. Complete when the union of all that ever was reaches the content's threshold."""
    watched = Watched(
        resource_id=resource.id,
        version=resource.version,
        duration_ms=duration_ms,
        intervals=normalised(intervals),
        furthest_ms=max((end for _, end in intervals), default=0),
        position_ms=position_ms,
        spent=((HERE, covered_ms(intervals)),),
    )
    return _record(desk, place, resource, watched, {"position_s": round(position_ms / 1000, 3)})


def record_pages(desk: Desk, place: Place, resource: Resource, pages: Sequence[int], page_count: int) -> Topic:
    """Adds pages (0-based) that were shown. Complete when every page was."""
    seen = normalised((page * PAGE_MS, (page + 1) * PAGE_MS) for page in pages if 0 <= page < page_count)
    last = pages[-1] if pages else 0
    watched = Watched(
        resource_id=resource.id,
        version=resource.version,
        duration_ms=page_count * PAGE_MS,
        intervals=seen,
        furthest_ms=max((end for _, end in seen), default=0),
        position_ms=last * PAGE_MS,
    )
    return _record(desk, place, replace(resource, threshold=1.0), watched, {"page": last + 1, "pages": page_count})


def record_read(desk: Desk, place: Place, resource: Resource, share: float) -> Topic:
    """Adds how far an article was read, 0-1. Complete when its end was reached."""
    reached = max(0, min(100, round(share * 100))) * PAGE_MS
    watched = Watched(
        resource_id=resource.id,
        version=resource.version,
        duration_ms=100 * PAGE_MS,
        intervals=normalised([(0, reached)]),
        furthest_ms=reached,
        position_ms=reached,
    )
    return _record(desk, place, replace(resource, threshold=1.0), watched, {})


def record_answers(
    desk: Desk, place: Place, resource: Resource, questions: QuestionSet, answers: Mapping[str, frozenset[str]]
) -> Topic:
    """Counts one attempt at a practice set. Complete when every question was answered, right or wrong."""
    result = marked(questions, answers)
    body: dict[str, Json] = {
        "answered": result.answered,
        "correct": result.correct,
        "total": result.total,
        "completed": result.is_finished,
        "fraction": result.answered / result.total if result.total else 0.0,
        "duration_s": resource.duration_s,
        "mime_type": resource.mime_type,
        "answers": {question: sorted(chosen) for question, chosen in answers.items()},
        "right": [q.id for q in questions.questions if is_right(q, answers.get(q.id, frozenset()))],
    }
    with desk.learner.write() as learner:
        place, acts = _placed(desk, learner, place, learner.enrolment(place.course_id))
        now = desk.clock.corrected()
        row = Watched(
            resource_id=resource.id,
            version=resource.version,
            duration_ms=result.total * PAGE_MS,
            intervals=normalised([(0, result.answered * PAGE_MS)]),
            furthest_ms=result.answered * PAGE_MS,
            completed_at=now if result.is_finished else None,
        )
        acts.append(Act(StatementKind.STATEMENT, Verb.ANSWERED, place, body))
        learner.record(acts, [row], opened=place)
    return Topic.PROGRESS | Topic.OUTBOX


def _record(desk: Desk, place: Place, resource: Resource, new: Watched, facts: Mapping[str, Json]) -> Topic:
    """One transaction: join the row, and say `completed` the first time it is, else `progressed` when there is more."""
    with desk.learner.write() as learner:
        old = learner.watched([resource.id]).get(resource.id)
        same = old if old and old.version == new.version else None
        total = union(same.intervals if same else (), new.intervals)
        enrolment = learner.enrolment(place.course_id)
        place, acts = _placed(desk, learner, place, enrolment)
        state = learner.state(place) if enrolment is not None else None
        was_complete = bool((old and old.completed_at) or (state and state.status >= 2))
        is_complete = watched_enough(total, new.duration_ms, resource.threshold)
        grew = total != (same.intervals if same else ())
        body = {
            "fraction": round(fraction(snapped(total), new.duration_ms), 4),
            "duration_s": round(new.duration_ms / 1000, 3),
            "mime_type": resource.mime_type,
            "language": resource.language.lower(),
            **facts,
        }
        if is_complete and not was_complete:
            new = replace(new, completed_at=desk.clock.corrected())
            acts.append(Act(StatementKind.STATEMENT, Verb.COMPLETED, place, {**body, "fraction": 1.0}))
        elif grew and not was_complete:
            acts.append(Act(StatementKind.STATEMENT, Verb.PROGRESSED, place, body))
        else:
            acts = []
        learner.record(acts, [new], opened=place)
    return Topic.PROGRESS | (Topic.OUTBOX if acts else Topic.NONE)


def _placed(desk: Desk, learner: LearnerWrites, place: Place, enrolment: Enrolment | None) -> tuple[Place, list[Act]]:
    """The place with its batch, and the act of joining the course when the learner hasn't and hasn't asked to."""
    if enrolment is not None:
        return _in_batch(place, enrolment), []
    to_join = _program_of(desk, learner, place.course_id) or place.course_id
    unplaced = Place(place.course_id, "", place.resource_id)
    asked = {s.place.course_id for s in learner.pending() if s.kind is StatementKind.ENROL}
    if asked & {to_join, place.course_id}:
        return unplaced, []
    return unplaced, [Act(StatementKind.ENROL, Verb.ENROLLED, Place(to_join, "", ""), {})]


def _program_of(desk: Desk, learner: LearnerReads, course_id: str) -> str:
    """The assigned program that holds this course: joining the program joins its courses. "" when there is none."""
    assigned = [a.course_id for a in learner.assignments()]
    if course_id in assigned:
        return ""
    with desk.catalogue.read() as catalogue:
        programs = [card.id for card in catalogue.cards(assigned).values() if card.is_program]
        trees = [catalogue.course(program) for program in programs]
    return next((tree.id for tree in trees if tree is not None and course_id in tree.courses), "")


def _in_batch(place: Place, enrolment: Enrolment | None) -> Place:
    return Place(place.course_id, enrolment.batch.id if enrolment else "", place.resource_id)


def tree_with(desk: Desk, place: Place) -> Course:
    """The tree that holds the resource: the course's own, or that of one of its other languages."""
    with desk.catalogue.read() as catalogue:
        base = catalogue.course(place.course_id)
        others = [tree for tree in base.card.languages.values() if tree != place.course_id] if base else []
        for course in (base, *(catalogue.course(tree) for tree in others)):
            if course is not None and any(r.id == place.resource_id for r in course.resources()):
                return course
    raise NotDownloaded(place.resource_id)


def _captions(desk: Desk, resource: Resource, files: Mapping[str, Placement]) -> tuple[CaptionTrack, ...]:
    tracks = []
    for caption in resource.captions:
        placed = files.get(f"caption:{caption.code}")
        if placed is not None and desk.files.has(placed.sha256):
            tracks.append(CaptionTrack(caption, desk.files.path(placed.sha256)))
    return tuple(tracks)


def _neighbour(place: Place, resources: Sequence[Resource], index: int) -> Place | None:
    if 0 <= index < len(resources):
        return Place(place.course_id, place.batch_id, resources[index].id)
    return None


def _pages(watched: Watched | None) -> tuple[int, ...]:
    if watched is None:
        return ()
    return tuple(page for start, end in watched.intervals for page in range(start // PAGE_MS, end // PAGE_MS))
