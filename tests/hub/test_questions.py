"""Practice sets at any time, graded ones against a clock (contract, section 4.5)."""

from __future__ import annotations

from typing import Any

import pytest

from karmadesk.hub import attempts, moments
from karmadesk.hub.catalogue import Shelf
from karmadesk.hub.database import Database
from karmadesk.hub.envelope import RefusalError
from karmadesk.hub.place import Place
from tests.hub.samples import BATCH, COURSE, ENDED, ENDED_BATCH, EXAM, PRACTICE
from tests.hub.wire import Json, Learner, Reply


def _answers(identifier: str, first: list[int], second: list[int]) -> Json:
    asked = [
        {
            "identifier": f"{identifier}q{number}",
            "mimeType": "application/vnd.sunbird.question",
            "editorState": {"options": [{"index": str(place), "selectedAnswer": True} for place in chosen]},
        }
        for number, chosen in ((1, first), (2, second))
    ]
    section = {"identifier": f"{identifier}_section", "objectType": "QuestionSet", "children": asked}
    return {
        "identifier": identifier,
        "courseId": COURSE,
        "batchId": BATCH,
        "primaryCategory": "Practice Question Set",
        "objectType": "QuestionSet",
        "children": [section],
    }


def _submit(who: Learner, body: Json) -> Reply:
    return who.post("/api/v5/user/assessment/submit", body)


def _read(who: Learner, identifier: str) -> Reply:
    return who.get(f"/api/player/questionset/v5/hierarchy/{identifier}?parentContextId={COURSE}")


def test_a_set_names_its_questions_and_keeps_them_back(nurse: Learner) -> None:
    shown = _read(nurse, PRACTICE).result["questionSet"]

    (section,) = shown["children"]
    assert shown["primaryCategory"] == "Practice Question Set"
    assert section["childNodes"] == [f"{PRACTICE}q1", f"{PRACTICE}q2"]
    assert "children" not in section
    assert "startTime" not in shown


def test_questions_come_without_their_answers(nurse: Learner) -> None:
    wanted = [f"{PRACTICE}q2", f"{PRACTICE}q1"]
    body = {"assessmentId": PRACTICE, "request": {"search": {"identifier": wanted}}}

    found = nurse.post("/api/player/question/v5/list", body).result["questions"]

    assert [one["identifier"] for one in found] == wanted
    assert [one["qType"] for one in found] == ["MCQ-MCA", "MCQ-SCA"]
    for one in found:
        assert not {"responseDeclaration", "solutions", "answer"} & set(one)
        assert all("answer" not in option for option in one["editorState"]["options"])
        assert len(one["editorState"]["options"]) == 3


@pytest.mark.parametrize(
    "body, status",
    [
        ({"assessmentId": PRACTICE, "request": {"search": {"identifier": ["do_other"]}}}, 400),
        ({"assessmentId": PRACTICE, "request": {}}, 400),
        ({"request": {"search": {"identifier": []}}}, 400),
        ({"assessmentId": "do_nowhere", "request": {"search": {"identifier": []}}}, 404),
    ],
)
def test_questions_of_another_set_are_refused(nurse: Learner, body: Json, status: int) -> None:
    reply = nurse.post("/api/player/question/v5/list", body)

    assert (reply.status, reply.json["params"]["status"]) == (status, "FAILED")


@pytest.mark.parametrize(
    "first, second, right, wrong, blank",
    [([1], [0, 2], 2, 0, 0), ([0], [0, 2], 1, 1, 0), ([1], [0], 1, 1, 0), ([], [0, 2], 1, 0, 1), ([], [], 0, 0, 2)],
)
def test_answers_are_marked(
    nurse: Learner, first: list[int], second: list[int], right: int, wrong: int, blank: int
) -> None:
    result = _submit(nurse, _answers(PRACTICE, first, second)).result

    assert (result["correct"], result["incorrect"], result["blank"], result["total"]) == (right, wrong, blank, 2)
    assert result["overallResult"] == 50.0 * right
    assert result["children"][0]["correct"] == right


def test_a_practice_set_completes_in_its_course(nurse: Learner) -> None:
    _submit(nurse, _answers(PRACTICE, [0], []))

    (state,) = nurse.state(COURSE, BATCH)
    assert (state["contentId"], state["status"], state["completionPercentage"]) == (PRACTICE, 2, 100.0)


