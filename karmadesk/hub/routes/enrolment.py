"""Joining courses and reading back which (contract, sections 2.2 to 2.4)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from sqlalchemy import Connection, RowMapping

from karmadesk.hub import batches, certificates, enrolments
from karmadesk.hub.catalogue import Catalogue
from karmadesk.hub.enrolments import Enrolled
from karmadesk.hub.envelope import Json, RefusalError, answer, malformed, missing
from karmadesk.hub.house import Act, Asked, Caller, House, HouseOf, Origin, remember
from karmadesk.hub.states import DONE

router = APIRouter()

_IN_PROGRESS, _COMPLETED = "in-progress", "completed"


@router.get("/api/course/v1/user/enrollment/list/{user_id}")
@router.get("/api/course/v2/user/enrollment/list/{user_id}")
@router.get("/api/course/v3/user/enrollment/list/{user_id}")
def list_v2(
    request: Request,
    house: HouseOf,
    caller: Caller,
    user_id: str,
    fields: str = "",
    batch_details: Annotated[str, Query(alias="batchDetails")] = "",
    retired_too: Annotated[bool, Query(alias="retiredCoursesEnabled")] = False,
) -> Response:
    """Every enrolment at once; content and batch carry the fields that are asked for."""
    _own(caller, user_id)
    with house.database.read() as db:
        courses, info = rows_of(db, house, caller, left_too=retired_too)
    for row in courses:
        row["content"] = _picked(row["content"], fields, "identifier")
        row["batch"] = _picked(row["batch"], batch_details, "batchId")
    return answer(request, {"userCourseEnrolmentInfo": info, "courses": courses}, tagged=True)


@router.post("/api/course/v4/user/enrollment/list/{user_id}")
def list_v4(request: Request, house: HouseOf, caller: Caller, user_id: str, asked: Asked) -> Response:
    """The enrolments of a status, as many as asked for."""
    _own(caller, user_id)
    limit, offset = _count(asked, "limit", 10_000), _count(asked, "offset", 0)
    wanted = str(asked.get("status", "All")).lower()
    with house.database.read() as db:
        rows, info = rows_of(db, house, caller, left_too=bool(asked.get("retiredCoursesEnabled")))
    found = [row for row in rows if _has(row, wanted)]
    page = found[offset : offset + limit]
    return answer(request, {"userCourseEnrolmentInfo": info, "count": len(found), "courses": page})


@router.post("/api/course/v4/user/enrollment/details/{user_id}")
def details(request: Request, house: HouseOf, caller: Caller, user_id: str, asked: Asked) -> Response:
    """The enrolments in these courses."""
    _own(caller, user_id)
    wanted = asked.get("courseId")
    if not isinstance(wanted, list):
        raise malformed("courseId", "List")
    with house.database.read() as db:
        rows, info = rows_of(db, house, caller, left_too=bool(asked.get("retiredCoursesEnabled")))
    courses = [row for row in rows if row["courseId"] in wanted]
    return answer(request, {"userCourseEnrolmentInfo": info, "courses": courses})


@router.get("/api/course/v4/user/enrollment/summary/{user_id}")
def summary(request: Request, house: HouseOf, caller: Caller, user_id: str) -> Response:
    """The totals alone."""
    _own(caller, user_id)
    with house.database.read() as db:
        _, info = rows_of(db, house, caller, left_too=False)
    return answer(request, {"userCourseEnrolmentInfo": info}, tagged=True)


@router.get("/api/v1/autoenrollment")
def enrol_automatically(
    request: Request,
    house: HouseOf,
    caller: Caller,
    language: str | None = None,
    course: Annotated[str, Header(alias="courseId")] = "",
    user: Annotated[str, Header(alias="userUUID")] = "",
    root_org: Annotated[str, Header(alias="rootOrg")] = "",
) -> Response:
    """Join a course's open batch, which the answer describes."""
    for name, value in (("courseId", course), ("userUUID", user), ("rootOrg", root_org)):
        if not value:
            raise RefusalError("", f"Required request header '{name}' is not present", spring=True)
    if user != caller:
        raise RefusalError("", "User is not authorised to enrol others", status=401, spring=True)
    with house.database.write() as db:
        open_batch = batches.first_open(db, course)
        if open_batch is None:
            raise RefusalError("", f"No open batch found for the course {course}", spring=True)
        try:
            join(db, request, house, caller, course, open_batch["id"], language)
        except RefusalError as refusal:
            raise RefusalError(refusal.err, refusal.errmsg, status=refusal.status, spring=True) from refusal
    return answer(request, {"response": {"count": 1, "content": [batches.document(open_batch)]}})


@router.post("/api/course/v1/enrol")
def enrol(request: Request, house: HouseOf, caller: Caller, asked: Asked) -> Response:
    """Join a batch; a second time is refused."""
    course, batch = _course_and_batch(asked, caller, "courseId")
    with house.database.write() as db:
        join(db, request, house, caller, course, batch, asked.get("language"))
    return answer(request, {"response": "SUCCESS"})


@router.post("/api/openprogram/v1/enrol")
def enrol_in_program(request: Request, house: HouseOf, caller: Caller, asked: Asked) -> Response:
    """Join a program and with it each of its courses, in their first open batch."""
    program, batch = _course_and_batch(asked, caller, "programId")
    with house.database.write() as db:
        entry = house.shelf.current(db).get(program)
        if entry is not None and not entry.is_program:
            raise RefusalError("ACCESS_DENIED", f"Access denied: a {entry.category} is no program.", status=401)
        join(db, request, house, caller, program, batch, asked.get("language"))
    return answer(request, {"response": "SUCCESS"})


