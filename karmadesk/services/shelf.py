"""What is on this laptop and what is being fetched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from karmadesk.model import Course, Download, DownloadState, Resource, Topic
from karmadesk.services import wishes
from karmadesk.services.course import tree_for
from karmadesk.services.desk import Desk
from karmadesk.services.presence import Here
from karmadesk.services.views import DownloadsView
from karmadesk.statement import new_id

POSTER = "poster"
PACKAGE = "package"
ARTIFACT = "artifact"


def fetch_course(desk: Desk, course_id: str, language: str = "") -> Topic:
    """Queues everything of a course that is not here, in this language's tree (else the person's, else the base)."""
    return fetch_many(desk, [course_id], language)


def fetch_many(desk: Desk, course_ids: Sequence[str], language: str = "") -> Topic:
    """Queues several courses, the first first. What is here, queued or under way is not queued again.

    A course whose lessons are not known yet is wished for, and queued when they are.
    """
    with desk.catalogue.read() as catalogue:
        found = {course_id: catalogue.course(course_id) for course_id in course_ids}
    courses = [course for course in found.values() if course is not None]
    unknown = [course_id for course_id, course in found.items() if course is None]
    topic = Topic.DOWNLOADS | Topic.PLAN
    if unknown:
        with desk.learner.write() as learner:
            topic |= wishes.wish(learner, unknown)
    trees = [tree_for(desk, course, language) for course in courses]
    with desk.shelf.write() as shelf:
        here = Here.read(shelf, desk.server.id, trees)
        wanted: list[Download] = []
        for base, tree in zip(courses, trees, strict=True):
            wanted += _poster(desk, base)
            wanted += [download_of(desk, base, resource) for resource in here.missing(tree.resources())]
        shelf.enqueue(wanted)
    return topic


def grant_wishes(desk: Desk) -> Topic:
    """Queues what was wished for and is known now."""
    with desk.learner.read() as learner:
        wanted = wishes.wished(learner)
    if not wanted:
        return Topic.NONE
    with desk.catalogue.read() as catalogue:
        known = [course_id for course_id in wanted if catalogue.course(course_id) is not None]
    if not known:
        return Topic.NONE
    topic = fetch_many(desk, known)
    with desk.learner.write() as learner:
        wishes.drop(learner, known)
    return topic


def _poster(desk: Desk, course: Course) -> list[Download]:
    """The course's picture; small, so it goes before the course's files."""
    with desk.shelf.read() as shelf:
        if not course.card.poster_url or any(
            p.version >= course.card.version for p in shelf.placements(desk.server.id, course.id)
        ):
            return []
    return [
        Download(
            id=new_id(),
            server_id=desk.server.id,
            course_id=course.id,
            content_id=course.id,
            version=course.card.version,
            role=POSTER,
            name=course.card.name,
            state=DownloadState.WAITING,
            needed_by=(desk.person.id,),
        )
    ]


def download_of(desk: Desk, course: Course, resource: Resource) -> Download:
    """The download that brings this resource of a course here."""
    return Download(
        id=new_id(),
        server_id=desk.server.id,
        course_id=course.id,
        content_id=resource.id,
        version=resource.version,
        role=PACKAGE if resource.package_url else ARTIFACT,
        name=resource.name,
        state=DownloadState.WAITING,
        bytes_total=resource.size_bytes,
        needed_by=(desk.person.id,),
    )


def view(desk: Desk) -> DownloadsView:
    """The queue, what is here by course, and the disk."""
    with desk.shelf.read() as shelf:
        downloads = shelf.downloads()
        with desk.learner.read() as learner, desk.catalogue.read() as catalogue:
            mine = {a.course_id for a in learner.assignments()} | set(learner.enrolments())
            mine |= {d.course_id for d in downloads}
            cards = catalogue.cards(sorted(mine))
            here = []
            for course_id, card in cards.items():
                base = catalogue.course(course_id)
                trees = [base, *(catalogue.course(t) for t in card.languages.values() if t != course_id)]
                ids = [r.id for tree in trees if tree is not None for r in tree.resources()]
                held = shelf.placed_bytes(desk.server.id, list(dict.fromkeys(ids)))
                if held:
                    here.append((card, held))
        used = shelf.used_bytes()
        leaving = sum(_bytes(desk.files.path(sha256)) for sha256 in shelf.orphans())
    names = {course_id: card.name for course_id, card in cards.items()}
    here.sort(key=lambda pair: pair[0].name)
    return DownloadsView(downloads, names, tuple(here), used, desk.files.free_bytes() + leaving)


def _bytes(path: Path) -> int:
    """The size of a file that may be gone."""
    return path.stat().st_size if path.is_file() else 0


def pause(desk: Desk, download_id: str) -> Topic:
    """Stops a download; what it fetched is kept."""
    return _set(desk, download_id, DownloadState.PAUSED)


def resume(desk: Desk, download_id: str) -> Topic:
    """Lets a paused or failed download go on where it stopped."""
    return _set(desk, download_id, DownloadState.WAITING)


def _set(desk: Desk, download_id: str, state: DownloadState) -> Topic:
    with desk.shelf.write() as shelf:
        shelf.settle(download_id, state)
    return Topic.DOWNLOADS
