"""Rows of `learner.db` as the field's frozen values, and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from karmadesk.model import Assignment, Batch, BatchStatus, Enrolment, Place, ServerState, Watched
from karmadesk.statement import Statement, StatementKind, Verb
from karmadesk.store.learner.times import true_time


def statement_of(row: Row[Any], batch_id: str) -> Statement:
    """The statement, in the batch that it is delivered to when none was known at the time of the act."""
    return Statement(
        id=row.id,
        kind=StatementKind(row.kind),
        verb=Verb(row.verb),
        place=Place(row.course_id, row.batch_id or batch_id, row.resource_id),
        body=row.body,
        device=row.device,
        sequence=row.sequence,
        clock=row.clock,
        at_raw=row.at_raw,
        at=true_time(row),
        boot=row.boot,
        version=row.version,
        boot_s=row.boot_s,
    )


def statement_values(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "kind": statement.kind.value,
        "verb": statement.verb.value,
        "course_id": statement.place.course_id,
        "batch_id": statement.place.batch_id,
        "resource_id": statement.place.resource_id,
        "body": dict(statement.body),
        "version": statement.version,
        "device": statement.device,
        "sequence": statement.sequence,
        "clock": statement.clock,
        "at_raw": statement.at_raw,
        "at": statement.at,
        "boot": statement.boot,
    }


def watched_of(row: Any) -> Watched:
    return Watched(
        resource_id=row.resource_id,
        version=row.version,
        duration_ms=row.duration_ms,
        intervals=tuple((start, end) for start, end in row.intervals),
        furthest_ms=row.furthest_ms,
        position_ms=row.position_ms,
        position_clock=row.position_clock,
        completed_at=row.completed_at,
        spent=tuple(sorted(row.spent.items())),
    )


def watched_values(watched: Watched) -> dict[str, Any]:
    return {
        **vars(watched),
        "intervals": [list(pair) for pair in watched.intervals],
        "spent": dict(watched.spent),
    }


def state_of(row: Any) -> ServerState:
    return ServerState(
        course_id=row.course_id,
        batch_id=row.batch_id,
        resource_id=row.resource_id,
        status=row.status,
        percentage=row.percentage,
        details=row.details,
        last_access_at=row.last_access_at,
        completed_at=row.completed_at,
    )


def state_values(state: ServerState) -> dict[str, Any]:
    return {**vars(state), "details": dict(state.details)}


def assignment_of(row: Row[Any]) -> Assignment:
    return Assignment(row.course_id, row.due_at, row.is_apar, row.plan_id, row.plan_year)


def enrolment_of(row: Any) -> Enrolment:
    return Enrolment(
        course_id=row.course_id,
        batch=Batch(
            row.batch_id,
            row.batch_course_id,
            row.batch_name,
            row.batch_starts_at,
            row.batch_ends_at,
            BatchStatus(row.batch_status),
        ),
        enrolled_at=row.enrolled_at,
        completed_at=row.completed_at,
        resources_done=row.resources_done,
        resource_count=row.resource_count,
        last_resource_id=row.last_resource_id,
        is_active=row.is_active,
    )


def enrolment_values(enrolment: Enrolment) -> dict[str, Any]:
    batch = enrolment.batch
    return {
        "course_id": enrolment.course_id,
        "batch_id": batch.id,
        "batch_course_id": batch.course_id,
        "batch_name": batch.name,
        "batch_starts_at": batch.starts_at,
        "batch_ends_at": batch.ends_at,
        "batch_status": int(batch.status),
        "enrolled_at": enrolment.enrolled_at,
        "completed_at": enrolment.completed_at,
        "resources_done": enrolment.resources_done,
        "resource_count": enrolment.resource_count,
        "last_resource_id": enrolment.last_resource_id,
        "is_active": enrolment.is_active,
    }


def batch_of(row: Row[Any]) -> Batch:
    return Batch(row.id, row.batch_course_id, row.name, row.starts_at, row.ends_at, BatchStatus(row.status))


def batch_values(course_id: str, position: int, batch: Batch) -> dict[str, Any]:
    return {
        "course_id": course_id,
        "position": position,
        "id": batch.id,
        "batch_course_id": batch.course_id,
        "name": batch.name,
        "starts_at": batch.starts_at,
        "ends_at": batch.ends_at,
        "status": int(batch.status),
    }
