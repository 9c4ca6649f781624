"""A hub that breaks answers on purpose, only by `--faults`, and writes each down in `faults.jsonl` (docs/hub.md)."""

from __future__ import annotations

import hmac
import json
import logging
import sys
import threading
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from time import time

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from karmadesk.hub.envelope import as_json
from karmadesk.hub.faults_kinds import BREAKS, dated, whole
from karmadesk.hub.faults_rules import Fault, Plan

log = logging.getLogger(__name__)

OWNERS = "/owner/"
SWITCH = "/owner/v1/faults"


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
            await self._switch(scope, receive, dated(send))
        elif scope["path"].startswith(OWNERS):
            await self._app(scope, receive, dated(send))
        else:
            await self._served(scope, receive, send)

    async def _served(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._in_flight += 1
        try:
            fault = self._drawn(scope)
            if fault is None:
                await self._app(scope, receive, dated(send))
            else:
                await BREAKS[fault.kind](self._app, fault, scope, receive, send)
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
            asked = _asked(await whole(receive))
            if asked is None:
                await as_json({"message": 'Expected {"on": true} or {"on": false}'}, 400)(scope, receive, send)
                return
            self._is_on = asked
        told = {"on": self._is_on, "requests": self._requests, "in_flight": self._in_flight}
        counted = {**told, "faults": self._counts.total(), "kinds": dict(self._counts)}
        await as_json(counted)(scope, receive, send)


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
