"""One server's front door: requests with its key and headers, answers as JSON or as one of our link errors."""

from __future__ import annotations

import gzip
import ipaddress
import json
import logging
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import truststore
import urllib3
from requests.adapters import HTTPAdapter

from karmadesk.errors import LinkError, NotAServer, Offline, ServerFault, TlsFailed
from karmadesk.model import Json, ServerRow
from karmadesk.ports import Clock, Session
from karmadesk.sync.reply import Reply, conditions, heard

log = logging.getLogger(__name__)

CONNECT_S = 10.0
READ_S = 30.0
AGENT = "KarmaDesk"


@dataclass(frozen=True)
class Way:
    """How to reach the world: by what proxy (None: as the system says; "": by none at all).

    `ca_file` is trusted besides whom the system trusts, never instead: nothing here makes a check weaker.
    """

    proxy: str | None = None
    ca_file: Path | None = None


PLAIN = Way()


@contextmanager
def translated() -> Iterator[None]:
    """Turns what `requests` and `urllib3` raise into our link errors; also for the reading of a streamed body."""
    try:
        yield
    except (requests.exceptions.SSLError, urllib3.exceptions.SSLError, ssl.SSLError) as error:
        raise TlsFailed(type(error).__name__) from error
    except requests.exceptions.ProxyError as error:
        raise Offline("proxy") from error
    except (
        requests.exceptions.InvalidURL,
        requests.exceptions.InvalidSchema,
        requests.exceptions.MissingSchema,
        requests.exceptions.TooManyRedirects,
        urllib3.exceptions.LocationParseError,
        UnicodeError,
    ) as error:
        raise NotAServer(type(error).__name__) from error
    except (requests.exceptions.ContentDecodingError, urllib3.exceptions.DecodeError) as error:
        raise ServerFault(type(error).__name__) from error
    except (
        requests.exceptions.RequestException,
        urllib3.exceptions.HTTPError,
        ConnectionError,
        TimeoutError,
    ) as error:
        raise Offline(type(error).__name__) from error


