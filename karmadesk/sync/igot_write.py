"""What is written to iGOT: one content's state, merged with the server's so that nothing newer is lost. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from karmadesk.learning.intervals import covered_ms, fraction
from karmadesk.learning.merge import earliest
from karmadesk.learning.shared import KEY, covers, heard, told, with_both
from karmadesk.model import Json, Place, RefusalReason, ServerState, Watched
from karmadesk.ports import Message
from karmadesk.statement import ALMOST, Statement, Verb
from karmadesk.sync.igot_read import as_mapping, instant, number, text

STATE = "state"
RESULT = "result"
"""Kinds of message: both update a content's state; a result carries a practice set's marks and goes after."""

WHOLE = 100.0
DONE = 2
_NEAR = 0.005


def wire_time(at: datetime) -> str:
    """A moment as the LMS parses it: `yyyy-MM-dd HH:mm:ss:SSSZ`, a colon before the milliseconds."""
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%d %H:%M:%S}:{utc.microsecond // 1000:03d}+0000"


def composed(
    place: Place,
    statements: Sequence[Statement],
    watched: Watched | None,
    seen: ServerState | None,
    now: datetime,
) -> tuple[str, dict[str, Json]]:
    """(kind, `contents[0]`) that brings the server's row from `seen` to what the learner did.

    Status and percentage never go down. The details are the newer of both sides', unknown keys of the server's kept:
    the server lets the last writer win in everything but status, progress and times.
    """
    completions = [s for s in statements if _completes(s)]
    # The last act's own time: an earlier one may carry a later time, from when this laptop's clock was wrong.
    acted_at = min(max(statements, key=lambda s: s.clock).at, now)
    seen_at = seen.last_access_at if seen else None
    is_done = bool(completions) or bool(seen and seen.status >= DONE)
    is_result = any(s.verb is Verb.ANSWERED for s in statements)
    shared = {} if is_result else _shared(place, watched, seen, now)
    body: dict[str, Json] = {
        "contentId": place.resource_id,
        "courseId": place.course_id,
        "batchId": place.batch_id,
        "status": DONE if is_done else 1,
        "completionPercentage": _percentage(statements, seen, heard(place.resource_id, shared, now), is_done=is_done),
        "lastAccessTime": wire_time(max(acted_at, seen_at) if seen_at else acted_at),
        "progressdetails": {**_details(statements, watched, seen, acted_at), **shared},
    }
    if completions:
        first = earliest(seen.completed_at if seen else None, min(s.at for s in completions))
        body["lastCompletedTime"] = wire_time(min(now, first or now))
    language = next((text(s.body.get("language")) for s in reversed(statements) if s.body.get("language")), "")
    if language:
        body["language"] = language.lower()
    return RESULT if is_result else STATE, body


def _shared(place: Place, watched: Watched | None, seen: ServerState | None, now: datetime) -> Mapping[str, Json]:
    """What this and the learner's other laptops know of the watching, under our own key; empty when nothing."""
    ours = told(watched) if watched is not None else None
    return with_both(place.resource_id, {} if ours is None else {KEY: ours}, seen.details if seen else {}, now)


def _completes(statement: Statement) -> bool:
    if statement.verb is Verb.ANSWERED:
        return statement.body.get("completed", True) is True
    return statement.verb is Verb.COMPLETED


def _percentage(
    statements: Sequence[Statement], seen: ServerState | None, both: Watched | None, *, is_done: bool
) -> float:
    if is_done:
        return WHOLE
    ours = max((number(s.body.get("fraction")) for s in statements), default=0.0)
    if both is not None:
        ours = max(ours, fraction(both.intervals, both.duration_ms))
    return max(round(WHOLE * min(max(ours, 0.0), ALMOST), 2), seen.percentage if seen else 0.0)


def _details(
    statements: Sequence[Statement], watched: Watched | None, seen: ServerState | None, acted_at: datetime
) -> dict[str, Json]:
    theirs = dict(seen.details) if seen else {}
    if seen is not None and theirs and seen.last_access_at is not None and seen.last_access_at > acted_at:
        return theirs
    latest = max(statements, key=lambda s: s.clock)
    ours = _position(latest, theirs)
    mime_type = text(latest.body.get("mime_type"))
    if mime_type:
        ours["mimeType"] = mime_type
    spent_s = (
        max(covered_ms(watched.intervals), watched.spent_ms) // 1000 if watched and "position_s" in latest.body else 0
    )
    ours["spentTime"] = max(spent_s, int(number(theirs.get("spentTime"))))
    return {**theirs, **ours}


def _position(latest: Statement, theirs: Mapping[str, Json]) -> dict[str, Json]:
    """`max_size` and `current` as iGOT's own players write them, by what kind of thing was used."""
    body = latest.body
    if latest.verb is Verb.ANSWERED:
        return {"max_size": int(number(body.get("total"))), "current": [str(int(number(body.get("correct"))))]}
    if "pages" in body:
        page = str(int(number(body.get("page"))))
        before = theirs.get("current")
        visited = [str(p) for p in before if str(p) != page] if isinstance(before, list) else []
        return {"max_size": int(number(body.get("pages"))), "current": [*visited, page]}
    if "position_s" in body:
        return {"max_size": number(body.get("duration_s")), "current": [str(number(body.get("position_s")))]}
    share = round(WHOLE * number(body.get("fraction")))
    return {"max_size": int(WHOLE), "current": [str(share)]}


