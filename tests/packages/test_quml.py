"""Practice sets: choice questions however they are written, other kinds left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.errors import DamagedPackage
from karmadesk.model import Choice, QuestionSet
from karmadesk.packages import EcarPackages
from karmadesk.packages.quml import question_set


def _question(correct: Any = 1, **fields: Any) -> dict[str, Any]:
    options = [{"label": f"<p>{word}</p>", "value": value} for value, word in enumerate(["Water", "Soap", "Sand"])]
    return {
        "identifier": "q1",
        "mimeType": "application/vnd.sunbird.question",
        "qType": "MCQ-SCA",
        "body": "<p>With what?</p>",
        "interactions": {"response1": {"type": "choice", "options": options}},
        "responseDeclaration": {"response1": {"cardinality": "single", "correctResponse": {"value": correct}}},
        **fields,
    }


def _set(*children: Any) -> dict[str, Any]:
    return {"identifier": "do_1", "name": "Hands", "children": list(children)}


def _only(found: QuestionSet) -> Any:
    (question,) = found.questions
    return question


@pytest.mark.parametrize("correct", [1, 1.0, "1", [1], ["1"], "[1]", '["1"]'])
def test_the_right_answer_however_it_is_written(correct: Any) -> None:
    question = _only(question_set(_set(_question(correct))))
    assert question.correct == {"1"}
    assert question.choices == (Choice("0", "<p>Water</p>"), Choice("1", "<p>Soap</p>"), Choice("2", "<p>Sand</p>"))
    assert not question.is_multiple


def test_several_right_answers() -> None:
    question = _only(question_set(_set(_question([0, 2], qType="MCQ-MCA"))))
    assert question.correct == {"0", "2"}
    assert question.is_multiple


@pytest.mark.parametrize(
    "said,explanation",
    [
        ({"solutions": [{"id": "s", "type": "html", "value": "<p>Why</p>"}]}, "<p>Why</p>"),
        ({"solutions": {"s": "<p>Why</p>"}}, "<p>Why</p>"),
        ({"feedback": {"correct": "<p>Yes</p>", "incorrect": "<p>No</p>"}}, "<p>Yes</p>"),
        ({"feedback": {"a": "<p>Other</p>"}}, "<p>Other</p>"),
        ({}, ""),
    ],
)
def test_the_explanation(said: dict[str, Any], explanation: str) -> None:
    assert _only(question_set(_set(_question(**said)))).explanation == explanation


def test_options_from_the_editors_state() -> None:
    options = [{"answer": n == 1, "value": {"body": f"<p>{n}</p>", "value": n}} for n in range(3)]
    question = _question(editorState={"question": "<p>Which?</p>", "options": options})
    del question["interactions"], question["responseDeclaration"], question["body"]
    found = _only(question_set(_set(question)))
    assert (found.body, found.correct, len(found.choices)) == ("<p>Which?</p>", {"1"}, 3)


def test_sections_in_order_and_other_kinds_left_out(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    section = {
        "identifier": "s",
        "index": 1,
        "children": [_question(identifier="b", index=2), _question(identifier="a", index=1)],
    }
    essay = _question(identifier="essay", qType="SA", index=0)
    found = question_set(_set({**_question(identifier="c"), "index": 2}, section, essay))
    assert [question.id for question in found.questions] == ["a", "b", "c"]
    assert "essay" in caplog.text


@pytest.mark.parametrize(
    "root",
    [{}, _set(), _set(_question(7)), _set(_question(interactions={})), _set(_question(body="")), _set(3, None, "x")],
    ids=["empty", "no-questions", "answer-not-offered", "nothing-to-choose", "nothing-asked", "no-objects"],
)
def test_a_set_that_asks_nothing_is_damage(root: dict[str, Any]) -> None:
    with pytest.raises(DamagedPackage):
        question_set(root)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"PK\x03\x04"])
def test_a_spoilt_file_is_damage(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "questions.json"
    path.write_bytes(content)
    with pytest.raises(DamagedPackage):
        EcarPackages().questions(path)


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "questions.json"
    path.write_text(json.dumps(_set(_question())))
    assert EcarPackages().questions(path).name == "Hands"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FIELDS = [*_question(), "solutions", "feedback", "editorState", "choices", "children", "index"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_garbage_is_left_out_or_refused_but_never_a_crash(garbage: dict[str, Any]) -> None:
    found = question_set(_set(_question(identifier="sound"), {**_question(), **garbage}))
    assert found.questions[0].id == "sound"
    for question in found.questions:
        assert question.correct <= {choice.value for choice in question.choices}
