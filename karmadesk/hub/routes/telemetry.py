"""Telemetry: batches of events, taken as they come (contract, section 5)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from karmadesk.hub import telemetry
from karmadesk.hub.envelope import as_json
from karmadesk.hub.house import Body, HouseOf

router = APIRouter()


@router.post("/api/data/v1/telemetry")
@router.post("/api/data/v1/public/telemetry")
def take(request: Request, house: HouseOf, body: Body) -> Response:
    """Take a batch, whatever is in it: nobody is told of a bad event, nor of a double."""
    with house.database.write() as db:
        at = telemetry.keep(db, body, request.headers.get("x-device-id"))
    return as_json({"id": "api.telemetry", "ver": "1.0", "ets": at, "params": {}, "responseCode": "SUCCESS"})
