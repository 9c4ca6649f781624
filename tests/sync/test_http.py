"""What the network can do to a request, row by row, and what must never leave with one."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import requests

from karmadesk.errors import (
    KarmaDeskError,
    NotAServer,
    Offline,
    ProxyWantsLogin,
    ServerBusy,
    ServerFault,
    SignedOut,
    TlsFailed,
)
from karmadesk.model import Profile, ServerRow, Tokens
from karmadesk.ports import Session
from karmadesk.sync.blame import translated
from karmadesk.sync.http import Http
from karmadesk.sync.ways import PLAIN, Way, is_loopback
from tests.sync.certificate import own_certificate
from tests.sync.clock import START, StillClock
from tests.sync.wire import Asked, Said, envelope, wire

USER = Session(Tokens("user-token", "refresh", START), Profile("u-1", "Asha", org_id="org-1"))


def http_to(url: str, clock: StillClock | None = None, way: Way = PLAIN, **limits: float) -> Http:
    return Http(ServerRow("s", "S", "igot", url, "api-key"), clock or StillClock(), way, **limits)


@pytest.fixture
def closing() -> Iterator[list[Http]]:
    opened: list[Http] = []
    yield opened
    for one in opened:
        one.close()


ROWS: list[tuple[str, Said, type[KarmaDeskError]]] = [
    ("a portal's redirect", Said(b"", 302, headers={"Location": "http://10.0.0.1/login"}), NotAServer),
    ("a portal's page with 200", Said(b"<html>Log in</html>", kind="text/html"), NotAServer),
    ("a page that says it is JSON", Said(b"<html>Log in</html>"), ServerFault),
    ("network login required", Said(b"<html/>", 511, "text/html"), NotAServer),
    ("proxy login", Said(b"<html/>", 407, "text/html"), ProxyWantsLogin),
    ("too many requests", Said({"message": "rate"}, 429), ServerBusy),
    ("unavailable", Said(b"<html/>", 503, "text/html"), ServerBusy),
    ("bad gateway", Said(b"<html/>", 502, "text/html"), ServerFault),
    ("gateway timeout", Said({"message": "slow"}, 504), ServerFault),
    ("internal error", Said({"params": {"errmsg": "boom"}, "responseCode": "SERVER_ERROR"}, 500), ServerFault),
    (
        "user token turned away",
        Said({"params": {"err": "UNAUTHORIZED"}, "responseCode": "UNAUTHORIZED"}, 401),
        SignedOut,
    ),
    ("API key turned away", Said({"message": "Invalid authentication credentials"}, 401), ServerFault),
    ("truncated JSON", Said(b'{"result": {"co'), ServerFault),
    ("an empty 200", Said(b""), ServerFault),
    ("a list", Said([1, 2]), ServerFault),
    ("no answer at all", Said(cut=True), Offline),
    ("a body that breaks off", Said(b'{"a"', lies_by=50), Offline),
    ("bad compression", Said(b"not gzip", headers={"Content-Encoding": "gzip"}), ServerFault),
]


@pytest.mark.parametrize("answer, error", [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_each_fault_of_the_world_has_one_error(answer: Said, error: type[KarmaDeskError], closing: list[Http]) -> None:
    with wire(lambda _: answer) as server:
        http = http_to(server.url)
        closing.append(http)
        with pytest.raises(error) as caught:
            http.call("PATCH", "/api/x", user=USER, body={})
        assert type(caught.value) is error
        http.close()


@pytest.mark.parametrize("status", [200, 400, 403, 404, 409, 413])
def test_answers_about_the_request_come_back(status: int, closing: list[Http]) -> None:
    with wire(lambda _: Said(envelope({"a": 1}), status)) as server:
        http = http_to(server.url)
        reply = http.call("GET", "/api/x")
        assert (reply.status, reply.result, reply.is_ok) == (status, {"a": 1}, status == 200)
        http.close()


def test_refused_connection_is_offline(closing: list[Http]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    http = http_to(f"http://127.0.0.1:{port}")
    closing.append(http)
    with pytest.raises(Offline):
        http.call("GET", "/api/x")


def test_silence_is_offline(closing: list[Http]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        http = http_to(f"http://127.0.0.1:{deaf.getsockname()[1]}", read_s=0.2)
        with pytest.raises(Offline):
            http.call("GET", "/api/x")
        http.close()


def test_retry_after_in_seconds_and_as_a_date(closing: list[Http]) -> None:
    seconds = Said({}, 429, headers={"Retry-After": "120"})
    date = Said({}, 503, headers={"Retry-After": "Tue, 24 Nov 2026 08:31:30 GMT"}, date="Tue, 24 Nov 2026 08:30:00 GMT")
    for said, expected in ((seconds, 120.0), (date, 90.0), (Said({}, 429, headers={"Retry-After": "soon"}), None)):
        with wire(partial(_always, said)) as server:
            http = http_to(server.url)
            with pytest.raises(ServerBusy) as caught:
                http.call("GET", "/api/x")
            assert caught.value.retry_after_s == expected
            http.close()


def test_a_stranger_s_certificate_is_a_tls_fault(tmp_path: Path) -> None:
    with wire(lambda _: Said(envelope({})), own_certificate(tmp_path)) as server:
        http = http_to(server.url)
        with pytest.raises(TlsFailed):
            http.call("GET", "/api/x")
        assert server.asked == []
        http.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's authorities are not named by a variable")
@pytest.mark.parametrize("whose", ["the office's", "the system's"])
def test_the_office_s_authority_is_trusted_besides_the_system_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    own_certificate(other, "somebody else")
    with wire(lambda _: Said(envelope({"a": 1})), own_certificate(tmp_path)) as server:
        ours, theirs = (tmp_path, other) if whose == "the office's" else (other, tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(theirs / "c.pem"))
        http = http_to(server.url, way=Way(ca_file=ours / "c.pem"))
        assert http.call("GET", "/api/x").result == {"a": 1}
        assert http._tls.verify_mode is ssl.CERT_REQUIRED
        assert http._tls.check_hostname
        http.close()


def test_an_authority_that_cannot_be_read_weakens_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.pem").write_text("no certificate")
    with wire(lambda _: Said(envelope({})), own_certificate(tmp_path)) as server:
        for ca_file in (tmp_path / "bad.pem", tmp_path / "away.pem"):
            http = http_to(server.url, way=Way(ca_file=ca_file))
            with pytest.raises(TlsFailed):
                http.call("GET", "/api/x")
            http.close()
    assert server.asked == []


def test_the_office_s_proxy_beats_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "office.invalid")
    with wire(lambda _: Said(envelope({"by": "proxy"}))) as proxy:
        http = http_to("http://office.invalid", way=Way(proxy=proxy.url))
        assert http.call("GET", "/api/x").result == {"by": "proxy"}
        http.close()
        here = http_to(proxy.url, way=Way(proxy="http://127.0.0.1:9"))
        assert here.call("GET", "/api/y").is_ok, "this machine is asked directly"
        here.close()
    assert [asked.headers["host"] for asked in proxy.asked] == ["office.invalid", proxy.url.partition("://")[2]]
    direct = http_to("http://office.invalid", way=Way(proxy=""))
    with pytest.raises(Offline) as caught:
        direct.call("GET", "/api/x")
    assert caught.value.detail != "proxy", "no proxy was asked at all"
    direct.close()


def test_key_and_user_go_to_the_server_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login thief password thief\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with wire(lambda _: Said(envelope({}), headers={"Set-Cookie": "sid=1"})) as server, wire(_media) as media:
        http = http_to(server.url)
        http.call("GET", "/api/x", user=USER)
        http.call("GET", "/auth/y", with_key=False)
        with http.stream(f"{media.url}/film.mp4", {"Range": "bytes=2-"}) as film, translated():
            assert film.content == b"film"
        with http.stream("/film.mp4"):
            pass
        http.close()
    with_user, bare, own_media = server.asked
    assert with_user.headers["authorization"] == "bearer api-key"
    assert with_user.headers["x-authenticated-user-token"] == "user-token"
    assert with_user.headers["x-authenticated-user-orgid"] == "org-1"
    assert with_user.headers["rootorg"] == "igot"
    for other in (bare, own_media, *media.asked):
        assert not {"authorization", "x-authenticated-user-token", "cookie"} & other.headers.keys()
    assert media.asked[0].headers["range"] == "bytes=2-"


def test_reads_survive_a_kept_alive_connection_that_was_closed() -> None:
    calls = iter([Said(envelope({})), Said(cut=True), Said(envelope({"n": 3})), Said(cut=True)])
    with wire(lambda _: next(calls)) as server:
        http = http_to(server.url)
        http.call("GET", "/api/x", is_read=True)
        assert http.call("GET", "/api/x", is_read=True).result == {"n": 3}
        with pytest.raises(Offline):
            http.call("PATCH", "/api/x", body={})
        http.close()
    assert len(server.asked) == 4, "a write is never repeated behind our back"


def test_the_true_time_is_learnt_from_answers_of_our_server_only() -> None:
    clock = StillClock()
    date = "Tue, 24 Nov 2026 10:00:00 GMT"
    answers = iter([Said(b"<html/>", kind="text/html", date=date), Said(envelope({}), date=date)])
    with wire(lambda _: next(answers)) as server:
        http = http_to(server.url, clock)
        with pytest.raises(NotAServer):
            http.call("GET", "/api/x")
        assert clock.learnt == []
        assert http.call("GET", "/api/x").at == dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
        http.close()
    assert clock.learnt == [dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)]


@pytest.mark.parametrize("address", ["", "nonsense", "ftp://127.0.0.1", "http://[half"])
def test_an_address_that_is_none_is_not_a_server(address: str) -> None:
    http = http_to(address)
    with pytest.raises(NotAServer):
        http.call("GET", "/api/x")
    http.close()


def test_translated_keeps_what_is_not_the_link_s_fault() -> None:
    with pytest.raises(FileNotFoundError), translated():
        raise FileNotFoundError
    with pytest.raises(Offline), translated():
        raise requests.exceptions.ChunkedEncodingError


def test_this_machine_needs_no_proxy() -> None:
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert is_loopback("localhost")
    assert not is_loopback("10.0.0.1")
    assert not is_loopback("portal.igotkarmayogi.gov.in")


def _always(said: Said, _: Asked) -> Said:
    return said


def _media(asked: Asked) -> Said:
    return Said(b"film", kind="video/mp4")
