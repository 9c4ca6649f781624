"""One act, two receivers: a Sunbird server and a record store, both the real hub; each has everything once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from karmadesk.app.clock import SystemClock
from karmadesk.errors import Offline
from karmadesk.hub.database import Database
from karmadesk.hub.place import Place as HubPlace
from karmadesk.model import ItemState, RefusalReason
from karmadesk.ports import PROGRESS, RECORDS
from karmadesk.sync.http import Http
from karmadesk.sync.sunbird import Sunbird
from karmadesk.sync.xapi import RecordStore, records_row
from tests.hub.samples import COURSE, DOCUMENT, ENDED, ENDED_LEAF, PRACTICE, VIDEO
from tests.hub.server import Hub, running_hub
from tests.hub.wire import call
from tests.sync.desk import Laptop, laptop
from tests.sync.relay import Relay, cut_once
from tests.sync.test_with_hub import accepted, contents_of, nurse, row_of, seeded, signed_in, user_id
from tests.sync.wire import Wire, wire

__all__ = ["nurse", "seeded"]


@pytest.fixture(scope="module")
def hub(seeded: tuple[HubPlace, Database]) -> Iterator[Hub]:
    with running_hub(seeded[0].root, "--flavour", "sunbird") as running:
        yield running


@pytest.fixture
def between(hub: Hub) -> Iterator[Wire]:
    with wire(Relay(hub.url)) as found:
        yield found


@pytest.fixture
def asha(hub: Hub, between: Wire, nurse: tuple[str, str], tmp_path: Path) -> Iterator[Laptop]:
    with ExitStack() as stack:
        clock = SystemClock()
        row = replace(row_of(between.url), adapter="sunbird", records=f"{between.url}/xapi")
        http = Http(row, clock)
        stack.callback(http.close)
        records = RecordStore(Http(records_row(row), clock), row, clock)
        stack.callback(records.close)
        desk = stack.enter_context(laptop(tmp_path / "laptop", Sunbird(http, clock), clock, records=records))
        person = desk.add()
        with desk.people.open(person.id).write() as db:
            db.put_tokens(signed_in(hub.url, nurse))
        yield desk


def statements(hub: Hub) -> list[str]:
    rows = call("GET", f"{hub.url}/owner/v1/statements", None, {"x-owner-key": hub.owner_key}).json["statements"]
    return [row["id"] for row in rows]


def written(hub: Hub, desk: Laptop) -> list[str]:
    """Contents whose state was written, in order."""
    return contents_of([row for row in accepted(hub, user_id(desk)) if row["status"] is not None])


def attempts(hub: Hub, desk: Laptop) -> list[str]:
    """Ids of the attempts that were entered."""
    rows = accepted(hub, user_id(desk))
    return [row["details"]["attemptId"] for row in rows if row["details"] and "attemptId" in row["details"]]


def learnt(desk: Laptop) -> None:
    desk.join(COURSE)
    desk.watch(desk.place(COURSE, VIDEO), 1.0)
    desk.watch(desk.place(COURSE, DOCUMENT), 0.5)
    desk.answer(desk.place(COURSE, PRACTICE), 1, 2)


def test_each_receiver_has_every_act_once(asha: Laptop, hub: Hub) -> None:
    before = set(statements(hub))
    learnt(asha)
    assert {item.sink for item in asha.items()} == {PROGRESS, RECORDS}
    report = asha.sync(interactive=True)
    assert (report.stopped_by, report.refused, report.waiting) == ("", 0, 0)
    assert sorted(written(hub, asha)) == sorted([VIDEO, DOCUMENT, PRACTICE])
    assert len(attempts(hub, asha)) == 1
    with asha.learner.read() as db:
        acts = [s.id for item in db.items() if item.sink == RECORDS for s in db.statements_of(item.key)]
    assert set(statements(hub)) - before == set(acts)
    assert len(acts) == 3
    assert asha.sync(interactive=True).sent == 0


@pytest.mark.parametrize("method, part", [("PATCH", "state/update"), ("POST", "/xapi/statements")])
def test_a_reply_lost_at_either_doubles_nothing(method: str, part: str, asha: Laptop, between: Wire, hub: Hub) -> None:
    relay = between.answer
    assert isinstance(relay, Relay)
    before = set(statements(hub))
    relay.after = cut_once(method, part)
    learnt(asha)
    first = asha.sync(interactive=True)
    # A batch of statements is safe to ask twice on the spot; a state update waits for the next round.
    assert first.stopped_by == (Offline.key if method == "PATCH" else "")
    report = asha.sync(interactive=True)
    assert (report.stopped_by, report.waiting) == ("", 0)
    asked = [a for a in relay.passed if a.method == method and part in a.path]
    assert len(asked) >= 2 or method == "PATCH", "the batch whose reply was lost went out again"
    assert sorted(written(hub, asha)) == sorted([VIDEO, DOCUMENT, PRACTICE])
    assert len(attempts(hub, asha)) == 1
    assert len(set(statements(hub)) - before) == 3


def test_what_one_refuses_the_other_takes(asha: Laptop, hub: Hub) -> None:
    """The batch has ended for the learning server; the record store knows of no batches."""
    asha.sync()
    before = set(statements(hub))
    with asha.learner.write() as db:
        joined = db.enrolments()
    if ENDED not in joined:
        asha.join(ENDED)
    asha.watch(replace(asha.place(ENDED, ENDED_LEAF), batch_id="0ended"), 1.0)
    report = asha.sync(interactive=True)
    assert report.waiting == 0
    refused = asha.items(ItemState.REFUSED.value)
    assert {item.sink for item in refused} == {PROGRESS}
    assert {i.receipt.reason for i in refused if i.receipt} <= {RefusalReason.NO_BATCH, RefusalReason.BATCH_ENDED}
    assert len(set(statements(hub)) - before) == 1
