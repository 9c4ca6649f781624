"""One answer of a server: what it holds, whose fault it is, and which link error that makes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

from karmadesk.errors import NotAServer, Offline, ServerBusy, ServerFault, SignedOut
from karmadesk.model import Json

_NETWORK_LOGIN = 511
_PROXY_LOGIN = 407
_NOT_MODIFIED = 304


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
    def fault(self) -> str:
        """What the server says went wrong, in its own words and from wherever its services put them."""
        said = [self.params.get(key) for key in ("err", "errmsg", "errMsg")]
        said += [self.body.get(key) for key in ("error", "error_description", "message")]
        return " ".join(dict.fromkeys(text for text in said if isinstance(text, str) and text))[:300]


def conditions(mark: str) -> dict[str, str]:
    """The header that asks for an answer only if it is another than the one with this mark."""
    return {"If-None-Match": mark} if mark else {}


def heard(response: requests.Response, *, any_shape: bool = False) -> Reply:
    """The answer of a status below 500. Raises what `Http.call` names for all others.

    `any_shape` lets a list, or a refusal in plain words, pass for an answer: a record store speaks so.
    """
    if response.status_code == _NOT_MODIFIED and "If-None-Match" in response.request.headers:
        return Reply(response.status_code, {}, _date(response), response.headers)
    found = _json(response)
    _blame_link(response, found if isinstance(found, dict) else None)
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


def _json(response: requests.Response) -> Json:
    """The body as JSON; None when it is none."""
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return None


def _date(response: requests.Response) -> datetime | None:
    try:
        at = parsedate_to_datetime(response.headers.get("Date", ""))
    except ValueError:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)


def _blame_link(response: requests.Response, found: Mapping[str, Json] | None) -> None:
    """Raises for answers that say nothing about the request itself."""
    status = response.status_code
    if 300 <= status < 400 or status == _NETWORK_LOGIN:
        raise NotAServer(f"status {status}")
    if status == _PROXY_LOGIN:
        raise Offline("the proxy wants a login")
    if status in {requests.codes.too_many_requests, requests.codes.service_unavailable}:
        raise ServerBusy(f"status {status}", retry_after_s=_retry_after_s(response))
    if status >= requests.codes.internal_server_error:
        fault = Reply(status, found).fault if found is not None else ""
        raise ServerFault(f"status {status} {fault}".strip())


def _retry_after_s(response: requests.Response) -> float | None:
    """Seconds to wait, from either form of `Retry-After`."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdigit():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    now = _date(response)
    return max(0.0, (until - now).total_seconds()) if now is not None and until.tzinfo else None


def _blame_credentials(reply: Reply) -> None:
    """A 401 of a service means the learner's session, one of the gateway means our API key; OAuth's is its caller's."""
    if isinstance(reply.body.get("error"), str):
        return
    if reply.params or "responseCode" in reply.body:
        raise SignedOut("the user token was not accepted")
    raise ServerFault("the API key was not accepted")