def is_settled(message: Message, seen: ServerState | None, now: datetime) -> bool:
    """Whether the server's row already says at least what the message says.

    Status and percentage must be there, and the record of what was watched; the other details must be ours, or newer
    ones that have come after them.
    """
    body = message.body
    if seen is None or seen.status < number(body.get("status")):
        return False
    if seen.percentage < number(body.get("completionPercentage")) - _NEAR:
        return False
    ours_at = instant(body.get("lastAccessTime"))
    if seen.last_access_at is None or ours_at is None or seen.last_access_at < ours_at:
        return False
    ours = as_mapping(body.get("progressdetails"))
    is_same = seen.last_access_at > ours_at or _theirs_to_read(seen.details) == _theirs_to_read(ours)
    return is_same and covers(message.place.resource_id, seen.details, ours, now)


def _theirs_to_read(details: Mapping[str, Json]) -> Mapping[str, Json]:
    """What other programs look at: all but our own record."""
    return {name: value for name, value in details.items() if name != KEY}


def rebased(message: Message, seen: ServerState | None, now: datetime) -> Message:
    """The frozen message, except where another device has written something newer or further since it was frozen.

    The server keeps the last percentage that was written, be it lower: a message that waited must not take one back.
    """
    ours_at = instant(message.body.get("lastAccessTime"))
    if seen is None or seen.last_access_at is None or ours_at is None:
        return message
    message = _completed_first(message, seen)
    resource_id, ours = message.place.resource_id, as_mapping(message.body.get("progressdetails"))
    is_newer = seen.last_access_at > ours_at
    status, percentage = int(number(message.body.get("status"))), number(message.body.get("completionPercentage"))
    is_further = seen.status > status or seen.percentage > percentage
    if not (is_newer or is_further) and covers(resource_id, ours, seen.details, now):
        return message
    details = with_both(resource_id, seen.details, ours, now) if is_newer else ours
    body = {
        **message.body,
        "status": max(seen.status, status),
        "completionPercentage": max(seen.percentage, percentage),
        "progressdetails": dict(with_both(resource_id, details, seen.details, now)),
        "lastAccessTime": wire_time(max(seen.last_access_at, ours_at)),
    }
    return replace(message, body=body)


def _completed_first(message: Message, seen: ServerState) -> Message:
    """The message with the earlier completion: the server would keep the later one of the two."""
    ours = instant(message.body.get("lastCompletedTime"))
    if ours is None or seen.completed_at is None or seen.completed_at >= ours:
        return message
    return replace(message, body={**message.body, "lastCompletedTime": wire_time(seen.completed_at)})


def state_after(message: Message) -> ServerState | None:
    """The server's row once the message is accepted; None for a message that isn't about a content."""
    body = message.body
    if message.kind not in {STATE, RESULT}:
        return None
    return ServerState(
        course_id=message.place.course_id,
        batch_id=text(body.get("batchId")),
        resource_id=text(body.get("contentId")),
        status=int(number(body.get("status"))),
        percentage=number(body.get("completionPercentage")),
        details=dict(as_mapping(body.get("progressdetails"))),
        last_access_at=instant(body.get("lastAccessTime")),
        completed_at=instant(body.get("lastCompletedTime")),
    )


_REASONS: tuple[tuple[str, str], ...] = (
    ("batch_already_completed", RefusalReason.BATCH_ENDED),
    ("enrollment_date_ended", RefusalReason.BATCH_ENDED),
    ("invalid_course_batch", RefusalReason.NO_BATCH),
    ("no batch", RefusalReason.NO_BATCH),
    ("no open batch", RefusalReason.NO_BATCH),
    ("batch_not_exist", RefusalReason.NO_BATCH),
    ("not_a_on_going_batch", RefusalReason.BATCH_ENDED),
    ("not enrolled", RefusalReason.NOT_ENROLLED),
    ("not_enrolled", RefusalReason.NOT_ENROLLED),
    ("access denied", RefusalReason.NOT_ALLOWED),
    ("unauthori", RefusalReason.NOT_ALLOWED),
    ("not allowed", RefusalReason.NOT_ALLOWED),
    ("contentid", RefusalReason.BAD_CONTENT),
    ("invalid content", RefusalReason.BAD_CONTENT),
    ("content_not_found", RefusalReason.BAD_CONTENT),
    ("resource_not_found", RefusalReason.BAD_CONTENT),
    ("date format", RefusalReason.BAD_CONTENT),
)


def reason_of(fault: str, status: int = 400) -> str:
    """The key of a refusal, from the server's own words."""
    said = fault.lower()
    if status == 403:
        return RefusalReason.NOT_ALLOWED
    return next((reason for words, reason in _REASONS if words in said), RefusalReason.UNKNOWN)
