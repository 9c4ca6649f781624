"""One server's front door: requests with its key and headers, answers as JSON or as one of our link errors."""

from __future__ import annotations

import gzip
import json
import logging
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from http.cookiejar import DefaultCookiePolicy
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
import truststore
from requests.adapters import HTTPAdapter

from karmadesk.errors import LinkError, NotAServer, Offline
from karmadesk.model import Json, ServerRow
from karmadesk.ports import Clock, Session
from karmadesk.sync.blame import ProxyGoneError, translated, was_stale
from karmadesk.sync.reply import MOST_BYTES, Reply, conditions, heard, whole
from karmadesk.sync.ways import PLAIN, Proxies, Way, Ways

log = logging.getLogger(__name__)

CONNECT_S = 10.0
READ_S = 30.0
ANSWER_S = 300.0
"""An answer that is not whole by then never will be: a trickle must not hold a round for ever."""

AGENT = "KarmaDesk"

T = TypeVar("T")


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


class Http:
    """Requests to one server. Safe on any thread: each has its own kept-alive connections."""

    def __init__(
        self,
        row: ServerRow,
        clock: Clock,
        way: Way = PLAIN,
        *,
        connect_s: float = CONNECT_S,
        read_s: float = READ_S,
        answer_s: float = ANSWER_S,
    ) -> None:
        self.row = row
        self._way = way
        self._clock = clock
        self._timeout = (connect_s, read_s)
        self._answer_s = answer_s
        self._netloc, host = _names(row.host)
        self._ways = Ways(way, host)
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
            self._ways.equip(found)
            found.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            found.headers["User-Agent"] = AGENT
            # Without this, requests would put a password from `.netrc` where the API key belongs.
            found.auth = _as_it_is
            self._local.session = found
            with self._lock:
                self._sessions.append(found)
        return found

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

        def ask(proxies: Proxies) -> tuple[requests.Response, bytes]:
            response = self.session().request(
                method,
                self.row.host + path,
                data=form if payload is None else payload,
                params=query,
                headers=sent,
                timeout=self._timeout if within_s is None else within_s,
                allow_redirects=False,
                proxies=proxies,
                stream=True,
            )
            return response, whole(response, time.monotonic() + self._answer_s, MOST_BYTES)

        try:
            response, content = self._by_any_way(self.row.host, ask)
        except Offline as error:
            if not (is_read and was_stale(error)):
                raise
            response, content = self._by_any_way(self.row.host, ask)
        answered_at = self._clock.monotonic()
        log.debug("%s %s: %s in %.3f s", method, path, response.status_code, answered_at - asked_at)
        reply = heard(response, content, any_shape=any_shape)
        if reply.at is not None:
            self._clock.learn(reply.at, asked_at, answered_at)
        return reply

    def stream(self, url: str, headers: Mapping[str, str] | None = None) -> requests.Response:
        """A media file's answer, body unread, redirects followed. No key and no token goes along: hosts may be others'.

        Read the body inside `translated()` and close the answer.
        """
        address = self.absolute(url)
        return self._by_any_way(
            address,
            lambda proxies: self.session().get(
                address, headers=dict(headers or {}), timeout=self._timeout, proxies=proxies, stream=True
            ),
        )

    def _by_any_way(self, url: str, ask: Callable[[Proxies], T]) -> T:
        """What the first proxy says that can be reached. One that can't has passed nothing on."""
        gone: LinkError = NotAServer("no way")
        for proxies in self._ways.to(url):
            try:
                with translated():
                    return ask(proxies)
            except ProxyGoneError as error:
                self._ways.avoid(proxies)
                gone = error
        raise gone

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


__all__ = ["Http", "Reply", "conditions"]
