"""What a learner did as Sunbird telemetry v3: lessons begun and ended, questions answered, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from karmadesk.model import Json, Profile
from karmadesk.statement import Statement, Verb
from karmadesk.sync.igot_read import as_mapping

VERSION = "3.0"
MOST_EVENTS = 200
"""In one batch, as Sunbird's own desktop sends them: about 100 kB, far below the gateway's megabyte."""

LONGEST = 200
"""Letters of a chosen answer or an id: more is no answer that a client of ours gives."""

PRODUCER = {"id": "karmadesk.sunbird.desktop", "pid": "karmadesk"}
"""The pipeline looks for doubled events of producers called so."""


def events(statement: Statement, version: str, now: datetime) -> list[dict[str, Json]]:
    """The events of one statement, each with an id that is the statement's for good; at most MOST_EVENTS."""
    return [_event(statement, *one, version, now) for one in _told(statement)][:MOST_EVENTS]


def batches(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """The statements in their order, in parts of at most MOST_EVENTS events."""
    part: list[Statement] = []
    count = 0
    for one in statements:
        size = min(MOST_EVENTS, sum(1 for _ in _told(one)))
        if part and count + size > MOST_EVENTS:
            yield part
            part, count = [], 0
        part.append(one)
        count += size
    if part:
        yield part


def request(message_id: str, told: Sequence[Mapping[str, Json]], who: Profile, channel: str, at_ms: int) -> Json:
    """A frozen batch as it goes out. Who the learner is, by the server's own id, is known to the session alone."""
    actor = {"id": who.user_id, "type": "User"}
    made = [{**one, "actor": actor, "context": {"channel": who.org_id or channel, **one["context"]}} for one in told]
    return {
        "id": "api.sunbird.telemetry",
        "ver": VERSION,
        "ets": at_ms,
        "params": {"msgid": message_id},
        "events": made,
    }


def _told(statement: Statement) -> Iterator[tuple[str, str, dict[str, Json]]]:
    """(eid, what is added to the id, edata) of each event."""
    if statement.verb is Verb.INITIALIZED:
        yield "START", "", {"type": "content", "mode": "play"}
    elif statement.verb is Verb.COMPLETED:
        yield "END", "", {"type": "content", "mode": "play", "summary": [{"progress": 100}]}
    elif statement.verb is Verb.ANSWERED:
        yield from _answers(statement)


def _answers(statement: Statement) -> Iterator[tuple[str, str, dict[str, Json]]]:
    """One ASSESS a question, as far as the statement tells them apart; then how it ended."""
    answers, right = as_mapping(statement.body.get("answers")), statement.body.get("right")
    known = {one for one in right if isinstance(one, str)} if isinstance(right, list) else set()
    given = [(str(question), chosen) for question, chosen in answers.items() if isinstance(chosen, list)]
    for index, (question, chosen) in enumerate(given[: MOST_EVENTS - 1], 1):
        is_right = question in known
        yield (
            "ASSESS",
            f":{index}",
            {
                "item": {"id": question[:LONGEST], "maxscore": 1, "type": "mcq"},
                "index": index,
                "pass": "Yes" if is_right else "No",
                "score": 1 if is_right else 0,
                "resvalues": [{"value": str(value)[:LONGEST]} for value in chosen[:LONGEST]],
                # How long each question took is not measured here.
                "duration": 0,
            },
        )
    if statement.body.get("completed") is True:
        yield "END", "", {"type": "content", "mode": "play", "summary": [{"progress": 100}]}


def _event(
    statement: Statement, eid: str, added: str, edata: Mapping[str, Json], version: str, now: datetime
) -> dict[str, Json]:
    place = statement.place
    return {
        "eid": eid,
        "ets": int(min(statement.at, now).timestamp() * 1000),
        "ver": VERSION,
        "mid": f"{eid}:{statement.id}{added}",
        "context": {"pdata": {**PRODUCER, "ver": version}, "env": "Learn"},
        "object": {"id": place.resource_id, "type": "Content", "rollup": {"l1": place.course_id}},
        "tags": [],
        "edata": dict(edata),
    }
