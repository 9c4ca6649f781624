"""The gateway in front of the services: application key, sizes, gzip both ways, one line in the log a request."""

from __future__ import annotations

import hmac
import logging
import time
import zlib
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from karmadesk.hub.envelope import GatewayError, as_json, squeezed

log = logging.getLogger(__name__)

# What the gateway lets through without an application key (contract, sections 0 and 3.1).
_PUBLIC = (
    "/api/course/v1/hierarchy/",
    "/api/content/v1/read/",
    "/api/content/v2/read/",
    "/api/content/v1/search",
    "/api/data/v1/public/telemetry",
)
_MB = 1_000_000
_BIG = ("/user/assessment/submit", "/api/player/", "/api/karmadesk/v1/carry")
_UNPACKED_LIMIT = 5 * _MB
_DRAIN_LIMIT = 20 * _MB
_WORTH_SQUEEZING = 500


@dataclass(frozen=True)
class Gateway:
    """ASGI middleware; `{"message": …}` is its own way to refuse, before any service is asked."""

    app: ASGIApp
    api_key: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        reply = _Reply(send, wants_gzip="gzip" in Headers(scope=scope).get("accept-encoding", ""))
        try:
            body = await _whole_body(scope, receive)
            self._admit(scope)
            await self.app(scope, _replayed(_unpacked(scope, body), receive), reply.send)
        except GatewayError as refusal:
            spoken = {"X-Experience-API-Version": "1.0.3"} if scope["path"].startswith("/xapi/") else None
            await as_json({"message": refusal.message}, refusal.status, spoken)(scope, receive, reply.send)
        finally:
            took = (time.perf_counter() - began) * 1000
            # The path without its query: an authorization code may stand there.
            log.info("%s %s %s %.0f ms", scope["method"], scope["path"], reply.status, took)

    def _admit(self, scope: Scope) -> None:
        path: str = scope["path"]
        if not path.startswith("/api/") or path.startswith(_PUBLIC):
            return
        scheme, _, key = Headers(scope=scope).get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise GatewayError(401, "Unauthorized")
        if not hmac.compare_digest(key.strip().encode(), self.api_key.encode()):
            raise GatewayError(401, "Invalid authentication credentials")


@dataclass
class _Reply:
    """Passes an answer on; a whole JSON one is squeezed when the caller can read that."""

    onward: Send
    wants_gzip: bool
    status: int = 0
    _held: Message | None = field(default=None)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            kind = Headers(raw=message["headers"]).get("content-type", "")
            if self.wants_gzip and kind.startswith("application/json"):
                self._held = message
                return
        elif self._held is not None:
            start, self._held = self._held, None
            await self.onward(_squeeze(start, message))
        await self.onward(message)


def _squeeze(start: Message, message: Message) -> Message:
    headers = MutableHeaders(raw=list(start["headers"]))
    headers.add_vary_header("Accept-Encoding")
    if len(message["body"]) > _WORTH_SQUEEZING and not message.get("more_body"):
        message["body"] = squeezed(message["body"])
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(message["body"]))
    return {**start, "headers": headers.raw}


async def _whole_body(scope: Scope, receive: Receive) -> bytes:
    """The request's body as it came. One too large is still read, up to a point, so that the refusal is heard."""
    limit = 10 * _MB if any(part in scope["path"] for part in _BIG) else _MB
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GatewayError(499, "The caller has gone")
        more = message.get("more_body", False)
        size += len(message.get("body", b""))
        if size > _DRAIN_LIMIT:
            break
        if size <= limit:
            parts.append(message.get("body", b""))
    if size > limit:
        raise GatewayError(413, "Request size limit exceeded")
    return b"".join(parts)


def _unpacked(scope: Scope, body: bytes) -> bytes:
    coding = Headers(scope=scope).get("content-encoding", "identity").lower()
    if coding == "identity":
        return body
    if coding != "gzip":
        raise GatewayError(415, "Unsupported content encoding")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(body, _UNPACKED_LIMIT)
    except zlib.error as problem:
        raise GatewayError(400, "The body is not gzip") from problem
    if unpacker.unconsumed_tail:
        raise GatewayError(413, "Request size limit exceeded")
    if not unpacker.eof:
        raise GatewayError(400, "The body is not gzip")
    return unpacked


def _replayed(body: bytes, receive: Receive) -> Receive:
    """`receive` that hands out a body that was read already."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again
