"""How far a course's certificate has come, and how many are here and waited for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from karmadesk.errors import DiskFull, NotDownloaded
from karmadesk.model import Certificate, Link, Place
from karmadesk.services import certificates, course, learning, ledger, status
from karmadesk.services.certificates import Counts
from karmadesk.services.desk import Desk
from karmadesk.services.plan import my_plan
from karmadesk.services.views import Paper
from tests.services.conftest import ARTICLE, CHILD, NOW, OLD, PDF, clock, desk, enrolled, people

__all__ = ["clock", "desk", "people"]

ONE = Certificate("k-1", "do_old", "", NOW, "A8T4Q7")


def join(desk: Desk, course_id: str, *issued: Certificate, done: bool = False) -> None:
    with desk.learner.write() as db:
        row = replace(enrolled(course_id), certificates=issued, completed_at=NOW if done else None)
        db.put_enrolments([row], is_whole=False)


def paper(desk: Desk, course_id: str) -> Paper | None:
    found = course.view(desk, course_id).certificate
    return found.paper if found is not None else None


def test_it_is_waited_for_once_everything_is_done_then_listed_then_here(desk: Desk) -> None:
    assert paper(desk, "do_old") is None
    join(desk, "do_old")
    assert paper(desk, "do_old") is None
    learning.record_pages(desk, Place("do_old", "b_do_old", PDF.id), PDF, [0], 1)
    assert paper(desk, "do_old") is Paper.AWAITED
    assert certificates.counts(desk) == Counts(here=0, awaited=1)
    join(desk, "do_old", ONE, done=True)
    assert paper(desk, "do_old") is Paper.LISTED
    assert certificates.counts(desk) == Counts(here=0, awaited=1)
    with pytest.raises(NotDownloaded):
        certificates.sheet(desk, "k-1")
    with desk.learner.write() as db:
        db.put_drawing("k-1", "<svg/>")
    assert paper(desk, "do_old") is Paper.HERE
    assert certificates.counts(desk) == Counts(here=1, awaited=0)
    sheet = certificates.sheet(desk, "k-1")
    assert (sheet.course_name, sheet.access_code, sheet.svg) == (OLD.card.name, "A8T4Q7", "<svg/>")


def test_one_that_cannot_be_shown_is_neither_here_nor_waited_for(desk: Desk) -> None:
    join(desk, "do_old", ONE, done=True)
    with desk.learner.write() as db:
        db.put_drawing("k-1", "")
    assert paper(desk, "do_old") is Paper.UNUSABLE
    assert certificates.counts(desk) == Counts(here=0, awaited=0)
    with pytest.raises(NotDownloaded):
        certificates.sheet(desk, "k-1")


def test_what_the_server_calls_finished_is_waited_for(desk: Desk) -> None:
    join(desk, "do_unknown", done=True)
    join(desk, "do_heat")
    with desk.learner.write() as db:
        counted = replace(enrolled("do_prog"), resources_done=4, resource_count=4)
        db.put_enrolments([counted], is_whole=False)
    assert certificates.counts(desk) == Counts(here=0, awaited=2)


def test_the_plan_and_a_program_lead_to_it(desk: Desk) -> None:
    join(desk, "do_old", ONE)
    join(desk, "do_child", Certificate("k-2", "do_child", "Child", NOW))
    with desk.learner.write() as db:
        db.put_drawing("k-1", "<svg/>")
        db.put_drawing("k-2", "<svg/>")
    items = {item.card.id: item.certificate_id for year in my_plan(desk).years for item in year.items}
    assert items["do_old"] == "k-1"
    assert set(items.values()) == {"k-1", ""}
    [child] = course.view(desk, "do_prog").courses
    assert (child.card.id, child.certificate_id) == (CHILD.id, "k-2")


def test_how_lessons_are_used_is_shown_apart_and_counts_nowhere(desk: Desk) -> None:
    learning.opened(desk, Place("do_old", "b_do_old", ARTICLE.id))
    assert ledger.view(desk, of_usage=True).rows == (), "nobody said yes"
    assert ledger.view(desk).usage == 0
    assert status.strip(desk, Link.ONLINE, is_sending=False).to_send <= 1


def test_a_full_disk_leaves_no_half_of_a_file(tmp_path: object, monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    import errno
    import os
    from pathlib import Path

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    place = Path(str(tmp_path)) / "out"
    place.mkdir()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        certificates.save(place / "a.pdf", b"x")
    assert list(place.iterdir()) == []
