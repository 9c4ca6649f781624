"""By which way a server is reached: directly, by one proxy, or as a PAC file says (ADR 28)."""

from __future__ import annotations

import ipaddress
import logging
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
from requests.utils import getproxies_environment  # type: ignore[attr-defined]  # requests.utils re-exports it

from karmadesk.errors import LinkError, NotAServer, ProxyFault
from karmadesk.sync.blame import translated
from karmadesk.sync.reply import whole

log = logging.getLogger(__name__)

PAC_S = 10.0
MOST_PAC = 1 << 20
KEPT_S, MISSED_S, AVOIDED_S = 3600.0, 300.0, 300.0
"""How long a PAC file is believed, an unreachable one not asked for again, and an unreachable proxy passed over."""

Proxies = dict[str, str] | None


@dataclass(frozen=True)
class Way:
    """How to reach the world: by what proxy (None: as the system says; "": by none at all), or by which PAC file.

    `ca_file` is trusted besides whom the system trusts, never instead: nothing here makes a check weaker.
    """

    proxy: str | None = None
    ca_file: Path | None = None
    pac: str = ""


PLAIN = Way()


def is_loopback(address: str) -> bool:
    """Whether a host name or address is this machine, where no proxy is asked."""
    try:
        return address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def system_pac(platform: str = sys.platform) -> str:
    """Where the system's settings say that a PAC file is; "" where they say nothing. Linux has no such setting."""
    if platform not in {"win32", "darwin"}:
        return ""
    from pypac.os_settings import autoconfig_url_from_preferences, autoconfig_url_from_registry

    return (autoconfig_url_from_registry() if platform == "win32" else autoconfig_url_from_preferences()) or ""


def host_of(url: str) -> str:
    """The host in an address; "" where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


class Ways:
    """The ways to one server, best first. Safe on any thread."""

    def __init__(self, way: Way, host: str) -> None:
        self._way = way
        self._is_here = is_loopback(host)
        self._pac: Pac | None = None
        self._lock = threading.Lock()

    def equip(self, session: requests.Session) -> None:
        """Gives a session the proxy that holds for all of its requests: the office's, else what the system says."""
        proxy = "" if self._is_here else self._way.proxy
        # With `trust_env` requests would prefer a variable of anybody's to the proxy that was set here.
        session.trust_env = proxy is None and not self.pac
        if proxy:
            session.proxies = {"http": proxy, "https": proxy}

    def to(self, url: str) -> Iterator[Proxies]:
        """What to tell `requests` about proxies, one after the other until one can be reached; None: nothing."""
        pac = self._file()
        if pac is None or is_loopback(host_of(url)):
            yield None
            return
        found = pac.ways_to(url)
        if not found:
            raise ProxyFault("the PAC file names no way that can be used")
        for proxy in found:
            yield {"http": proxy, "https": proxy} if proxy else None

    def avoid(self, proxies: Proxies) -> None:
        """This proxy could not be reached: the next one is asked first for a while."""
        if self._pac is not None and proxies:
            self._pac.avoid(proxies["http"])

    @property
    def pac(self) -> str:
        """Where the PAC file is that counts here; "" for none. What is said about one proxy goes before it."""
        if self._is_here or self._way.proxy is not None:
            return ""
        return self._way.pac or ("" if getproxies_environment() else system_pac())

    def _file(self) -> Pac | None:
        with self._lock:
            if self._pac is None and self.pac:
                self._pac = Pac(self.pac)
            return self._pac


class Pac:
    """One PAC file: fetched when it is needed and for an hour; where it is away or broken, the way is direct."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._words = ""
        self._until = 0.0
        self._known: dict[str, list[str]] = {}
        self._avoided: dict[str, float] = {}

    def ways_to(self, url: str) -> list[str]:
        """Addresses of proxies in the file's order, "" for none; those that could not be reached lately come last."""
        parts = urlsplit(url)
        # Paths hold people's ids, and a file of somebody's has no need of them; browsers keep them back too.
        origin = f"{parts.scheme}://{parts.netloc}/"
        with self._lock:
            if time.monotonic() >= self._until:
                self._fetch()
            if origin not in self._known:
                self._known[origin] = self._asked(origin, host_of(url))
            now = time.monotonic()
            return sorted(self._known[origin], key=lambda one: self._avoided.get(one, 0.0) > now)

    def avoid(self, proxy: str) -> None:
        """Passes over a proxy for a while."""
        with self._lock:
            self._avoided[proxy] = time.monotonic() + AVOIDED_S

    def _fetch(self) -> None:
        self._known = {}
        try:
            self._words = _text_at(self._address)
            self._until = time.monotonic() + KEPT_S
        except (LinkError, OSError) as error:
            # Away from the office its file can't be reached, and neither is its proxy needed.
            log.warning("no PAC file: %s", type(error).__name__)
            self._words, self._until = "", time.monotonic() + MISSED_S

    def _asked(self, origin: str, host: str) -> list[str]:
        """What the file says, asked of a fresh interpreter: one may not be used by two threads."""
        if not self._words:
            return [""]
        from dukpy import JSRuntimeError
        from pypac.parser import MalformedPacError, PACFile

        try:
            said = PACFile(self._words).find_proxy_for_url(origin, host)
        except (MalformedPacError, JSRuntimeError) as error:
            log.warning("a PAC file that can't be followed: %s", type(error).__name__)
            return [""]
        return ways_in(said if isinstance(said, str) else "")


def ways_in(said: str) -> list[str]:
    """The proxies in a PAC file's answer, "" for DIRECT; kinds that we can't speak (SOCKS) are left out."""
    found: list[str] = []
    for word in said.split(";") if said.strip() else ["DIRECT"]:
        kind, _, where = word.strip().partition(" ")
        if kind.upper() == "DIRECT":
            found.append("")
        elif kind.upper() in {"PROXY", "HTTP"} and where.strip():
            found.append(f"http://{where.strip()}")
        elif kind.upper() == "HTTPS" and where.strip():
            found.append(f"https://{where.strip()}")
    return found


def _text_at(address: str) -> str:
    """The file's text, from a server or this disk; the way to it is always direct."""
    if not address.lower().startswith(("http://", "https://")):
        return Path(address.removeprefix("file://")).read_text(encoding="utf-8", errors="replace")[:MOST_PAC]
    with requests.Session() as session, translated():
        session.trust_env = False
        answer = session.get(address, timeout=PAC_S, stream=True, allow_redirects=False)
        said = whole(answer, time.monotonic() + PAC_S, MOST_PAC)
    if answer.status_code != requests.codes.ok:
        raise NotAServer(f"no PAC file: {answer.status_code}")
    return said.decode(errors="replace")
