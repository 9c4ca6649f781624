"""Content state: what was done, read and written as iGOT's course service does, or upstream's (contract, section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection, RowMapping

from karmadesk.hub import attempts, batches, enrolments, moments, states
from karmadesk.hub.envelope import Json, RefusalError, answer, malformed, missing
from karmadesk.hub.house import Act, Asked, Caller, House, HouseOf, remember
from karmadesk.hub.states import Item

router = APIRouter()

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
            _shown(db, row, fields) for row in states.of_course(db, caller, course, batch, _list(asked, "contentIds"))
        ]
    return answer(request, {"contentList": found})


@router.patch("/api/course/v1/content/state/update")
def update(request: Request, house: HouseOf, caller: Caller, asked: Asked) -> Response:
    """Merge what was done. iGOT looks at the first of `contents` only, and says nothing of the rest."""
    contents, sent_attempts = _list(asked, "contents"), _list(asked, "assessments")
    if not contents and not sent_attempts:
        return _force_sync(request, house, caller, asked)
    items = [states.item(raw) for raw in contents]
    result: Json = {}
    with house.database.write() as db:
        if asked.get("userId") in (None, caller):
            if house.terms.flavour == "igot":
                result |= _write_first(db, request, house, caller, items[:1])
            else:
                result |= _write_every(db, request, house, caller, items)
            result |= _take_attempts(db, request, caller, sent_attempts)
    return answer(request, result)


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
        for sent in items:
            states.write_personal(db, caller, sent)
            remember(db, request, _act(caller, sent))
    return answer(request, {sent.content: "SUCCESS" for sent in items})


def _force_sync(request: Request, house: House, caller: str, asked: Json) -> Response:
    """An update without contents: count the enrolment anew. It is counted at every reading here, so nothing is left."""
    for name in ("userId", "courseId", "batchId"):
        if not asked.get(name):
            raise missing(name)
    with house.database.read() as db:
        joined = enrolments.of_person(db, house.shelf.current(db), caller)
    if (asked["courseId"], asked["batchId"]) not in {(one.row["course"], one.row["batch"]) for one in joined}:
        raise RefusalError("USER_NOT_ENROLLED_COURSE", "User is not enrolled for given course batch.")
    return answer(request, {"response": "SUCCESS"})


def _write_first(db: Connection, request: Request, house: House, caller: str, items: list[Item]) -> Json:
    result: Json = {}
    for sent in items:
        batch = batches.by_id(db, sent.batch)
        if batch is None or batch["course"] != sent.course:
            raise RefusalError("INVALID_BATCH", "No batch details found")
        if batches.status(batch) != batches.FINISHED:
            result[sent.content] = _write(db, request, house, caller, sent)
    return result


def _write_every(db: Connection, request: Request, house: House, caller: str, items: list[Item]) -> Json:
    result: Json = {}
    for sent in items:
        batch = batches.by_id(db, sent.batch)
        if batch is None or batch["course"] != sent.course:
            result.setdefault("BATCH_NOT_EXISTS", []).append(sent.content)
        elif batches.status(batch) != batches.ONGOING:
            result.setdefault("NOT_A_ON_GOING_BATCH", []).append(sent.content)
        else:
            result[sent.content] = _write(db, request, house, caller, sent)
    return result


def _write(db: Connection, request: Request, house: House, caller: str, sent: Item) -> str:
    states.write(db, caller, sent)
    enrolments.note(db, house.shelf.current(db), caller, sent)
    remember(db, request, _act(caller, sent))
    return "SUCCESS"


def _act(caller: str, sent: Item) -> Act:
    details = sent.rest.get("progressdetails")
    return Act(caller, sent.course or None, sent.batch or None, sent.content, sent.status, sent.percentage, details)


def _take_attempts(db: Connection, request: Request, caller: str, sent: list[Any]) -> Json:
    result: Json = {}
    for raw in sent:
        content = attempts.take_events(db, caller, raw)
        if content is not None:
            result[content] = "SUCCESS"
            details = {"attemptId": raw.get("attemptId"), "assessmentTs": raw["assessmentTs"]}
            remember(db, request, Act(caller, raw["courseId"], raw["batchId"], content, details=details))
    return result


def _check_personal(raw: object) -> None:
    if not isinstance(raw, dict):
        raise malformed("contents", "List of Objects")
    for name in ("contentId", "status", "progressdetails", "completionPercentage"):
        if raw.get(name) in (None, ""):
            raise RefusalError("", f"{name} is mandatory", spring=True)


def _shown(db: Connection, row: RowMapping, fields: list[Any]) -> Json:
    shown = {
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
        shown["progressdetails"] = row["last_write"].get("progressdetails")
    if "score" in fields:
        found = attempts.scores(db, row["person"], row["course"], row["batch"], row["content"])
        shown["score"] = shown["assessments"] = found
    return shown


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
