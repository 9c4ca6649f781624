"""A server's answers as a drive brought them, behind the same front door: the adapters notice no difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from karmadesk.errors import Refused
from karmadesk.model import Json, RefusalReason, ServerRow
from karmadesk.ports import Clock
from karmadesk.sync.http import Http
from karmadesk.sync.igot_read import as_mapping, as_rows, text
from karmadesk.sync.reply import Reply
from karmadesk.sync.ways import PLAIN, Way

Pieces = Mapping[str, Mapping[str, Json]]
_OK = 200


class Recorded(Http):
    """Answers what was recorded, and refuses everything else: nothing here reaches a network."""

    def __init__(self, row: ServerRow, clock: Clock, pieces: Pieces) -> None:
        super().__init__(row, clock)
        self._pieces = pieces

    def call(self, method: str, path: str, **asked: Any) -> Reply:
        """The recorded result. Raises Refused where there is none."""
        plain = urlsplit(path).path
        for part, found in _ANSWERS.items():
            if part in plain:
                result = found(self._pieces, plain, as_mapping(as_mapping(asked.get("body")).get("request")))
                if result is not None:
                    # In the envelope of a service: without one it would be taken for a stranger's word.
                    return Reply(_OK, {"responseCode": "OK", "result": dict(result)})
        raise Refused(RefusalReason.UNKNOWN, f"{method} {plain} was not recorded")


class Recording(Http):
    """The network, with what it answered kept as pieces for somebody who is far away."""

    def __init__(self, row: ServerRow, clock: Clock, way: Way = PLAIN) -> None:
        super().__init__(row, clock, way)
        self.pieces: dict[str, Mapping[str, Json]] = {}

    def call(self, method: str, path: str, **asked: Any) -> Reply:
        reply = super().call(method, path, **asked)
        asking = as_mapping(as_mapping(asked.get("body")).get("request"))
        name = _name_of(urlsplit(path).path, asking) if reply.is_ok and reply.result else ""
        if name == "cards":
            before = as_rows(self.pieces.get(name, {}).get("content"))
            self.pieces[name] = {"content": [*before, *as_rows(reply.result.get("content"))]}
        elif name:
            self.pieces[name] = reply.result
        return reply


def _name_of(path: str, asked: Mapping[str, Json]) -> str:
    """The piece that an answer of this address is; "" for none."""
    for part, name in (("/user/v1/cbplan", "plan"), ("/user/enrollment/list/", "enrolments")):
        if part in path:
            return name
    if "/content/state/read" in path:
        return f"states:{text(asked.get('courseId'))}:{text(asked.get('batchId'))}"
    for part, kind in (("/course/v1/hierarchy/", "tree"), ("/certs/download/", "certificate")):
        if part in path:
            return f"{kind}:{path.rsplit('/', 1)[-1]}"
    return "cards" if "/composite/v1/search" in path and "identifier" in as_mapping(asked.get("filters")) else ""


def _named(name: str) -> Callable[[Pieces, str, Mapping[str, Json]], Mapping[str, Json] | None]:
    return lambda pieces, _path, _request: pieces.get(name)


def _by_last(kind: str) -> Callable[[Pieces, str, Mapping[str, Json]], Mapping[str, Json] | None]:
    return lambda pieces, path, _request: pieces.get(f"{kind}:{path.rsplit('/', 1)[-1]}")


def _states(pieces: Pieces, _path: str, request: Mapping[str, Json]) -> Mapping[str, Json] | None:
    return pieces.get(f"states:{text(request.get('courseId'))}:{text(request.get('batchId'))}")


def _cards(pieces: Pieces, _path: str, request: Mapping[str, Json]) -> Mapping[str, Json] | None:
    wanted = as_mapping(request.get("filters")).get("identifier")
    if not isinstance(wanted, list) or "cards" not in pieces:
        return None
    found = [card for card in as_rows(pieces["cards"].get("content")) if card.get("identifier") in wanted]
    return {"content": found, "count": len(found)}


_ANSWERS: Mapping[str, Callable[[Pieces, str, Mapping[str, Json]], Mapping[str, Json] | None]] = {
    "/user/v1/cbplan": _named("plan"),
    "/user/enrollment/list/": _named("enrolments"),
    "/content/state/read": _states,
    "/course/v1/hierarchy/": _by_last("tree"),
    "/certs/download/": _by_last("certificate"),
    "/composite/v1/search": _cards,
}
