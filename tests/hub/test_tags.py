"""What a client has already is a 304: the tag names what an answer says, not when it was said."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

import pytest

from tests.hub.samples import BATCH, COURSE, VIDEO
from tests.hub.server import Hub
from tests.hub.wire import Learner

_PULLED = {
    "plan": "/api/user/v1/cbplan",
    "profile": "/api/user/v5/read/{user}",
    "hierarchy": f"/api/course/v1/hierarchy/{COURSE}",
    "minimal": f"/api/course/v1/hierarchy/{COURSE}?mode=minimal",
    "read": f"/api/content/v1/read/{COURSE}",
    "leaf": f"/api/content/v2/read/{VIDEO}?fields=name",
    "list": "/api/course/v2/user/enrollment/list/{user}",
    "summary": "/api/course/v4/user/enrollment/summary/{user}",
}


@pytest.mark.parametrize("name", _PULLED)
def test_what_is_pulled_is_tagged(name: str, nurse: Learner) -> None:
    path = _PULLED[name].format(user=nurse.id)
    first, second = nurse.get(path), nurse.get(path, **{"Accept-Encoding": "gzip", "msgid": "another"})
    tag = first.headers["ETag"]

    assert first.json["params"]["resmsgid"] != second.json["params"]["resmsgid"]
    assert second.headers["ETag"] == tag
    for known in (tag, f'"x", {tag}', f"W/{tag}", "*"):
        again = nurse.get(path, **{"If-None-Match": known, "Accept-Encoding": "gzip"})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
        assert again.headers["Content-Type"] is None
    for other in ('"x"', tag.strip('"'), "", tag[:-2] + '"'):
        assert nurse.get(path, **{"If-None-Match": other}).json["result"] == first.result


def test_a_change_changes_the_tag(nurse: Learner) -> None:
    path = _PULLED["list"].format(user=nurse.id)
    before = nurse.get(path).headers["ETag"]
    nurse.ask("/api/course/v1/enrol", courseId=COURSE, batchId=BATCH, userId=nurse.id)

    reply = nurse.get(path, **{"If-None-Match": before})

    assert (reply.status, len(reply.result["courses"])) == (200, 1)


def test_tags_of_two_people_and_of_two_addresses_differ(nurse: Learner, newcomer: Callable[[], Learner]) -> None:
    path = "/api/course/v2/user/enrollment/list/{user}"
    other = newcomer()
    for one in (nurse, other):
        one.ask("/api/course/v1/enrol", courseId=COURSE, batchId=BATCH, userId=one.id)
    tags = [
        nurse.get(path.format(user=nurse.id)).headers["ETag"],
        other.get(path.format(user=other.id)).headers["ETag"],
        nurse.get(path.format(user=nurse.id), Host="hub.example.in").headers["ETag"],
    ]

    assert len(set(tags)) == 3


def test_a_tag_does_not_open_what_is_not_ones_own(nurse: Learner, newcomer: Callable[[], Learner]) -> None:
    path = _PULLED["plan"]
    tag = nurse.get(path).headers["ETag"]
    nurse.token = "x.y.z"

    assert nurse.get(path, **{"If-None-Match": tag}).status == 401


def test_what_begins_something_is_not_tagged(nurse: Learner) -> None:
    assert nurse.get("/api/player/questionset/v5/hierarchy/do_1104").headers["ETag"] is None


def test_the_answer_to_a_probe_says_what_is_offered(hub: Hub, nurse: Learner) -> None:
    reply = nurse.get("/apis/public/v8/systemDate?nonce=a-1_.~Z")

    assert reply.json["nonce"] == "a-1_.~Z"
    key = nurse.get("/api/karmadesk/v1/carry/key").json["id"]
    assert reply.json["karmadesk"] == {
        "changes": "/api/karmadesk/v1/changes",
        "records": "/xapi",
        "window_s": 0,
        "carry": "/api/karmadesk/v1/carry",
        "carry_key": key,
    }
    assert len(reply.body) < 200
    for nonce in ("", "x" * 65, "%22", "a%20b", "%E0%A4%86", "a&nonce="):
        assert "nonce" not in nurse.get(f"/apis/public/v8/systemDate?nonce={nonce}").json


def test_tagged_answers_are_still_squeezed(nurse: Learner) -> None:
    reply = nurse.get(_PULLED["hierarchy"], **{"Accept-Encoding": "gzip"})

    assert reply.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(reply.body))["result"]["content"]["identifier"] == COURSE
