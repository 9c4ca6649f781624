"""Content state: what was done, read and written as iGOT's course service does, or upstream's (contract, section 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection, RowMapping

from karmadesk.hub import attempts, batches, certificates, enrolments, moments, states
from karmadesk.hub.envelope import Json, RefusalError, answer, malformed, missing
from karmadesk.hub.house import Act, Asked, Caller, House, HouseOf, Origin, remember, settle
from karmadesk.hub.states import Item

router = APIRouter()

OVER = "COURSE_BATCH_ALREADY_COMPLETED"
"""What iGOT says by saying nothing."""

_PERSONAL_FIELDS = frozenset(
    (
        "contentId",
        "status",
        "progress",
        "progressdetails",
        "completionPercentage",
        "lastAccessTime",
        "lastCompletedTime",
    )
)


@router.post("/api/course/v1/content/state/read")
def read(request: Request, house: HouseOf, caller: Caller, asked: Asked) -> Response:
    """The caller's rows in a course and batch, whoever the request names; no rows is an empty list."""
    for name in ("userId", "courseId", "batchId"):
        if not asked.get(name):
            raise missing(name)
    course, batch, fields = str(asked["courseId"]), str(asked["batchId"]), _list(asked, "fields")
    with house.database.read() as db:
        found = [
            shown(db, row, fields) for row in states.of_course(db, caller, course, batch, _list(asked, "contentIds"))
        ]
    return answer(request, {"contentList": found})


@router.patch("/api/course/v1/content/state/update")
def update(request: Request, house: HouseOf, caller: Caller, asked: Asked) -> Response:
    """Merge what was done. iGOT looks at the first of `contents` only, and says nothing of the rest."""
    contents, sent_attempts = _list(asked, "contents"), _list(asked, "assessments")
    if not contents and not sent_attempts:
        return _force_sync(request, house, caller, asked)
    items, given = [states.item(raw) for raw in contents], [attempts.sent(raw) for raw in sent_attempts]
    result: Json = {}
    with house.database.write() as db:
        if asked.get("userId") in (None, caller):
            result = apply(db, request, house, caller, items, given)
    return answer(request, result)


def apply(
    db: Connection, origin: Request | Origin, house: House, caller: str, items: list[Item], given: list[attempts.Sent]
) -> Json:
    """Merge what was done and enter attempts; what became of each content, by its name or by a reason."""
    taken, result = (_first if house.terms.flavour == "igot" else _ongoing)(db, items)
    settle(db, house, caller, taken)
    remember(db, origin, *(act(caller, sent) for sent in taken))
    result |= {sent.content: "SUCCESS" for sent in taken}
    for content, said in _take_attempts(db, origin, house, caller, given).items():
        result[content] = [*result.get(content, []), *said] if isinstance(said, list) else said
    return result


@router.post("/api/content/v2/state/read")
def read_personal(request: Request, house: HouseOf, caller: Caller, asked: Asked) -> Response:
    """The caller's rows outside any course."""
    fields = _list(asked, "fields")
    if not _PERSONAL_FIELDS.issuperset(fields):
        raise RefusalError("", "Invalid fields in request", spring=True)
    with house.database.read() as db:
        rows = [_personal(row) for row in states.personal(db, caller, _list(asked, "contentIds"))]
    if fields:
        rows = [{name: row[name] for name in ("contentId", *fields)} for row in rows]
    return answer(request, {"contentList": rows})


@router.patch("/api/content/v2/state/update")
def update_personal(request: Request, house: HouseOf, caller: Caller, asked: Asked) -> Response:
    """Merge what was done before or without enrolling: every one of `contents`."""
    contents = _list(asked, "contents")
    for raw in contents:
        _check_personal(raw)
    items = [states.item(raw, in_course=False) for raw in contents]
    with house.database.write() as db:
        states.write_personal(db, caller, items)
        remember(db, request, *(act(caller, sent) for sent in items))
    return answer(request, {sent.content: "SUCCESS" for sent in items})


def _force_sync(request: Request, house: House, caller: str, asked: Json) -> Response:
    """An update without contents: count the enrolment anew. It is counted at every reading here; what is left is to
    notice a completion that no write made, of a course that has become shorter."""
    for name in ("userId", "courseId", "batchId"):
        if not asked.get(name):
            raise missing(name)
    with house.database.write() as db:
        catalogue = house.shelf.current(db)
        joined = enrolments.of_person(db, catalogue, caller)
        for course, batch in enrolments.complete(db, catalogue, caller, {str(asked["courseId"])}):
            delay = house.terms.certificate_delay_s
            certificates.give(db, caller, course, batch, completed_at=moments.now_ms(), delay_s=delay)
    if (asked["courseId"], asked["batchId"]) not in {(one.row["course"], one.row["batch"]) for one in joined}:
        raise RefusalError("USER_NOT_ENROLLED_COURSE", "User is not enrolled for given course batch.")
    return answer(request, {"response": "SUCCESS"})


