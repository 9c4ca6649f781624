"""Row by row of the failure table, at each adapter and kind of request: nothing lost, nothing twice, all answered."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from karmadesk.model import Item, ItemState, Link
from karmadesk.ports import SyncReport
from karmadesk.sync.igot import Igot
from karmadesk.ui.sentences import REASONS, TROUBLES
from tests.matrix import ALL
from tests.sync.clock import StillClock
from tests.sync.failures.desk import ADAPTERS, Office, hasty, office, row_at
from tests.sync.failures.table import ANSWERS, READS, SENDS, TABLE, Again, Fate, Outcome, Place, Row
from tests.sync.failures.town import FILMS, JOINED, WANTED, Town, is_of
from tests.sync.wire import Asked, Said, Wire, wire

Case = tuple[Row, str, str]

EVERY: list[Case] = [
    (row, adapter, kind)
    for row in ANSWERS
    for adapter, kind in itertools.product(ADAPTERS, (*SENDS, *READS))
    # The record store is the same beside both.
    if kind in (row.kinds or (*SENDS, *READS)) and (adapter, kind) != ("sunbird", "records")
]


def chosen() -> list[Case]:
    """All, or each row's sending of progress and one more kind, another for each row."""
    if ALL:
        return EVERY
    found: list[Case] = []
    for number, row in enumerate(ANSWERS):
        cases = [case for case in EVERY if case[0] is row]
        first = next((case for case in cases if case[2] == "push"), cases[0])
        found += [first, next(c for c in (*cases[number * 5 % len(cases) :], *cases) if c is not first)]
    return found


def named(case: Case) -> str:
    row, adapter, kind = case
    return f"{row.name} - {adapter} {kind}"


@contextmanager
def begun(home: Path, adapter: str, kind: str, town: Town) -> Iterator[tuple[Office, Wire]]:
    """Somebody who has everything from the server, and work that waits for this kind of request."""
    with wire(town) as server, office(home, adapter, server.url) as one:
        assert one.server.probe() is Link.ONLINE
        assert one.desk.sync().stopped_by == ""
        one.desk.watch(one.film(), 1.0)
        if kind == "enrol":
            one.desk.join(WANTED)
        if kind == "refresh":
            one.token_ends()
        if kind == "hierarchy":
            town.version += 1
        server.asked.clear()
        yield one, server


def spoil(town: Town, row: Row, kind: str) -> None:
    """From now on, or once, this kind of request goes as the row says."""
    left = [1 if row.once else 10_000]

    def meddle(asked: Asked) -> Said | None:
        if not is_of(kind, asked) or not left[0]:
            return None
        left[0] -= 1
        return row.said

    if row.place is Place.LATE:
        town.after = meddle
    else:
        town.before = meddle


def mended(town: Town) -> None:
    town.before = town.after = lambda _: None


def on_its_way(one: Office, kind: str) -> Item:
    """The item that this kind of request is about; for a read the progress that was recorded."""
    item = {"enrol": lambda: one.item(WANTED), "records": lambda: one.record(JOINED)}.get(
        kind, lambda: one.item(JOINED)
    )()
    assert item is not None, "nothing that was done is ever gone from the ledger"
    return item


@pytest.mark.parametrize("case", chosen(), ids=named)
def test_what_becomes_of_the_work(case: Case, tmp_path: Path) -> None:
    row, adapter, kind = case
    expected = row.expected(adapter, kind)
    town = Town()
    with begun(tmp_path, adapter, kind, town) as (one, server):
        here = at_hand(one)
        spoil(town, row, kind)
        report = one.desk.sync()
        assert any(is_of(kind, asked) for asked in server.asked), "the fault was met"
        is_as_told(one, report, expected, kind)
        assert at_hand(one) == here, "a fault never replaces what is here"
        mended(town)
        tries_again(one, town, expected, row, kind)
        is_whole(one, town, kind)


