"""Where the rooms that touch the network are made; imported late, since `requests` costs a window's first paint."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from karmadesk.app.sources import Sources
from karmadesk.errors import BadRequest, NotAServer
from karmadesk.model import ServerRow
from karmadesk.policy import Policy
from karmadesk.policy.terms import DIRECT
from karmadesk.ports import (
    Catalogue,
    Changed,
    Clock,
    Downloads,
    Files,
    Packages,
    People,
    Reachability,
    Server,
    Shelf,
    SignIn,
    Sink,
    Sync,
)
from karmadesk.sync.downloads import Downloader
from karmadesk.sync.http import Http
from karmadesk.sync.igot import PROBE_S, SYSTEM_DATE, Igot
from karmadesk.sync.machine import ForLocked, SyncMachine
from karmadesk.sync.reachability import ProbedLink
from karmadesk.sync.sign_in import sign_in_for
from karmadesk.sync.sunbird import Sunbird
from karmadesk.sync.telemetry import Telemetry
from karmadesk.sync.ways import PLAIN, Way
from karmadesk.sync.xapi import RecordStore, records_row

ADAPTERS: dict[str, Callable[[Http, Clock], Server]] = {"igot": Igot, "sunbird": Sunbird}
"""Which class speaks a row's contract."""


def way_of(policy: Policy) -> Way:
    """How the office wants the network to be used."""
    return Way("" if policy.proxy == DIRECT else policy.proxy or None, policy.ca_file, policy.proxy_pac)


class Connections:
    """One connection pool and one adapter for each server row in use."""

    def __init__(self, row: Callable[[str], ServerRow], clock: Clock, way: Way = PLAIN) -> None:
        self._row = row
        self._way = way
        self._clock = clock
        self._https: dict[ServerRow, Http] = {}
        self._servers: dict[ServerRow, Server] = {}
        self._records: dict[ServerRow, RecordStore] = {}

    def http(self, server_id: str) -> Http:
        """The pool for the row as it is now; a row that changed its host gets a new one."""
        row = self._row(server_id)
        if row not in self._https:
            self._https[row] = Http(row, self._clock, self._way)
        return self._https[row]

    def server(self, server_id: str) -> Server:
        """The adapter for the row. Raises BadRequest when there is no such row or adapter."""
        row = self._row(server_id)
        if row not in self._servers:
            if row.adapter not in ADAPTERS:
                raise BadRequest(f"no adapter {row.adapter}", what=row.adapter)
            self._servers[row] = ADAPTERS[row.adapter](self.http(server_id), self._clock)
        return self._servers[row]

    def records(self, server_id: str) -> Sink | None:
        """The record store of a row that names one."""
        row = self._row(server_id)
        if not row.records:
            return None
        if row not in self._records:
            self._records[row] = RecordStore(Http(records_row(row), self._clock, self._way), row, self._clock)
        return self._records[row]

    def usage(self, server_id: str) -> Sink | None:
        """Who hears how lessons are used: every server that we speak with has Sunbird's telemetry service."""
        server = self.server(server_id)
        if not isinstance(server, Igot):
            return None
        return Telemetry(self.http(server_id), self._clock, lambda: server.reads_gzip)

    def sign_in(self, server_id: str) -> SignIn:
        """How this server signs people in."""
        return sign_in_for(self._row(server_id), self.http(server_id), self._clock)

    def blame(self, server_id: str) -> None:
        """Raises what is wrong with a server that did not answer a probe: Offline, TlsFailed, NotAServer."""
        self.http(server_id).call("GET", SYSTEM_DATE, with_key=False, within_s=PROBE_S)
        raise NotAServer(self._row(server_id).host)

    def close(self) -> None:
        """Ends every kept-alive connection."""
        for http in self._https.values():
            http.close()
        for store in self._records.values():
            store.close()


def make_downloads(
    connections: Connections,
    shelf: Shelf,
    files: Files,
    packages: Packages,
    clock: Clock,
    changed: Changed,
    sources: Sources,
) -> Downloads:
    return Downloader(shelf, files, packages, clock, changed, connections.http, sources.resolve)


def make_sync(
    connections: Connections,
    people: People,
    catalogue: Callable[[str], Catalogue],
    clock: Clock,
    changed: Changed,
    for_locked: ForLocked | None,
    tells_usage: Callable[[], bool] = lambda: False,
) -> Sync:
    """Without `for_locked` it opens by itself who is locked and may be sent for."""

    def usage(server_id: str) -> Sink | None:
        return connections.usage(server_id) if tells_usage() else None

    parts = (people, connections.server, catalogue, clock, changed)
    return SyncMachine(*parts, for_locked=for_locked, records=connections.records, usage=usage)


def make_reachability(
    connections: Connections,
    server_ids: Callable[[], Iterable[str]],
    changed: Changed,
    costs: Callable[[], bool] = lambda: False,
) -> Reachability:
    def servers() -> Iterable[Server]:
        return [connections.server(server_id) for server_id in server_ids()]

    return ProbedLink(servers, changed, costs)
