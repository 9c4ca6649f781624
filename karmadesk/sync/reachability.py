"""What is known of the link: asked of our own server, remembered, told when it changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from karmadesk.jobs import Context
from karmadesk.model import Link, Topic
from karmadesk.ports import Changed, Server


class ProbedLink:
    """Remembers the answer of the last probe. `servers` names those that somebody on this laptop learns from."""

    def __init__(self, servers: Callable[[], Iterable[Server]], changed: Changed) -> None:
        self._servers = servers
        self._changed = changed
        self._link = Link.UNKNOWN
        self._lock = threading.Lock()

    def link(self) -> Link:
        return self._link

    def probe(self, context: Context) -> Link:
        """Asks one server after the other until one answers. Without any, the link stays unknown."""
        found: list[Link] = []
        for server in self._servers():
            context.check()
            found.append(server.probe())
            if found[-1] is Link.ONLINE:
                break
        return self._remember(_best(found))

    def _remember(self, link: Link) -> Link:
        with self._lock:
            is_news = link is not self._link
            self._link = link
        if is_news:
            self._changed(Topic.LINK)
        return link


def _best(found: list[Link]) -> Link:
    for link in (Link.ONLINE, Link.METERED, Link.CAPTIVE, Link.UNTRUSTED, Link.PROXY, Link.OFFLINE):
        if link in found:
            return link
    return Link.UNKNOWN
