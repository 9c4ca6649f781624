"""Every event that the client makes is one by the official telemetry v3 schemas."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.model import Place, Profile
from karmadesk.ports import Message
from karmadesk.statement import Statement, StatementKind, Verb
from karmadesk.sync import sunbird_write
from karmadesk.sync import telemetry_write as write
from tests.conformance.schemas import problems

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WHO = Profile("u-1", "Asha")

words = st.text(max_size=20)
json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
bodies = st.fixed_dictionaries(
    {},
    optional={
        "answers": st.dictionaries(words, st.lists(words, max_size=4) | json_values, max_size=6) | json_values,
        "right": st.lists(words | st.integers(), max_size=4) | json_values,
        "completed": st.booleans() | json_values,
        "total": st.integers(0, 300) | json_values,
        "fraction": st.floats(0, 1),
    },
)
statements = st.builds(
    Statement,
    id=st.uuids().map(str),
    kind=st.just(StatementKind.STATEMENT),
    verb=st.sampled_from(Verb),
    place=st.builds(Place, words, words, words),
    body=bodies,
    device=words,
    sequence=st.integers(1, 9),
    clock=words,
    at_raw=st.just(NOW),
    at=st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    boot=words,
)


def attempt(questions: int) -> Statement:
    answers = {f"q{number}": ["0"] for number in range(questions)}
    body = {"answers": answers, "right": ["q0"], "total": questions, "completed": True}
    return Statement(
        "s-1", StatementKind.STATEMENT, Verb.ANSWERED, Place("c", "b", "r"), body, "d", 1, "1", NOW, NOW, "boot"
    )


@given(st.lists(statements, max_size=8, unique_by=lambda one: one.id))
def test_every_batch_is_good_by_the_official_schemas(some: list[Statement]) -> None:
    seen: list[str] = []
    for number, part in enumerate(write.batches(some)):
        told = [event for one in part for event in write.events(one, "0.1.0", NOW)]
        batch: Any = write.request(f"m-{number}", told, WHO, "igot", 1)
        assert batch["params"]["msgid"] == f"m-{number}"
        assert len(batch["events"]) <= write.MOST_EVENTS
        for event in batch["events"]:
            assert problems(event) == []
            assert event["ets"] <= NOW.timestamp() * 1000
        seen += [event["mid"] for event in batch["events"]]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("questions", [1, 199, 200, 500])
def test_a_batch_holds_two_hundred_events_at_most(questions: int) -> None:
    several = [replace(attempt(questions), id=f"s-{number}") for number in range(3)]
    parts = list(write.batches(several))
    assert [one for part in parts for one in part] == several
    assert max(sum(len(write.events(one, "1", NOW)) for one in part) for part in parts) <= write.MOST_EVENTS


@given(statements)
def test_events_are_the_same_however_often_they_are_made(one: Statement) -> None:
    assert write.events(one, "1", NOW) == write.events(one, "1", NOW)


def sent_to_sunbird(one: Statement) -> list[dict[str, Any]]:
    """The assessments that an update carries for an answered practice set."""
    kind, composed = sunbird_write.composed(one.place, [one], None, None, NOW)
    message = Message("m", "progress", one.place, kind, composed, NOW)
    found: list[dict[str, Any]] = sunbird_write.request([message], WHO, "igot").get("assessments", [])
    return found


@given(bodies)
def test_attempts_sent_to_sunbird_are_good_by_the_same_schemas(body: dict[str, Any]) -> None:
    for assessment in sent_to_sunbird(replace(attempt(1), body=body)):
        for event in assessment["events"]:
            assert problems(event) == []


def test_the_schemas_do_find_fault() -> None:
    [event, *_] = write.request("m", write.events(attempt(1), "1", NOW), WHO, "igot", 1)["events"]
    assert problems(event) == []
    for spoilt in (
        {**event, "mid": ""},
        {**event, "ver": "2.0"},
        {**event, "actor": {"id": "u"}},
        {**event, "edata": {**event["edata"], "uri": "x"}},
        {**event, "edata": {**event["edata"], "pass": True}},
        {**event, "context": {**event["context"], "channel": ""}},
    ):
        assert problems(spoilt) != []
