"""The server, the true time, and what stands between."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import requests.utils

from karmadesk.app.adapters import way_of
from karmadesk.app.doctor.finding import Finding, bare_address, fine, problem, warning
from karmadesk.app.doctor.subject import Subject
from karmadesk.errors import KarmaDeskError, LinkError, NotAServer, Offline, ProxyFault, TlsFailed
from karmadesk.model import Link, ServerRow
from karmadesk.ports import Clock
from karmadesk.sync.blame import ProxyGoneError
from karmadesk.sync.http import Http
from karmadesk.sync.igot import PROBE_S, SYSTEM_DATE
from karmadesk.sync.igot_read import instant
from karmadesk.sync.ways import Ways, is_loopback

CLOCK_S, WRONG_CLOCK_S = 120.0, 86_400.0
"""From the first on, due dates and ledgers read oddly; from the second on, certificates are refused."""

LATER = "Learning goes on; try again when there is a link."


@dataclass(frozen=True)
class Answer:
    """What came of asking one server: whether it is ours and how far this clock is off, or why not."""

    is_ours: bool = False
    offset_s: float | None = None
    fault: KarmaDeskError | None = None


def network(subject: Subject) -> tuple[Finding, ...]:
    """Each server in use is asked once, by a small request with nothing of anybody in it."""
    if subject.link is not None:
        return (_known_link(subject.link), _clock([_offset_known(subject.clock)]), *_proxies(subject, []))
    answers = [(row, _ask(subject, row)) for row in subject.servers_in_use]
    return (
        *(_server(row, answer) for row, answer in answers),
        _clock([answer.offset_s for _, answer in answers]),
        *_proxies(subject, [answer for _, answer in answers]),
    )


def _ask(subject: Subject, row: ServerRow) -> Answer:
    http = Http(row, subject.clock, way_of(subject.policy))
    try:
        began = subject.clock.now()
        query = {"nonce": uuid.uuid4().hex}
        reply = http.call("GET", SYSTEM_DATE, query=query, with_key=False, within_s=PROBE_S)
        said = instant(reply.body.get("systemDate"))
        is_ours = said is not None or bool(reply.params)
        return Answer(is_ours, _offset(said or reply.at, began, subject.clock.now()))
    except KarmaDeskError as error:
        return Answer(fault=error)
    finally:
        http.close()


def _offset(said: datetime | None, began: datetime, ended: datetime) -> float | None:
    """How many seconds this clock is ahead of the server's."""
    return None if said is None else (began + (ended - began) / 2 - said).total_seconds()


def _offset_known(clock: Clock) -> float | None:
    ahead = (clock.now() - clock.corrected()).total_seconds()
    return ahead or None


def _server(row: ServerRow, answer: Answer) -> Finding:
    host = bare_address(row.host)
    for kind, told in FAULTS:
        if isinstance(answer.fault, kind):
            return told(host)
    if answer.fault is not None or not answer.is_ours:
        return _stranger(host)
    safe = "its certificate is trusted" if host.startswith("https:") else "without TLS"
    return fine("server", f"{host} answers as a learning server, {safe}.")


def _stranger(host: str) -> Finding:
    do = "If this network has a sign-in page, sign in there; else check the address."
    return warning("server", f"Something answers at {host}, but not a learning server.", do)


FAULTS: tuple[tuple[type[KarmaDeskError], Callable[[str], Finding]], ...] = (
    (
        TlsFailed,
        lambda host: problem(
            "server",
            f"{host} answers, but its certificate is not trusted here.",
            "Check the clock; if a proxy opens TLS, give its authority as network.ca_file in policy.toml.",
        ),
    ),
    (NotAServer, _stranger),
    (Offline, lambda host: warning("server", f"{host} can't be reached now.", LATER)),
    (LinkError, lambda host: warning("server", f"{host} answers with a fault of its own.", LATER)),
)


def _known_link(link: Link) -> Finding:
    if link in {Link.ONLINE, Link.METERED}:
        return fine("server", "The server answered when it was last asked.")
    if link is Link.CAPTIVE:
        return _stranger("the server's address")
    return warning("server", "The server did not answer when it was last asked.", LATER)


def _clock(offsets: list[float | None]) -> Finding:
    known = [offset for offset in offsets if offset is not None]
    if not known:
        return fine("clock", "No server could be asked for the time.")
    worst = max(known, key=abs)
    says = f"This clock is {abs(worst):.0f} s {'ahead of' if worst > 0 else 'behind'} the server's."
    if abs(worst) >= WRONG_CLOCK_S:
        return problem("clock", says, "Set date and time; certificates are refused by a clock this wrong.")
    if abs(worst) >= CLOCK_S:
        return warning("clock", says, "Set date and time. Acts are kept with the corrected time meanwhile.")
    return fine("clock", says)


def _proxies(subject: Subject, answers: list[Answer]) -> Iterator[Finding]:
    """Which proxy is asked for the first server in use, and whether it let us through."""
    row = subject.servers_in_use[0]
    says = _proxy_words(subject, row)
    if any(isinstance(answer.fault, ProxyFault | ProxyGoneError) for answer in answers):
        do = "Check its address, and whether it wants a name and a password."
        yield problem("proxy", f"{says} It does not let requests through.", do)
    else:
        yield fine("proxy", says)


def _proxy_words(subject: Subject, row: ServerRow) -> str:
    way = way_of(subject.policy)
    if is_loopback(row.host.partition("://")[2].partition(":")[0]):
        return "No proxy is asked: the server is on this machine."
    if way.proxy is not None:
        return f"The policy's proxy is {bare_address(way.proxy)}." if way.proxy else "The policy says: no proxy."
    pac = Ways(way, "").pac
    if pac:
        return f"A PAC file says which proxy to ask: {bare_address(pac)}."
    found = requests.utils.get_environ_proxies(row.host)
    named = requests.utils.select_proxy(row.host, found)
    return f"The system's proxy is {bare_address(named)}." if named else "No proxy is set."
