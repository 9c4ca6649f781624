"""What iGOT's answers mean: its rows, in every spelling that was seen, as our values. Pure."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

from karmadesk.model import (
    Assignment,
    Batch,
    BatchStatus,
    Certificate,
    CourseCard,
    Enrolment,
    Json,
    Profile,
    ServerState,
    Tokens,
)
from karmadesk.nodes import card_from

Row = Mapping[str, Json]

INDIA = timezone(timedelta(hours=5, minutes=30))
DAY_ENDS = time(23, 59, 59)
_FIRST_MONTH = 4
_EARLIEST_MS = 100_000_000_000
"""Numbers below are seconds, not milliseconds: 1973 in milliseconds, 5138 in seconds."""


def parsed(value: Json) -> Json:
    """The value, or what a JSON string holds."""
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except ValueError:
            return None
    return value


def as_mapping(value: Json) -> Row:
    found = parsed(value)
    return found if isinstance(found, Mapping) else {}


def as_rows(value: Json) -> tuple[Row, ...]:
    """The mappings in a list; () for anything else."""
    found = parsed(value)
    return tuple(row for row in found if isinstance(row, Mapping)) if isinstance(found, list) else ()


def text(value: Json) -> str:
    return value.strip() if isinstance(value, str) else ""


def number(value: Json) -> float:
    """A finite number from a number or its text; 0 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0.0
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return 0.0
    return found if abs(found) < 1e18 else 0.0


def instant(value: Json) -> datetime | None:
    """A moment, from milliseconds (number or text), ISO 8601, or the LMS's `yyyy-MM-dd HH:mm:ss:SSSZ`."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(float(value))
    said = text(value)
    if not said:
        return None
    if said.replace(".", "", 1).isdigit() and len(said) > len("20250101"):
        return _from_number(float(said))
    return _from_text(said)


def _from_number(value: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(value / 1000 if abs(value) >= _EARLIEST_MS else value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _from_text(said: str) -> datetime | None:
    day, gap, rest = said.partition(" ")
    if gap and rest.count(":") >= 3:
        clock, _, tail = rest.rpartition(":")
        said = f"{day} {clock}.{tail}"
    try:
        found = datetime.fromisoformat(said.replace("ZZ", "Z"))
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)


def last_moment(value: Json) -> datetime | None:
    """When a day named by the server is over in India. What looks like a bare day in any spelling is one."""
    said = text(value)
    try:
        day = date.fromisoformat(said) if len(said) == len("2025-01-01") else None
    except ValueError:
        return None
    at = instant(value) if day is None else None
    if at is not None:
        day = _bare_day(at)
        if day is None:
            return at
    return datetime.combine(day, DAY_ENDS, INDIA).astimezone(UTC) if day else None


def _bare_day(at: datetime) -> date | None:
    """The day that a midnight, in UTC or in India, stands for; None for other moments."""
    for zone in (UTC, INDIA):
        local = at.astimezone(zone)
        if local.time() == time(0):
            return local.date()
    return None


def plan_year(due_at: datetime | None, now: datetime) -> int:
    """The first year of the Indian financial year, April to March, that a due date lies in."""
    at = (due_at or now).astimezone(INDIA)
    return at.year if at.month >= _FIRST_MONTH else at.year - 1


def user_id_of(access_token: str) -> str:
    """Whose token it is: the last part of `sub`; "" when it can't be read. The server checks the signature, not we."""
    try:
        body = access_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (IndexError, ValueError):
        return ""
    subject = claims.get("sub") if isinstance(claims, dict) else None
    return text(subject).rpartition(":")[2]


def tokens_from(body: Row, now: datetime, kept_refresh: str = "") -> Tokens | None:
    """The session in a token endpoint's answer (or in the `result` around it); None when there is no access token."""
    found = as_mapping(body.get("result")) or body
    access = text(found.get("access_token"))
    if not access:
        return None
    lasts_s = number(found.get("expires_in")) or 60.0
    refresh_s = number(found.get("refresh_expires_in"))
    return Tokens(
        access=access,
        refresh=text(found.get("refresh_token")) or kept_refresh,
        access_expires_at=now + timedelta(seconds=lasts_s),
        refresh_expires_at=now + timedelta(seconds=refresh_s) if refresh_s > 0 else None,
    )


