"""iGOT's rows in every spelling that was seen."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.model import BatchStatus, Json, Tokens
from karmadesk.sync import igot_read as read
from tests.sync.clock import START

FIXTURES = Path(__file__).parents[1] / "data" / "KB-iGOT+sunbird-course-service"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=12), below, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "value, expected",
    [
        (1594219912979, datetime(2020, 7, 8, 14, 51, 52, 979000, UTC)),
        ("1594219912979", datetime(2020, 7, 8, 14, 51, 52, 979000, UTC)),
        (1594219912, datetime(2020, 7, 8, 14, 51, 52, 0, UTC)),
        ("2025-07-22T12:57:44.335+00:00", datetime(2025, 7, 22, 12, 57, 44, 335000, UTC)),
        ("2020-07-08T14:51:23.883+0000", datetime(2020, 7, 8, 14, 51, 23, 883000, UTC)),
        ("2025-07-22 12:57:44:335+0000", datetime(2025, 7, 22, 12, 57, 44, 335000, UTC)),
        ("2025-07-22 18:27:44:335+0530", datetime(2025, 7, 22, 12, 57, 44, 335000, UTC)),
        ("2019-08-26T10:12:02ZZ", datetime(2019, 8, 26, 10, 12, 2, 0, UTC)),
        ("2025-12-31", datetime(2025, 12, 31, tzinfo=UTC)),
        ("", None),
        ("tomorrow", None),
        (None, None),
        (True, None),
        (1e40, None),
        ({}, None),
    ],
)
def test_a_moment_in_every_shape(value: Json, expected: datetime | None) -> None:
    assert read.instant(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "2025-12-31",
        "2025-12-31T00:00:00.000Z",
        1767139200000,
        "1767139200000",
        1767119400000,
        "2025-12-31T00:00:00+05:30",
    ],
)
def test_a_due_day_is_over_when_it_is_over_in_india(value: Json) -> None:
    assert read.last_moment(value) == datetime(2025, 12, 31, 18, 29, 59, tzinfo=UTC)


def test_a_due_moment_stays_a_moment() -> None:
    assert read.last_moment("2025-12-31T09:15:00Z") == datetime(2025, 12, 31, 9, 15, tzinfo=UTC)
    assert read.last_moment(None) is None
    assert read.last_moment("2025-99-99") is None


def test_the_plan_year_runs_from_april_to_march() -> None:
    assert read.plan_year(datetime(2026, 3, 31, 18, 0, tzinfo=UTC), START) == 2025
    assert read.plan_year(datetime(2026, 3, 31, 18, 31, tzinfo=UTC), START) == 2026
    assert read.plan_year(None, START) == 2026


def _course(identifier: str, **more: Any) -> dict[str, Any]:
    return {
        "identifier": identifier,
        "name": identifier,
        "mimeType": "application/vnd.ekstep.content-collection",
        **more,
    }


def test_the_plan_names_each_course_once_with_its_strictest_terms() -> None:
    result = {
        "content": [
            {"id": "late", "endDate": "2026-12-31", "contentList": [_course("do_1"), _course("do_2")]},
            {"id": "early", "endDate": 1785456000000, "isApar": True, "contentList": [_course("do_1")]},
            {"id": "open", "endDate": None, "contentList": [_course("do_3"), {"name": "no id"}, "no node"]},
        ]
    }
    assignments, cards = read.plan_from(result, START, "https://h")
    by_id = {a.course_id: a for a in assignments}
    assert list(by_id) == ["do_1", "do_2", "do_3"]
    assert by_id["do_1"].due_at == datetime(2026, 7, 31, 18, 29, 59, tzinfo=UTC)
    assert by_id["do_1"].is_apar
    assert by_id["do_1"].plan_id == "early"
    assert by_id["do_3"].due_at is None
    assert [card.id for card in cards] == ["do_1", "do_2", "do_3"]


def test_two_languages_of_a_course_are_one_assignment() -> None:
    linked = {
        "english": {"id": "do_1", "isBaseLang": True, "status": "Live"},
        "hindi": {"id": "do_9", "status": "Live"},
    }
    result = {
        "content": [
            {"endDate": "2026-12-31", "contentList": [_course("do_9", languageMapV1=linked)]},
            {"endDate": "2026-12-31", "contentList": [_course("do_1", languageMapV1=json.dumps(linked))]},
        ]
    }
    assert [a.course_id for a in read.plan_from(result, START, "")[0]] == ["do_1"]


def test_the_recorded_enrolment_list_is_understood() -> None:
    recorded = json.loads((FIXTURES / "CourseEnrolmentTest.04.json").read_text("utf-8"))
    [row] = recorded["result"]["courses"]
    enrolment = read.enrolment_from(row, START)
    assert enrolment is not None
    assert enrolment.course_id == row["courseId"]
    assert enrolment.batch.id == "0130598559365038081"
    assert enrolment.enrolled_at == datetime(2020, 7, 8, 14, 51, 52, 979000, UTC)
    assert enrolment.completed_at is not None
    assert (enrolment.resources_done, enrolment.resource_count) == (1, 1)


@pytest.mark.parametrize(
    "batch, status",
    [
        ({"batchId": "b", "status": 1, "endDate": None}, BatchStatus.ONGOING),
        ({"batchId": "b", "status": "1", "endDate": "2026-11-24"}, BatchStatus.ONGOING),
        ({"batchId": "b", "status": 1, "endDate": "2026-11-23"}, BatchStatus.ENDED),
        ({"batchId": "b", "status": 2}, BatchStatus.ENDED),
        ({"batchId": "b", "status": 0}, BatchStatus.UPCOMING),
        ({"batchId": "b"}, BatchStatus.ONGOING),
        ('{"identifier": "b", "status": 2}', BatchStatus.ENDED),
    ],
)
def test_a_batch_has_ended_when_its_status_or_its_last_day_says_so(batch: Json, status: BatchStatus) -> None:
    enrolment = read.enrolment_from({"courseId": "c", "batch": batch}, START)
    assert enrolment is not None
    assert enrolment.batch.id == "b"
    assert enrolment.batch.status is status


def test_of_a_course_joined_twice_the_running_batch_counts() -> None:
    rows = [
        {"courseId": "c", "batchId": "gone", "active": False, "enrolledDate": 1794219912979},
        {"courseId": "c", "batchId": "ended", "batch": {"status": 2}, "enrolledDate": 1694219912979},
        {"courseId": "c", "batchId": "runs", "batch": {"status": 1}, "enrolledDate": 1594219912979},
    ]
    found = [read.enrolment_from(row, START) for row in rows]
    [best] = read.best_enrolments(one for one in found if one is not None)
    assert best.batch.id == "runs"


def test_a_state_keeps_details_as_they_came() -> None:
    row = {
        "contentId": "do_2",
        "status": 1,
        "completionpercentage": "40.0",
        "progressdetails": '{"max_size": 120, "current": ["48.0"], "cmi.core.exit": "suspend"}',
        "lastAccessTime": "2025-07-22 12:57:44:335+0000",
    }
    state = read.state_from(row, "do_1", "01")
    assert state is not None
    assert (state.course_id, state.batch_id, state.status, state.percentage) == ("do_1", "01", 1, 40.0)
    assert state.details == {"max_size": 120, "current": ["48.0"], "cmi.core.exit": "suspend"}


def _jwt(subject: Json) -> str:
    body = base64.urlsafe_b64encode(json.dumps({"sub": subject}).encode()).rstrip(b"=").decode()
    return f"x.{body}.y"


def test_the_user_is_the_last_part_of_the_subject() -> None:
    assert read.user_id_of(_jwt("f:5a8a3f2b:user-1")) == "user-1"
    assert read.user_id_of(_jwt("user-2")) == "user-2"
    assert read.user_id_of(_jwt(7)) == ""
    for broken in ("", "a.b", "a.!!!.c", "a.W10.c"):
        assert read.user_id_of(broken) == ""


def test_tokens_in_both_envelopes() -> None:
    keycloak = {"access_token": "a", "refresh_token": "r", "expires_in": 300, "refresh_expires_in": 0}
    first = read.tokens_from(keycloak, START)
    assert isinstance(first, Tokens)
    assert first.refresh_expires_at is None
    assert (first.access_expires_at - START).total_seconds() == 300
    second = read.tokens_from({"result": {"access_token": "b"}}, START, "kept")
    assert isinstance(second, Tokens)
    assert (second.access, second.refresh) == ("b", "kept")
    assert read.tokens_from({"error": "x"}, START) is None


@given(json_values)
def test_no_answer_however_odd_breaks_the_reading(value: Json) -> None:
    row = {"courseId": "c", "contentId": "r", "identifier": "i", "batchId": "b"}
    odd = {**dict.fromkeys(("batch", "status", "endDate", "enrolledDate", "progress", "completedOn"), value), **row}
    read.instant(value)
    read.last_moment(value)
    read.enrolment_from(odd, START)
    read.state_from({**row, "status": value, "completionPercentage": value, "progressdetails": value}, "c", "b")
    read.plan_from({"content": [{"endDate": value, "isApar": value, "contentList": value}]}, START, "")
    read.plan_from({"content": value}, START, "")
    read.profile_from({"profileDetails": value, "rootOrg": value, "firstName": value}, "u")
    read.tokens_from({"access_token": value, "expires_in": value, "result": value}, START)
