"""What a server of our own kind offers beyond the contract: told in its probe, used where it is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from karmadesk.errors import ServerFault
from karmadesk.model import Json
from karmadesk.ports import News, Session
from karmadesk.sync.http import Http

MOST_TOPICS = 5000
LONGEST_WINDOW_S = 86_400.0
LONGEST_KEY = 64


@dataclass(frozen=True)
class Offered:
    """Addresses on the same server; "" for what it does not offer. `window_s` spreads the first round after a cut."""

    changes: str = ""
    records: str = ""
    window_s: float | None = None
    carry: str = ""
    carry_key: str = ""
    """Where carried files are taken, and the id of the key that they are sealed to."""

    @property
    def is_ours(self) -> bool:
        """Whether the server is of our own kind, and so reads packed requests."""
        return bool(self.changes)


NOTHING = Offered()


def offered(body: Mapping[str, Json]) -> Offered:
    """What a probe's answer tells; only paths on the very server that was asked are heeded."""
    said = body.get("karmadesk")
    if not isinstance(said, Mapping):
        return NOTHING
    window = said.get("window_s")
    return Offered(
        changes=_path(said.get("changes")),
        records=_path(said.get("records")),
        carry=_path(said.get("carry")),
        carry_key=_key(said.get("carry_key")),
        window_s=min(LONGEST_WINDOW_S, max(0.0, float(window or 0.0))) if _is_number(window) else None,
    )


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _key(value: Json) -> str:
    return value if isinstance(value, str) and len(value) <= LONGEST_KEY else ""


def _path(value: Json) -> str:
    is_path = isinstance(value, str) and value.startswith("/") and not value.startswith("//")
    return value if is_path else ""


def news(http: Http, what: Offered, session: Session, since: str) -> News | None:
    """The feed's answer; None where there is no feed. A mark that it doesn't know makes everything news."""
    if not what.changes:
        return None
    query = {"since": since} if since else None
    reply = http.call("GET", what.changes, token=session.tokens.access, query=query, is_read=True)
    mark, topics = reply.body.get("cursor"), reply.body.get("topics")
    if not reply.is_ok or not isinstance(mark, str) or not isinstance(topics, list) or len(topics) > MOST_TOPICS:
        raise ServerFault(f"no news: {reply.status}")
    return News(mark, frozenset(topic for topic in topics if isinstance(topic, str)))
