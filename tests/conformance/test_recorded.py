"""What public installations answered and sent, read by the client's own readers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from karmadesk.nodes import card_from
from karmadesk.sync import igot_read as read
from tests.conformance.schemas import DATA, problems

NOW = datetime(2026, 11, 24, tzinfo=UTC)
COURSES = Path(__file__).parents[1] / "data" / "KB-iGOT+sunbird-course-service"
PORTAL = Path(__file__).parents[1] / "data" / "Sunbird-Ed+SunbirdEd-portal"


def recorded(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def test_a_recorded_search_gives_the_card_of_its_course() -> None:
    rows = read.as_rows(recorded(COURSES / "CourseEnrolmentTest.03.json")["contents"])
    [card] = [card_from(row, "https://portal.example") for row in rows]
    assert card is not None
    assert (card.id, card.name) == ("do_11305984881537024012255", "Auto-cert-issue-9th")
    assert card.size_bytes > 0
    assert card.version == 1.0


def test_a_recorded_enrolment_list_gives_the_enrolment() -> None:
    rows = read.as_rows(recorded(COURSES / "CourseEnrolmentTest.04.json")["result"]["courses"])
    found = [read.enrolment_from(row, NOW) for row in rows]
    assert len(found) == len(rows) == 1
    [enrolment] = found
    assert enrolment is not None
    assert enrolment.course_id == "do_11305984881537024012255"
    assert enrolment.batch.id
    assert enrolment.enrolled_at is not None
    assert enrolment.certificates == (), "an empty list of them is no certificate"


ATTEMPTS = sorted((DATA / "extracted").glob("assessment-aggregator.*.json"))


@pytest.mark.parametrize("path", ATTEMPTS, ids=lambda path: path.stem)
def test_recorded_attempts_are_shaped_like_ours(path: Path) -> None:
    """What other clients sent as an assessment has what ours has, and its events go by the same schemas."""
    from tests.conformance.test_telemetry_schemas import attempt, sent_to_sunbird

    said = recorded(path)
    [ours] = sent_to_sunbird(attempt(2))
    assert set(ours) - {"userId"} <= set(said) | {"attemptId"}
    assert read.instant(said["assessmentTs"]) is not None
    for event in said["events"]:
        assert set(ours["events"][0]) <= set(event) | {"ver", "tags"}
        assert read.text(event["edata"]["item"]["id"])
        assert event["edata"]["pass"] in {"Yes", "No"}


def test_recorded_batches_are_made_of_events_that_the_schemas_know() -> None:
    """So that a judgement by these schemas is one on the real thing: recorded events pass, most of them."""
    batches = [recorded(path) for path in sorted((DATA / "extracted").glob("telemetry-extractor.*.json"))]
    batches.append(recorded(PORTAL / "telemetry_batch_15824995.json"))
    events = [event for batch in batches for event in batch["events"]]
    assert all(batch["events"] and read.instant(batch.get("ets", batch.get("ts"))) for batch in batches)
    good = [event for event in events if not problems(event)]
    assert len(events) > 20
    assert len(good) > len(events) // 2
