"""The platform is told how lessons are used only after a person or the office said yes, and from that act on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.cli import main
from karmadesk.model import Certificate, Course, CourseCard, Place, Resource, ServerRow, Unit
from karmadesk.policy import NO_POLICY, Policy
from karmadesk.ports import PROGRESS, RECORDS, TELEMETRY
from karmadesk.services import learning, ledger, status
from karmadesk.services.desk import Desk
from tests.app.test_two_laptops import at_once, fails
from tests.services.conftest import NOW, enrolled

NOWHERE = ServerRow("nowhere", "Nowhere", "igot", "http://127.0.0.1:9", "key")
LIST = Resource("do_p", "List", "document", "application/pdf", package_url="/p.ecar")
OLD = Course(CourseCard("do_old", "Old"), (Unit("o", "O", (LIST,)),))
PLACE = Place("do_old", "b_do_old", LIST.id)


def made(tmp_path: Path, office: Policy = NO_POLICY) -> Core:
    phrase = tmp_path / "phrase"
    phrase.write_text("neem bicycle cloud seven")
    secrets = Secrets("sealed-file", phrase)
    return Core(tmp_path / "home", post=at_once, unexpected=fails, secrets=secrets, office=office)


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    found = made(tmp_path)
    yield found
    found.close()


def at_desk(core: Core) -> Desk:
    core.keep_server(NOWHERE)
    desk = core.desk(core.people.add("nowhere", "Asha").id)
    with desk.catalogue.write() as catalogue:
        catalogue.put_course(OLD)
    with desk.learner.write() as db:
        db.put_enrolments([enrolled("do_old")])
    return desk


def usage(desk: Desk) -> int:
    return ledger.view(desk).usage


def test_nothing_is_told_until_somebody_says_yes_and_then_from_the_next_act_on(core: Core) -> None:
    desk = at_desk(core)
    learning.opened(desk, PLACE)
    assert usage(desk) == 0
    core.change_settings(tells_usage=True)
    assert usage(desk) == 0, "what was done before stays untold"
    learning.opened(desk, PLACE)
    learning.record_pages(desk, PLACE, LIST, [0], 1)
    [row] = ledger.view(desk, of_usage=True).rows
    assert row.item.verbs == ("initialized", "completed")
    assert [r.item.sink for r in ledger.view(desk).rows] == [PROGRESS]
    assert status.strip(desk, core.link(), is_sending=False).to_send == 1
    core.change_settings(tells_usage=False)
    learning.opened(desk, PLACE)
    [row] = ledger.view(desk, of_usage=True).rows
    assert row.item.summary["count"] == 2


@pytest.mark.parametrize("says", [True, False])
def test_the_office_decides_it_either_way(says: bool, tmp_path: Path) -> None:
    core = made(tmp_path, replace(NO_POLICY, tells_usage=says))
    core.keep_server(replace(NOWHERE, records="http://127.0.0.1:9/xapi"))
    core.change_settings(tells_usage=not says)
    assert core.settings.tells_usage is says
    assert core.sinks_of("nowhere") == ((PROGRESS, RECORDS, TELEMETRY) if says else (PROGRESS, RECORDS))
    core.close()


def test_status_counts_certificates_and_no_usage(
    core: Core, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    core.change_settings(tells_usage=True)
    desk = at_desk(core)
    learning.record_pages(desk, PLACE, LIST, [0], 1)
    with desk.learner.write() as db:
        one = replace(enrolled("do_new"), certificates=(Certificate("k-1", "do_new", "New", NOW),))
        db.put_enrolments([one], is_whole=False)
        db.put_drawing("k-1", "<svg/>")
    core.close()
    options = ["--home", str(tmp_path / "home"), "--passphrase-file", str(tmp_path / "phrase")]
    assert main(["status", "--json", *options]) == 0
    told = json.loads(capsys.readouterr().out)
    [person] = told["people"]
    assert (person["certificates"], person["certificates_awaited"]) == (1, 1)
    assert told["outbox_waiting"] == 1
    assert all(item["verbs"] != ["initialized"] for item in person["items"])
