"""The machine's table is whole, and the documents draw what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from karmadesk.sync.machine import WORK
from karmadesk.sync.steps import MEANING, ORDER, TABLE, Event, Step, after, diagram, meanings

DOCS = Path(__file__).parents[2] / "docs" / "sync.md"


def test_every_step_has_work_a_meaning_and_an_answer_to_every_event() -> None:
    assert set(WORK) == set(ORDER) == set(Step) - {Step.REST}
    assert set(MEANING) == set(Step)
    wanted = {(step, event) for step in ORDER for event in Event if event is not Event.START}
    assert set(TABLE) == wanted | {(Step.REST, Event.START)}


def test_every_walk_ends_at_rest_and_what_matters_goes_first() -> None:
    walked, step = [], after(Step.REST, Event.START)
    while step is not Step.REST:
        walked.append(step)
        step = after(step, Event.DONE)
    assert walked == list(ORDER)
    assert walked.index(Step.ENROL) < walked.index(Step.PROGRESS) < walked.index(Step.RESULTS) < walked.index(Step.PLAN)
    for event in (Event.LINK_LOST, Event.SIGNED_OUT, Event.STORE_FAULT):
        assert {after(step, event) for step in ORDER} == {Step.REST}


def test_what_is_not_in_the_table_is_a_bug() -> None:
    with pytest.raises(KeyError):
        after(Step.REST, Event.DONE)


def test_the_documents_show_the_table() -> None:
    text = DOCS.read_text("utf-8")
    assert f"```mermaid\n{diagram()}\n```" in text, "regenerate: see the end of docs/sync.md"
    assert meanings() in text
