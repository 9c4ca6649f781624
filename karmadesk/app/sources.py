"""From what is to be fetched to where it is now: addresses are resolved when fetched, never kept as identity."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from karmadesk.errors import MissingOnServer
from karmadesk.model import Course, Download, Resource, ServerRow
from karmadesk.ports import Catalogue
from karmadesk.services.shelf import POSTER
from karmadesk.sync.download_fetch import Companion, ResolvedSource

LOOPBACK = "127.0.0.1"


class Sources:
    """Looks a download up in its server's catalogue."""

    def __init__(self, catalogue: Callable[[str], Catalogue], row: Callable[[str], ServerRow]) -> None:
        self._catalogue = catalogue
        self._row = row

    def resolve(self, download: Download) -> ResolvedSource:
        """The present address. Raises MissingOnServer when the catalogue no longer has the content."""
        with self._catalogue(download.server_id).read() as catalogue:
            course = catalogue.course(download.course_id)
            others = [catalogue.course(t) for t in course.card.languages.values()] if course else []
        trees = [tree for tree in (course, *others) if tree is not None]
        if download.role == POSTER:
            return self._poster(download, trees)
        for tree in trees:
            for resource in tree.resources():
                if resource.id == download.content_id:
                    return self._of(download, resource)
        raise MissingOnServer(download.content_id, name=download.name)

    def _poster(self, download: Download, trees: list[Course]) -> ResolvedSource:
        for tree in trees:
            if tree.id == download.content_id and tree.card.poster_url:
                return ResolvedSource(self._absolute(download, tree.card.poster_url), name=tree.card.name)
        raise MissingOnServer(download.content_id, name=download.name)

    def _of(self, download: Download, resource: Resource) -> ResolvedSource:
        if resource.package_url:
            url = self._absolute(download, resource.package_url)
            return ResolvedSource(url, resource.size_bytes, is_package=True, name=resource.name)
        if resource.artifact_url:
            url = self._absolute(download, resource.artifact_url)
            captions = tuple(
                Companion(f"caption:{c.code}", self._absolute(download, c.url), f"{c.code}.vtt", "text/vtt")
                for c in resource.captions
            )
            return ResolvedSource(
                url, resource.size_bytes, mime_type=resource.mime_type, name=resource.name, companions=captions
            )
        raise MissingOnServer(resource.id, name=resource.name)

    def _absolute(self, download: Download, url: str) -> str:
        host = self._row(download.server_id).host
        if not url.startswith(("https://", "http://")):
            return f"{host}/{url.lstrip('/')}"
        found = urlsplit(url)
        if found.hostname == LOOPBACK and urlsplit(host).hostname == LOOPBACK:
            # A server on this very machine, since moved to another port.
            return f"{host}{found.path}" + (f"?{found.query}" if found.query else "")
        return url
