"""The failure table, as data: what happens to an item, when it is tried again, and what the learner sees."""

from __future__ import annotations

import enum
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from karmadesk.model import Link, RefusalReason
from tests.sync.wire import Said, envelope, fault


class Fate(enum.Enum):
    """What becomes of the item that was on its way."""

    KEPT = "stays, unchanged"
    REFUSED = "refused, kept with its reason"
    ACCEPTED = "accepted"


class Again(enum.Enum):
    """When it is tried again."""

    BACKOFF = "after backing off"
    RETRY_AFTER = "not before `Retry-After`"
    SIGN_IN = "after a sign-in"
    REQUEST = "when somebody asks for it"
    NEVER = "no need"


class Place(enum.Enum):
    """Where it goes wrong: in the answer to one kind of request, after it took effect, or on the way to the server."""

    ANSWER = "answer"
    LATE = "after it took effect"
    WAY = "way"


@dataclass(frozen=True)
class Outcome:
    """`key` is the error that the round tells of, `reason` the refusal's."""

    fate: Fate
    again: Again
    key: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Row:
    """One fault. `sent` is for the sending of progress; `but` names the kinds of request where it is otherwise.

    A key of `but` is a kind, or an adapter and a kind. `once`: it is gone by the next request.
    """

    name: str
    sent: Outcome
    said: Said = field(default_factory=Said)
    place: Place = Place.ANSWER
    link: Link = Link.OFFLINE
    but: Mapping[str, Outcome] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    wait_s: float = 0.0
    once: bool = False

    def expected(self, adapter: str, kind: str) -> Outcome:
        """What this row says of a kind of request of an adapter."""
        for name in (f"{adapter} {kind}", kind, "reads" if kind in READS else "sends"):
            if name in self.but:
                return self.but[name]
        if self.sent.fate is not Fate.REFUSED or kind in SENDS:
            return self.sent
        if kind == "states":
            # Without a look at what is there nothing is written: the item is refused by the same word.
            return replace(self.sent, key="refused")
        return FAULT if kind in {"refresh", "feed"} else CLOSED


SENDS = ("push", "enrol", "records")
READS = ("refresh", "feed", "list", "states", "plan", "hierarchy", "catalogue")


def kept(key: str, again: Again = Again.BACKOFF) -> Outcome:
    return Outcome(Fate.KEPT, again, key)


def refused(reason: str) -> Outcome:
    return Outcome(Fate.REFUSED, Again.REQUEST, reason=reason)


DONE = Outcome(Fate.ACCEPTED, Again.NEVER)
OFFLINE, TLS, STRANGER = kept("offline"), kept("tls"), kept("not_a_server")
FAULT, BUSY, CLOSED = kept("server_fault"), kept("server_busy"), kept("refused")
OVER = kept("signed_out", Again.SIGN_IN)
LATER = kept("server_busy", Again.RETRY_AFTER)


def inside(code: str, said: str) -> Said:
    """A 200 that means an error."""
    return Said(envelope({}, status="FAILED", err=said, errmsg=said) | {"responseCode": code})


PAGE = b"<!doctype html><title>Welcome</title>Please sign in to this network."
PACKED = {"Content-Encoding": "gzip"}
GATEWAY_BUSY = {"message": "API rate limit exceeded"}
UNHEARD: Mapping[str, Outcome] = {"records": STRANGER, "enrol": refused(RefusalReason.NO_BATCH), "reads": FAULT}
"""A good answer that says nothing on what was asked."""

