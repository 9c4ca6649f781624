"""Which server answers where somebody pointed: a hub, a stranger, a certificate nobody knows, nobody at all."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from karmadesk.app.addresses import ask, look_up, row_at
from karmadesk.app.servers import demo_row
from karmadesk.errors import BadRequest, NotAServer, Offline, TlsFailed
from tests.hub.server import running_hub
from tests.sync.certificate import own_certificate
from tests.sync.clock import StillClock
from tests.sync.wire import Said, wire


def test_a_hub_is_found_with_or_without_a_scheme_and_known_ones_keep_their_row(tmp_path: Path) -> None:
    clock = StillClock()
    with running_hub(tmp_path / "hub") as hub:
        bare = hub.url.removeprefix("http://")
        for typed in (hub.url, f"  {bare}/ ", bare):
            found = look_up(typed, {}, clock)
            assert (found.host, found.name, found.adapter) == (hub.url, bare, "igot")
        known = demo_row(hub.url)
        assert look_up(bare, {known.id: known}, clock) == known


def test_a_page_is_not_a_server() -> None:
    with wire(lambda _: Said(b"<html>Log in</html>", kind="text/html")) as portal, pytest.raises(NotAServer):
        look_up(portal.url, {}, StillClock())


def test_a_certificate_nobody_vouches_for_is_a_tls_fault_and_not_gone_around(tmp_path: Path) -> None:
    with wire(lambda _: Said({}), own_certificate(tmp_path)) as server:
        for typed in (server.url, server.url.removeprefix("https://")):
            with pytest.raises(TlsFailed):
                look_up(typed, {}, StillClock())
        assert server.asked == []


def test_nobody_there_is_offline() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(Offline):
        look_up(address, {}, StillClock())
    with pytest.raises(Offline):
        ask(row_at(f"http://{address}"), StillClock())


def test_what_is_no_address_is_told_before_anybody_is_asked() -> None:
    with pytest.raises(BadRequest):
        look_up("two words", {}, StillClock())
