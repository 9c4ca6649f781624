"""The failure table's ways to a server: real proxies, PAC files and authorities, and what the work makes of them."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from karmadesk.errors import ProxyFault, ProxyWantsLogin
from karmadesk.sync import igot
from karmadesk.sync import ways as product
from karmadesk.sync.ways import Pac, Way, Ways, ways_in
from tests.sync.clock import StillClock
from tests.sync.failures.desk import READ_S, hasty, office, row_at
from tests.sync.failures.table import WAYS, Fate, Row
from tests.sync.failures.test_table import is_whole
from tests.sync.failures.town import Town
from tests.sync.failures.ways import HOST, LOGIN, MADE, SYSTEM_CA, way_of
from tests.sync.wire import Said, wire

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's store is not named by a variable")


@pytest.mark.parametrize("row", WAYS, ids=lambda row: row.name)
def test_what_becomes_of_the_work(
    row: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(igot, "PROBE_S", READ_S)
    town = Town()
    with (
        wire(town) as near,
        way_of(row.name, town, tmp_path / "made") as trip,
        office(tmp_path / "home", "igot", near.url) as one,
    ):
        assert one.desk.sync().stopped_by == ""
        one.desk.watch(one.film(), 1.0)
        for name, value in trip.environment.items():
            if name == SYSTEM_CA and sys.platform != "linux":
                pytest.skip("elsewhere the system's store is not named by a variable")
            monkeypatch.setenv(name, value)
        one.goes_by(trip.url, trip.way)
        assert one.server.probe() is row.link
        report = one.desk.sync()
        assert report.stopped_by == row.sent.key
        assert all(through.asked for through in trip.proxies), "each proxy was really asked"
        if row.sent.fate is Fate.KEPT:
            assert report.waiting == 2
            assert town.written == []
            one.goes_by(near.url)
            one.clock.pass_(minutes=20)
            assert one.desk.sync().stopped_by == ""
        is_whole(one, town, "push")
    assert "s3cret" not in caplog.text
    assert "Basic" not in caplog.text


def test_every_way_of_the_table_is_made() -> None:
    assert list(MADE) == [row.name for row in WAYS]


def test_a_proxy_that_opens_tls_reads_along_so_only_the_office_s_is_believed(tmp_path: Path) -> None:
    """The word of an authority that nobody named is worth nothing, whoever else is trusted."""
    town = Town()
    with way_of("a proxy that opens TLS, unknown here", town, tmp_path) as trip:
        http = hasty(row_at(trip.url, "igot"), StillClock(), trip.way)
        with pytest.raises(Exception, match=r"SSL|CERT|tls|proxy"):
            http.call("GET", "/api/x", is_read=True)
        http.close()
    assert town.marks == 0


ASKS = """
import json, sys
from pathlib import Path
from karmadesk.app.clock import SystemClock
from karmadesk.model import ServerRow
from karmadesk.sync.http import Http
from karmadesk.sync.igot import Igot
http = Http(ServerRow("s", "S", "igot", sys.argv[1], "key"), SystemClock())
print(json.dumps(Igot(http, SystemClock()).probe().value))
http.close()
"""


@on_linux
@pytest.mark.parametrize("is_known", [True, False])
def test_a_program_of_its_own_believes_what_the_system_believes(is_known: bool, tmp_path: Path) -> None:
    """The product in its own process: proxy and authorities by the environment alone."""
    with way_of("a proxy that opens TLS, known to the system", Town(), tmp_path) as trip:
        environment = {**os.environ, "https_proxy": trip.proxies[0].url, "no_proxy": ""}
        environment.pop(SYSTEM_CA, None)
        if is_known:
            environment |= trip.environment
        done = subprocess.run(
            [sys.executable, "-c", ASKS, trip.url],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    assert json.loads(done.stdout) == ("online" if is_known else "untrusted")


def test_a_login_is_asked_for_in_words_of_its_own(tmp_path: Path) -> None:
    with way_of("proxy login (407), through a tunnel", Town(), tmp_path) as trip:
        http = hasty(row_at(trip.url, "igot"), StillClock(), trip.way)
        with pytest.raises(ProxyWantsLogin) as caught:
            http.call("GET", "/api/x")
        http.close()
        wrong = Way(trip.proxies[0].url.replace("://", "://clerk:wrong@"), trip.way.ca_file)
        again = hasty(row_at(trip.url, "igot"), StillClock(), wrong)
        with pytest.raises(ProxyWantsLogin) as second:
            again.call("GET", "/api/x")
        again.close()
    assert "wrong" not in f"{caught.value} {caught.value.detail} {second.value} {second.value.detail}"
    assert LOGIN not in str(second.value.arguments)


@pytest.mark.parametrize(
    "said, found",
    [
        ("DIRECT", [""]),
        ("", [""]),
        ("PROXY a:8080; DIRECT", ["http://a:8080", ""]),
        ("  proxy a:1 ;HTTPS b:2;", ["http://a:1", "https://b:2"]),
        ("HTTP c:3", ["http://c:3"]),
        ("SOCKS5 s:1080", []),
        ("SOCKS s:1080; PROXY a:1", ["http://a:1"]),
    ],
)
def test_a_pac_file_s_answer(said: str, found: list[str]) -> None:
    assert ways_in(said) == found


@pytest.mark.parametrize(
    "words, ways",
    [
        ('function FindProxyForURL(u, h) { return "PROXY p:1"; }', ["http://p:1"]),
        ('function FindProxyForURL(u, h) { return isPlainHostName(h) ? "PROXY p:1" : "PROXY q:2"; }', ["http://q:2"]),
        ("function FindProxyForURL(u, h) { return null; }", [""]),
        ("function FindProxyForURL(u, h) { throw new Error('x'); }", [""]),
        ("this is no script", [""]),
        ("", [""]),
    ],
)
def test_a_pac_file_that_is_no_use_means_the_direct_way(words: str, ways: list[str], tmp_path: Path) -> None:
    (tmp_path / "proxy.pac").write_text(words, encoding="utf-8")
    assert Pac(str(tmp_path / "proxy.pac")).ways_to("https://learn.example.test/api/user/u-1") == ways


@pytest.mark.parametrize(
    "said",
    [Said(b"<html>sign in</html>", 404, "text/html"), Said(cut=True), Said(b"x" * (2 << 20)), Said(b"", 302)],
    ids=["away", "cut", "two megabytes", "elsewhere"],
)
def test_a_pac_file_that_can_t_be_fetched_means_the_direct_way(said: Said) -> None:
    with wire(lambda _: said) as server:
        pac = Pac(f"{server.url}/proxy.pac")
        assert pac.ways_to("https://learn.example.test/") == [""]
        assert pac.ways_to("https://learn.example.test/") == [""]
    assert len(server.asked) == 1, "it is not asked for again at once"


def test_only_an_address_is_told_to_a_pac_file(tmp_path: Path) -> None:
    """A path holds people's ids."""
    words = 'function FindProxyForURL(u, h) { return u.indexOf("u-1") >= 0 ? "PROXY told:1" : "DIRECT"; }'
    (tmp_path / "proxy.pac").write_text(words, encoding="utf-8")
    assert Pac(str(tmp_path / "proxy.pac")).ways_to("https://learn.example.test/api/user/u-1?x=u-1") == [""]


