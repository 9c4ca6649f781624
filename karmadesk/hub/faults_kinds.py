"""How each kind of fault is done to a request or its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from email.utils import formatdate
from http import HTTPStatus
from time import time
from typing import Any

from fastapi import Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from karmadesk.hub.envelope import as_json
from karmadesk.hub.faults_rules import Fault

SYSTEM_DATE = "/apis/public/v8/systemDate"
PIECES = 10
_MOMENT_S = 0.01
_PAGE = "<!doctype html><title>Welcome</title><h1>Please accept the terms to use this network</h1>"

Breaking = Callable[[ASGIApp, Fault, Scope, Receive, Send], Awaitable[None]]


async def _delayed(app: ASGIApp, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    if not fault.after:
        await asyncio.sleep(fault.seconds)

    async def late(message: Message) -> None:
        if fault.after and message["type"] == "http.response.start":
            await asyncio.sleep(fault.seconds)
        await send(message)

    await app(scope, receive, dated(late))


async def _dropped(app: ASGIApp, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    if fault.after:
        await app(scope, receive, _nowhere)
    await _cut(send)


async def _replaced(app: ASGIApp, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """Another answer than the one that was, or would have been, given."""
    if fault.after:
        await app(scope, receive, _nowhere)
    else:
        await whole(receive)
    await _ANSWERS[fault.kind](fault)(scope, receive, dated(send))


async def _truncated(app: ASGIApp, _: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    is_cut = False

    async def half(message: Message) -> None:
        nonlocal is_cut
        if is_cut:
            return
        if message["type"] == "http.response.start":
            await send(message)
            return
        body = message.get("body", b"")
        await send({**message, "body": body[: len(body) // 2], "more_body": True})
        is_cut = True

    await app(scope, receive, dated(half))
    await _cut(send)


async def _trickled(app: ASGIApp, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    async def slowly(message: Message) -> None:
        body = message.get("body", b"")
        if message["type"] == "http.response.start" or len(body) < PIECES:
            await send(message)
            return
        size = -(-len(body) // PIECES)
        for start in range(0, len(body), size):
            is_last = start + size >= len(body)
            more = message.get("more_body", False) if is_last else True
            await send({**message, "body": body[start : start + size], "more_body": more})
            await asyncio.sleep(0 if is_last else fault.seconds / PIECES)

    await app(scope, receive, dated(slowly))


async def _misdated(app: ASGIApp, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
    wrong = dated(send, fault.by_s)
    if scope["path"] == SYSTEM_DATE:
        await as_json({"systemDate": round((time() + fault.by_s) * 1000)})(scope, receive, wrong)
    else:
        await app(scope, receive, wrong)


def _refusal(fault: Fault) -> Response:
    name = HTTPStatus(fault.status).name
    params = {"status": name, "err": name, "errmsg": "A fault that was asked for."}
    return as_json({"id": "api.fault", "ver": "v1", "params": params, "responseCode": name, "result": {}}, fault.status)


def _busy(fault: Fault) -> Response:
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
    return as_json({"message": "API rate limit exceeded"}, fault.status, headers)


def _unauthorised(fault: Fault) -> Response:
    if fault.gateway:
        return as_json({"message": "Unauthorized"}, 401)
    return _refusal(Fault("status", status=401))


_ANSWERS: Mapping[str, Callable[[Fault], Response]] = {
    "status": _refusal,
    "html": lambda fault: Response(_PAGE, fault.status, media_type="text/html"),
    "empty": lambda _: Response(b"", 200, media_type="application/json"),
    "busy": _busy,
    "unauthorised": _unauthorised,
}


def dated(send: Send, by_s: float = 0.0) -> Send:
    """`send` with a `Date`, right or wrong: with faults the hub writes it by itself."""

    async def onward(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", [])))
            headers["date"] = formatdate(time() + by_s, usegmt=True)
            message = {**message, "headers": headers.raw}
        await send(message)

    return onward


async def _nowhere(_: Message) -> None:
    """Where an answer goes that nobody gets."""


async def _cut(send: Send) -> None:
    """Closes the connection under the answer. ASGI has no word for it; the server's own `send` knows its transport."""
    cycle: Any = getattr(send, "__self__", None)
    await asyncio.sleep(_MOMENT_S)  # what was written goes out first
    cycle.transport.close()
    await asyncio.sleep(_MOMENT_S)


async def whole(receive: Receive) -> bytes:
    """A request's body."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


BREAKS: Mapping[str, Breaking] = {
    "delay": _delayed,
    "drop": _dropped,
    "truncate": _truncated,
    "trickle": _trickled,
    "clock": _misdated,
    **dict.fromkeys(("status", "html", "empty", "busy", "unauthorised"), _replaced),
}
"""By the kinds of `faults_rules.KINDS`."""
