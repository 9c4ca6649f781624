"""What is known of the link: asked of our own server, remembered, told when it changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from karmadesk.jobs import Context
from karmadesk.model import Link, Topic
from karmadesk.ports import Changed, Server
from karmadesk.sync.ways import is_loopback


class ProbedLink:
    """Remembers the answer of the last probe. `servers` names those that somebody on this laptop learns from."""

    def __init__(
        self, servers: Callable[[], Iterable[Server]], changed: Changed, costs: Callable[[], bool] = lambda: False
    ) -> None:
        """`costs` says whether the network here costs by the byte; asked of the way to other machines only."""
        self._servers = servers
        self._changed = changed
        self._costs = costs
        self._link = Link.UNKNOWN
        self._answered: Server | None = None
        self._is_near = False
        self._rest_s = 0.0
        self._lock = threading.Lock()

    def link(self) -> Link:
        return self._link

    def probe(self, context: Context) -> Link:
        """Asks one server after the other until one answers. Without any, the link stays unknown."""
        found: list[Link] = []
        servers = list(self._servers())
        self._is_near = all(_is_here(server) for server in servers)
        for server in servers:
            context.check()
            found.append(server.probe())
            if found[-1] is Link.ONLINE:
                self._answered = server
                if not _is_here(server) and self._costs():
                    found[-1] = Link.METERED
                break
        self._rest_s = max((server.rest_s or 0.0 for server in servers), default=0.0)
        return self._remember(_best(found))

    def is_near(self) -> bool:
        """Whether every server of the last probe is on this very machine."""
        return self._is_near

    def rest_s(self) -> float:
        """The longest that a server of the last probe asked for."""
        return self._rest_s

    def window_s(self) -> float | None:
        """As told by the server that answered last. One on this machine that says nothing has nobody to be spread."""
        server = self._answered
        if server is None:
            return None
        return 0.0 if server.window_s is None and _is_here(server) else server.window_s

    def _remember(self, link: Link) -> Link:
        with self._lock:
            is_news = link is not self._link
            self._link = link
        if is_news:
            self._changed(Topic.LINK)
        return link


def _is_here(server: Server) -> bool:
    return is_loopback(urlsplit(server.row.host).hostname or "")


def _best(found: list[Link]) -> Link:
    for link in (Link.ONLINE, Link.METERED, Link.CAPTIVE, Link.UNTRUSTED, Link.PROXY, Link.OFFLINE):
        if link in found:
            return link
    return Link.UNKNOWN
