"""Taking things off the shelf, so that it can be undone: the files themselves leave the disk a little later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from karmadesk.model import Download, DownloadState, Placement, Topic
from karmadesk.services.desk import Desk

CHANGED = Topic.DOWNLOADS | Topic.PLAN


@dataclass(frozen=True)
class Removed:
    """A course that is off the shelf. Its files lie on the disk until `finish`, or until the disk is next tidied."""

    course_id: str
    name: str
    freed_bytes: int
    contents: tuple[tuple[tuple[Placement, ...], tuple[str, ...]], ...]
    """The files of each content, and who needs them."""
    downloads: tuple[Download, ...]
    objects: tuple[str, ...]
    """What nothing needs any more."""


def also_for(removed: Removed, desk: Desk, names: Mapping[str, str]) -> tuple[str, ...]:
    """What to call the others here who needed it: it is gone for them too. `names` are those of everybody here."""
    needed_by = {person for _, people in removed.contents for person in people}
    return tuple(name for person, name in names.items() if person in needed_by and person != desk.person.id)


def remove_course(desk: Desk, course_id: str) -> Removed:
    """Takes a course's files off the shelf, in every language; what was learnt stays.

    A kill before `finish` loses nothing but the way back: at the next start the disk is tidied.
    """
    with desk.catalogue.read() as catalogue:
        base = catalogue.course(course_id)
        others = [catalogue.course(tree) for tree in base.card.languages.values()] if base else []
    ids = list(dict.fromkeys(r.id for tree in (base, *others) if tree is not None for r in tree.resources()))
    with desk.shelf.write() as shelf:
        before = shelf.used_bytes()
        needed_by = shelf.needed_by(desk.server.id, ids)
        found = ((shelf.placements(desk.server.id, i), needed_by.get(i, ())) for i in ids)
        contents = tuple((files, people) for files, people in found if files)
        done = tuple(d for d in shelf.downloads() if d.content_id in ids and d.state is DownloadState.DONE)
        objects = shelf.forget(desk.server.id, ids)
        freed = before - shelf.used_bytes()
    return Removed(course_id, base.card.name if base else course_id, freed, contents, done, objects)


def put_back(desk: Desk, removed: Removed) -> Topic:
    """The course is on the shelf again, as it was; what is no longer on the disk stays away."""
    with desk.shelf.write() as shelf:
        for files, people in removed.contents:
            if all(desk.files.has(placed.sha256) for placed in files):
                shelf.place(files, people)
        back = {files[0].content_id for files, _ in removed.contents}
        for download in removed.downloads:
            if download.content_id in back:
                shelf.enqueue([download])
                shelf.advance(download.id, download.bytes_done, download.bytes_total, "")
                shelf.settle(download.id, DownloadState.DONE)
    return CHANGED


def finish(desk: Desk, removed: Removed) -> Topic:
    """Deletes what was removed and is still needed by nothing; in the lane of the shelf.

    While one of its contents is being fetched again nothing is deleted: the next tidying does it.
    """
    contents = {files[0].content_id for files, _ in removed.contents}
    with desk.shelf.write() as shelf:
        if any(d.content_id in contents and d.state is DownloadState.RUNNING for d in shelf.downloads()):
            return Topic.NONE
        gone = shelf.unneeded(removed.objects)
        shelf.release(gone)
    desk.files.remove(gone)
    return CHANGED


def cancel(desk: Desk, download_id: str) -> Download | None:
    """Takes a download off the queue and gives it back; what was fetched of it stays until the disk is tidied."""
    with desk.shelf.write() as shelf:
        found = shelf.download(download_id)
        shelf.remove_download(download_id)
    return found


def go_on(desk: Desk, cancelled: Download) -> Topic:
    """A cancelled download is in the queue again, at its end, and goes on where it stopped."""
    with desk.shelf.write() as shelf:
        shelf.enqueue([cancelled])
        if cancelled.state is DownloadState.PAUSED:
            shelf.settle(cancelled.id, DownloadState.PAUSED)
    return CHANGED
