"""Which server answers at an address that somebody chose."""

from __future__ import annotations

from collections.abc import Mapping

from karmadesk.app.adapters import Connections
from karmadesk.errors import BadRequest, LinkError, Offline, TlsFailed
from karmadesk.model import Link, ServerRow, SignInWay
from karmadesk.ports import Clock
from karmadesk.services.addresses import hosts

HUB_KEY = "karmadesk-demo-key"
"""What a hub takes from every client of ours; it names the program, it guards nothing."""


def row_at(host: str) -> ServerRow:
    """The row of a server that is known by its address alone."""
    place = host.split("://", 1)[-1]
    return ServerRow(place.replace(":", "-").replace("/", "-"), place, "igot", host, HUB_KEY, SignInWay.LOOPBACK)


def look_up(typed: str, known: Mapping[str, ServerRow], clock: Clock) -> ServerRow:
    """The server that answers there. Raises BadRequest for what is no address, else what is in the way (LinkError)."""
    meant = hosts(typed)
    if not meant:
        raise BadRequest(f"no address: {typed!r}", what=typed)
    blamed: LinkError = Offline(meant[0])
    for host in meant:
        row = next((row for row in known.values() if row.host == host), None) or row_at(host)
        try:
            ask(row, clock)
        except (Offline, TlsFailed) as error:
            # A machine that speaks no TLS at all is asked again without; the first answer is the one that is told.
            blamed = error if host == meant[0] else blamed
            continue
        return row
    raise blamed


def ask(row: ServerRow, clock: Clock) -> None:
    """Returns when the server answers as one. Raises Offline, TlsFailed, NotAServer, ServerBusy or ServerFault."""
    ways = Connections(lambda _server_id: row, clock)
    try:
        if ways.server(row.id).probe() is not Link.ONLINE:
            ways.blame(row.id)
    finally:
        ways.close()
