"""From packages that lie on a disk to the shelf: what a download does, without a network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from karmadesk.errors import DamagedPackage, NotDownloaded
from karmadesk.jobs import Context
from karmadesk.model import Course, Placement
from karmadesk.ports import Unpacked
from karmadesk.services.desk import Desk
from karmadesk.services.shelf import POSTER

MAIN_ROLES = {"artifact", "questions"}


def lay(desk: Desk, archive: Path, content_id: str, context: Context) -> None:
    """Puts one resource of an archive onto the shelf. Raises ContentError (no archive: NotDownloaded), DiskFull."""
    if not archive.is_file():
        raise NotDownloaded(archive.name)
    with desk.files.staging() as folder:
        found = [one for one in desk.packages.unpack(archive, folder, context) if one.content_id == content_id]
        if not any(one.role in MAIN_ROLES for one in found):
            raise DamagedPackage(f"nothing in {archive.name} is {content_id}")
        _place(desk, found)


def lay_poster(desk: Desk, spine: Path, course: Course, context: Context) -> None:
    """Puts the picture of a course onto the shelf, where its spine holds one."""
    if not course.card.poster_url:
        return
    with desk.files.staging() as folder:
        desk.packages.unpack(spine, folder, context)
        picture = folder / course.card.poster_url
        if picture.is_file():
            _place(desk, [Unpacked(course.id, course.card.version, POSTER, picture, picture.name, "image/jpeg")])


def _place(desk: Desk, found: Sequence[Unpacked]) -> None:
    adopted: dict[Path, tuple[str, int]] = {}
    for one in found:
        if one.path not in adopted:
            adopted[one.path] = desk.files.adopt(one.path)
    placements = [
        Placement(desk.server.id, one.content_id, one.version, one.role, *adopted[one.path], one.name, one.mime_type)
        for one in found
    ]
    with desk.shelf.write() as shelf:
        shelf.place(placements, [desk.person.id])
