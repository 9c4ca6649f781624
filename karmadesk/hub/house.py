"""One running hub's parts, handed to every door."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Connection, insert

from karmadesk.hub import certificates, enrolments, moments, states, tables
from karmadesk.hub.catalogue import Shelf
from karmadesk.hub.database import Database
from karmadesk.hub.envelope import Json, RefusalError, missing
from karmadesk.hub.place import Place, Terms
from karmadesk.hub.states import Item
from karmadesk.hub.tokens import BadTokenError, Signer, person_of


@dataclass(frozen=True)
class House:
    """The parts of one hub."""

    place: Place
    terms: Terms
    database: Database
    signer: Signer
    owner_key: str
    api_key: str
    shelf: Shelf = field(default_factory=Shelf)


def house_of(request: Request) -> House:
    """The hub that this request came to."""
    found: House = request.app.state.house
    return found


HouseOf = Annotated[House, Depends(house_of)]


def here(request: Request) -> str:
    """The hub's own address as this caller reached it, without a slash at the end."""
    return str(request.base_url).rstrip("/")


def caller(request: Request, house: HouseOf) -> str:
    """The user id in the learner's token; refused as the contract's services refuse it."""
    token = request.headers.get("x-authenticated-user-token", "")
    try:
        return person_of(house.signer.check(token)["sub"])
    except BadTokenError as problem:
        raise RefusalError("UNAUTHORIZED_USER", "You are not authorized.", status=401) from problem


Caller = Annotated[str, Depends(caller)]


async def body_of(request: Request) -> Json:
    """The JSON object in the request's body."""
    try:
        found: Any = json.loads(await request.body(), parse_constant=no_number)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair could be kept, but never be sent again
    except (ValueError, RecursionError) as problem:
        raise RefusalError("INVALID_DATA", "Incorrect data: the body is not valid JSON.") from problem
    if not isinstance(found, dict):
        raise RefusalError("INVALID_DATA", "Incorrect data: the body is not a JSON object.")
    return found


def no_number(text: str) -> None:
    """Refuse NaN and the infinities, which Python reads and JSON does not know."""
    raise ValueError(f"{text} is no JSON")


Body = Annotated[Json, Depends(body_of)]


async def request_of(request: Request) -> Json:
    """The `request` object inside the body, which most of the contract's services ask for."""
    found = (await body_of(request)).get("request")
    if not isinstance(found, dict):
        raise missing("request")
    return found


Asked = Annotated[Json, Depends(request_of)]


@dataclass(frozen=True)
class Act:
    """One write that the hub really applied, as the owner can read it back."""

    person: str
    course: str | None = None
    batch: str | None = None
    content: str | None = None
    status: int | None = None
    percentage: float | None = None
    details: Any = None


@dataclass(frozen=True)
class Origin:
    """How a write came here."""

    route: str
    request_id: str | None = None


def remember(db: Connection, origin: Request | Origin, *acts: Act) -> None:
    """Append writes to the log of accepted writes, in the transaction that applies them."""
    if not acts:
        return
    if isinstance(origin, Request):
        origin = Origin(origin.url.path, origin.headers.get("x-request-id"))
    common = {"at": moments.now_ms(), "route": origin.route, "request_id": origin.request_id}
    db.execute(insert(tables.accepted_writes), [{**common, **asdict(act)} for act in acts])


def settle(db: Connection, house: House, person: str, sent: Sequence[Item]) -> None:
    """Apply writes to a learner's courses, and to what follows: enrolments, and certificates for what is complete."""
    if not sent:
        return
    states.write(db, person, sent)
    now = moments.now_ms()
    for course, batch in enrolments.note(db, house.shelf.current(db), person, sent):
        certificates.give(db, person, course, batch, completed_at=now, delay_s=house.terms.certificate_delay_s)
