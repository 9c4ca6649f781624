"""What a learner did reaches the hub, and is merged by the server's own rules (contract, section 4)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.hub.samples import BATCH, COURSE, DOCUMENT, ENDED, ENDED_BATCH, ENDED_LEAF, VIDEO
from tests.hub.server import Hub
from tests.hub.wire import Json, Learner, call


def _watched(percentage: float = 40.0, status: int = 1, **more: Any) -> Json:
    return {
        "contentId": VIDEO,
        "courseId": COURSE,
        "batchId": BATCH,
        "status": status,
        "completionPercentage": percentage,
        "lastAccessTime": "2025-07-22 12:57:44:335+0000",
        "progressdetails": {"max_size": 120.0, "current": ["48.0"], "mimeType": "video/mp4", "spentTime": 10},
        **more,
    }


def _only(states: list[Json]) -> Json:
    assert len(states) == 1
    return states[0]


def test_progress_is_accepted_and_read_back(nurse: Learner) -> None:
    assert nurse.update(_watched()).result == {VIDEO: "SUCCESS"}

    state = _only(nurse.state(COURSE, BATCH, fields=["progressdetails"]))

    assert state["contentId"] == VIDEO
    assert (state["status"], state["progress"], state["completionPercentage"]) == (1, 0, 40.0)
    assert state["lastAccessTime"] == "2025-07-22 12:57:44:335+0000"
    assert state["lastCompletedTime"] is None
    assert state["progressdetails"]["current"] == ["48.0"]
    assert (state["viewCount"], state["completedCount"]) == (1, 0)


def test_details_come_only_when_asked_for(nurse: Learner) -> None:
    nurse.update(_watched())

    assert "progressdetails" not in _only(nurse.state(COURSE, BATCH))


def test_only_the_first_content_of_a_request_is_processed(nurse: Learner) -> None:
    second = _watched(contentId=DOCUMENT)

    assert nurse.update(_watched(), second).result == {VIDEO: "SUCCESS"}

    assert [state["contentId"] for state in nurse.state(COURSE, BATCH)] == [VIDEO]


def test_completion_never_goes_back_but_percentage_and_details_do(nurse: Learner) -> None:
    nurse.update(_watched(100.0, 2))
    nurse.update(_watched(10.0, 1, progressdetails={"current": ["3.0"]}, lastAccessTime="2025-07-01 00:00:00:000+0000"))

    state = _only(nurse.state(COURSE, BATCH, fields=["progressdetails"]))

    assert (state["status"], state["progress"]) == (2, 100)
    assert state["completionPercentage"] == 10.0
    assert state["progressdetails"] == {"current": ["3.0"]}
    assert state["lastAccessTime"] == "2025-07-22 12:57:44:335+0000"
    assert (state["viewCount"], state["completedCount"]) == (2, 1)


def test_a_finished_batch_drops_what_is_sent_without_a_word(ravi: Learner) -> None:
    sent = _watched(contentId=ENDED_LEAF, courseId=ENDED, batchId=ENDED_BATCH, status=2)

    assert ravi.update(sent).result == {}

    assert _only(ravi.state(ENDED, ENDED_BATCH))["status"] == 1


def test_progress_for_another_person_is_dropped_without_a_word(nurse: Learner, newcomer: Callable[[], Learner]) -> None:
    other = newcomer()

    assert nurse.update(_watched(), userId=other.id).result == {}

    assert nurse.state(COURSE, BATCH) == other.state(COURSE, BATCH) == []


def test_the_token_says_whose_state_is_read(nurse: Learner, newcomer: Callable[[], Learner]) -> None:
    nurse.update(_watched())
    other = newcomer()

    assert other.state(COURSE, BATCH, userId=nurse.id) == []


@pytest.mark.parametrize(
    "change, status, err",
    [
        ({"batchId": "0unknown"}, 400, "INVALID_BATCH"),
        ({"batchId": ENDED_BATCH}, 400, "INVALID_BATCH"),
        ({"contentId": None}, 400, "MANDATORY_PARAMETER_MISSING"),
        ({"status": None}, 400, "MANDATORY_PARAMETER_MISSING"),
        ({"courseId": None}, 400, "MANDATORY_PARAMETER_MISSING"),
        ({"status": "2"}, 400, "DATA_TYPE_ERROR"),
        ({"completionPercentage": 101}, 400, "DATA_TYPE_ERROR"),
        ({"contentId": "x" * 200}, 400, "DATA_TYPE_ERROR"),
        ({"lastCompletedTime": "2025-07-22 12:57:44.335+0000"}, 400, "DATE_FORMAT_ERROR"),
        ({"lastUpdatedTime": "yesterday"}, 400, "DATE_FORMAT_ERROR"),
        ({"lastAccessTime": "2025-07-22T12:57:44.335Z"}, 500, "INTERNAL_ERROR"),
        ({"lastAccessTime": "2025-13-22 12:57:44:335+0000"}, 500, "INTERNAL_ERROR"),
    ],
)
def test_bad_progress_is_refused(nurse: Learner, change: Json, status: int, err: str) -> None:
    reply = nurse.update(_watched(**change))

    assert (reply.status, reply.err) == (status, err)
    assert reply.json["result"] == {}
    assert nurse.state(COURSE, BATCH) == []


def test_the_collection_id_serves_for_the_course_id(nurse: Learner) -> None:
    sent = {**_watched(), "collectionId": COURSE}
    del sent["courseId"]

    assert nurse.update(sent).result == {VIDEO: "SUCCESS"}


def test_an_update_without_contents_forces_the_enrolment_to_be_counted(nurse: Learner) -> None:
    def force() -> int:
        asked = {"userId": nurse.id, "courseId": COURSE, "batchId": BATCH}
        return nurse.patch("/api/course/v1/content/state/update", {"request": asked}).status

    assert force() == 400
    nurse.ask("/api/course/v1/enrol", courseId=COURSE, batchId=BATCH, userId=nurse.id)
    assert force() == 200


def test_of_many_writes_at_once_none_is_lost(nurse: Learner) -> None:
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda n: nurse.update(_watched(float(n))), range(40)))

    assert {reply.status for reply in replies} == {200}
    assert _only(nurse.state(COURSE, BATCH))["viewCount"] == 40


def test_state_of_a_course_never_opened_is_empty(nurse: Learner) -> None:
    assert nurse.state("do_unknown", "0unknown") == []


def test_reading_state_needs_a_course_and_a_batch(nurse: Learner) -> None:
    reply = nurse.ask("/api/course/v1/content/state/read", userId=nurse.id, courseId=COURSE)

    assert (reply.status, reply.err) == (400, "MANDATORY_PARAMETER_MISSING")


def test_the_owner_reads_what_was_accepted_once_and_nothing_that_was_not(hub: Hub, nurse: Learner) -> None:
    before = _writes(hub, 0)["next"]
    nurse.patch(
        "/api/course/v1/content/state/update",
        {"request": {"userId": nurse.id, "contents": [_watched()]}},
        **{"X-Request-ID": "the-one"},
    )
    nurse.update(_watched(batchId="0unknown"))

    log = _writes(hub, before)

    write = _only(log["writes"])
    assert (write["user"], write["course"], write["batch"], write["content"]) == (
        nurse.id,
        COURSE,
        BATCH,
        VIDEO,
    )
    assert (write["status"], write["percentage"], write["request_id"]) == (1, 40.0, "the-one")
    assert write["details"]["current"] == ["48.0"]
    assert write["route"] == "/api/course/v1/content/state/update"
    assert write["applied"] is True
    assert log["next"] == write["seq"] > before


def test_only_the_owner_reads_the_log(hub: Hub, nurse: Learner) -> None:
    assert call("GET", f"{hub.url}/owner/v1/accepted-writes").status == 401
    assert nurse.get("/owner/v1/health", **{"X-Owner-Key": "guess"}).status == 401


def test_the_hub_is_well(hub: Hub) -> None:
    health = call("GET", f"{hub.url}/owner/v1/health", headers={"X-Owner-Key": hub.owner_key}).json

    assert health["status"] == "ok"
    assert health["people"] >= 3


def test_progress_outside_a_course_takes_every_content(nurse: Learner) -> None:
    sent = {"contentId": VIDEO, "status": 1, "progressdetails": {"a": 1}, "completionPercentage": 30}
    other = {**sent, "contentId": DOCUMENT, "status": 2}

    reply = nurse.patch("/api/content/v2/state/update", {"request": {"contents": [sent, other]}})

    assert reply.result == {VIDEO: "SUCCESS", DOCUMENT: "SUCCESS"}
    asked = nurse.ask("/api/content/v2/state/read", contentIds=[DOCUMENT], fields=["status"])
    assert asked.result["contentList"] == [{"contentId": DOCUMENT, "status": 2}]
    assert nurse.state(COURSE, BATCH) == []


@pytest.mark.parametrize("name", ["contentId", "status", "progressdetails", "completionPercentage"])
def test_progress_outside_a_course_must_be_whole(nurse: Learner, name: str) -> None:
    sent = {"contentId": VIDEO, "status": 1, "progressdetails": {}, "completionPercentage": 30, name: ""}

    reply = nurse.patch("/api/content/v2/state/update", {"request": {"contents": [sent]}})

    assert reply.status == 400
    assert reply.json["params"]["errmsg"] == f"{name} is mandatory"


def test_unknown_fields_outside_a_course_are_refused(nurse: Learner) -> None:
    reply = nurse.ask("/api/content/v2/state/read", contentIds=[], fields=["password"])

    assert reply.json["params"]["errmsg"] == "Invalid fields in request"


def _writes(hub: Hub, since: int) -> Json:
    found: Json = {"writes": [], "next": since}
    while True:
        address = f"{hub.url}/owner/v1/accepted-writes?since={found['next']}"
        page = call("GET", address, headers={"X-Owner-Key": hub.owner_key}).json
        if not page["writes"]:
            return found
        found = {"writes": [*found["writes"], *page["writes"]], "next": page["next"]}
