"""Attempts at assessments: the clock of a graded one, and the answers that upstream's clients send as events."""

from __future__ import annotations

import hashlib
import math
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from karmadesk.hub import marks, moments
from karmadesk.hub.archive import Json
from karmadesk.hub.catalogue import Entry
from karmadesk.hub.database import put
from karmadesk.hub.envelope import RefusalError, malformed, missing
from karmadesk.hub.states import name_in
from karmadesk.hub.tables import attempts

_GRACE_S = 120
_SHOWN_LIMIT = 25


@dataclass(frozen=True)
class Sent:
    """One attempt that a client sent as events, and what they come to."""

    content: str
    course: str
    batch: str
    person: str | None
    given_id: str | None
    began_at: int
    score: float
    max_score: float
    asked: int
    events: object


def open_attempt(db: Connection, person: str, entry: Entry, course: str) -> RowMapping:
    """The attempt under way at a graded assessment; reading the assessment begins one if there is none."""
    now = moments.now_ms()
    mine = _mine(db, person, entry.id)
    under_way = next((row for row in mine if row["submitted_at"] is None and row["ends_at"] > now), None)
    if under_way is not None:
        return under_way
    if _consumed(mine) > _retakes(entry):
        raise RefusalError("", "Maximum retry attempts for assessment reached.", status=500, spring=True)
    attempt, seconds = str(uuid.uuid4()), int(entry.document.get("expectedDuration") or 1800)
    values: Json = {"person": person, "content": entry.id, "course": course.replace("\0", "")[:80], "batch": ""}
    db.execute(insert(attempts).values(id=attempt, started_at=now, ends_at=now + seconds * 1000, **values))
    return db.execute(select(attempts).where(attempts.c.id == attempt)).mappings().one()


def close_attempt(db: Connection, person: str, entry: Entry, score: float, max_score: float) -> None:
    """Enter a score for the newest attempt, again if it comes again; refused after its time or before it began."""
    mine = _mine(db, person, entry.id)
    if not mine:
        raise RefusalError("", "Assessment attempt has not been started.", spring=True)
    newest, now = mine[0], moments.now_ms()
    if now > newest["ends_at"] + _GRACE_S * 1000:
        said = "The Assessment submission time-period is over! Assessment can't be submitted"
        raise RefusalError("", said, spring=True)
    values = {"submitted_at": now, "score": score, "max_score": max_score}
    db.execute(update(attempts).where(attempts.c.id == newest["id"]).values(**values))
    marks.mark(db, person, [marks.states(newest["course"])])


def retakes(db: Connection, person: str, entry: Entry) -> Json:
    """How often somebody may try again, and has."""
    consumed = _consumed(_mine(db, person, entry.id))
    return {"maxAssessmentRetakeAttempts": _retakes(entry), "retakeAttemptsConsumed": max(0, consumed - 1)}


def sent(raw: object) -> Sent:
    """The entry of a request's `assessments`, checked; refused like the server refuses it."""
    if not isinstance(raw, dict):
        raise malformed("assessments", "List of Objects")
    content, course, batch = (name_in(raw.get(key), key) for key in ("contentId", "courseId", "batchId"))
    began = raw.get("assessmentTs")
    if began is None:
        raise missing("assessmentTs")
    if isinstance(began, bool) or not isinstance(began, int) or not 0 <= began < 1 << 53:
        raise malformed("assessmentTs", "Long")
    events = raw.get("events")
    score, max_score, asked = _totals(events)
    given, person = raw.get("attemptId"), raw.get("userId")
    return Sent(
        content=content,
        course=course,
        batch=batch,
        person=None if person is None else str(person),
        given_id=None if not given else str(given).replace("\0", "")[:80],
        began_at=began,
        score=score,
        max_score=max_score,
        asked=asked,
        events=events,
    )


def take(db: Connection, person: str, given: Sent, entry: Entry | None) -> bool:
    """Whether an attempt was entered, again if it comes again: not one older than is known by its id, nor one with
    more questions than its set has."""
    attempt = given.given_id or _own_id(person, given)
    known = db.execute(select(attempts).where(attempts.c.id == attempt)).mappings().first()
    if known is not None and (known["person"] != person or known["started_at"] > given.began_at):
        return False
    if entry is not None and entry.questions is not None and given.asked > len(entry.questions):
        return False
    values: Json = {
        "person": person,
        "content": given.content,
        "course": given.course,
        "batch": given.batch,
        "started_at": given.began_at,
        "submitted_at": moments.now_ms(),
        "score": given.score,
        "max_score": given.max_score,
        "detail": given.events,
    }
    put(db, attempts, {"id": attempt}, values)
    marks.mark(db, person, [marks.states(given.course)])
    return True


def scores(db: Connection, person: str, course: str, batch: str, content: str) -> list[Json]:
    """The attempts that were scored, the newest first."""
    rows = [
        row
        for row in _mine(db, person, content)
        if row["score"] is not None and row["course"] == course and row["batch"] in ("", batch)
    ]
    return [
        {
            "attempt_id": row["id"],
            "total_score": row["score"],
            "total_max_score": row["max_score"],
            "last_attempted_on": moments.to_text(row["started_at"]),
        }
        for row in rows[:_SHOWN_LIMIT]
    ]


def _mine(db: Connection, person: str, content: str) -> list[RowMapping]:
    mine = select(attempts).where(attempts.c.person == person, attempts.c.content == content)
    return list(db.execute(mine.order_by(attempts.c.started_at.desc())).mappings())


def _consumed(mine: list[RowMapping]) -> int:
    return sum(row["submitted_at"] is not None for row in mine)


def _retakes(entry: Entry) -> int:
    return int(entry.document.get("maxAssessmentRetakeAttempts") or 0)


def _own_id(person: str, given: Sent) -> str:
    return hashlib.sha256(f"{person}_{given.content}_{given.began_at}".encode()).hexdigest()[:40]


def _totals(events: object) -> tuple[float, float, int]:
    """Score and possible score over the latest event of each question, and how many questions there are."""
    latest: dict[str, tuple[float, float, float]] = {}
    for event in events if isinstance(events, list) else []:
        try:
            edata = event["edata"]
            name, maximum = str(edata["item"]["id"]), _finite(edata["item"].get("maxscore"))
            entry = (_finite(event.get("ets")), _finite(edata.get("score")), maximum)
        except (TypeError, KeyError, ValueError, AttributeError) as problem:
            raise malformed("events", "List of ASSESS events") from problem
        if name not in latest or latest[name][0] <= entry[0]:
            latest[name] = entry
    return sum(one[1] for one in latest.values()), sum(one[2] for one in latest.values()), len(latest)


def _finite(value: Any) -> float:
    number = float(value or 0)
    if not math.isfinite(number):
        raise ValueError(value)
    return number
