"""Two people, one laptop without a link, one pen drive, one linked computer: everything arrives, and once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from karmadesk.app.core import Core
from karmadesk.cli.main import main
from karmadesk.hub import seeding
from karmadesk.hub.database import database_in
from karmadesk.hub.place import Place as HubPlace
from karmadesk.jobs import Context
from karmadesk.model import ItemState
from karmadesk.services import course, learning, ledger
from karmadesk.services.desk import Desk
from tests.app.test_two_laptops import COURSE, SUNITA, VIDEO, opened
from tests.hub.server import Hub, running_hub
from tests.sync.relay import Relay
from tests.sync.test_with_hub import accepted, row_of, signed_in
from tests.sync.wire import Said, wire
from tests.ui.doubles import ROOT

RAVI = ("ravi", "demo-ravi")
ANOTHER = "do_1140000000000002"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    place = HubPlace(tmp_path / "hub")
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, ROOT / "resources" / "demo")
    database.close()
    with running_hub(place.root, "--certificate-delay", "0") as running:
        yield running


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    found = tmp_path / "drive"
    found.mkdir()
    return found


@pytest.fixture
def cores() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def begun(home: Path, cores: ExitStack) -> Core:
    core = opened(home)
    cores.callback(core.close)
    return core


def add(core: Core, hub: Hub, address: str, who: tuple[str, str]) -> Desk:
    core.keep_server(row_of(address))
    person = core.complete_sign_in(signed_in(hub.url, who), "hub", None, who[0].title())
    core.reachability.probe(Context())
    core.sync.run_all(Context(), interactive=True)
    return core.desk(person.id)


def finish(desk: Desk, course_id: str, resource_id: str) -> None:
    rows = {row.resource.id: row for unit in course.view(desk, course_id).units for row in unit.rows}
    found = rows[resource_id]
    length = max(1000, round(found.resource.duration_s * 1000))
    learning.record_watched(desk, found.place, found.resource, ((0, length),), length, length)


def states(desk: Desk) -> dict[ItemState, int]:
    return {state: count for state, count in ledger.view(desk).counts.items() if count}


def user(desk: Desk) -> str:
    with desk.learner.read() as db:
        found = db.profile()
    assert found is not None
    return found.user_id


def by_line(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[dict[str, Any]]]:
    """What the command line says in JSON, and its exit code."""
    options = ["--home", str(home), "--secrets", "sealed-file", "--passphrase-file", str(home.parent / "phrase")]
    capsys.readouterr()
    code = main(["carry", *words, "--json", *options])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_two_people_one_drive_everything_arrives_once_and_the_ledger_turns_green(
    hub: Hub, tmp_path: Path, drive: Path, capsys: pytest.CaptureFixture[str], cores: ExitStack
) -> None:
    field, office = tmp_path / "field" / "home", tmp_path / "office" / "home"
    relay = Relay(hub.url)
    with wire(relay) as between:
        core = begun(field, cores)
        sunita, ravi = add(core, hub, between.url, SUNITA), add(core, hub, between.url, RAVI)
        relay.before = lambda _: Said(cut=True)
        was_taken = len(accepted(hub, user(sunita)))
        finish(sunita, COURSE, VIDEO)
        finish(ravi, COURSE, VIDEO)
        names = [user(sunita), user(ravi), VIDEO, COURSE, "Sunita", "Ravi"]
        core.close()

        code, written = by_line(field, capsys, "out", str(drive))
        assert code == 0, written
        assert [one["label"] for one in written] == ["Sunita", "Ravi"]
        assert all(one["items"] >= 1 for one in written)
        files = sorted((drive / "KarmaDesk-post").iterdir())
        assert [file.suffix for file in files] == [".post", ".post"]
        lain = b"".join(file.name.encode() + file.read_bytes() for file in files)
        assert not [name for name in names if name.encode() in lain]

        linked = begun(office, cores)
        add(linked, hub, hub.url, ("meena", "demo-meena"))
        linked.close()
        code, handed = by_line(office, capsys, "deliver", str(drive))
        assert code == 0
        assert sum(one["accepted"] for one in handed) == sum(one["items"] for one in written)
        code, again = by_line(office, capsys, "deliver", str(drive))
        assert [one["accepted"] for one in again] == [one["accepted"] for one in handed]

        code, taken = by_line(field, capsys, "in", str(drive))
        assert code == 0
        assert [one["refused"] + one["damaged"] for one in taken] == [0, 0]
        core = begun(field, cores)
        sunita, ravi = (core.desk(person.id) for person in core.people.list())
        assert set(states(sunita)) == {ItemState.ACCEPTED}
        assert set(states(ravi)) == {ItemState.ACCEPTED}
        asked = len(relay.passed)
        assert len([one for one in accepted(hub, user(sunita))[was_taken:] if one["content"] == VIDEO]) == 1
        core.close()
        assert by_line(field, capsys, "in", str(drive))[0] == 0
        assert len(relay.passed) == asked, "nothing of this went over the link"