def is_as_told(one: Office, report: SyncReport, expected: Outcome, kind: str) -> None:
    """The item's state, and what the learner is told."""
    item = on_its_way(one, kind)
    assert report.stopped_by == expected.key
    assert report.needs_sign_in is (expected.again is Again.SIGN_IN)
    if kind in READS and expected.fate is not Fate.REFUSED:
        # Progress goes before most reads; what had not gone waits as it was.
        assert item.state in {ItemState.WAITING, ItemState.SENDING, ItemState.ACCEPTED}
    elif expected.fate is Fate.KEPT:
        assert item.state is ItemState.SENDING
        assert item.attempts == 1
        assert item.next_at is not None
    else:
        assert item.state is (ItemState.REFUSED if expected.fate is Fate.REFUSED else ItemState.ACCEPTED)
        assert item.receipt is not None
        assert item.receipt.reason == expected.reason
    assert one.accepted_without_receipt() == []


def at_hand(one: Office) -> tuple[object, ...]:
    """What has been pulled: plan, courses joined, trees, how much of the catalogue."""
    with one.desk.learner.read() as db:
        mine = (db.assignments(), JOINED in db.enrolments())
    with one.desk.catalogue.read() as catalogue:
        tree = catalogue.course(JOINED)
        assert tree is not None
        return (*mine, [resource.id for resource in tree.resources()], catalogue.count())


def tries_again(one: Office, town: Town, expected: Outcome, row: Row, kind: str) -> None:
    """Waits as the row says, no less, and lets the item go."""
    writes = (len(town.written), len(town.enrolled), len(town.taken))
    if expected.again is Again.RETRY_AFTER:
        one.clock.pass_(seconds=row.wait_s - 60)
        assert one.desk.sync().stopped_by == "server_busy"
        assert writes == (len(town.written), len(town.enrolled), len(town.taken)), "it is left alone until then"
        one.clock.pass_(seconds=60 + row.wait_s / 4)
    elif expected.again is Again.SIGN_IN:
        one.clock.pass_(minutes=20)
        one.signs_in()
    elif expected.again is Again.REQUEST:
        one.clock.pass_(minutes=20)
        assert one.desk.sync().stopped_by == ""
        assert on_its_way(one, kind).state is ItemState.REFUSED, "nobody asked for it"
        with one.desk.learner.write() as db:
            db.retry(on_its_way(one, kind).key)
    else:
        one.clock.pass_(minutes=20)
    assert one.desk.sync().stopped_by == "", "a round by itself, no button"


def is_whole(one: Office, town: Town, kind: str) -> None:
    """All that was done is at the servers, once, and each delivery has the server's word in the store."""
    assert one.desk.outbox() == 0
    assert one.desk.items("refused") == []
    accepted = one.desk.items("accepted")
    assert len(accepted) == (3 if kind == "enrol" else 2)
    assert one.accepted_without_receipt() == []
    assert [row["contentId"] for row in town.written] == [FILMS[JOINED]]
    assert town.enrolled == ([WANTED] if kind == "enrol" else [])
    assert len(town.taken) == len(set(town.taken)) == 1


@pytest.mark.parametrize("row", [row for row in ANSWERS if row.place is Place.ANSWER], ids=lambda row: row.name)
def test_what_the_strip_says(row: Row) -> None:
    with wire(lambda _: row.said) as server:
        clock = StillClock()
        http = hasty(row_at(server.url, "igot"), clock)
        assert Igot(http, clock).probe() is row.link
        http.close()


def test_whatever_is_told_has_its_sentence() -> None:
    told = [row.expected(adapter, kind) for row in TABLE for adapter in ADAPTERS for kind in (*SENDS, *READS)]
    assert {one.key for one in told if one.key} <= set(TROUBLES)
    assert {one.reason for one in told if one.reason} <= set(REASONS)
    assert len({row.name for row in TABLE}) == len(TABLE)


def test_a_backoff_is_kept_on_disk_and_the_button_jumps_it(tmp_path: Path) -> None:
    town = Town()
    row = next(row for row in ANSWERS if row.name == "500")
    with begun(tmp_path, "igot", "push", town) as (one, _):
        spoil(town, row, "push")
        one.desk.sync()
        mended(town)
        item = on_its_way(one, "push")
        assert item.next_at is not None
        assert one.clock.corrected() <= item.next_at <= one.clock.corrected() + timedelta(seconds=5)
        assert one.desk.sync(interactive=True).stopped_by == ""
        is_whole(one, town, "push")
