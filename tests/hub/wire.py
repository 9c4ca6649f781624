"""Speaking to a hub as a native client does, with nothing but urllib."""

from __future__ import annotations

import base64
import gzip
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any

from tests.hub.login import sign_in

Json = dict[str, Any]

API_KEY = "karmadesk-demo-key"
ORG = "0135071359030722569"


@dataclass
class Reply:
    """An answer of any status."""

    status: int
    headers: Message[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, unpacked if need be."""
        packed = self.headers.get("Content-Encoding") == "gzip"
        return json.loads(gzip.decompress(self.body) if packed else self.body)

    @property
    def result(self) -> Any:
        """What is inside the envelope, of an answer that must be good."""
        assert self.status == 200, self.body
        return self.json["result"]

    @property
    def err(self) -> str:
        """The name of a refusal."""
        return str(self.json["params"]["err"])


def call(method: str, address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply:
    """One request, exactly as given."""
    request = urllib.request.Request(address, body, dict(headers or {}), method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=20) as answer:
            return Reply(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as problem:
        with problem:
            return Reply(problem.code, problem.headers, problem.read())


@dataclass
class Learner:
    """Somebody who is signed in at a hub."""

    url: str
    id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What every request of a native client carries."""
        return {
            "Authorization": f"bearer {API_KEY}",
            "x-authenticated-user-token": self.token,
            "x-authenticated-user-orgid": ORG,
            "Content-Type": "application/json",
        }

    def get(self, path: str, **headers: str) -> Reply:
        """GET."""
        return call("GET", self.url + path, None, {**self.headers, **headers})

    def post(self, path: str, body: object, **headers: str) -> Reply:
        """POST a JSON body."""
        return call("POST", self.url + path, json.dumps(body).encode(), {**self.headers, **headers})

    def ask(self, path: str, **request: Any) -> Reply:
        """POST a body with these in its `request`."""
        return self.post(path, {"request": request})

    def patch(self, path: str, body: object, **headers: str) -> Reply:
        """PATCH a JSON body."""
        return call("PATCH", self.url + path, json.dumps(body).encode(), {**self.headers, **headers})

    def update(self, *contents: Json, **more: Any) -> Reply:
        """Send content states."""
        asked = {"userId": self.id, "contents": list(contents), **more}
        return self.patch("/api/course/v1/content/state/update", {"request": asked})

    def state(self, course: str, batch: str, **more: Any) -> list[Json]:
        """The content states in a course."""
        asked = {"userId": self.id, "courseId": course, "batchId": batch, "contentIds": [], **more}
        found: list[Json] = self.ask("/api/course/v1/content/state/read", **asked).result["contentList"]
        return found

    def enrolments(self) -> dict[str, Json]:
        """The enrolment list by course."""
        rows = self.get(f"/api/course/v2/user/enrollment/list/{self.id}").result["courses"]
        return {row["courseId"]: row for row in rows}


def learner(url: str, username: str, password: str) -> Learner:
    """Somebody, signed in by the form."""
    return bearer(url, sign_in(url, username, password)["access_token"])


def bearer(url: str, token: str) -> Learner:
    """Whoever an access token speaks of."""
    middle = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    assert claims["sub"].count(":") == 2
    return Learner(url, claims["sub"].rsplit(":", 1)[-1], token)
