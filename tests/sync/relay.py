"""A real server between a client and a hub that passes everything on, and may then withhold the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.hub.wire import Reply, call
from tests.sync.wire import Asked, Said


@dataclass
class Relay:
    """`before` may answer instead of the hub, `after` instead of passing on what the hub has already done and said."""

    hub_url: str
    before: Callable[[Asked], Said | None] = lambda _: None
    after: Callable[[Asked, Reply], Said | None] = lambda *_: None
    passed: list[Asked] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Said:
        early = self.before(asked)
        if early is not None:
            return early
        query = f"?{urlencode(asked.query)}" if asked.query else ""
        headers = {name: value for name, value in asked.headers.items() if name not in {"host", "connection"}}
        reply = call(asked.method, f"{self.hub_url}{asked.path}{query}", asked.raw or None, headers)
        self.passed.append(asked)
        late = self.after(asked, reply)
        if late is not None:
            return late
        kept = {name: reply.headers[name] for name in ("Content-Encoding", "Retry-After") if reply.headers[name]}
        return Said(reply.body, reply.status, reply.headers.get("Content-Type", ""), kept)


def cut_once(method: str, part: str) -> Callable[[Asked, Reply], Said | None]:
    """Withholds the first answer to such a request, after the hub has given it."""
    left = [1]

    def after(asked: Asked, _: Reply) -> Said | None:
        if asked.method == method and part in asked.path and left[0]:
            left[0] -= 1
            return Said(cut=True)
        return None

    return after


def down(method: str, part: str) -> Callable[[Asked], Said | None]:
    """Lets no such request through."""
    return lambda asked: Said(cut=True) if asked.method == method and part in asked.path else None
