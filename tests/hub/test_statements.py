"""What is a statement of xAPI 1.0.3 and what is none, and where it says so."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from karmadesk.hub import statements
from karmadesk.hub.statements import StatementError
from tests.hub.wire import Json

AGENT = {"account": {"homePage": "https://hub.example.in", "name": "u-1"}}
ID = "7d3b4e0c-93bb-4a0a-8c09-3e6d4a4b9c11"
VIDEO = {
    "id": "https://hub.example.in/do_2",
    "definition": {"type": "https://w3id.org/xapi/video", "name": {"hi": "जल"}},
}


def statement(**more: Any) -> Json:
    """A small statement, with these parts besides."""
    return copy.deepcopy(
        {"actor": AGENT, "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"}, "object": VIDEO} | more
    )


GOOD: dict[str, Json] = {
    "small": statement(),
    "whole": statement(
        id=ID,
        result={
            "score": {"scaled": -1, "raw": 0, "min": 0, "max": 10.5},
            "success": False,
            "completion": True,
            "response": "a[,]b",
            "duration": "P1Y2M3DT4H5M6.78S",
            "extensions": {"https://w3id.org/xapi/video/extensions/time": None},
        },
        context={
            "registration": ID,
            "instructor": {"objectType": "Group", "member": [{"mbox": "mailto:meena@example.in"}]},
            "team": {"objectType": "Group", "name": "Block office", "mbox_sha1sum": "a" * 40},
            "contextActivities": {"parent": VIDEO, "grouping": [VIDEO, VIDEO]},
            "revision": "3",
            "platform": "KarmaDesk",
            "language": "hi-IN",
            "statement": {"objectType": "StatementRef", "id": ID},
            "extensions": {},
        },
        timestamp="2026-11-24T09:30:00.123+05:30",
        stored="2026-11-24T09:30:00Z",
        authority={"openid": "https://example.in/who"},
        version="1.0.3",
        attachments=[
            {
                "usageType": "http://example.in/certificate",
                "display": {"en": "Certificate"},
                "contentType": "image/svg+xml; charset=utf-8",
                "length": 12,
                "sha2": "b" * 64,
                "fileUrl": "https://example.in/c.svg",
            }
        ],
    ),
    "about a person": statement(object={"objectType": "Agent", **AGENT}),
    "about people": statement(object={"objectType": "Group", "member": [AGENT]}),
    "voiding": statement(
        verb={"id": statements.VOIDED, "display": {"en": "voided"}}, object={"objectType": "StatementRef", "id": ID}
    ),
    "told inside": statement(object={"objectType": "SubStatement", **statement(result={"completion": True})}),
    "a question": statement(
        object={
            "id": "https://hub.example.in/q1",
            "definition": {
                "interactionType": "choice",
                "correctResponsesPattern": ["b"],
                "choices": [{"id": "b", "description": {"en": "B"}}],
            },
        }
    ),
    "a week": statement(result={"duration": "P2W"}),
    "half a second": statement(result={"duration": "PT0.5S"}),
}
BAD: dict[str, tuple[object, str]] = {
    "nothing": (None, "must be an object"),
    "text": ("statement", "must be an object"),
    "no actor": ({name: part for name, part in statement().items() if name != "actor"}, "must have 'actor'"),
    "null": (statement(result=None), "result: must be an object"),
    "unknown": (statement(colour="red"), "has no property 'colour'"),
    "id": (statement(id="7"), "id: must be a UUID"),
    "id of a number": (statement(id=7), "id: must be a UUID"),
    "actor without a name": (statement(actor={"name": "Asha"}), "actor: must be an Agent with exactly one of"),
    "actor with two": (statement(actor={**AGENT, "mbox": "mailto:a@b.in"}), "actor: must be an Agent with exactly"),
    "actor's address": (statement(actor={"mbox": "a@b.in"}), "actor.mbox: must be a mailto address"),
    "actor's digest": (statement(actor={"mbox_sha1sum": "xyz"}), "actor.mbox_sha1sum: must be 40"),
    "actor's account": (statement(actor={"account": {"name": "u"}}), "actor.account: must have 'homePage'"),
    "actor's kind": (statement(actor={"objectType": "Activity", **AGENT}), "actor.objectType: must be one of"),
    "actor's kind of a list": (statement(actor={"objectType": ["Agent"], **AGENT}), "actor.objectType: must be one"),
    "nobody's group": (statement(actor={"objectType": "Group"}), "actor: a Group without an identifier"),
    "group in a group": (
        statement(actor={"objectType": "Group", "member": [AGENT, {"objectType": "Group", **AGENT}]}),
        "actor.member[1]: must be an Agent",
    ),
    "verb": (statement(verb={"id": "completed"}), "verb.id: must be an IRI"),
    "verb's words": (
        statement(verb={"id": "http://a.in/v", "display": "done"}),
        "verb.display: must be a language map",
    ),
    "a language": (statement(verb={"id": "http://a.in/v", "display": {"e n": ""}}), "'e n' is no language"),
    "a word": (statement(verb={"id": "http://a.in/v", "display": {"en": 1}}), "verb.display.en: must be a string"),
    "object": (statement(object={"id": "http://a b.in"}), "object.id: must be an IRI"),
    "object's kind": (statement(object={"objectType": "Thing"}), "object.objectType: is not known here"),
    "object's kind of a dict": (statement(object={"objectType": {}}), "object.objectType: is not known here"),
    "reference": (statement(object={"objectType": "StatementRef", "id": "x"}), "object.id: must be a UUID"),
    "voided activity": (statement(verb={"id": statements.VOIDED}), "object: a voided statement is named"),
    "told inside what is told inside": (
        statement(object={"objectType": "SubStatement", **statement(object={"objectType": "SubStatement"})}),
        "object.object.objectType: is not known here",
    ),
    "told inside with an id": (
        statement(object={"objectType": "SubStatement", **statement(id=ID)}),
        "no property 'id'",
    ),
    "extension": (statement(result={"extensions": {"time": 1}}), "result.extensions: must be an IRI"),
    "interaction": (
        statement(object={"id": "http://a.in/q", "definition": {"interactionType": "guess"}}),
        "object.definition.interactionType: must be one of",
    ),
    "scaled": (statement(result={"score": {"scaled": 1.01}}), "result.score.scaled: must be from -1 to 1"),
    "raw above": (statement(result={"score": {"raw": 11, "max": 10}}), "result.score: min, raw and max"),
    "min above": (statement(result={"score": {"min": 2, "max": 1}}), "result.score: min, raw and max"),
    "score of a flag": (statement(result={"score": {"raw": True}}), "result.score.raw: must be a number"),
    "score of text": (statement(result={"score": {"raw": "7"}}), "result.score.raw: must be a number"),
    "success": (statement(result={"success": 1}), "result.success: must be true or false"),
    "duration": (statement(result={"duration": "12 minutes"}), "result.duration: must be an ISO 8601 duration"),
    "empty duration": (statement(result={"duration": "P"}), "result.duration"),
    "duration without a time": (statement(result={"duration": "P1DT"}), "result.duration"),
    "registration": (statement(context={"registration": "1"}), "context.registration: must be a UUID"),
    "parent": (statement(context={"contextActivities": {"parent": [{}]}}), "parent[0]: must have 'id'"),
    "relation": (statement(context={"contextActivities": {"child": VIDEO}}), "has no property 'child'"),
    "team of one": (statement(context={"team": AGENT}), "context.team: must have 'objectType'"),
    "platform of a person": (
        statement(object={"objectType": "Agent", **AGENT}, context={"platform": "x"}),
        "context: revision and platform",
    ),
    "timestamp": (statement(timestamp="yesterday"), "timestamp: must be an ISO 8601 timestamp"),
    "no such day": (statement(timestamp="2026-02-30T00:00:00Z"), "timestamp"),
    "zone of nowhere": (statement(timestamp="2026-02-20T00:00:00-00:00"), "timestamp"),
    "timestamp of a number": (statement(timestamp=1), "timestamp"),
    "version": (statement(version="2.0.0"), "version: must be 1.0 or 1.0.x"),
    "attachment": (statement(attachments={}), "attachments: must be a list"),
    "attachment that travels": (
        statement(
            attachments=[
                {"usageType": "http://a.in", "display": {}, "contentType": "a/b", "length": 1, "sha2": "a" * 64}
            ]
        ),
        "attachments[0]: must have 'fileUrl'",
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_statement_is_taken(name: str) -> None:
    statements.check(GOOD[name])


@pytest.mark.parametrize("name", BAD)
def test_what_is_none_is_refused_and_told_where(name: str) -> None:
    wrong, said = BAD[name]

    with pytest.raises(StatementError) as problem:
        statements.check(wrong)

    assert said in str(problem.value)


def test_the_first_bad_one_of_many_is_named() -> None:
    with pytest.raises(StatementError, match=r"^\[1\]\.verb\.id: must be an IRI$"):
        statements.check_all([statement(), statement(verb={"id": "x"}), statement(id=1)])


@pytest.mark.parametrize(
    "text, at",
    [
        ("2026-11-24T09:30:00.123Z", 1795512600123),
        ("2026-11-24T15:00:00,123+05:30", 1795512600123),
        ("2026-11-24T09:30:00.123456", 1795512600123),
        ("2026-11-24", None),
        ("2026-13-24T09:30:00Z", None),
        ("", None),
    ],
)
def test_a_timestamp_names_a_moment(text: str, at: int | None) -> None:
    assert statements.moment(text) == at
