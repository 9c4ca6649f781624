"""Telemetry: batches of events, taken as they come (contract, section 5)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import insert

from karmadesk.hub import moments
from karmadesk.hub.envelope import as_json
from karmadesk.hub.house import Body, HouseOf
from karmadesk.hub.tables import telemetry

router = APIRouter()


@router.post("/api/data/v1/telemetry")
@router.post("/api/data/v1/public/telemetry")
def take(request: Request, house: HouseOf, body: Body) -> Response:
    """Keep a batch, whatever is in it: the service looks at no event and drops no double."""
    events = body.get("events")
    params = body.get("params") if isinstance(body.get("params"), dict) else {}
    values: dict[str, Any] = {
        "at": moments.now_ms(),
        "msgid": _text((params or {}).get("msgid")),
        "device": request.headers.get("x-device-id") or _text((params or {}).get("did")),
        "events": len(events) if isinstance(events, list) else 0,
        "body": body,
    }
    with house.database.write() as db:
        db.execute(insert(telemetry).values(**values))
    return as_json({"id": "api.telemetry", "ver": "1.0", "ets": values["at"], "params": {}, "responseCode": "SUCCESS"})


def _text(value: object) -> str | None:
    return value.replace("\0", "") if isinstance(value, str) else None
