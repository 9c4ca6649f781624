"""Certificates: fetched as a drawing, and checked by who holds one on paper (contract, section 7)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from sqlalchemy import RowMapping

from karmadesk.hub import certificates, drawing
from karmadesk.hub.envelope import Json, RefusalError, answer, missing
from karmadesk.hub.house import Asked, House, HouseOf, here

router = APIRouter()

_PREFIX = "data:image/svg+xml,"


@router.get("/api/certreg/v2/certs/download/{identifier}")
def download(request: Request, house: HouseOf, identifier: str) -> Response:
    """The certificate as a drawing inside an address, for whoever knows its identifier."""
    with house.database.read() as db:
        row = certificates.by_id(db, identifier)
    if row is None:
        raise RefusalError("CERTIFICATE_NOT_FOUND", f"No certificate found with id: {identifier}", status=404)
    return answer(request, drawn(row, house), tagged=True)


def drawn(row: RowMapping, house: House) -> Json:
    """The drawing as it is answered."""
    return {"printUri": _PREFIX + quote(drawing.certificate(row, house.terms.name), safe="")}


@router.post("/api/certreg/v1/certs/validate")
def validate(request: Request, house: HouseOf, asked: Asked) -> Response:
    """What the certificate of this identifier and access code says, as an assertion that the hub vouches for."""
    identifier, code = (_text(asked, name) for name in ("certId", "accessCode"))
    with house.database.read() as db:
        # A full address names a certificate too: it ends in the identifier.
        row = certificates.by_id(db, identifier.rsplit("/", 1)[-1])
    if row is None or row["access_code"] != code.strip().upper():
        raise RefusalError("INVALID_PARAMETER", "Please provide valid id and accessCode.")
    address = f"{here(request)}/api/certreg/v2/certs/download"
    related = {"courseId": row["course"], "batchId": row["batch"], "type": "course"}
    said = {"json": certificates.assertion(row, house.terms.name, address), "related": related}
    return answer(request, {"response": said})


def _text(asked: dict[str, Any], name: str) -> str:
    found = asked.get(name)
    if not isinstance(found, str) or not found.strip():
        raise missing(name)
    return found
