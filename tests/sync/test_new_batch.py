"""A batch that has ended is not the end: in a new one, what was refused is sent again and taken."""

from __future__ import annotations

import pytest

from karmadesk.model import RefusalReason
from tests.sync.clock import StillClock
from tests.sync.crowd import Member, Records
from tests.sync.desk import Laptop, laptop
from tests.sync.model_server import course, signed_in


@pytest.fixture
def member(clock: StillClock) -> Member:
    found = Member(clock, name="asha")
    found.courses = {"c": course("c", "film", "other")}
    return found


def test_what_an_ended_batch_refused_goes_to_the_new_one(
    member: Member, clock: StillClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with laptop(tmp_path_factory.mktemp("home"), member, clock) as desk:
        signed_in(desk, member)
        desk.join("c")
        desk.sync()
        member.ends("c")
        desk.watch(desk.place("c", "film"), 1.0)
        assert desk.sync().refused == 1
        [refused] = desk.items("refused")
        assert refused.receipt is not None
        assert refused.receipt.reason == RefusalReason.BATCH_ENDED
        member.takes_in_again("c")
        desk.sync()
        assert [item.key for item in desk.items("refused")] == [refused.key], "nobody asked for it yet"
        _retry(desk)
        assert (desk.sync().sent, desk.items("refused")) == (1, [])
        [written] = member.writes_of("film")
        assert written["batchId"] == "b-c-1"


def test_asked_for_again_without_a_new_batch_it_is_refused_again_and_kept(
    member: Member, clock: StillClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with laptop(tmp_path_factory.mktemp("home"), member, clock) as desk:
        signed_in(desk, member)
        desk.join("c")
        desk.sync()
        member.ends("c")
        desk.watch(desk.place("c", "film"), 1.0)
        desk.sync()
        _retry(desk)
        assert (desk.sync().refused, len(desk.items("refused"))) == (1, 1)


def test_a_poisoned_statement_is_refused_alone_and_taken_once_the_store_has_learnt(
    member: Member, clock: StillClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    records = Records(clock, poisonous={"film"})
    with laptop(tmp_path_factory.mktemp("home"), member, clock, records=records) as desk:
        signed_in(desk, member)
        desk.join("c")
        desk.sync()
        desk.watch(desk.place("c", "film"), 0.5)
        desk.watch(desk.place("c", "other"), 0.5)
        report = desk.sync()
        assert (report.stopped_by, report.sent, report.refused, report.waiting) == ("", 3, 1, 0)
        assert len(records.kept) == 1
        records.poisonous.clear()
        _retry(desk)
        assert desk.sync().sent == 1
        assert len(records.kept) == 2


def _retry(desk: Laptop) -> None:
    refused = desk.items("refused")
    with desk.learner.write() as db:
        for item in refused:
            db.retry(item.key)
