"""The learning server as the laptop meets it: a real hub behind a front door that can lie about any answer."""

from __future__ import annotations

import contextlib
import http.client
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from karmadesk.hub import seeding
from karmadesk.hub.database import database_in
from karmadesk.hub.place import Place
from tests.hub.server import running_hub
from tests.stories import school
from tests.sync.wire import Asked, Said, Wire, wire

KEPT = ("ETag", "Content-Range", "Accept-Ranges", "Last-Modified", "Content-Encoding", "Location", "Set-Cookie")
PAGE = b"<!DOCTYPE html><html><title>Welcome to the hotel</title><p>Please sign in.</html>"
Lie = Callable[[Asked, Said], Said]


class Portal:
    """Passes everything on but what it has a lie for: the first whose pattern is found in the path is told."""

    def __init__(self, hub_url: str) -> None:
        self._hub = urlsplit(hub_url).netloc
        self.lies: dict[str, Lie] = {}
        self.url = ""

    def __call__(self, asked: Asked) -> Said:
        lie = next((lie for pattern, lie in self.lies.items() if re.search(pattern, asked.path)), None)
        headers = {name: value for name, value in asked.headers.items() if name != "connection"}
        query = f"?{urlencode(asked.query)}" if asked.query else ""
        if lie is cut:
            return Said(cut=True)
        said = self._ask(asked.method, asked.path + query, asked.raw, headers)
        return said if lie is None else lie(asked, said)

    def _ask(self, method: str, target: str, raw: bytes, headers: Mapping[str, str]) -> Said:
        """The hub's own answer, a redirect as it is."""
        with contextlib.closing(http.client.HTTPConnection(self._hub, timeout=20)) as connection:
            connection.request(method, target, raw or None, dict(headers))
            reply = connection.getresponse()
            kept = {name: value for name in KEPT if (value := reply.getheader(name))}
            return Said(reply.read(), reply.status, reply.getheader("Content-Type", ""), kept)

    def is_away(self) -> None:
        """From now on nobody answers."""
        self.lies = {"": cut}

    def tells(self, path: str, lie: Lie) -> None:
        """From now on this is told of every path in which the pattern is found."""
        self.lies[path] = lie

    def sends_on(self, path: str, address: str) -> None:
        """From now on whoever asks for this is sent to another server."""
        self.lies[path] = lambda _asked, _said: Said(b"", 302, "text/plain", {"Location": address})

    def package(self, content_id: str) -> bytes:
        """The hub's own file of a lesson."""
        return bytes(self._ask("GET", f"/content-store/ecar/{content_id}_1.0.ecar", b"", {}).content)

    def tells_the_truth(self) -> None:
        self.lies = {}


def cut(asked: Asked, said: Said) -> Said:
    """No answer at all."""
    raise AssertionError("nobody is asked then")


def is_gone(asked: Asked, said: Said) -> Said:
    return Said(b"The specified resource does not exist.\n", 404, "text/plain")


def is_page(asked: Asked, said: Said) -> Said:
    return Said(PAGE, 200, "text/html")


def is_longer_than_it_is(asked: Asked, said: Said) -> Said:
    """Promises a kilobyte more than comes."""
    return Said(said.content, said.status, said.kind, said.headers, lies_by=1024)


def is_no_archive(asked: Asked, said: Said) -> Said:
    """As long as the archive, and none."""
    return Said(b"not a ZIP " * (len(said.content) // 10), 200, "application/zip")


@contextmanager
def open_portal(folder: Path) -> Iterator[Portal]:
    """A hub with the stories' school, and the front door before it."""
    place = Place(folder / "hub")
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, school.write(folder / "school"))
    database.close()
    with running_hub(place.root) as hub:
        portal = Portal(hub.url)
        with wire(portal) as door:
            portal.url = door.url
            yield portal


__all__ = ["PAGE", "Portal", "Wire", "is_gone", "is_longer_than_it_is", "is_no_archive", "is_page", "open_portal"]