ANSWERS = (
    Row("reset mid-body", OFFLINE, Said(b'{"params"', lies_by=50)),
    Row("connection closed without an answer", OFFLINE, Said(cut=True)),
    Row("read timeout", OFFLINE, Said(is_silent=True)),
    Row("an answer that never ends", OFFLINE, Said(b" " * 400, drip_s=0.02)),
    Row("captive portal, 302", STRANGER, Said(b"", 302, headers={"Location": "http://10.0.0.1/"}), link=Link.CAPTIVE),
    Row("captive portal, 200 with HTML", STRANGER, Said(PAGE, kind="text/html"), link=Link.CAPTIVE),
    Row("captive portal, 511", STRANGER, Said(PAGE, 511, "text/html"), link=Link.CAPTIVE),
    Row(
        "captive portal, 200 with JSON of its own",
        STRANGER,
        Said({"portal": "http://10.0.0.1/", "state": "login"}),
        link=Link.CAPTIVE,
        but={"refresh": FAULT, "feed": FAULT, "plan": FAULT, "igot list": FAULT},
    ),
    Row(
        "400 of the service",
        refused(RefusalReason.BAD_CONTENT),
        fault("Invalid date format"),
        link=Link.ONLINE,
        but={"sunbird refresh": OVER},
    ),
    Row(
        "401, user token, once",
        DONE,
        Said({"params": {"err": "UNAUTHORIZED"}, "responseCode": "UNAUTHORIZED"}, 401),
        once=True,
        kinds=("push", "enrol", "states", "list", "plan", "feed"),
    ),
    Row(
        "401, user token, always",
        FAULT,
        Said({"params": {"err": "UNAUTHORIZED"}, "responseCode": "UNAUTHORIZED"}, 401),
        but={"refresh": OVER},
    ),
    Row("the refresh is refused", OVER, Said({"error": "invalid_grant"}, 400), kinds=("refresh",)),
    Row("401, API key", FAULT, Said({"message": "Invalid authentication credentials"}, 401)),
    Row(
        "403 of the service",
        refused(RefusalReason.NOT_ALLOWED),
        fault("ACCESS DENIED", 403, "FORBIDDEN"),
        link=Link.ONLINE,
        but={"records": FAULT},
    ),
    Row("403 of the gateway", FAULT, Said({"message": "You cannot consume this service"}, 403)),
    Row("403 as a page", STRANGER, Said(PAGE, 403, "text/html"), link=Link.CAPTIVE),
    Row(
        "404 of the service",
        refused(RefusalReason.BAD_CONTENT),
        fault("RESOURCE_NOT_FOUND", 404, "RESOURCE_NOT_FOUND"),
        link=Link.ONLINE,
        but={"records": FAULT, "sunbird plan": DONE},
    ),
    Row(
        "404 of the gateway",
        FAULT,
        Said({"message": "no Route matched with those values"}, 404),
        but={"sunbird plan": DONE},
    ),
    Row(
        "409",
        refused(RefusalReason.UNKNOWN),
        fault("CONFLICT", 409),
        link=Link.ONLINE,
        but={"records": FAULT},
    ),
    Row(
        "413 of the gateway",
        refused(RefusalReason.TOO_LARGE),
        Said({"message": "Request size limit exceeded"}, 413),
    ),
    Row("413 as a page", refused(RefusalReason.TOO_LARGE), Said(PAGE, 413, "text/html")),
    Row("429", BUSY, Said(GATEWAY_BUSY, 429)),
    Row("429, Retry-After in seconds", LATER, Said(GATEWAY_BUSY, 429, headers={"Retry-After": "1800"}), wait_s=1800),
    Row(
        "429, Retry-After as a date",
        LATER,
        Said(
            GATEWAY_BUSY,
            429,
            headers={"Retry-After": "Tue, 24 Nov 2026 09:00:00 GMT"},
            date="Tue, 24 Nov 2026 08:30:00 GMT",
        ),
        wait_s=1800,
    ),
    Row(
        "429, Retry-After beyond reason: a day at most",
        LATER,
        Said(GATEWAY_BUSY, 429, headers={"Retry-After": "9" * 400}),
        wait_s=86_400,
    ),
    Row("429, Retry-After in the past", BUSY, Said(GATEWAY_BUSY, 429, headers={"Retry-After": "-5"})),
    Row("429, Retry-After that is no number", BUSY, Said(GATEWAY_BUSY, 429, headers={"Retry-After": "²"})),
    Row(
        "429, Retry-After that is no date",
        BUSY,
        Said(GATEWAY_BUSY, 429, headers={"Retry-After": "Tue, 24 Nov 99999999999999999999 09:00:00 GMT"}),
    ),
    Row("500", FAULT, fault("boom", 500, "SERVER_ERROR")),
    Row("500 as a page", FAULT, Said(PAGE, 500, "text/html")),
    Row("502 as a page", FAULT, Said(PAGE, 502, "text/html")),
    Row("502 as JSON", FAULT, Said({"message": "An invalid response was received from the upstream server"}, 502)),
    Row("503 as a page", BUSY, Said(PAGE, 503, "text/html")),
    Row("503 as JSON", BUSY, Said({"message": "no"}, 503)),
    Row("504 as a page", FAULT, Said(PAGE, 504, "text/html")),
    Row("504 as JSON", FAULT, Said({"message": "The upstream server is timing out"}, 504)),
    Row(
        "200 with an error inside, about the request",
        refused(RefusalReason.BAD_CONTENT),
        inside("CLIENT_ERROR", "Invalid date format"),
        link=Link.ONLINE,
        but={"reads": FAULT, "records": STRANGER},
    ),
    Row(
        "200 with an error inside, about the server",
        FAULT,
        inside("SERVER_ERROR", "no connection to Cassandra"),
        link=Link.ONLINE,
        but={"records": STRANGER},
    ),
    Row("200 with truncated JSON", FAULT, Said(b'{"params": {"status": "succ')),
    Row("200 that is empty", FAULT, Said(b"")),
    Row("200 without a word on it", refused(RefusalReason.UNKNOWN), Said(envelope({})), link=Link.ONLINE, but=UNHEARD),
    Row(
        "200 about somebody else's content",
        FAULT,
        Said(envelope({"do_elses": "SUCCESS"})),
        link=Link.ONLINE,
        but={**UNHEARD, "records": STRANGER},
    ),
    Row(
        "gzip that breaks off",
        FAULT,
        Said(gzip.compress(json.dumps(envelope({"a": 1})).encode())[:-20], headers=PACKED),
    ),
    Row("gzip that is none", FAULT, Said(b"not gzip", headers=PACKED)),
    Row("an answer of 21 MB, packed in 20 kB", FAULT, Said(gzip.compress(b" " * (21 << 20)), headers=PACKED)),
    Row("reply lost after the server committed", OFFLINE, Said(cut=True), place=Place.LATE, kinds=(*SENDS, "refresh")),
    Row(
        "gateway timeout after the server committed",
        FAULT,
        Said(PAGE, 504, "text/html"),
        place=Place.LATE,
        kinds=(*SENDS, "refresh"),
    ),
)

