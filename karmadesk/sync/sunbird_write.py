"""What is written to Sunbird: contents as for iGOT, and practice attempts as ASSESS events. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from karmadesk.model import Json, Place, Profile, ServerState, Watched
from karmadesk.ports import Message
from karmadesk.statement import Statement, Verb
from karmadesk.sync import igot_write
from karmadesk.sync.igot_read import as_mapping, as_rows, number

ATTEMPTS = "attempts"
"""Our own key in a frozen body: what each attempt's events are made of when the message goes out."""


STANDS = "stands"
"""Our own key in a body as it goes out: the content's row says all that already, only its attempts are to be heard."""


def composed(
    place: Place,
    statements: Sequence[Statement],
    watched: Watched | None,
    seen: ServerState | None,
    now: datetime,
) -> tuple[str, dict[str, Json]]:
    """As for iGOT; a result also carries its attempts, each with an id that is its own for good."""
    kind, body = igot_write.composed(place, statements, watched, seen, now)
    tried = [_attempt(place, one, now) for one in statements if one.verb is Verb.ANSWERED]
    return kind, {**body, ATTEMPTS: tried} if tried else body


def _attempt(place: Place, statement: Statement, now: datetime) -> dict[str, Json]:
    answers, right = as_mapping(statement.body.get("answers")), statement.body.get("right")
    known = {one for one in right if isinstance(one, str)} if isinstance(right, list) else set()
    return {
        "id": attempt_id(place, statement),
        "at": int(min(statement.at, now).timestamp() * 1000),
        "questions": [
            {"id": question, "chosen": list(chosen), "right": question in known}
            for question, chosen in answers.items()
            if isinstance(chosen, list)
        ],
        "total": int(number(statement.body.get("total"))),
    }


def attempt_id(place: Place, statement: Statement) -> str:
    """MD5 as Sunbird's own clients name attempts; from the statement's id, so that no clock can change it."""
    named = f"{place.course_id}-{place.batch_id}-{place.resource_id}-{statement.id}"
    return hashlib.md5(named.encode(), usedforsecurity=False).hexdigest()


def request(messages: Sequence[Message], who: Profile, channel: str) -> dict[str, Json]:
    """The update's `request` for messages about different contents."""
    contents = [
        {name: value for name, value in m.body.items() if name != ATTEMPTS} for m in messages if not m.body.get(STANDS)
    ]
    assessments = [
        _assessment(message, attempt, who, channel)
        for message in messages
        for attempt in as_rows(message.body.get(ATTEMPTS))
    ]
    said: dict[str, Json] = {"userId": who.user_id, "contents": contents}
    return {**said, "assessments": assessments} if assessments else said


def _assessment(message: Message, attempt: Mapping[str, Json], who: Profile, channel: str) -> dict[str, Json]:
    place = message.place
    events = [
        _assess_event(number_, question, attempt, message, who, channel)
        for number_, question in enumerate(as_rows(attempt.get("questions")), 1)
    ]
    return {
        "assessmentTs": attempt.get("at"),
        "userId": who.user_id,
        "contentId": place.resource_id,
        "courseId": place.course_id,
        "batchId": place.batch_id,
        "attemptId": attempt.get("id"),
        "events": events,
    }


def _assess_event(
    index: int,
    question: Mapping[str, Json],
    attempt: Mapping[str, Json],
    message: Message,
    who: Profile,
    channel: str,
) -> dict[str, Json]:
    """One answered question as a telemetry v3 ASSESS event (contract, section 5)."""
    is_right = question.get("right") is True
    chosen = question.get("chosen")
    return {
        "eid": "ASSESS",
        "ets": attempt.get("at"),
        "ver": "3.1",
        "mid": f"ASSESS:{attempt.get('id')}:{index}",
        "actor": {"id": who.user_id, "type": "User"},
        "context": {
            "channel": who.org_id or channel,
            "pdata": {"id": "karmadesk", "ver": "1", "pid": "karmadesk"},
            "env": "Learn",
        },
        "object": {"id": message.place.resource_id, "type": "Content", "rollup": {"l1": message.place.course_id}},
        "tags": [],
        "edata": {
            "item": {"id": question.get("id"), "maxscore": 1, "type": "mcq"},
            "index": index,
            "pass": "Yes" if is_right else "No",
            "score": 1 if is_right else 0,
            "resvalues": [{"value": value} for value in chosen] if isinstance(chosen, list) else [],
            "duration": 0,
        },
    }
