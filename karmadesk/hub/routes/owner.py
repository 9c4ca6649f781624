"""What only the hub's owner may read: its health, and the log of the writes that it accepted (docs/hub.md)."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy import RowMapping, func, select

from karmadesk.hub import moments, telemetry
from karmadesk.hub.envelope import GatewayError, Json, as_json
from karmadesk.hub.house import HouseOf
from karmadesk.hub.tables import accepted_writes, certificates, contents, enrolments, people, statements

_PAGE = 1000


def _owner(request: Request, house: HouseOf) -> None:
    given = request.headers.get("x-owner-key", "")
    if not hmac.compare_digest(given.encode(), house.owner_key.encode()):
        raise GatewayError(401, "Unauthorized")


router = APIRouter(dependencies=[Depends(_owner)])


@router.get("/owner/v1/health")
def health(house: HouseOf) -> Response:
    """How much the hub holds, and that it can read it."""
    counted = {
        "people": people.c.id,
        "contents": contents.c.id,
        "enrolments": enrolments.c.person,
        "acceptedWrites": accepted_writes.c.seq,
        "statements": statements.c.seq,
        "certificates": certificates.c.id,
    }
    with house.database.read() as db:
        counts = {name: db.execute(select(func.count(column))).scalar() for name, column in counted.items()}
        told = telemetry.counts(db)
    counts |= {"telemetryBatches": told["batches"], "telemetryEvents": told["events"]}
    return as_json({"status": "ok", "flavour": house.terms.flavour, "at": _now(), **counts})


@router.get("/owner/v1/telemetry")
def count_telemetry(house: HouseOf) -> Response:
    """How many batches and events were counted once, and how many came twice."""
    with house.database.read() as db:
        return as_json(telemetry.counts(db))


@router.get("/owner/v1/statements")
def read_statements(house: HouseOf, since: Annotated[int, Query(ge=0)] = 0) -> Response:
    """The ids of the statements after a number, in the order in which they were kept, and where to ask from next."""
    kept = statements
    with house.database.read() as db:
        rows = db.execute(
            select(kept.c.seq, kept.c.id, kept.c.sender, kept.c.stored_at)
            .where(kept.c.seq > since)
            .order_by(kept.c.seq)
            .limit(_PAGE)
        ).all()
    shown = [
        {"seq": row.seq, "id": row.id, "sender": row.sender, "stored": moments.to_instant(row.stored_at)}
        for row in rows
    ]
    return as_json({"statements": shown, "next": rows[-1].seq if rows else since})


@router.get("/owner/v1/accepted-writes")
def read_accepted_writes(house: HouseOf, since: Annotated[int, Query(ge=0)] = 0) -> Response:
    """The writes after a number, in the order in which they were applied, and the number to ask from next."""
    log = accepted_writes
    with house.database.read() as db:
        rows = db.execute(select(log).where(log.c.seq > since).order_by(log.c.seq).limit(_PAGE)).mappings().all()
    return as_json({"writes": [_shown(row) for row in rows], "next": rows[-1]["seq"] if rows else since})


def _shown(row: RowMapping) -> Json:
    return {
        "seq": row["seq"],
        "at": moments.to_instant(row["at"]),
        "route": row["route"],
        "user": row["person"],
        "course": row["course"],
        "batch": row["batch"],
        "content": row["content"],
        "status": row["status"],
        "percentage": row["percentage"],
        "details": row["details"],
        "request_id": row["request_id"],
        "applied": True,
    }


def _now() -> str | None:
    return moments.to_instant(moments.now_ms())
