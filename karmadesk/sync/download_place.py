"""The last step of a download: from a whole part to objects in the store and a finished line on the shelf."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from karmadesk.errors import DamagedPackage, HostilePackage, NotAPackage
from karmadesk.jobs import Context
from karmadesk.model import Download, DownloadState, Placement
from karmadesk.ports import Files, Packages, Shelf, Unpacked
from karmadesk.sync.download_fetch import Companion, ResolvedSource
from karmadesk.sync.download_part import Part

MAIN_ROLES = {"artifact", "questions"}
PACKAGE_ROLE = "package"


class Placing:
    """Moves what was fetched into the content store. A kill at any moment loses no byte: the step is done again."""

    def __init__(self, shelf: Shelf, files: Files, packages: Packages) -> None:
        self._shelf = shelf
        self._files = files
        self._packages = packages

    def is_stored(self, part: Part) -> bool:
        """Whether a run that was killed had already moved the part's bytes into the store."""
        return bool(part.note.sha256) and not part.length and self._files.has(part.note.sha256)

    def place(
        self,
        download: Download,
        source: ResolvedSource,
        part: Part,
        companions: Sequence[tuple[Companion, Part]],
        context: Context,
        check: Callable[[], None],
    ) -> bool:
        """Adopts the bytes, records them and settles the download in one transaction; False when it was removed.

        Raises NotAPackage, DamagedPackage, HostilePackage (the part is dropped: only new bytes can help) or DiskFull.
        """
        fetched_bytes = part.note.total
        if source.is_package:
            try:
                placements = self._unpacked(download, part, context)
            except (NotAPackage, DamagedPackage, HostilePackage):
                part.drop()
                raise
        else:
            role = "artifact" if download.role == PACKAGE_ROLE else download.role
            name, mime_type = _last_name(source.url) or source.name, source.mime_type
            if not mime_type or "*" in mime_type:
                mime_type = part.note.mime_type
            placements = [self._stored(download, role, part, name, mime_type, check)]
            placements += [
                self._stored(download, each.role, its, each.name, each.mime_type or its.note.mime_type, check)
                for each, its in companions
            ]
        check()
        if not self._settle(download, placements, fetched_bytes):
            return False
        for done in (part, *(its for _, its in companions)):
            done.drop()
        return True

    def _unpacked(self, download: Download, part: Part, context: Context) -> list[Placement]:
        with self._files.staging() as folder:
            found = self._packages.unpack(part.path, folder, context)
            ours = [each for each in found if each.content_id == download.content_id]
            if download.role == PACKAGE_ROLE and not any(each.role in MAIN_ROLES for each in ours):
                raise DamagedPackage(f"nothing in it is {download.content_id}")
            adopted: dict[Path, tuple[str, int]] = {}
            for each in ours:
                context.check()
                if each.path not in adopted:
                    adopted[each.path] = self._files.adopt(each.path)
            return [_placement(download, each, *adopted[each.path]) for each in ours]

    def _stored(
        self, download: Download, role: str, part: Part, name: str, mime_type: str, check: Callable[[], None]
    ) -> Placement:
        """Adopts a part. Its digest is noted first: a kill between here and the shelf must not cost the bytes again."""
        if self.is_stored(part):
            sha256, size = part.note.sha256, self._files.path(part.note.sha256).stat().st_size
        else:
            part.digest(check)
            sha256, size = self._files.adopt(part.path)
        return Placement(download.server_id, download.content_id, download.version, role, sha256, size, name, mime_type)

    def _settle(self, download: Download, placements: Sequence[Placement], fetched_bytes: int) -> bool:
        """Objects and the finished download, both or neither."""
        with self._shelf.write() as shelf:
            current = shelf.download(download.id)
            if current is None:
                return False
            self._files.label(placements, current.needed_by)
            shelf.place(placements, current.needed_by)
            shelf.advance(download.id, fetched_bytes, fetched_bytes, "")
            shelf.settle(download.id, DownloadState.DONE)
        return True


def _placement(download: Download, each: Unpacked, sha256: str, size: int) -> Placement:
    """The version is the newer one of what was asked for and what came: an old package must not be fetched for ever."""
    version = max(download.version, each.version)
    return Placement(download.server_id, each.content_id, version, each.role, sha256, size, each.name, each.mime_type)


def _last_name(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).name
