"""A learning server and a record store in a few lines, behind real sockets: what they took is theirs to tell."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.sync.test_igot_read import _jwt
from tests.sync.wire import Asked, Said, envelope

USER = "u-1"
ACCESS = _jwt(f"f:1:{USER}")
JOINED, WANTED = "do_1", "do_2"
FILMS = {JOINED: "do_film", WANTED: "do_other"}

Interferes = Callable[[Asked], Said | None]

KINDS: Mapping[str, tuple[str, ...]] = {
    "refresh": ("POST /auth/realms/sunbird/protocol/openid-connect/token", "POST /api/auth/v1/refresh/token"),
    "feed": ("GET /feed",),
    "list": ("POST /api/course/v4/user/enrollment/list", "GET /api/course/v2/user/enrollment/list"),
    "enrol": ("GET /api/v1/autoenrollment", "POST /api/course/v1/enrol"),
    "states": ("POST /api/course/v1/content/state/read",),
    "push": ("PATCH /api/course/v1/content/state/update",),
    "plan": ("GET /api/user/v1/cbplan",),
    "hierarchy": ("GET /api/course/v1/hierarchy/",),
    "catalogue": ("POST /api/composite/v1/search",),
    "records": ("POST /xapi/statements",),
}
"""Each kind of request, and how its addresses begin."""


def is_of(kind: str, asked: Asked) -> bool:
    """Whether this request is of that kind."""
    line = f"{asked.method} {asked.path}"
    return any(line.startswith(known) for known in KINDS[kind])


@dataclass
class Town:
    """Answers as iGOT's, Sunbird's and a record store's services do; `before` and `after` may answer instead."""

    before: Interferes = lambda _: None
    after: Interferes = lambda _: None
    joined: set[str] = field(default_factory=lambda: {JOINED})
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    written: list[dict[str, Any]] = field(default_factory=list)
    enrolled: list[str] = field(default_factory=list)
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    """Ids of statements, each time that a batch with one was stored."""
    version: int = 1
    marks: int = 0

    def __call__(self, asked: Asked) -> Said:
        said = self.before(asked)
        if said is None:
            said = self._done(asked)
            late = self.after(asked)
            said = late if late is not None else said
        return said

    def _done(self, asked: Asked) -> Said:
        for kind, answer in self._answers().items():
            if is_of(kind, asked):
                return answer(asked)
        return self._other(asked)

    def _answers(self) -> Mapping[str, Callable[[Asked], Said]]:
        return {
            "refresh": self._refreshed,
            "feed": self._news,
            "list": self._listed,
            "enrol": self._enrolled,
            "states": self._states,
            "push": self._updated,
            "plan": lambda _: Said(envelope({"content": [self._plan()]})),
            "hierarchy": self._tree,
            "catalogue": lambda _: Said(envelope({"content": [self._node(c) for c in FILMS], "count": len(FILMS)})),
            "records": self._recorded,
        }

    def _other(self, asked: Asked) -> Said:
        if asked.path == "/apis/public/v8/systemDate":
            offers = {"changes": "/feed"}
            return Said({"systemDate": "2026-11-24T08:30:00.000Z", "nonce": asked.query["nonce"], "karmadesk": offers})
        if asked.path.startswith("/api/user/v5/read/"):
            return Said(envelope({"response": {"userId": USER, "firstName": "Asha", "rootOrgId": "org"}}))
        if asked.path == "/api/course/v1/batch/list":
            course_id = asked.json["request"]["filters"]["courseId"]
            return Said(envelope({"response": {"content": [self._batch(course_id)]}}))
        if asked.path.startswith("/api/course/v1/batch/read/"):
            return Said(envelope({"response": self._batch(asked.path.rpartition("/b-")[2])}))
        if asked.path == "/xapi/statements":
            found = self.kept.get(asked.query["statementId"])
            return Said(found) if found else Said({"detail": "none"}, 404)
        return Said({"message": "no Route matched with those values"}, 404)

    def _refreshed(self, asked: Asked) -> Said:
        fresh = {"access_token": ACCESS, "refresh_token": "refresh", "expires_in": 36_000}
        return Said(envelope(fresh) if asked.path.startswith("/api/") else fresh)

    def _news(self, _: Asked) -> Said:
        self.marks += 1
        return Said({"cursor": str(self.marks), "topics": ["all"]})

    def _listed(self, _: Asked) -> Said:
        rows = [{"courseId": c, "batchId": f"b-{c}", "active": True, "batch": self._batch(c)} for c in self.joined]
        return Said(envelope({"courses": rows}))

    def _enrolled(self, asked: Asked) -> Said:
        course_id = asked.headers.get("courseid") or asked.json["request"]["courseId"]
        self.enrolled.append(course_id)
        self.joined.add(course_id)
        return Said(envelope({"response": {"content": [self._batch(course_id)]}}))

    def _states(self, asked: Asked) -> Said:
        course_id = asked.json["request"]["courseId"]
        return Said(envelope({"contentList": [row for row in self.rows.values() if row["courseId"] == course_id]}))

    def _updated(self, asked: Asked) -> Said:
        contents = json.loads(unpacked(asked))["request"].get("contents", [])
        for row in contents:
            self.written.append(row)
            self.rows[row["contentId"]] = row
        return Said(envelope({row["contentId"]: "SUCCESS" for row in contents}))

    def _tree(self, asked: Asked) -> Said:
        return Said(envelope({"content": self._node(asked.path.rpartition("/")[2], whole=True)}))

    def _recorded(self, asked: Asked) -> Said:
        batch = json.loads(unpacked(asked))
        new = [one for one in batch if one["id"] not in self.kept]
        self.taken += [one["id"] for one in new]
        self.kept |= {one["id"]: one for one in new}
        return Said([one["id"] for one in new]) if new else Said(b"", 204)

    def _plan(self) -> dict[str, Any]:
        return {"id": "p-1", "endDate": "2026-12-31", "contentList": [self._node(course_id) for course_id in FILMS]}

    def _batch(self, course_id: str) -> dict[str, Any]:
        return {"batchId": f"b-{course_id}", "courseId": course_id, "name": "Batch", "status": 1}

    def _node(self, course_id: str, *, whole: bool = False) -> dict[str, Any]:
        node = {
            "identifier": course_id,
            "name": f"Course {course_id}",
            "mimeType": "application/vnd.ekstep.content-collection",
            "primaryCategory": "Course",
            "pkgVersion": self.version,
        }
        film = {
            "identifier": FILMS[course_id],
            "name": "Film",
            "mimeType": "video/mp4",
            "primaryCategory": "Learning Resource",
            "artifactUrl": "/film.mp4",
        }
        unit = {**node, "identifier": f"{course_id}-u", "primaryCategory": "Course Unit", "children": [film]}
        return {**node, "children": [unit]} if whole else node


def unpacked(asked: Asked) -> bytes:
    """The request's body, whether it came as gzip or not."""
    return gzip.decompress(asked.raw) if asked.headers.get("content-encoding") == "gzip" else asked.raw