def why_not(db: Connection, house: House, sent: Item) -> str | None:
    """Why this entry cannot be written: its batch is over, or not begun where that matters. Raises RefusalError."""
    taken, result = (_first if house.terms.flavour == "igot" else _ongoing)(db, [sent])
    return None if taken else next(iter(result), OVER)


def _first(db: Connection, items: list[Item]) -> tuple[list[Item], Json]:
    """The entry to apply: the first one, if its batch is not over."""
    for sent in items[:1]:
        batch = batches.by_id(db, sent.batch)
        if batch is None or batch["course"] != sent.course:
            raise RefusalError("INVALID_BATCH", "No batch details found")
        if batches.status(batch) != batches.FINISHED:
            return [sent], {}
    return [], {}


def _ongoing(db: Connection, items: list[Item]) -> tuple[list[Item], Json]:
    """The entries to apply, and by the reason why not the contents that are left out."""
    known = batches.some(db, {sent.batch for sent in items})
    taken: list[Item] = []
    refused: Json = {}
    for sent in items:
        reason = _why_not(known.get(sent.batch), sent.course)
        if reason is None:
            taken.append(sent)
        else:
            refused.setdefault(reason, []).append(sent.content)
    return taken, refused


def _why_not(batch: RowMapping | None, course: str, taken: tuple[int, ...] = (batches.ONGOING,)) -> str | None:
    if batch is None or batch["course"] != course:
        return "BATCH_NOT_EXISTS"
    return None if batches.status(batch) in taken else "NOT_A_ON_GOING_BATCH"


def act(caller: str, sent: Item) -> Act:
    """The write as the owner reads it back."""
    details = sent.rest.get("progressdetails")
    return Act(caller, sent.course or None, sent.batch or None, sent.content, sent.status, sent.percentage, details)


def _take_attempts(
    db: Connection, origin: Request | Origin, house: House, caller: str, sent: list[attempts.Sent]
) -> Json:
    """Enter attempts by their ids. An attempt of somebody else, or in a batch that is over, is left out."""
    result: Json = {}
    known = batches.some(db, {one.batch for one in sent})
    catalogue = house.shelf.current(db)
    # iGOT asks only whether a batch is over, for contents too.
    taken = (batches.UPCOMING, batches.ONGOING) if house.terms.flavour == "igot" else (batches.ONGOING,)
    for one in sent:
        reason = _why_not(known.get(one.batch), one.course, taken)
        if reason is not None:
            if house.terms.flavour == "sunbird":
                result.setdefault(reason, []).append(one.content)
        elif one.person in (None, caller) and attempts.take(db, caller, one, catalogue.get(one.content)):
            result[one.content] = "SUCCESS"
            details = {"attemptId": one.given_id, "assessmentTs": one.began_at}
            remember(db, origin, Act(caller, one.course, one.batch, one.content, details=details))
    return result


def _check_personal(raw: object) -> None:
    if not isinstance(raw, dict):
        raise malformed("contents", "List of Objects")
    for name in ("contentId", "status", "progressdetails", "completionPercentage"):
        if raw.get(name) in (None, ""):
            raise RefusalError("", f"{name} is mandatory", spring=True)


def shown(db: Connection, row: RowMapping, fields: Sequence[Any]) -> Json:
    """A row as it is read back, with the fields that are asked for."""
    found = {
        "contentId": row["content"],
        "courseId": row["course"],
        "collectionId": row["course"],
        "batchId": row["batch"],
        "userId": row["person"],
        **_common(row),
        "viewCount": row["views"],
        "completedCount": row["completions"],
    }
    if "progressdetails" in fields:
        found["progressdetails"] = row["last_write"].get("progressdetails")
    if "score" in fields:
        scored = attempts.scores(db, row["person"], row["course"], row["batch"], row["content"])
        found["score"] = found["assessments"] = scored
    return found


def _personal(row: RowMapping) -> Json:
    return {"contentId": row["content"], **_common(row), "progressdetails": row["last_write"].get("progressdetails")}


def _common(row: Mapping[Any, Any]) -> Json:
    rest = {name: value for name, value in row["last_write"].items() if name != "progressdetails"}
    return {
        **rest,
        "status": row["status"],
        "progress": row["progress"],
        "completionPercentage": rest.get("completionPercentage"),
        "lastAccessTime": moments.to_text(row["accessed_at"]),
        "lastCompletedTime": moments.to_text(row["completed_at"]),
    }


def _list(asked: Json, key: str) -> list[Any]:
    found = asked.get(key) or []
    if not isinstance(found, list):
        raise malformed(key, "List")
    return found