def test_a_pac_file_that_knows_no_way_is_told_as_the_proxy_s_no(tmp_path: Path) -> None:
    (tmp_path / "proxy.pac").write_text('function FindProxyForURL(u, h) { return "SOCKS s:1"; }', encoding="utf-8")
    http = hasty(row_at(f"https://{HOST}", "igot"), StillClock(), Way(pac=str(tmp_path / "proxy.pac")))
    with pytest.raises(ProxyFault):
        http.call("GET", "/api/x")
    http.close()


def test_what_is_decided_goes_before_what_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(product, "system_pac", lambda: "http://system/pac")
    assert Ways(Way(), HOST).pac == "http://system/pac"
    assert Ways(Way(pac="http://office/pac"), HOST).pac == "http://office/pac"
    assert Ways(Way("http://proxy:1", pac="http://office/pac"), HOST).pac == ""
    assert Ways(Way("", pac="http://office/pac"), HOST).pac == "", "no proxy at all means no file either"
    assert Ways(Way(pac="http://office/pac"), "127.0.0.1").pac == "", "this machine is asked directly"
    monkeypatch.setenv("https_proxy", "http://env:1")
    assert Ways(Way(), HOST).pac == "", "what somebody set for this session goes before the system's file"
    assert Ways(Way(pac="http://office/pac"), HOST).pac == "http://office/pac"


@pytest.mark.parametrize("platform, asked", [("win32", "registry"), ("darwin", "preferences"), ("linux", "")])
def test_each_system_is_asked_in_its_own_way(platform: str, asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from pypac import os_settings

    monkeypatch.setattr(os_settings, "autoconfig_url_from_registry", lambda: "registry")
    monkeypatch.setattr(os_settings, "autoconfig_url_from_preferences", lambda: "preferences")
    assert product.system_pac(platform) == asked
