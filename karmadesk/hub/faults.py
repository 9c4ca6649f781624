"""A hub that breaks answers on purpose: never but by `--faults`, each fault one line in `faults.jsonl` (docs/hub.md)."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import sys
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from time import time
from typing import Any

from fastapi import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from karmadesk.hub.envelope import as_json
from karmadesk.hub.faults_rules import Fault, Plan

log = logging.getLogger(__name__)

OWNERS = "/owner/"
SWITCH = "/owner/v1/faults"
SYSTEM_DATE = "/apis/public/v8/systemDate"
PIECES = 10
_MOMENT_S = 0.01
_PAGE = "<!doctype html><title>Welcome</title><h1>Please accept the terms to use this network</h1>"

Breaking = Callable[["Faults", Fault, Scope, Receive, Send], Awaitable[None]]


class Faults:
    """ASGI around the whole hub. The owner's routes always work; one of them switches the faults off and on."""

    def __init__(self, app: ASGIApp, plan: Plan, owner_key: str, file: Path) -> None:
        self._app = app
        self._plan = plan
        self._owner_key = owner_key
        self._file = file
        self._lock = threading.Lock()
        self._is_on = True
        self._requests = 0
        self._in_flight = 0
        self._counts: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or spoil it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == SWITCH:
            await self._switch(scope, receive, _dated(send))
        elif scope["path"].startswith(OWNERS):
            await self._app(scope, receive, _dated(send))
        else:
            await self._served(scope, receive, send)

    async def _served(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._in_flight += 1
        try:
            fault = self._drawn(scope)
            if fault is None:
                await self._app(scope, receive, _dated(send))
            else:
                await _BREAKS[fault.kind](self, fault, scope, receive, send)
        finally:
            self._in_flight -= 1

    def _drawn(self, scope: Scope) -> Fault | None:
        """What goes wrong with this request; written down before it does."""
        if not self._is_on:
            return None
        with self._lock:
            self._requests += 1
            fault = self._plan.drawn(self._requests, scope["method"], scope["path"])
            if fault is not None:
                self._counts[fault.kind] += 1
                line = {"request": self._requests, "at": round(time(), 3), "method": scope["method"]}
                said = json.dumps({**line, "path": scope["path"], **asdict(fault)})
                with self._file.open("a", encoding="utf-8") as file:
                    file.write(said + "\n")
        return fault

    async def _switch(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = Headers(scope=scope).get("x-owner-key", "")
        if not hmac.compare_digest(given.encode(), self._owner_key.encode()):
            await as_json({"message": "Unauthorized"}, 401)(scope, receive, send)
            return
        if scope["method"] == "PUT":
            asked = _asked(await _whole(receive))
            if asked is None:
                await as_json({"message": 'Expected {"on": true} or {"on": false}'}, 400)(scope, receive, send)
                return
            self._is_on = asked
        told = {"on": self._is_on, "requests": self._requests, "in_flight": self._in_flight}
        counted = {**told, "faults": self._counts.total(), "kinds": dict(self._counts)}
        await as_json(counted)(scope, receive, send)

    # How each kind is done

    async def _delayed(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if not fault.after:
            await asyncio.sleep(fault.seconds)

        async def late(message: Message) -> None:
            if fault.after and message["type"] == "http.response.start":
                await asyncio.sleep(fault.seconds)
            await send(message)

        await self._app(scope, receive, _dated(late))

    async def _dropped(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.after:
            await self._app(scope, receive, _nowhere)
        await _cut(send)

    async def _replaced(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        """Another answer than the one that was, or would have been, given."""
        if fault.after:
            await self._app(scope, receive, _nowhere)
        else:
            await _whole(receive)
        await _ANSWERS[fault.kind](fault)(scope, receive, _dated(send))

    async def _truncated(self, _: Fault, scope: Scope, receive: Receive, send: Send) -> None:
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

        await self._app(scope, receive, _dated(half))
        await _cut(send)

    async def _trickled(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
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

        await self._app(scope, receive, _dated(slowly))

    async def _misdated(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        wrong = _dated(send, fault.by_s)
        if scope["path"] == SYSTEM_DATE:
            await as_json({"systemDate": round((time() + fault.by_s) * 1000)})(scope, receive, wrong)
        else:
            await self._app(scope, receive, wrong)


_BREAKS: Mapping[str, Breaking] = {
    "delay": Faults._delayed,
    "drop": Faults._dropped,
    "truncate": Faults._truncated,
    "trickle": Faults._trickled,
    "clock": Faults._misdated,
    **dict.fromkeys(("status", "html", "empty", "busy", "unauthorised"), Faults._replaced),
}


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


def _dated(send: Send, by_s: float = 0.0) -> Send:
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


async def _whole(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _asked(body: bytes) -> bool | None:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    on = found.get("on") if isinstance(found, dict) else None
    return on if isinstance(on, bool) else None


def warn(given: str, file: Path) -> None:
    """Says at the start, where nobody can overlook it, that answers will be broken."""
    said = f"FAULTS ARE ON ({given}): this hub breaks answers on purpose. Each is written to {file}."
    log.warning(said)
    sys.stderr.write(f"hub: {said}\n")
    sys.stderr.flush()
