"""What is written to a record store: statements in xAPI 1.0.3, with no property that 2.0 would refuse. Pure.

Sources: xAPI-Data 2.4 (ids, timestamps, results) of adlnet/xAPI-Spec; the video profile for positions.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from karmadesk.model import Json, Profile
from karmadesk.ports import Clock
from karmadesk.statement import Statement, Verb
from karmadesk.sync.igot_read import number

KIND = "statements"
VERBS: Mapping[Verb, str] = {
    Verb.INITIALIZED: "http://adlnet.gov/expapi/verbs/initialized",
    Verb.PROGRESSED: "http://adlnet.gov/expapi/verbs/progressed",
    Verb.COMPLETED: "http://adlnet.gov/expapi/verbs/completed",
    Verb.ANSWERED: "http://adlnet.gov/expapi/verbs/answered",
    Verb.ENROLLED: "http://adlnet.gov/expapi/verbs/registered",
}
PROGRESS = "https://w3id.org/xapi/video/extensions/progress"
POSITION = "https://w3id.org/xapi/video/extensions/time"
_DECIMALS = 3


def actor(who: Profile, home: str) -> dict[str, Json]:
    """The learner by the account that the server knows; no name and no address goes along."""
    return {"account": {"homePage": home, "name": who.user_id}}


def said(statement: Statement, home: str, clock: Clock) -> dict[str, Json]:
    """One statement without its actor. Its id is the act's own; its time is never in the future."""
    place = statement.place
    found: dict[str, Json] = {
        "id": statement.id,
        "verb": {"id": VERBS[statement.verb]},
        "object": {"id": activity(home, place.resource_id or place.course_id)},
        "context": {"contextActivities": {"parent": [{"id": activity(home, place.course_id)}]}},
        "timestamp": moment(min(statement.at, clock.corrected())),
    }
    result = _result(statement)
    return {**found, "result": result} if result else found


def activity(home: str, content_id: str) -> str:
    """The IRI under which a content is known: the server's address and its own id there."""
    return f"{home}/content/{content_id}"


def moment(at: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, the form that 1.0.3 and 2.0 both take."""
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def _result(statement: Statement) -> dict[str, Json]:
    body, found = statement.body, dict[str, Json]()
    if statement.verb is Verb.ANSWERED:
        total, correct = int(number(body.get("total"))), int(number(body.get("correct")))
        if total > 0:
            scaled = round(min(1.0, max(0.0, correct / total)), _DECIMALS)
            found["score"] = {"scaled": scaled, "raw": min(correct, total), "min": 0, "max": total}
        found["completion"] = body.get("completed") is True
    if statement.verb is Verb.COMPLETED:
        found["completion"] = True
    if statement.verb is Verb.PROGRESSED:
        share = min(1.0, max(0.0, number(body.get("fraction"))))
        found["extensions"] = {PROGRESS: round(share, _DECIMALS)}
        if "position_s" in body:
            found["extensions"][POSITION] = round(number(body.get("position_s")), _DECIMALS)
    return found
