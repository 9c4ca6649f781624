"""The contract's envelope around every answer, refusals too (contract, section 0)."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import uuid
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response

from karmadesk.hub import moments

Json = dict[str, Any]

_VERSION = re.compile(r"v\d+")


class RefusalError(Exception):
    """An answer of the contract's own error kind, raised where the reason is found."""

    def __init__(
        self, err: str, errmsg: str, *, status: int = 400, code: str | None = None, spring: bool = False
    ) -> None:
        super().__init__(errmsg)
        self.err = err
        self.errmsg = errmsg
        self.status = status
        self.spring = spring
        self.code = code or _code(status, spring=spring)


class GatewayError(Exception):
    """An answer of the gateway itself, which knows no envelope: `{"message": …}`."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def _code(status: int, *, spring: bool) -> str:
    if spring:
        return HTTPStatus(status).name
    if status == 404:
        return "RESOURCE_NOT_FOUND"
    return "SERVER_ERROR" if status >= 500 else "CLIENT_ERROR"


def missing(parameter: str) -> RefusalError:
    """The refusal of a request that lacks something mandatory."""
    return RefusalError("MANDATORY_PARAMETER_MISSING", f"Mandatory parameter {parameter} is missing.")


def malformed(parameter: str, expected: str) -> RefusalError:
    """The refusal of a request whose parameter has another type than the contract's."""
    return RefusalError("DATA_TYPE_ERROR", f"Data type of {parameter} should be {expected}.")


def answer(request: Request, result: Json, *, tagged: bool = False) -> Response:
    """A 200 with this result; addresses of the hub's own files become the ones that this caller can reach. A tagged
    one carries a tag of the result alone, whatever the envelope says of the moment, and is a 304 to who has it."""
    tag = {}
    if tagged:
        tag = {"ETag": _tag(request, result)}
        if is_known(request, tag["ETag"]):
            return Response(status_code=304, headers=tag)
    params = {"status": "success", "err": None, "errmsg": None}
    reply = as_json(_envelope(request, params, "OK", result))
    content = bytes(reply.body).replace(b'"@hub@/', b'"' + json.dumps(_base(request))[1:-1].encode() + b"/")
    return Response(content, headers=tag, media_type="application/json")


def is_known(request: Request, tag: str) -> bool:
    """Whether the caller has what this tag names, as `If-None-Match` tells."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return tag in known or known == ["*"]


def _tag(request: Request, result: Json) -> str:
    content = json.dumps([_base(request), result], sort_keys=True, separators=(",", ":")).encode()
    return '"' + base64.urlsafe_b64encode(hashlib.sha256(content).digest()[:15]).decode() + '"'


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def refused(request: Request, refusal: RefusalError) -> Response:
    """What a refusal looks like on the wire: Sunbird's services name it twice, the Spring ones only describe it."""
    if refusal.spring:
        params = {"status": "FAILED", "err": None, "errmsg": refusal.errmsg}
    else:
        params = {"status": refusal.err, "err": refusal.err, "errmsg": refusal.errmsg}
    return as_json(_envelope(request, params, refusal.code, {}), refusal.status)


def as_json(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer."""
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(content, status, headers, "application/json")


def squeezed(body: bytes) -> bytes:
    """The body as gzip."""
    return gzip.compress(body, 5, mtime=0)


def _envelope(request: Request, params: Json, code: str, result: Json) -> Json:
    path: str = getattr(request.scope.get("route"), "path", request.url.path)
    words = [word for word in path.strip("/").split("/") if not word.startswith("{")]
    versions = [word for word in words if _VERSION.fullmatch(word)]
    message = request.headers.get("msgid")
    return {
        "id": ".".join(word for word in words if word not in versions),
        "ver": versions[0] if versions else "v1",
        "ts": moments.to_instant(moments.now_ms()),
        "params": {"resmsgid": str(uuid.uuid4()), "msgid": message, **params},
        "responseCode": code,
        "result": result,
    }