def profile_from(response: Row, user_id: str) -> Profile:
    """Who signed in, from `result.response` of the profile read."""
    details = as_mapping(response.get("profileDetails"))
    personal = as_mapping(details.get("personalDetails"))
    professional = next(iter(as_rows(details.get("professionalDetails"))), {})
    organisation = as_mapping(response.get("rootOrg"))
    return Profile(
        user_id=text(response.get("userId")) or text(response.get("id")) or user_id,
        first_name=text(response.get("firstName")) or text(personal.get("firstname")) or text(response.get("userName")),
        last_name=text(response.get("lastName")) or text(personal.get("surname")),
        org_id=text(response.get("rootOrgId")) or text(organisation.get("id")),
        designation=text(professional.get("designation")),
        organisation=text(organisation.get("orgName"))
        or text(as_mapping(details.get("employmentDetails")).get("departmentName")),
    )


def plan_from(result: Row, now: datetime, base: str) -> tuple[tuple[Assignment, ...], tuple[CourseCard, ...]]:
    """The assigned courses, each once, with what the plan tells of them.

    The server emits a course under one plan only and sorts by due date, last first; where it does not, the earliest
    due date counts and an appraisal-linked plan stays one. Other languages of a course are not courses of their own.
    """
    found: dict[str, Assignment] = {}
    cards: dict[str, CourseCard] = {}
    for plan in as_rows(result.get("content")):
        due_at = last_moment(plan.get("endDate"))
        for node in as_rows(plan.get("contentList")):
            card = card_from(node, base)
            if card is None:
                continue
            cards.setdefault(card.id, card)
            new = Assignment(
                card.id, due_at, _is_true(plan.get("isApar")), text(plan.get("id")), plan_year(due_at, now)
            )
            found[card.id] = _stricter(found.get(card.id), new)
    translations = {tree for card in cards.values() for tree in card.languages.values() if tree != card.id}
    kept = {key: row for key, row in found.items() if key not in translations or _is_base(cards[key])}
    return tuple(kept.values()), tuple(cards[key] for key in kept)


def _is_base(card: CourseCard) -> bool:
    """Of mutually linked languages, the one that the map names first stays."""
    return not card.languages or next(iter(card.languages.values())) == card.id


def _stricter(old: Assignment | None, new: Assignment) -> Assignment:
    if old is None:
        return new
    first = min(((a.due_at, a) for a in (old, new) if a.due_at), key=lambda dated: dated[0], default=(None, old))[1]
    return Assignment(first.course_id, first.due_at, old.is_apar or new.is_apar, first.plan_id, first.plan_year)


def _is_true(value: Json) -> bool:
    return value is True or text(value).lower() == "true"


def batch_from(row: Row, course_id: str, now: datetime) -> Batch | None:
    """A batch, ended also when only its last day is over; None without an id."""
    batch_id = text(row.get("batchId")) or text(row.get("identifier")) or text(row.get("id"))
    if not batch_id:
        return None
    ends_at = last_moment(row.get("endDate"))
    said = int(number(row.get("status"))) if row.get("status") is not None else BatchStatus.ONGOING
    status = BatchStatus(min(max(said, 0), 2))
    return Batch(
        id=batch_id,
        course_id=course_id or text(row.get("courseId")),
        name=text(row.get("name")),
        starts_at=instant(row.get("startDate")),
        ends_at=ends_at,
        status=BatchStatus.ENDED if ends_at is not None and ends_at < now else status,
    )


