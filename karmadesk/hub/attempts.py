"""Attempts at assessments: the clock of a graded one, and the answers that upstream's clients send as events."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping

from sqlalchemy import Connection, RowMapping, insert, select, update

from karmadesk.hub import moments
from karmadesk.hub.archive import Json
from karmadesk.hub.catalogue import Entry
from karmadesk.hub.database import put
from karmadesk.hub.envelope import RefusalError, malformed, missing
from karmadesk.hub.states import name_in
from karmadesk.hub.tables import attempts

_GRACE_S = 120
_SHOWN_LIMIT = 25


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


def retakes(db: Connection, person: str, entry: Entry) -> Json:
    """How often somebody may try again, and has."""
    consumed = _consumed(_mine(db, person, entry.id))
    return {"maxAssessmentRetakeAttempts": _retakes(entry), "retakeAttemptsConsumed": max(0, consumed - 1)}


def take_events(db: Connection, person: str, raw: object) -> str | None:
    """The content of an attempt that was sent as events, if it was applied: an older one than is known is not."""
    if not isinstance(raw, dict):
        raise malformed("assessments", "List of Objects")
    content, course, batch = (name_in(raw.get(key), key) for key in ("contentId", "courseId", "batchId"))
    began = raw.get("assessmentTs")
    if began is None:
        raise missing("assessmentTs")
    if isinstance(began, bool) or not isinstance(began, int) or not 0 <= began < 1 << 53:
        raise malformed("assessmentTs", "Long")
    attempt = str(raw.get("attemptId") or _own_id(person, raw)).replace("\0", "")[:80]
    known = db.execute(select(attempts).where(attempts.c.id == attempt)).mappings().first()
    if known is not None and (known["person"] != person or known["started_at"] > began):
        return None
    score, max_score = _totals(raw.get("events"))
    values: Json = {
        "person": person,
        "content": content,
        "course": course,
        "batch": batch,
        "started_at": began,
        "submitted_at": moments.now_ms(),
        "score": score,
        "max_score": max_score,
        "detail": raw.get("events"),
    }
    put(db, attempts, {"id": attempt}, values)
    return content


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


def _own_id(person: str, raw: Mapping[str, object]) -> str:
    return hashlib.sha256(f"{person}_{raw['contentId']}_{raw['assessmentTs']}".encode()).hexdigest()[:40]


def _totals(events: object) -> tuple[float, float]:
    """Score and possible score over the latest event of each question."""
    latest: dict[str, tuple[float, float, float]] = {}
    for event in events if isinstance(events, list) else []:
        try:
            edata = event["edata"]
            name, maximum = str(edata["item"]["id"]), float(edata["item"].get("maxscore") or 0)
            entry = (float(event.get("ets") or 0), float(edata.get("score") or 0), maximum)
        except (TypeError, KeyError, ValueError, AttributeError) as problem:
            raise malformed("events", "List of ASSESS events") from problem
        if name not in latest or latest[name][0] <= entry[0]:
            latest[name] = entry
    return sum(one[1] for one in latest.values()), sum(one[2] for one in latest.values())
