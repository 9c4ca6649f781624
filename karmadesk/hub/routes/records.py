"""The xAPI 1.0.3 statements resource: for departments without a record store of their own (docs/hub.md)."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from karmadesk.hub import moments, records, statements
from karmadesk.hub.envelope import as_json
from karmadesk.hub.house import House, HouseOf, here, no_number
from karmadesk.hub.records import Asked, ConflictError, Sent
from karmadesk.hub.statements import Json, StatementError
from karmadesk.hub.tokens import BadTokenError, person_of

router = APIRouter()

PATH = "/xapi"
STATEMENTS = f"{PATH}/statements"
_HEADER = "X-Experience-API-Version"
_SPOKEN = re.compile(r"1\.0(\.\d{1,6})?")
_PAGE, _MOST = 100, 500
_LISTED = frozenset(("since", "until", "limit", "ascending", "cursor", "format", "attachments"))


class RecordError(Exception):
    """A refusal of the record store."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True)
class Sender:
    """Who speaks to the record store: a learner reads back their own statements, a system of the office all."""

    name: str
    authority: Json
    reads: str | None


def _said(content: object | None, status: int = 200) -> Response:
    headers = {_HEADER: records.VERSION, "X-Experience-API-Consistent-Through": str(_now())}
    return Response(status_code=status, headers=headers) if content is None else as_json(content, status, headers)


def refused(_request: Request, problem: Exception) -> Response:
    """What a refusal looks like on the wire."""
    assert isinstance(problem, RecordError)
    reply = _said({"message": problem.message}, problem.status)
    if problem.status == 401:
        reply.headers["WWW-Authenticate"] = 'Basic realm="xAPI"'
    return reply


def _sender(request: Request, house: HouseOf) -> Sender:
    version = request.headers.get(_HEADER, "")
    if _SPOKEN.fullmatch(version) is None:
        raise RecordError(400, f"{_HEADER} must be 1.0.x, not {version[:20]!r}")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    found = {"bearer": _learner, "basic": _system}.get(scheme.lower(), _stranger)(request, house, given.strip())
    if found is None:
        raise RecordError(401, "Sign in: a learner's access token as Bearer, or a key of the hub's owner as Basic")
    return found


def _stranger(_request: Request, _house: House, _given: str) -> Sender | None:
    return None


def _learner(request: Request, house: House, given: str) -> Sender | None:
    try:
        person = person_of(house.signer.check(given)["sub"])
    except BadTokenError:
        return None
    return Sender(person, _authority(request, person), person)


def _system(request: Request, house: House, given: str) -> Sender | None:
    try:
        name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except ValueError:
        return None
    with house.database.read() as db:
        if "\0" in name or not records.is_key(db, name, secret):
            return None
    return Sender(records.SYSTEM + name, _authority(request, name), None)


def _authority(request: Request, name: str) -> Json:
    return {"objectType": "Agent", "account": {"homePage": here(request), "name": name}}


SenderOf = Annotated[Sender, Depends(_sender)]


async def _body(request: Request) -> Any:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise RecordError(400, "Content-Type must be application/json: attachments are named by fileUrl here")
    try:
        return json.loads(await request.body(), parse_constant=no_number)
    except (ValueError, RecursionError) as problem:
        raise RecordError(400, "The body is not valid JSON") from problem


BodyOf = Annotated[Any, Depends(_body)]


@router.get(f"{PATH}/about")
def about() -> Response:
    """What the record store speaks, for anybody."""
    return _said({"version": [records.VERSION, "1.0.2", "1.0.1", "1.0.0"]})


@router.post(STATEMENTS)
def post(request: Request, house: HouseOf, sender: SenderOf, body: BodyOf) -> Response:
    """The ids of these statements, all kept or none; one that is known already is kept no second time."""
    if request.query_params:
        raise RecordError(400, "POST takes no parameters")
    sent = _kept(house, sender, body)
    return _said([one.id for one in sent])


@router.put(STATEMENTS)
def put(request: Request, house: HouseOf, sender: SenderOf, body: BodyOf) -> Response:
    """Nothing, once the statement of this id is kept."""
    identifier = request.query_params.get("statementId")
    if not statements.is_uuid(identifier) or len(request.query_params) != 1 or identifier is None:
        raise RecordError(400, "statementId must be a UUID, and nothing else is asked")
    if not isinstance(body, dict):
        raise RecordError(400, "PUT takes one statement")
    named = body.get("id", identifier)
    if not isinstance(named, str) or named.lower() != identifier.lower():
        raise RecordError(400, "statementId is not the statement's id")
    _kept(house, sender, {**body, "id": identifier})
    return _said(None, 204)


@router.get(STATEMENTS)
def read(request: Request, house: HouseOf, sender: SenderOf) -> Response:
    """One statement by its id, or a page of them, the newest first unless asked otherwise."""
    query = dict(request.query_params)
    for name in ("statementId", "voidedStatementId"):
        if name in query:
            return _one(house, sender, name, query)
    unknown = sorted(set(query) - _LISTED)
    if unknown or query.get("format", "exact") != "exact" or query.get("attachments", "false") != "false":
        raise RecordError(400, f"Not offered here: {', '.join(unknown) or 'this format or attachments'}")
    asked = _asked(query, sender)
    with house.database.read() as db:
        rows = records.page(db, asked)
    shown, more = rows[: asked.limit], ""
    if len(rows) > asked.limit:
        onward = {name: value for name, value in query.items() if name != "cursor"}
        more = f"{STATEMENTS}?{urlencode({**onward, 'cursor': shown[-1]['seq']})}"
    return _said({"statements": [records.document(row) for row in shown], "more": more})


def _one(house: House, sender: Sender, name: str, query: dict[str, str]) -> Response:
    identifier = query[name]
    if not statements.is_uuid(identifier) or set(query) - {name, "format", "attachments"}:
        raise RecordError(400, f"{name} must be a UUID, and goes with no other question")
    with house.database.read() as db:
        found = records.by_id(db, identifier, sender.reads, voided=name != "statementId")
    if found is None:
        raise RecordError(404, "No statement of this id")
    return _said(records.document(found))


def _kept(house: House, sender: Sender, body: object) -> list[Sent]:
    try:
        sent = records.checked(body)
        with house.database.write() as db:
            records.keep(db, sender.name, sender.authority, sent)
    except StatementError as problem:
        raise RecordError(400, f"Nothing is stored. {problem}") from problem
    except ConflictError as problem:
        raise RecordError(409, f"Nothing is stored. Another statement is known by the id {problem}") from problem
    return sent


def _asked(query: dict[str, str], sender: Sender) -> Asked:
    ascending = query.get("ascending", "false")
    if ascending not in ("true", "false"):
        raise RecordError(400, "ascending must be true or false")
    limit = _whole(query, "limit") or 0
    return Asked(
        sender=sender.reads,
        after=_moment(query, "since"),
        until=_moment(query, "until"),
        limit=min(limit, _MOST) if limit else _PAGE,
        ascending=ascending == "true",
        cursor=_whole(query, "cursor"),
    )


def _moment(query: dict[str, str], name: str) -> int | None:
    found = statements.moment(query[name]) if name in query else None
    if name in query and found is None:
        raise RecordError(400, f"{name} must be an ISO 8601 timestamp")
    return found


def _whole(query: dict[str, str], name: str) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise RecordError(400, f"{name} must be a whole number")
    return int(text)


def _now() -> str | None:
    return moments.to_instant(moments.now_ms())