def enrolment_from(row: Row, now: datetime) -> Enrolment | None:
    """One row of the enrolment list, its fields in any of the spellings of v1 to v4."""
    course_id = first_text(row, "courseId", "collectionId", "contentId")
    details = {**as_mapping(row.get("batch")), **_batch_id(row)}
    batch = batch_from(details, course_id, now)
    if not course_id or batch is None:
        return None
    return Enrolment(
        course_id=course_id,
        batch=batch,
        enrolled_at=instant(row.get("enrolledDate")),
        completed_at=instant(row.get("completedOn")),
        resources_done=int(number(row.get("progress"))),
        resource_count=int(number(row.get("leafNodesCount"))),
        last_resource_id=first_text(row, "lastReadContentId", "lastreadcontentid"),
        is_active=row.get("active") is not False,
        certificates=certificates_from(row, course_id),
    )


def certificates_from(row: Row, course_id: str) -> tuple[Certificate, ...]:
    """What was issued for a course, each once: `issuedCertificates`, or the older `certificates`, however spelt."""
    found: dict[str, Certificate] = {}
    for key in ("issuedCertificates", "issued_certificates", "issuedcertificates", "certificates"):
        for said in as_rows(row.get(key)):
            one = _certificate_from(said, course_id)
            if one is not None:
                found.setdefault(one.id, one)
    return tuple(found.values())


def _certificate_from(said: Row, course_id: str) -> Certificate | None:
    # An id may be an address: the certificate is known by its last part.
    certificate_id = first_text(said, "identifier", "id").rstrip("/").rpartition("/")[2]
    if not certificate_id:
        return None
    dates = (instant(said.get(key)) for key in ("lastIssuedOn", "issuedOn", "createdOn", "createdDate", "date"))
    return Certificate(
        id=certificate_id,
        course_id=course_id,
        name=text(said.get("name")),
        issued_at=next((at for at in dates if at is not None), None),
        access_code=first_text(said, "token", "accessCode", "accesscode"),
        template_url=first_text(said, "templateUrl", "templateurl", "template"),
    )


def _batch_id(row: Row) -> dict[str, Json]:
    found = text(row.get("batchId"))
    return {"batchId": found} if found else {}


def best_enrolments(enrolments: Iterable[Enrolment]) -> tuple[Enrolment, ...]:
    """One enrolment a course: an active one first, then one whose batch still runs, then the newest.

    A certificate from any of them is the learner's.
    """
    best: dict[str, Enrolment] = {}
    issued: dict[str, dict[str, Certificate]] = {}
    for new in enrolments:
        issued.setdefault(new.course_id, {}).update({one.id: one for one in new.certificates})
        old = best.get(new.course_id)
        if old is None or _rank(new) > _rank(old):
            best[new.course_id] = new
    return tuple(replace(one, certificates=tuple(issued[one.course_id].values())) for one in best.values())


def _rank(row: Enrolment) -> tuple[bool, bool, float]:
    at = row.enrolled_at.timestamp() if row.enrolled_at else 0.0
    return (row.is_active, row.batch.status is not BatchStatus.ENDED, at)


def state_from(row: Row, course_id: str, batch_id: str) -> ServerState | None:
    """One row of the content state read; `progressdetails` as it came, also when it came as JSON text."""
    resource_id = text(row.get("contentId"))
    if not resource_id:
        return None
    percentage = row.get("completionPercentage", row.get("completionpercentage", row.get("progress")))
    status = min(2, max(0, int(number(row.get("status")))))
    return ServerState(
        course_id=first_text(row, "courseId", "collectionId") or course_id,
        batch_id=text(row.get("batchId")) or batch_id,
        resource_id=resource_id,
        status=status,
        percentage=min(100.0, max(0.0, number(percentage))),
        details=dict(as_mapping(row.get("progressdetails", row.get("progressDetails")))),
        last_access_at=instant(row.get("lastAccessTime")),
        completed_at=instant(row.get("lastCompletedTime")),
    )


def first_text(row: Row, *keys: str) -> str:
    return next((found for key in keys if (found := text(row.get(key)))), "")