@router.post("/api/course/v1/unenrol")
def unenrol(request: Request, house: HouseOf, caller: Caller, asked: Asked) -> Response:
    """Leave a batch; not when the course is complete."""
    course, batch = _course_and_batch(asked, caller, "courseId")
    with house.database.write() as db:
        enrolments.unenrol(db, house.shelf.current(db), caller, course, batch)
        remember(db, request, Act(caller, course, batch))
    return answer(request, {"response": "SUCCESS"})


@router.post("/api/course/v1/batch/list")
def list_batches(request: Request, house: HouseOf, caller: Caller, asked: Asked) -> Response:  # noqa: ARG001 - signed-in callers only
    """A course's batches of these statuses."""
    filters = asked.get("filters")
    if not isinstance(filters, dict):
        raise missing("filters")
    course = filters.get("courseId") or filters.get("collectionId")
    courses = [one for one in (course if isinstance(course, list) else [course]) if isinstance(one, str)]
    if not courses:
        raise missing("courseId")
    wanted = {str(status) for status in filters.get("status") or ("0", "1", "2")}
    with house.database.read() as db:
        found = [batches.document(row) for one in courses for row in batches.of_course(db, one)]
    content = [batch for batch in found if str(batch["status"]) in wanted]
    return answer(request, {"response": {"count": len(content), "content": content}})


@router.get("/api/course/v1/batch/read/{batch_id}")
def read_batch(request: Request, house: HouseOf, caller: Caller, batch_id: str) -> Response:  # noqa: ARG001 - as above
    """One batch."""
    with house.database.read() as db:
        row = batches.by_id(db, batch_id)
    if row is None:
        raise RefusalError("INVALID_COURSE_BATCH_ID", "Invalid Course Batch Id.")
    return answer(request, {"response": batches.document(row)})


def _own(caller: str, user_id: str) -> None:
    if caller != user_id:
        raise RefusalError("UNAUTHORIZED_USER", "You are not authorized.", status=401)


def _course_and_batch(asked: Json, caller: str, name: str) -> tuple[str, str]:
    for parameter in (name, "batchId", "userId"):
        if not asked.get(parameter):
            raise missing(parameter)
        if not isinstance(asked[parameter], str):
            raise malformed(parameter, "String")
    _own(caller, asked["userId"])
    return asked[name], asked["batchId"]


def join(
    db: Connection, origin: Request | Origin, house: House, caller: str, course: str, batch: str, language: object
) -> None:
    """Take the caller into a batch, and into what a program is made of; refused as the service refuses."""
    spoken = language.replace("\0", "")[:40] if isinstance(language, str) else None
    catalogue = house.shelf.current(db)
    for joined_course, joined_batch in enrolments.enrol(db, catalogue, caller, course, batch, spoken):
        remember(db, origin, Act(caller, joined_course, joined_batch))


def rows_of(db: Connection, house: House, caller: str, *, left_too: bool) -> tuple[list[Json], Json]:
    """Somebody's enrolments and their totals as the contract spells them."""
    catalogue = house.shelf.current(db)
    all_batches = batches.everything(db)
    found = enrolments.of_person(db, catalogue, caller, left_too=left_too)
    given = certificates.of_person(db, caller)
    rows = [_row(catalogue, one, all_batches.get(one.row["batch"])) for one in found]
    for row in rows:
        certificate = given.get((row["courseId"], row["batchId"]))
        row["issuedCertificates"] = [] if certificate is None else [certificates.document(certificate)]
    complete = [row for row in rows if row["status"] == DONE]
    info = {
        "karmaPoints": 0,
        "timeSpentOnCompletedCourses": sum(int(row["content"].get("duration") or 0) for row in complete),
        "certificatesIssued": sum(len(row["issuedCertificates"]) for row in rows),
        "coursesInProgress": sum(row["status"] == 1 for row in rows),
        "addinfo": {},
    }
    return rows, info


def _row(catalogue: Catalogue, one: Enrolled, batch: RowMapping | None) -> Json:
    entry = catalogue.entries[one.row["course"]]
    content = catalogue.document(entry)
    opened = one.row["opened_at"]
    return {
        "courseId": entry.id,
        "contentId": entry.id,
        "collectionId": entry.id,
        "courseName": content.get("name"),
        "description": content.get("description"),
        "courseLogoUrl": content.get("appIcon"),
        "batchId": one.row["batch"],
        "userId": one.row["person"],
        "active": one.row["active"],
        "status": one.standing.status,
        "progress": one.standing.done,
        "leafNodesCount": one.standing.of,
        "completionPercentage": one.standing.percentage,
        "contentStatus": dict(one.standing.seen),
        "enrolledDate": one.row["enrolled_at"],
        "completedOn": one.row["completed_at"],
        "dateTime": one.row["enrolled_at"],
        "lastReadContentId": one.row["last_content"],
        "lastReadContentStatus": one.row["last_status"],
        "lrcProgressDetails": one.row["last_details"] or {},
        "lastContentAccessTime": opened,
        "certificates": [],
        "content": content,
        "batch": batches.document(batch) if batch is not None else {"batchId": one.row["batch"]},
        "recent_language": one.row["language"],
    }


def _has(row: Json, wanted: str) -> bool:
    if wanted == _COMPLETED:
        return bool(row["status"] == DONE)
    return wanted != _IN_PROGRESS or row["status"] != DONE


def _picked(document: Json, names: str, always: str) -> Json:
    if not names:
        return document
    wanted = {always, *(name.strip() for name in names.split(","))}
    return {name: value for name, value in document.items() if name in wanted}


def _count(asked: Json, key: str, otherwise: int) -> int:
    found = asked.get(key, otherwise)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise malformed(key, "Integer")
    return found
