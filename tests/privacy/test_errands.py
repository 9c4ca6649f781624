"""What somebody who is locked did still goes: by a process of its own, once, and only where it may."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from karmadesk.app.core import Core
from karmadesk.errors import PersonLocked
from karmadesk.jobs import Context
from karmadesk.model import Person, ServerRow
from karmadesk.ports import PersonLock, Waiting
from karmadesk.services import locking
from karmadesk.services.people import rows
from tests.hub.server import Hub
from tests.privacy.office import SISTERS, accepted, add, hub_with, laptop, learn

PIN = "4711"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with hub_with(tmp_path_factory.mktemp("office")) as running:
        yield running


@pytest.fixture
def core(tmp_path: Path, hub: Hub) -> Iterator[Core]:
    with laptop(tmp_path / "home", tmp_path / "phrase", hub) as made:
        yield made


def locked(core: Core, person: Person, lock: PersonLock) -> None:
    locking.protect(core.people, person.id, PIN, lock)
    core.people.close(person.id)


def test_two_people_one_locked_one_link(core: Core, hub: Hub) -> None:
    asha, bina = (add(core, one, label) for one, label in zip(SISTERS, ("A", "B"), strict=True))
    learn(core, asha)
    learn(core, bina)
    before = len(accepted(hub))
    locked(core, asha, PersonLock(sends_locked=False))
    found = {row.label: row for row in rows(core.people, core.servers)}
    assert (found["A"].is_locked, found["A"].to_send, found["A"].sends_locked) == (True, 3, False)
    reports = {report.person_id: report for report in core.sync.run_all(Context(), interactive=True)}
    assert (reports[asha.id].stopped_by, reports[bina.id].sent) == ("person_locked", 3)
    assert core.people.waiting(asha.id) == Waiting(3)
    core.people.unlock(asha.id, PIN)
    locking.protect(core.people, asha.id, PIN, PersonLock(sends_locked=True), PIN)
    core.people.close(asha.id)
    core.change_settings(send_locked=False)
    report = core.sync.run(asha.id, Context(), interactive=True)
    assert report.stopped_by == "person_locked", "whoever is responsible for this laptop has forbidden it"
    assert core.keys.get(f"dispatch-{asha.id}") is None, "not even the key may stay"
    core.change_settings(send_locked=True)
    core.people.unlock(asha.id, PIN)
    locking.protect(core.people, asha.id, PIN, PersonLock(sends_locked=True), PIN)
    core.people.close(asha.id)
    report = core.sync.run(asha.id, Context(), interactive=True)
    assert (report.stopped_by, report.sent, report.waiting) == ("", 3, 0)
    assert not core.people.is_open(asha.id)
    with pytest.raises(PersonLocked):
        core.people.open(asha.id)
    assert core.people.waiting(asha.id) == Waiting(0)
    assert len(accepted(hub)) == before + 6
    assert core.sync.run(asha.id, Context(), interactive=True).sent == 0, "nobody is sent out for nothing"
    for log in (core.paths.logs / "errand.log").parent.iterdir():
        text = log.read_text("utf-8")
        assert not [word for one in SISTERS for word in (one.last, one.email) if word in text]
    locking.unlock(core.people, asha.id, PIN)
    with core.people.open(asha.id).read() as db:
        assert sum(db.item_counts()[state] for state in ("waiting", "sending")) == 0
    assert len(accepted(hub)) == before + 6


def test_what_is_forbidden_leaves_the_vault_also_without_a_link(core: Core) -> None:
    asha = core.people.add("nowhere", "A")
    core.keep_server(ServerRow("nowhere", "Nowhere", "igot", "http://127.0.0.1:9", "key"))
    locked(core, asha, PersonLock(sends_locked=True))
    assert core.keys.get(f"dispatch-{asha.id}") is not None
    core.change_settings(send_locked=False)
    core.request_sync()
    core.jobs.run("sync", lambda _: None).future.result(20)
    core.jobs.run("sync", lambda _: None).future.result(20)
    assert core.keys.get(f"dispatch-{asha.id}") is None
    assert core.people.lock_of(asha.id) == PersonLock(is_remembered=False, sends_locked=False)


def test_who_is_locked_is_carried_by_a_drive_too_only_where_it_may(tmp_path: Path) -> None:
    with hub_with(tmp_path / "own") as hub, laptop(tmp_path / "home", tmp_path / "phrase", hub) as core:
        carries(core, tmp_path)


def carries(core: Core, tmp_path: Path) -> None:
    asha, bina = (add(core, one, label) for one, label in zip(SISTERS, ("A", "B"), strict=True))
    core.reachability.probe(Context())
    core.sync.run_all(Context(), interactive=True)
    drive = tmp_path / "drive"
    drive.mkdir()
    for person in (asha, bina):
        learn(core, person)
    locked(core, asha, PersonLock(sends_locked=True))
    locked(core, bina, PersonLock(sends_locked=False))
    written = {one.person_id: one for one in core.carrying.write(drive, Context())}
    assert (written[asha.id].error, written[asha.id].items) == ("", 3)
    assert written[bina.id].error == "person_locked"
    assert not core.people.is_open(asha.id)
    [handed] = core.carrying.hand_over(drive, Context())
    assert handed.accepted == 3
    taken = {one.person_id: one for one in core.carrying.take_in(drive, Context())}
    assert (taken[asha.id].accepted, taken[bina.id].error) == (3, "person_locked")
    assert core.people.waiting(asha.id) == Waiting(0)
    core.change_settings(send_locked=False)
    assert {one.error for one in core.carrying.write(drive, Context())} == {"person_locked"}