class _SystemTrust(HTTPAdapter):
    """Trusts whom the operating system trusts, a department's own authority included."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options, ssl_context=self._context)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return super().proxy_manager_for(proxy, **options, ssl_context=self._context)

    def cert_verify(self, conn: Any, url: str, verify: bool | str, cert: Any) -> None:
        """Leaves the roots to the context: requests' own bundle is not added to the system's."""
        super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]  # its stub has no types
        conn.ca_certs = None
        conn.ca_cert_dir = None


def is_loopback(address: str) -> bool:
    """Whether a host name or address is this machine, where no proxy is asked."""
    try:
        return address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


class Http:
    """Requests to one server. Safe on any thread: each has its own kept-alive connections."""

    def __init__(
        self, row: ServerRow, clock: Clock, way: Way = PLAIN, *, connect_s: float = CONNECT_S, read_s: float = READ_S
    ) -> None:
        self.row = row
        self._way = way
        self._clock = clock
        self._timeout = (connect_s, read_s)
        self._netloc, self._host = _names(row.host)
        self._local = threading.local()
        self._lock = threading.Lock()
        self._sessions: list[requests.Session] = []

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if self._way.ca_file is not None:
            try:
                context.load_verify_locations(self._way.ca_file)
            except (OSError, ssl.SSLError) as error:
                # Whom the system trusts is reached all the same; `doctor` tells of the file.
                log.warning("the authorities in %s can't be read: %s", self._way.ca_file, type(error).__name__)
        return context

    def session(self) -> requests.Session:
        """This thread's session: no cookies, no `.netrc`, nothing secret in it."""
        found: requests.Session | None = getattr(self._local, "session", None)
        if found is None:
            found = requests.Session()
            found.mount("https://", _SystemTrust(self._tls))
            self._choose_proxy(found)
            found.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            found.headers["User-Agent"] = AGENT
            # Without this, requests would put a password from `.netrc` where the API key belongs.
            found.auth = _as_it_is
            self._local.session = found
            with self._lock:
                self._sessions.append(found)
        return found

    def _choose_proxy(self, session: requests.Session) -> None:
        """The office's, else what the system says; to this machine itself none."""
        proxy = "" if is_loopback(self._host) else self._way.proxy
        # With `trust_env` requests would prefer a variable of anybody's to the proxy that was set here.
        session.trust_env = proxy is None
        if proxy:
            session.proxies = {"http": proxy, "https": proxy}

    def close(self) -> None:
        """Closes every thread's connections."""
        with self._lock:
            sessions, self._sessions = self._sessions, []
        self._local = threading.local()
        for session in sessions:
            session.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        user: Session | None = None,
        token: str = "",
        body: Json = None,
        form: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        with_key: bool = True,
        is_read: bool = False,
        is_packed: bool = False,
        any_shape: bool = False,
        within_s: float | None = None,
    ) -> Reply:
        """One request and its JSON answer of a status below 500, but for those that mean "try again" or "sign in".

        `is_packed` sends the body as gzip; `any_shape` takes answers that are no JSON objects. `is_read` repeats it
        once on a fresh connection when a kept-alive one turned out to be closed.
        Raises Offline, TlsFailed, NotAServer, ServerBusy, ServerFault, SignedOut.
        """
        sent = {"Accept": "application/json", **(self._key() if with_key else {}), **self._who(user), **(headers or {})}
        if token:
            # Where nothing else is looked at, nothing else is sent: these bytes are paid for.
            sent["x-authenticated-user-token"] = token
        payload = None if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        if payload is not None:
            sent["Content-Type"] = "application/json"
            if is_packed:
                sent["Content-Encoding"] = "gzip"
                payload = gzip.compress(payload, mtime=0)
        asked_at = self._clock.monotonic()

        def ask() -> requests.Response:
            with translated():
                return self.session().request(
                    method,
                    self.row.host + path,
                    data=form if payload is None else payload,
                    params=query,
                    headers=sent,
                    timeout=self._timeout if within_s is None else within_s,
                    allow_redirects=False,
                )

        try:
            response = ask()
        except Offline as error:
            if not (is_read and _was_stale(error)):
                raise
            response = ask()
        answered_at = self._clock.monotonic()
        log.debug("%s %s: %s in %.3f s", method, path, response.status_code, answered_at - asked_at)
        reply = heard(response, any_shape=any_shape)
        if reply.at is not None:
            self._clock.learn(reply.at, asked_at, answered_at)
        return reply

    def stream(self, url: str, headers: Mapping[str, str] | None = None) -> requests.Response:
        """A media file's answer, body unread, redirects followed. No key and no token goes along: hosts may be others'.

        Read the body inside `translated()` and close the answer.
        """
        with translated():
            return self.session().get(
                self.absolute(url), headers=dict(headers or {}), timeout=self._timeout, stream=True
            )

    def absolute(self, url: str) -> str:
        """The address, with this server's host where it has none."""
        try:
            return urljoin(self.row.host + "/", url)
        except ValueError as error:
            raise NotAServer("no address") from error

    def _key(self) -> dict[str, str]:
        return {"Authorization": f"bearer {self.row.api_key}"} if self.row.api_key else {}

    def _who(self, user: Session | None) -> dict[str, str]:
        if user is None:
            return {}
        profile = user.profile
        return {
            "x-authenticated-user-token": user.tokens.access,
            "x-authenticated-user-orgid": profile.org_id,
            "x-authenticated-userid": profile.user_id,
            "rootOrg": self.row.channel,
            "org": "dopt",
            "locale": "en",
            "hostpath": self._netloc,
            "wid": profile.user_id,
            "userId": profile.user_id,
            "userUUID": profile.user_id,
        }


def _names(address: str) -> tuple[str, str]:
    """(host with port, host) of an address; empty for one that is none: asking it raises NotAServer."""
    try:
        parts = urlsplit(address)
        return parts.netloc, parts.hostname or ""
    except ValueError:
        return "", ""


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _was_stale(error: Offline) -> bool:
    """Whether a kept-alive connection was closed under us, so that nobody can have read the request's answer."""
    cause = error.__cause__
    return (
        isinstance(cause, requests.exceptions.ConnectionError)
        and not isinstance(cause, requests.exceptions.Timeout)
        and "NewConnectionError" not in repr(cause)
    )


__all__ = ["Http", "LinkError", "Reply", "conditions", "is_loopback", "translated"]