def test_a_practice_set_of_a_finished_batch_is_marked_but_changes_nothing(nurse: Learner) -> None:
    body = {**_answers(PRACTICE, [1], [0, 2]), "courseId": ENDED, "batchId": ENDED_BATCH}

    assert _submit(nurse, body).result["pass"] is True

    assert nurse.state(ENDED, ENDED_BATCH) == []


@pytest.mark.parametrize(
    "body, status", [({"identifier": "do_nowhere"}, 404), ({}, 400), (_answers(EXAM, [1], []), 400)]
)
def test_bad_submissions_are_refused(nurse: Learner, body: Json, status: int) -> None:
    assert _submit(nurse, body).status == status


def test_answers_to_questions_of_another_set_are_refused(nurse: Learner) -> None:
    body = {**_answers(EXAM, [1], []), "identifier": PRACTICE}

    assert "don't match" in _submit(nurse, body).json["params"]["errmsg"]


def test_a_graded_set_keeps_its_clock_and_counts_retakes(nurse: Learner) -> None:
    first = _read(nurse, EXAM).result["questionSet"]
    assert first["endTime"] - first["startTime"] == 600_000
    assert _read(nurse, EXAM).result["questionSet"]["startTime"] == first["startTime"]

    result = _submit(nurse, _answers(EXAM, [1], [0, 2])).result

    assert (result["maxAssessmentRetakeAttempts"], result["retakeAttemptsConsumed"]) == (1, 0)
    assert _read(nurse, EXAM).status == 200
    assert _submit(nurse, _answers(EXAM, [0], [])).result["retakeAttemptsConsumed"] == 1
    reply = _read(nurse, EXAM)
    assert (reply.status, reply.json["params"]["errmsg"]) == (500, "Maximum retry attempts for assessment reached.")


def test_a_graded_set_is_not_taken_after_its_time(
    nurse: Learner, seeded: tuple[Place, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    end = _read(nurse, EXAM).result["questionSet"]["endTime"]

    def submit_at(at: int) -> None:
        monkeypatch.setattr(moments, "now_ms", lambda: at)
        with seeded[1].write() as db:
            entry = Shelf().current(db).get(EXAM)
            assert entry is not None
            attempts.close_attempt(db, nurse.id, entry, 1.0, 2.0)

    submit_at(end + 119_000)
    with pytest.raises(RefusalError, match="time-period is over"):
        submit_at(end + 121_000)


def _event(question: str, score: float, ets: int) -> Json:
    return {"eid": "ASSESS", "ets": ets, "edata": {"item": {"id": question, "maxscore": 1}, "score": score}}


def _attempt(who: Learner, began: int, *events: Json, **more: Any) -> Reply:
    sent = {
        "assessmentTs": began,
        "userId": who.id,
        "contentId": PRACTICE,
        "courseId": COURSE,
        "batchId": BATCH,
        "attemptId": f"{began}-{who.id}",
        "events": list(events),
        **more,
    }
    return who.update(assessments=[sent])


def test_an_attempt_sent_as_events_is_scored_once_a_question(nurse: Learner) -> None:
    events = [_event("q1", 0, 1), _event("q1", 1, 2), _event("q2", 0.5, 3)]
    assert _attempt(nurse, 1_000, *events).result == {PRACTICE: "SUCCESS"}
    assert _attempt(nurse, 1_000, *events).result == {PRACTICE: "SUCCESS"}
    nurse.update({"contentId": PRACTICE, "courseId": COURSE, "batchId": BATCH, "status": 2})

    (state,) = nurse.state(COURSE, BATCH, fields=["score"])

    assert [(one["total_score"], one["total_max_score"]) for one in state["assessments"]] == [(1.5, 2.0)]


@pytest.mark.parametrize(
    "change",
    [{"assessmentTs": "soon"}, {"assessmentTs": None}, {"contentId": ""}, {"batchId": 5}, {"events": [{"edata": 5}]}],
)
def test_an_attempt_of_the_wrong_shape_is_refused(nurse: Learner, change: Json) -> None:
    assert _attempt(nurse, 1_000, **change).status == 400
