"""Which network this is, told from what each system says of the way out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from karmadesk.sync import network
from karmadesk.sync.network import Way, darwin_way, linux_way, way_out, windows_way

ROUTES = """Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
eth0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0
eth0\t0000000A\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
"""
NEIGHBOURS = """IP address       HW type     Flags       HW address            Mask     Device
10.0.0.1         0x1         0x2         AA:bb:cc:00:11:22     *        eth0
10.0.0.1         0x1         0x2         99:99:99:99:99:99     *        wlan0
192.168.1.1      0x1         0x2         10:20:30:40:50:60     *        wlan0
"""
NO_ANSWER = NEIGHBOURS.replace("AA:bb:cc:00:11:22", "00:00:00:00:00:00")
SIX = (
    "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe8000000000000002fcfffe000005aa "
    "00000400 00000001 00000000 00000003     eth0\n"
    "00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 "
    "ffffffff 00000001 00000000 00200200       lo\n"
)
# As Windows 11 in German writes it: words differ, figures don't.
WINDOWS_ROUTE = """
IPv4-Routentabelle
===========================================================================
Aktive Routen:
     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik
          0.0.0.0          0.0.0.0      192.168.1.1     192.168.1.23     55
          0.0.0.0          0.0.0.0         10.0.0.1        10.0.0.77     25
===========================================================================
"""
WINDOWS_ARP = """
Schnittstelle: 10.0.0.77 --- 0x9
  Internetadresse       Physische Adresse     Typ
  10.0.0.1              aa-bb-cc-00-11-22     dynamisch
"""
DARWIN_ROUTE = """   route to: default
destination: default
       mask: default
    gateway: 10.0.0.1
  interface: en0
      flags: <UP,GATEWAY,DONE,STATIC,PRCLONING,GLOBAL>
"""
DARWIN_ARP = "? (10.0.0.1) at aa:bb:cc:0:11:22 on en0 ifscope [ethernet]\n"


@pytest.fixture
def proc(tmp_path: Path) -> Callable[..., Path]:
    def write(**tables: str) -> Path:
        for name, text in tables.items():
            (tmp_path / name).write_text(text, "ascii")
        return tmp_path

    return write


def saying(**said: str) -> Callable[[list[str]], str]:
    def ask(words: list[str]) -> str:
        return next(text for name, text in said.items() if name in Path(words[0].replace("\\", "/")).name)

    return ask


def test_linux_tells_by_the_gateway_of_the_better_route(proc: Callable[..., Path]) -> None:
    assert linux_way(proc(route=ROUTES, arp=NEIGHBOURS)) == Way("eth0", "10.0.0.1", "aa:bb:cc:00:11:22")


def test_a_gateway_that_was_never_spoken_to_is_known_by_its_address(proc: Callable[..., Path]) -> None:
    assert linux_way(proc(route=ROUTES, arp=NO_ANSWER)) == Way("eth0", "10.0.0.1")
    assert linux_way(proc(route=ROUTES)) == Way("eth0", "10.0.0.1")


def test_a_phone_on_a_cable_has_a_line_without_a_gateway(proc: Callable[..., Path]) -> None:
    line = ROUTES.splitlines()[0] + "\nppp0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n"
    assert linux_way(proc(route=line)) == Way("ppp0")


def test_a_network_of_the_newer_protocol_alone(proc: Callable[..., Path]) -> None:
    head = ROUTES.splitlines()[0] + "\n"
    assert linux_way(proc(route=head, ipv6_route=SIX)) == Way("eth0", "fe8000000000000002fcfffe000005aa")


def test_an_office_that_leads_nowhere_else_is_a_network_too(proc: Callable[..., Path]) -> None:
    lines = ROUTES.splitlines()
    assert linux_way(proc(route=f"{lines[0]}\n{lines[3]}\n")) == Way("eth0", "0000000A")


@pytest.mark.parametrize("text", ["", "nonsense\nand more of it", "a\nb c d e f g h i"])
def test_what_makes_no_sense_is_no_network(proc: Callable[..., Path], text: str) -> None:
    assert way_out(proc(route=text)) is None


def test_windows_and_darwin_tell_the_same_in_their_own_words() -> None:
    there = windows_way(saying(route=WINDOWS_ROUTE, arp=WINDOWS_ARP))
    assert there == Way("10.0.0.77", "10.0.0.1", "aa:bb:cc:00:11:22")
    here = darwin_way(saying(route=DARWIN_ROUTE, arp=DARWIN_ARP))
    assert here == Way("en0", "10.0.0.1", "aa:bb:cc:00:11:22")
    assert there.digest == here.digest, "one network, whatever system looks at it"
    assert windows_way(saying(route="", arp="")) is None
    assert darwin_way(saying(route="route: writing to routing socket: not in table\n", arp="")) is None


def test_a_digest_tells_nothing_and_tells_networks_apart() -> None:
    ways = [
        Way("eth0", "10.0.0.1", "aa:bb:cc:00:11:22"),
        Way("eth0", "10.0.0.1"),
        Way("wlan0", "10.0.0.1"),
        Way("ppp0"),
    ]
    digests = {way.digest for way in ways}
    assert len(digests) == len(ways)
    assert not any("10.0.0.1" in digest or "aa:bb" in digest for digest in digests)


def test_this_machine_is_asked_without_harm() -> None:
    found = way_out()
    assert found is None or found.interface


def test_a_system_whose_programs_fail_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> Way | None:
        raise OSError("no such program")

    monkeypatch.setitem(cast("dict[str, object]", network._BY_PROGRAMS), sys.platform, fails)
    assert way_out() is None
