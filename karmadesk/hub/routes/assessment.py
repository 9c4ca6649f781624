"""Question sets: read, answer, be marked (contract, section 4.5)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection

from karmadesk.hub import attempts, batches, moments, questions
from karmadesk.hub.catalogue import Catalogue, Entry
from karmadesk.hub.envelope import Json, RefusalError, answer
from karmadesk.hub.house import Act, Body, Caller, House, HouseOf, remember, settle
from karmadesk.hub.states import DONE, Item

router = APIRouter()


@router.get("/api/player/questionset/v5/hierarchy/{identifier}")
def read_set(
    request: Request,
    house: HouseOf,
    caller: Caller,
    identifier: str,
    course: Annotated[str, Query(alias="parentContextId")] = "",
) -> Response:
    """A set and its sections. Reading a graded one begins its attempt and its clock; a practice set has neither."""
    with house.database.write() as db:
        entry = _set(house.shelf.current(db), identifier)
        shown = questions.shown(entry)
        if entry.category != questions.PRACTICE:
            attempt = attempts.open_attempt(db, caller, entry, course)
            shown |= {"startTime": attempt["started_at"], "endTime": attempt["ends_at"]}
    return answer(request, {"questionSet": shown})


@router.post("/api/player/question/v5/list")
def read_questions(request: Request, house: HouseOf, caller: Caller, body: Body) -> Response:  # noqa: ARG001 - signed-in callers only
    """These questions of a set, without their answers."""
    wanted = body.get("request", {}).get("search", {}).get("identifier") if _is_search(body) else None
    if not isinstance(body.get("assessmentId"), str) or not isinstance(wanted, list):
        raise RefusalError("", "Invalid request: assessmentId and search identifiers are mandatory", spring=True)
    with house.database.read() as db:
        known = questions.by_id(_set(house.shelf.current(db), body["assessmentId"]))
    if not all(isinstance(name, str) and name in known for name in wanted):
        raise RefusalError("", "Invalid Question IDs in the request", spring=True)
    found = [questions.stripped(known[name]) for name in wanted]
    return answer(request, {"questions": found, "count": len(found)})


@router.post("/api/v5/user/assessment/submit")
def submit(request: Request, house: HouseOf, caller: Caller, body: Body) -> Response:
    """The marks. A practice set is marked at any time; a graded one within its time, and its course is told."""
    identifier = body.get("identifier")
    if not isinstance(identifier, str):
        raise RefusalError("", "identifier is mandatory", spring=True)
    with house.database.write() as db:
        catalogue = house.shelf.current(db)
        entry = _set(catalogue, identifier)
        sections = body.get("children")
        marks = questions.marked(entry, sections)
        if marks is None:
            raise RefusalError("", "The question IDs submitted don't match the attempt", spring=True)
        if entry.category != questions.PRACTICE:
            right = float(sum(mark.is_right for mark in marks))
            attempts.close_attempt(db, caller, entry, right, float(len(marks)))
        retakes = {} if entry.category == questions.PRACTICE else attempts.retakes(db, caller, entry)
        result = questions.result(entry, marks, retakes, sections)
        if result["pass"]:
            _tell_course(db, request, house, caller, entry, body)
    return answer(request, result)


def _set(catalogue: Catalogue, identifier: str) -> Entry:
    entry = catalogue.get(identifier)
    if entry is None or entry.questions is None:
        raise RefusalError("", "Failed to read assessment: it does not exist", status=404, spring=True)
    return entry


def _is_search(body: Json) -> bool:
    asked = body.get("request")
    return isinstance(asked, dict) and isinstance(asked.get("search"), dict)


def _tell_course(db: Connection, request: Request, house: House, caller: str, entry: Entry, body: Json) -> None:
    """What the server does itself on a pass: complete the set in the course that the answers came from."""
    course, batch = body.get("courseId"), body.get("batchId")
    row = batches.by_id(db, batch) if isinstance(batch, str) else None
    if row is None or row["course"] != course or batches.status(row) == batches.FINISHED:
        return
    now = moments.now_ms()
    sent = Item(entry.id, str(course), str(batch), DONE, 100, now, now, {"completionPercentage": 100.0})
    settle(db, house, caller, [sent])
    remember(db, request, Act(caller, sent.course, sent.batch, entry.id, DONE, 100.0))
