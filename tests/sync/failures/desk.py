"""A laptop at the town's servers: one learner with work to send, and what the store says of it afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from karmadesk.model import Item, Place, ServerRow, Tokens
from karmadesk.ports import RECORDS
from karmadesk.sync.http import Http
from karmadesk.sync.igot import Igot
from karmadesk.sync.sunbird import Sunbird
from karmadesk.sync.ways import PLAIN, Way
from karmadesk.sync.xapi import RecordStore, records_row
from tests.sync.clock import StillClock
from tests.sync.desk import Laptop, laptop
from tests.sync.failures.town import ACCESS, FILMS, JOINED

ADAPTERS: dict[str, type[Igot]] = {"igot": Igot, "sunbird": Sunbird}
READ_S = 0.4


class Office:
    """The laptop, the adapters at an address, and another address if the world is to change."""

    def __init__(self, desk: Laptop, adapter: str, clock: StillClock) -> None:
        self.desk = desk
        self.clock = clock
        self._adapter = adapter
        self._records: RecordStore | None = None

    def goes_by(self, url: str, way: Way = PLAIN) -> None:
        """From now on the servers are asked at this address and by this way."""
        self.leave()
        row = row_at(url, self._adapter)
        self.http = hasty(row, self.clock, way)
        self.server = ADAPTERS[self._adapter](self.http, self.clock)
        self._records = RecordStore(hasty(records_row(row), self.clock, way), row, self.clock)
        self.desk.server, self.desk.records = self.server, self._records

    def leave(self) -> None:
        """Ends every connection."""
        if self._records is not None:
            self._records.close()
            self.http.close()
            self._records = None

    def signs_in(self) -> None:
        with self.desk.learner.write() as db:
            db.put_tokens(Tokens(ACCESS, "refresh", self.clock.corrected() + timedelta(hours=9)))

    def token_ends(self) -> None:
        with self.desk.learner.write() as db:
            tokens = db.tokens()
            assert tokens is not None
            db.put_tokens(replace(tokens, access_expires_at=self.clock.corrected() - timedelta(minutes=1)))

    def film(self) -> Place:
        return self.desk.place(JOINED, FILMS[JOINED])

    def item(self, course_id: str, sink: str = "progress", verb: str = "") -> Item | None:
        """What the ledger says of the newest thing done in this course."""
        for item in self.desk.items():
            if (item.place.course_id, item.sink) == (course_id, sink) and (not verb or verb in item.verbs):
                return item
        return None

    def record(self, course_id: str) -> Item | None:
        return self.item(course_id, RECORDS)

    def accepted_without_receipt(self) -> list[Item]:
        """What the ledger calls accepted though no word of a server is kept with it; must be nothing."""
        return [i for i in self.desk.items("accepted") if i.receipt is None or not i.receipt.accepted]


def row_at(url: str, adapter: str) -> ServerRow:
    return ServerRow("town", "Town", adapter, url, "key", records=f"{url}/xapi")


def hasty(row: ServerRow, clock: StillClock, way: Way = PLAIN) -> Http:
    """A front door that waits as long as a test can afford."""
    return Http(row, clock, way, connect_s=0.3, read_s=READ_S, answer_s=0.5)


@contextmanager
def office(home: Path, adapter: str, url: str, way: Way = PLAIN) -> Iterator[Office]:
    """Somebody who has signed in, whose plan and courses have come, and who is in one course."""
    clock = StillClock()
    http = Http(row_at(url, adapter), clock)
    records = RecordStore(http, http.row, clock)
    with laptop(home, ADAPTERS[adapter](http, clock), clock, records=records) as desk:
        found = Office(desk, adapter, clock)
        desk.add()
        found.signs_in()
        found.goes_by(url, way)
        try:
            yield found
        finally:
            found.leave()
            http.close()
