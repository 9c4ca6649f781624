"""What a learner is assigned and joins (contract, sections 1.3, 1.4 and 2)."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from karmadesk.hub import moments
from tests.hub.samples import (
    BATCH,
    COURSE,
    DOCUMENT,
    ENDED,
    ENDED_BATCH,
    GROWN,
    GROWN_BATCH,
    GROWN_LEAVES,
    PROGRAM,
    PROGRAM_BATCH,
    VIDEO,
)
from tests.hub.server import Hub
from tests.hub.wire import API_KEY, Json, Learner, Reply, call, learner


def _enrol(who: Learner, course: str, batch: str, **more: str) -> Reply:
    return who.ask("/api/course/v1/enrol", **{"courseId": course, "batchId": batch, "userId": who.id, **more})


def _did(who: Learner, content: str, course: str, batch: str, status: int = 2) -> None:
    sent = {"contentId": content, "courseId": course, "batchId": batch, "status": status, "completionPercentage": 50}
    assert who.update(sent).result == {content: "SUCCESS"}


def test_the_profile_says_what_assignments_go_by(ravi: Learner) -> None:
    profile = ravi.get(f"/api/user/v5/read/{ravi.id}").result["response"]

    assert (profile["userId"], profile["firstName"], profile["rootOrgId"]) == (ravi.id, "रवि", "0135071359030722569")
    details = profile["profileDetails"]
    assert details["professionalDetails"][0]["designation"] == "Forest Guard"
    assert details["profileStatus"] == "VERIFIED"
    assert details["additionalProperties"]["reportingTo"]


def test_nobody_reads_another_persons_profile(ravi: Learner, nurse: Learner) -> None:
    assert nurse.get(f"/api/user/v5/read/{ravi.id}").status == 401


def test_the_plan_lists_the_latest_due_first_and_a_course_once(hub: Hub) -> None:
    asha = learner(hub.url, "asha", "Asha-pass-1")

    plan = asha.get("/api/user/v1/cbplan").result

    day = moments.midnight_ms()
    due = [moments.to_instant(day + days * moments.DAY_MS) for days in (30, -2, -5)]
    assert [one["endDate"] for one in plan["content"]] == due
    assert [one["isApar"] for one in plan["content"]] == [False, True, False]
    assert [one["userType"] for one in plan["content"]] == ["CustomUser", "Designation", "AllUser"]
    assert [[course["identifier"] for course in one["contentList"]] for one in plan["content"]] == [
        [PROGRAM],
        [COURSE],
        [],
    ]
    assert plan["count"] == 3
    shown = plan["content"][1]["contentList"][0]
    assert shown["languageMapV1"]["english"]["id"] == COURSE
    assert shown["posterImage"].startswith(hub.url)


def test_the_plan_of_another_organisation_is_empty(ravi: Learner) -> None:
    plan = ravi.get("/api/user/v1/cbplan", **{"x-authenticated-user-orgid": "another"}).result

    assert plan == {"count": 0, "content": []}


def test_the_plan_needs_the_organisation(hub: Hub, ravi: Learner) -> None:
    headers = {"Authorization": f"bearer {API_KEY}", "x-authenticated-user-token": ravi.token}

    reply = call("GET", f"{hub.url}/api/user/v1/cbplan", headers=headers)

    assert (reply.status, reply.json["responseCode"]) == (400, "BAD_REQUEST")
    assert "x-authenticated-user-orgid" in reply.json["params"]["errmsg"]


def test_assignment_is_not_enrolment(nurse: Learner) -> None:
    assert nurse.enrolments() == {}


def test_joining_counting_and_finishing_a_course(nurse: Learner) -> None:
    assert _enrol(nurse, COURSE, BATCH).result == {"response": "SUCCESS"}
    fresh = nurse.enrolments()[COURSE]
    assert (fresh["status"], fresh["progress"], fresh["leafNodesCount"]) == (0, 0, 4)
    assert fresh["lastContentAccessTime"] is None

    _did(nurse, VIDEO, COURSE, BATCH)
    _did(nurse, DOCUMENT, COURSE, BATCH, status=1)

    row = nurse.enrolments()[COURSE]
    assert (row["status"], row["progress"], row["completionPercentage"]) == (1, 1, 25)
    assert row["contentStatus"] == {VIDEO: 2, DOCUMENT: 1}
    assert (row["lastReadContentId"], row["lastReadContentStatus"]) == (DOCUMENT, 1)
    assert row["batch"]["status"] == 1
    assert row["completedOn"] is None


def test_a_second_enrolment_is_refused_by_name(nurse: Learner) -> None:
    _enrol(nurse, COURSE, BATCH)

    again = _enrol(nurse, COURSE, BATCH)

    assert (again.status, again.err) == (400, "USER_ALREADY_ENROLLED_COURSE")
    assert again.json["params"]["status"] == "USER_ALREADY_ENROLLED_COURSE"
    assert again.json["responseCode"] == "CLIENT_ERROR"


@pytest.mark.parametrize(
    "change, status, err",
    [
        ({"batchId": "0unknown"}, 400, "INVALID_COURSE_BATCH_ID"),
        ({"batchId": GROWN_BATCH}, 400, "INVALID_COURSE_BATCH_ID"),
        ({"courseId": ENDED, "batchId": ENDED_BATCH}, 400, "COURSE_BATCH_ALREADY_COMPLETED"),
        ({"courseId": "do_nowhere"}, 400, "INVALID_COURSE_ID"),
        ({"courseId": VIDEO}, 401, "ACCESS_DENIED"),
        ({"courseId": ""}, 400, "MANDATORY_PARAMETER_MISSING"),
        ({"courseId": ["x"]}, 400, "DATA_TYPE_ERROR"),
        ({"userId": "somebody else"}, 401, "UNAUTHORIZED_USER"),
    ],
)
def test_bad_enrolments_are_refused(nurse: Learner, change: Json, status: int, err: str) -> None:
    asked = {"courseId": COURSE, "batchId": BATCH, "userId": nurse.id, **change}

    reply = nurse.ask("/api/course/v1/enrol", **asked)

    assert (reply.status, reply.err) == (status, err)
    assert nurse.enrolments() == {}


def test_automatic_enrolment_finds_the_open_batch(nurse: Learner) -> None:
    headers = {"courseId": COURSE, "userUUID": nurse.id, "rootOrg": "igot"}

    reply = nurse.get("/api/v1/autoenrollment?language=Hindi", **headers)

    assert reply.result["response"]["content"][0]["batchId"] == BATCH
    assert nurse.enrolments()[COURSE]["recent_language"] == "Hindi"
    again = nurse.get("/api/v1/autoenrollment", **headers)
    assert (again.status, again.json["params"]["errmsg"]) == (400, "User has already Enrolled this course .")


@pytest.mark.parametrize(
    "change", [{"courseId": ENDED}, {"courseId": ""}, {"rootOrg": ""}, {"userUUID": "somebody else"}]
)
def test_automatic_enrolment_that_cannot_be_says_why(nurse: Learner, change: dict[str, str]) -> None:
    headers = {"courseId": COURSE, "userUUID": nurse.id, "rootOrg": "igot", **change}

    reply = nurse.get("/api/v1/autoenrollment", **headers)

    assert reply.status in (400, 401)
    assert reply.json["params"]["status"] == "FAILED"
    assert reply.json["params"]["errmsg"]


def test_enrolling_in_a_program_enrols_in_its_courses(hub: Hub, nurse: Learner) -> None:
    asked = {"userId": nurse.id, "programId": PROGRAM, "batchId": PROGRAM_BATCH}

    assert nurse.ask("/api/openprogram/v1/enrol", **asked).result == {"response": "SUCCESS"}

    assert {course: row["batchId"] for course, row in nurse.enrolments().items()} == {
        PROGRAM: PROGRAM_BATCH,
        COURSE: BATCH,
        GROWN: GROWN_BATCH,
    }
    _did(nurse, VIDEO, COURSE, BATCH)
    program = nurse.enrolments()[PROGRAM]
    assert (program["progress"], program["leafNodesCount"], program["completionPercentage"]) == (1, 7, 14)
    log = call("GET", f"{hub.url}/owner/v1/accepted-writes", headers={"X-Owner-Key": hub.owner_key}).json["writes"]
    mine = [write["course"] for write in log if write["user"] == nurse.id and write["route"].endswith("enrol")]
    assert mine == [PROGRAM, COURSE, GROWN]


def test_a_course_is_no_program(nurse: Learner) -> None:
    asked = {"userId": nurse.id, "programId": COURSE, "batchId": BATCH}

    assert nurse.ask("/api/openprogram/v1/enrol", **asked).err == "ACCESS_DENIED"


def test_leaving_a_course_hides_it_and_joining_again_keeps_what_was_done(nurse: Learner) -> None:
    asked = {"courseId": COURSE, "batchId": BATCH, "userId": nurse.id}
    assert nurse.ask("/api/course/v1/unenrol", **asked).err == "USER_NOT_ENROLLED_COURSE"
    _enrol(nurse, COURSE, BATCH)
    _did(nurse, VIDEO, COURSE, BATCH)

    assert nurse.ask("/api/course/v1/unenrol", **asked).status == 200

    assert nurse.enrolments() == {}
    retired_too = nurse.get(f"/api/course/v2/user/enrollment/list/{nurse.id}?retiredCoursesEnabled=true").result
    assert retired_too["courses"][0]["active"] is False
    assert _enrol(nurse, COURSE, BATCH).status == 200
    assert nurse.enrolments()[COURSE]["progress"] == 1


def test_a_complete_course_cannot_be_left(nurse: Learner) -> None:
    _enrol(nurse, GROWN, GROWN_BATCH)
    for content in GROWN_LEAVES:
        _did(nurse, content, GROWN, GROWN_BATCH)

    row = nurse.enrolments()[GROWN]
    assert (row["status"], row["completionPercentage"]) == (2, 100)
    assert abs(row["completedOn"] / 1000 - time.time()) < 60
    reply = nurse.ask("/api/course/v1/unenrol", courseId=GROWN, batchId=GROWN_BATCH, userId=nurse.id)
    assert reply.err == "USER_ALREADY_COMPLETED_COURSE"


def test_a_course_that_grew_after_completion_is_under_way_again(ravi: Learner) -> None:
    grown = ravi.enrolments()[GROWN]

    assert (grown["status"], grown["progress"], grown["leafNodesCount"]) == (1, 2, 3)
    assert grown["completionPercentage"] == 66
    assert grown["completedOn"] is not None


def test_a_course_whose_batch_ended_says_so(ravi: Learner) -> None:
    assert ravi.enrolments()[ENDED]["batch"]["status"] == 2


def test_the_list_is_in_order_of_opening(ravi: Learner) -> None:
    assert list(ravi.enrolments()) == [GROWN, ENDED]


def test_the_old_list_carries_the_fields_asked_for(ravi: Learner) -> None:
    query = "?fields=name,duration&batchDetails=name,endDate,status"
    row = ravi.get(f"/api/course/v2/user/enrollment/list/{ravi.id}{query}").result["courses"][0]

    assert set(row["content"]) == {"identifier", "name", "duration"}
    assert set(row["batch"]) == {"batchId", "name", "endDate", "status"}


@pytest.mark.parametrize(
    "asked, expected",
    [
        ({"status": "All"}, [GROWN, ENDED]),
        ({"status": "All", "limit": 1}, [GROWN]),
        ({"status": "All", "limit": 5, "offset": 1}, [ENDED]),
        ({"status": "In-Progress"}, [GROWN, ENDED]),
        ({"status": "Completed"}, []),
    ],
)
def test_the_new_list(ravi: Learner, asked: Json, expected: list[str]) -> None:
    result = ravi.ask(f"/api/course/v4/user/enrollment/list/{ravi.id}", **asked).result

    assert [row["courseId"] for row in result["courses"]] == expected
    assert result["userCourseEnrolmentInfo"]["coursesInProgress"] == 1


def test_details_and_summary(ravi: Learner) -> None:
    path = "/api/course/v4/user/enrollment"

    details = ravi.ask(f"{path}/details/{ravi.id}", courseId=[ENDED, "do_nowhere"]).result
    summary = ravi.get(f"{path}/summary/{ravi.id}").result

    assert [row["courseId"] for row in details["courses"]] == [ENDED]
    assert summary["userCourseEnrolmentInfo"]["coursesInProgress"] == 1
    assert ravi.ask(f"{path}/details/{ravi.id}", courseId=ENDED).err == "DATA_TYPE_ERROR"
    assert ravi.ask(f"{path}/list/{ravi.id}", limit=-1).err == "DATA_TYPE_ERROR"


def test_nobody_reads_another_persons_enrolments(newcomer: Callable[[], Learner], ravi: Learner) -> None:
    nosy = newcomer()

    for reply in (
        nosy.get(f"/api/course/v2/user/enrollment/list/{ravi.id}"),
        nosy.ask(f"/api/course/v4/user/enrollment/list/{ravi.id}"),
        nosy.get(f"/api/course/v4/user/enrollment/summary/{ravi.id}"),
    ):
        assert (reply.status, reply.err) == (401, "UNAUTHORIZED_USER")


def test_batches_are_listed_by_status(ravi: Learner) -> None:
    def found(*statuses: str) -> list[str]:
        filters = {"courseId": ENDED, "status": list(statuses)}
        asked = ravi.ask("/api/course/v1/batch/list", filters=filters, sort_by={"createdDate": "desc"})
        return [batch["batchId"] for batch in asked.result["response"]["content"]]

    assert found("0", "1", "2") == found("2") == [ENDED_BATCH]
    assert found("1") == []
    assert ravi.ask("/api/course/v1/batch/list", filters={}).err == "MANDATORY_PARAMETER_MISSING"
    assert ravi.ask("/api/course/v1/batch/list").err == "MANDATORY_PARAMETER_MISSING"


def test_a_batch_is_read(ravi: Learner) -> None:
    batch = ravi.get(f"/api/course/v1/batch/read/{ENDED_BATCH}").result["response"]

    assert (batch["identifier"], batch["courseId"], batch["status"]) == (ENDED_BATCH, ENDED, 2)
    assert batch["endDate"] == moments.to_date(moments.midnight_ms() - 10 * moments.DAY_MS)
    assert ravi.get("/api/course/v1/batch/read/0unknown").err == "INVALID_COURSE_BATCH_ID"


def test_the_hub_tells_the_time_to_anybody(hub: Hub) -> None:
    reply = call("GET", f"{hub.url}/apis/public/v8/systemDate")

    assert abs(reply.json["systemDate"] / 1000 - time.time()) < 10
    assert reply.headers["Date"]
