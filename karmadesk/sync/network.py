"""Which network this laptop is in: told from the way out of it, without privileges and without asking anybody.

A network is known by its gateway's hardware address; where that can't be had, by the gateway's own address and the
interface. Only a digest is ever kept.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

ASKED_S = 3.0
_MAC = re.compile(r"\b(?:[0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2}\b", re.IGNORECASE)
_NO_MAC = "00:00:00:00:00:00"
_ANYWHERE = "0.0.0.0"  # noqa: S104 - where a route leads, not a door
_DIGITS = 32
_GATEWAY_FLAG = 0x0002
_COLUMNS = 8
_DISCARD, _WAKE_S = 9, 0.2


@dataclass(frozen=True)
class Way:
    """The way out: interface, gateway ("" on a line without one), and the gateway's hardware address if it is known."""

    interface: str
    gateway: str = ""
    mac: str = ""

    @property
    def digest(self) -> str:
        """A name for the network that tells nothing of it."""
        known = self.mac or f"{self.gateway}%{self.interface}"
        return hashlib.sha256(f"karmadesk network {known}".encode()).hexdigest()[:_DIGITS]


def way_out(proc: Path = Path("/proc/net")) -> Way | None:
    """The way that this machine's requests take; None where it has none or won't tell. Blocking, for milliseconds."""
    try:
        way = _found(proc)
        if way is None or way.mac or not way.gateway:
            return way
        _wake(way.gateway)
        return _found(proc)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        log.debug("the network is not told: %s", type(error).__name__)
        return None


def _found(proc: Path) -> Way | None:
    find = _BY_PROGRAMS.get(sys.platform)
    return linux_way(proc) if find is None else find(_output)


def _wake(gateway: str) -> None:
    """Sends the gateway an empty word, so that the system learns its hardware address."""
    if "." in gateway:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.sendto(b"", (gateway, _DISCARD))
        time.sleep(_WAKE_S)


def linux_way(proc: Path) -> Way | None:
    """By the kernel's tables of routes and neighbours."""
    routes = [line.split() for line in _lines(proc / "route")[1:]]
    found = sorted(
        (int(row[6]), row[0], row[2])
        for row in routes
        if len(row) >= _COLUMNS and row[1] == "00000000" and row[7] == "00000000"
    )
    if not found:
        return _linux_way_6(proc) or _linux_line(routes)
    _, interface, raw = found[0]
    gateway = ".".join(str(byte) for byte in reversed(bytes.fromhex(raw))) if int(raw, 16) else ""
    rows = [line.split() for line in _lines(proc / "arp")[1:]]
    macs = [row[3].lower() for row in rows if len(row) >= 6 and row[0] == gateway and row[5] == interface]
    return Way(interface, gateway, next((mac for mac in macs if mac != _NO_MAC), ""))


def _linux_way_6(proc: Path) -> Way | None:
    """A network of IPv6 alone: its gateway's address is as good as its hardware's."""
    rows = [line.split() for line in _lines(proc / "ipv6_route")]
    found = sorted(
        (int(row[5], 16), row[9], row[4])
        for row in rows
        if len(row) >= 10 and row[0] == "0" * 32 and row[1] == "00" and int(row[8], 16) & _GATEWAY_FLAG
    )
    return Way(found[0][1], found[0][2]) if found else None


def _linux_line(routes: list[list[str]]) -> Way | None:
    """A network that leads nowhere else, with the server in it."""
    found = sorted((row[0], row[1]) for row in routes if len(row) >= _COLUMNS and len(row[1]) == 8 and row[0] != "lo")
    return Way(*found[0]) if found else None


def windows_way(ask: Callable[[list[str]], str]) -> Way | None:
    """By `route` and `arp`, whose figures are the same in every language."""
    system = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32"
    rows = [line.split() for line in ask([str(system / "route.exe"), "print", "-4", _ANYWHERE]).splitlines()]
    found = sorted(
        (int(row[4]), row[3], row[2])
        for row in rows
        if len(row) >= 5 and row[0] == row[1] == _ANYWHERE and row[4].isdigit()
    )
    if not found:
        return None
    _, own, gateway = found[0]
    return Way(own, gateway, _mac_of(gateway, ask([str(system / "arp.exe"), "-a", gateway])))


def darwin_way(ask: Callable[[list[str]], str]) -> Way | None:
    """By `route` and `arp`."""
    lines = [line.partition(":") for line in ask(["/sbin/route", "-n", "get", "default"]).splitlines()]
    told = {name.strip(): value.strip() for name, _, value in lines}
    if not told.get("interface"):
        return None
    gateway = told.get("gateway", "")
    return Way(told["interface"], gateway, _mac_of(gateway, ask(["/usr/sbin/arp", "-n", gateway])) if gateway else "")


def _mac_of(gateway: str, text: str) -> str:
    """The hardware address in the line that names the gateway, written as Linux writes it."""
    for line in text.splitlines():
        if gateway in re.split(r"[\s()]+", line):
            mac = _MAC.search(line)
            if mac is not None:
                return ":".join(f"{int(part, 16):02x}" for part in re.split("[:-]", mac.group()))
    return ""


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("ascii", "replace").splitlines()
    except OSError:
        return []


def _output(words: list[str]) -> str:
    """What a program of the system's says; no window of it is seen."""
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    done = subprocess.run(words, capture_output=True, timeout=ASKED_S, check=False, creationflags=hidden)
    return done.stdout.decode("ascii", "replace")


_BY_PROGRAMS: Mapping[str, Callable[[Callable[[list[str]], str]], Way | None]] = {
    "win32": windows_way,
    "darwin": darwin_way,
}
"""Where the system's tables are read by programs of its own; elsewhere they are files."""