WAYS = (
    Row("DNS fails", OFFLINE, place=Place.WAY),
    Row("connection refused", OFFLINE, place=Place.WAY),
    Row("connect timeout", OFFLINE, place=Place.WAY),
    Row("TLS, self-signed", TLS, place=Place.WAY, link=Link.UNTRUSTED),
    Row("TLS, expired", TLS, place=Place.WAY, link=Link.UNTRUSTED),
    Row("TLS, another host's", TLS, place=Place.WAY, link=Link.UNTRUSTED),
    Row("the environment's proxy", DONE, place=Place.WAY, link=Link.ONLINE),
    Row("the office's proxy, with its login", DONE, place=Place.WAY, link=Link.ONLINE),
    Row("the proxy of a PAC file", DONE, place=Place.WAY, link=Link.ONLINE),
    Row("a PAC file whose first proxy is away", DONE, place=Place.WAY, link=Link.ONLINE),
    Row("a PAC file that can't be fetched, direct way", DONE, place=Place.WAY, link=Link.ONLINE),
    Row("a proxy that is away", OFFLINE, place=Place.WAY),
    Row("a proxy that can't reach the server", OFFLINE, place=Place.WAY),
    Row("a proxy that refuses", kept("proxy"), place=Place.WAY, link=Link.PROXY),
    Row("proxy login (407), through a tunnel", kept("proxy_login"), place=Place.WAY, link=Link.PROXY),
    Row("proxy login (407), without TLS", kept("proxy_login"), place=Place.WAY, link=Link.PROXY),
    Row("a proxy that opens TLS, unknown here", TLS, place=Place.WAY, link=Link.UNTRUSTED),
    Row("a proxy that opens TLS, known to the system", DONE, place=Place.WAY, link=Link.ONLINE),
    Row("a proxy that opens TLS, named by the office", DONE, place=Place.WAY, link=Link.ONLINE),
)

TABLE = ANSWERS + WAYS
