"""One answer of a server: what it holds, whose fault it is, and which link error that makes."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

from karmadesk.errors import NotAServer, Offline, ProxyWantsLogin, ServerBusy, ServerFault, SignedOut
from karmadesk.model import Json

_NETWORK_LOGIN = 511
_PROXY_LOGIN = 407
_NOT_MODIFIED = 304
_TOO_LARGE = 413
MOST_BYTES = 20 << 20
"""More than any answer of these services holds, unpacked; what is longer is nobody's answer to us."""

_PIECE = 1 << 16


@dataclass(frozen=True)
class Reply:
    """One JSON answer below 500, whatever its status. `at` is the server's `Date`."""

    status: int
    body: Mapping[str, Json]
    at: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    listed: Sequence[Json] | None = None
    """What a service answered that speaks in lists."""

    @property
    def is_ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_unchanged(self) -> bool:
        """Whether what was asked for is still what our mark names."""
        return self.status == _NOT_MODIFIED

    @property
    def mark(self) -> str:
        """The answer's `ETag`, to ask with next time; "" when it has none."""
        return self.headers.get("ETag", "")

    @property
    def result(self) -> Mapping[str, Json]:
        """The envelope's `result`; empty when there is none."""
        found = self.body.get("result")
        return found if isinstance(found, Mapping) else {}

    @property
    def params(self) -> Mapping[str, Json]:
        found = self.body.get("params")
        return found if isinstance(found, Mapping) else {}

    @property
    def is_enveloped(self) -> bool:
        """Whether a service of the platform wrote it: the gateway, a portal and other servers use no such envelope."""
        return bool(self.params) or "responseCode" in self.body

    @property
    def is_failed(self) -> bool:
        """Whether a good status carries bad news: some services answer 200 and mean an error."""
        status = str(self.params.get("status") or "").lower()
        return self.is_ok and (status in {"failed", "failure", "error"} or _is_error(self.body.get("responseCode")))

    @property
    def blames_server(self) -> bool:
        """Whether that bad news is about the server, not about what was asked."""
        return self.body.get("responseCode") in {"SERVER_ERROR", "INTERNAL_SERVER_ERROR", "internalServerError", 500}

    @property
    def fault(self) -> str:
        """What the server says went wrong, in its own words and from wherever its services put them."""
        said = [self.params.get(key) for key in ("err", "errmsg", "errMsg")]
        said += [self.body.get(key) for key in ("error", "error_description", "message")]
        return " ".join(dict.fromkeys(text for text in said if isinstance(text, str) and text))[:300]


def conditions(mark: str) -> dict[str, str]:
    """The header that asks for an answer only if it is another than the one with this mark."""
    return {"If-None-Match": mark} if mark else {}


def whole(response: requests.Response, until: float, most: int) -> bytes:
    """The body, unpacked, read as it comes: at most so many bytes, and by this moment of the monotonic clock.

    Raises ServerFault for one that is too long and Offline for one that comes too slowly.
    """
    found = bytearray()
    try:
        while piece := response.raw.read1(_PIECE, decode_content=True):
            found += piece
            if len(found) > most:
                raise ServerFault("an answer that is too long")
            if time.monotonic() > until:
                raise Offline("an answer that does not end")
    except BaseException:
        # What is left of it would be taken for the next answer.
        response.close()
        raise
    return bytes(found)


def heard(response: requests.Response, content: bytes, *, any_shape: bool = False) -> Reply:
    """The answer of a status below 500. Raises what `Http.call` names for all others.

    `any_shape` lets a list, or a refusal in plain words, pass for an answer: a record store speaks so.
    """
    if response.status_code == _NOT_MODIFIED and "If-None-Match" in response.request.headers:
        return Reply(response.status_code, {}, _date(response), response.headers)
    found = _json(content)
    _blame_link(response, found if isinstance(found, dict) else None)
    if response.status_code == _TOO_LARGE and not isinstance(found, dict):
        # Said by a web server in front of the services, as a page; no portal says so.
        return Reply(response.status_code, {}, _date(response), response.headers)
    if any_shape and not isinstance(found, dict):
        found, listed = _other_shape(response, found)
        return Reply(response.status_code, found, _date(response), response.headers, listed)
    if not isinstance(found, dict):
        kind = response.headers.get("Content-Type", "")
        if "json" in kind.lower():
            raise ServerFault("an answer that breaks off")
        raise NotAServer(f"{response.status_code} {kind}")
    reply = Reply(response.status_code, found, _date(response), response.headers)
    if response.status_code == requests.codes.unauthorized:
        _blame_credentials(reply)
    return reply


def _other_shape(response: requests.Response, found: Json) -> tuple[dict[str, Json], Sequence[Json] | None]:
    """A list, nothing at all (204) or a plain refusal. A page is still a page: NotAServer."""
    if isinstance(found, list):
        return {}, found
    kind = response.headers.get("Content-Type", "").lower()
    if response.status_code == requests.codes.no_content or (not response.ok and "html" not in kind):
        return {}, None
    if "json" in kind:
        raise ServerFault("an answer that breaks off")
    raise NotAServer(f"{response.status_code} {kind}")


def _is_error(code: Json) -> bool:
    said = str(code or "OK").upper()
    return "ERROR" in said or said in {"BAD_REQUEST", "RESOURCE_NOT_FOUND", "FORBIDDEN", "UNAUTHORIZED", "FAILED"}


def _json(content: bytes) -> Json:
    """The body as JSON; None when it is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _date(response: requests.Response) -> datetime | None:
    try:
        at = parsedate_to_datetime(response.headers.get("Date", ""))
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _blame_link(response: requests.Response, found: Mapping[str, Json] | None) -> None:
    """Raises for answers that say nothing about the request itself."""
    status = response.status_code
    if 300 <= status < 400 or status == _NETWORK_LOGIN:
        raise NotAServer(f"status {status}")
    if status == _PROXY_LOGIN:
        raise ProxyWantsLogin("the proxy wants a login")
    if status in {requests.codes.too_many_requests, requests.codes.service_unavailable}:
        raise ServerBusy(f"status {status}", retry_after_s=_retry_after_s(response))
    if status >= requests.codes.internal_server_error:
        fault = Reply(status, found).fault if found is not None else ""
        raise ServerFault(f"status {status} {fault}".strip())


def _retry_after_s(response: requests.Response) -> float | None:
    """Seconds to wait, from either form of `Retry-After`."""
    said = response.headers.get("Retry-After", "").strip()
    # Superscripts are digits too, and no number.
    if said.isdecimal():
        return float(said)
    now = _date(response)
    try:
        until = parsedate_to_datetime(said)
        return max(0.0, (until - now).total_seconds()) if now is not None and until.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _blame_credentials(reply: Reply) -> None:
    """A 401 of a service means the learner's session, one of the gateway means our API key; OAuth's is its caller's."""
    if isinstance(reply.body.get("error"), str):
        return
    if reply.params or "responseCode" in reply.body:
        raise SignedOut("the user token was not accepted")
    raise ServerFault("the API key was not accepted")
