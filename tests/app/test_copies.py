"""A home or a store that was copied, restored or exchanged: nothing lost, nothing counted twice, by the real hub."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from karmadesk.app import kept, places
from karmadesk.app.core import Core
from karmadesk.app.device import known_device
from karmadesk.jobs import Context
from karmadesk.model import Json, Place, Resource
from karmadesk.services import course, learning
from karmadesk.services.desk import Desk
from karmadesk.services.plan import PULLED
from karmadesk.services.views import ResourceRow
from karmadesk.statement import Act, StatementKind, Verb
from tests.app.test_two_laptops import COURSE, PRACTICE, VIDEO, add_sunita, opened
from tests.app.test_two_laptops import hub as hub  # noqa: PLC0414 - a fixture, passed on by its name
from tests.hub.server import Hub
from tests.matrix import ALL
from tests.sync.relay import Relay
from tests.sync.wire import wire

at_length = pytest.mark.skipif(not ALL, reason="a hub for each takes long: in test-all")
UPDATE = "/content/state/update"
DATABASE = "learner.db"


@dataclass
class World:
    """One learner's homes side by side, and what reached the hub."""

    home: Path
    relay: Relay

    @contextmanager
    def at(self, home: Path) -> Iterator[tuple[Core, Desk]]:
        core = opened(home)
        try:
            yield core, core.desk(core.people.list()[0].id)
        finally:
            core.close()

    def copied(self, name: str) -> Path:
        """The whole home, with the passphrase beside it, in another place."""
        shutil.copytree(self.home.parent, self.home.parent.with_name(name))
        return self.home.parent.with_name(name) / self.home.name

    def store(self, home: Path) -> Path:
        [found] = (home / "people").glob(f"*/{DATABASE}")
        return found

    def writes(self) -> Counter[str]:
        """How often the state of each content was written."""
        found: Counter[str] = Counter()
        for request in self.relay.passed:
            if request.path.endswith(UPDATE):
                said = request.json["request"]
                found.update(one["contentId"] for one in (*said.get("contents", ()), *said.get("assessments", ())))
        return found


@pytest.fixture
def world(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Sunita has signed in, joined her course, and does the rest of her learning without a link."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    relay = Relay(hub.url)
    with wire(relay) as between:
        made = World(tmp_path / "laptop" / "home", relay)
        core = opened(made.home)
        desk = add_sunita(core, hub, between.url)
        learning.opened(desk, Place(COURSE, "", VIDEO))
        synced(core)
        core.close()
        yield made


def synced(core: Core) -> int:
    """How much one round sent; all of it was taken."""
    [report] = core.sync.run_all(Context(), interactive=True)
    assert (report.stopped_by, report.refused, report.waiting) == ("", 0, 0)
    return report.sent


def rows(desk: Desk) -> list[ResourceRow]:
    """Every resource of the courses that she has joined."""
    with desk.learner.read() as db:
        joined = [enrolment.course_id for enrolment in db.enrolments().values()]
    with desk.catalogue.read() as catalogue:
        known = [course_id for course_id in joined if catalogue.course(course_id) is not None]
    return [row for course_id in known for unit in course.view(desk, course_id).units for row in unit.rows]


def resource(desk: Desk, resource_id: str) -> tuple[Place, Resource]:
    return next((row.place, row.resource) for row in rows(desk) if row.resource.id == resource_id)


def watch(desk: Desk, resource_id: str = VIDEO, share: float = 1.0) -> None:
    place, film = resource(desk, resource_id)
    length = round(film.duration_s * 1000) or 100_000
    seen = round(length * share)
    learning.record_watched(desk, place, film, ((0, seen),), seen, length)


def answer(desk: Desk, correct: int = 3) -> None:
    place, practice = resource(desk, PRACTICE)
    body: dict[str, Json] = {
        "answered": 5,
        "correct": correct,
        "total": 5,
        "completed": True,
        "fraction": 1.0,
        "mime_type": practice.mime_type,
    }
    with desk.learner.write() as db:
        db.record([Act(StatementKind.STATEMENT, Verb.ANSWERED, place, body)])


def others(desk: Desk) -> list[str]:
    """What is left to do but the film and the practice set."""
    left = [row.resource.id for row in rows(desk) if not row.progress.is_completed]
    return [found for found in left if found not in {VIDEO, PRACTICE}]


def waiting(desk: Desk) -> list[str]:
    with desk.learner.read() as db:
        return [statement.id for statement in db.pending()]


def done(desk: Desk) -> set[str]:
    return {row.resource.id for row in rows(desk) if row.progress.is_completed}


def test_two_copies_of_a_home_both_sync_and_everything_counts_once(world: World) -> None:
    with world.at(world.home) as (_, desk):
        watch(desk)
        answer(desk)
        before = waiting(desk)
    copy = world.copied("copy")
    with world.at(copy) as (core, desk):
        assert waiting(desk) == before, "what waited waits, with its own ids"
        assert known_device(world.home / "device.json") != known_device(copy / "device.json")
        with desk.learner.read() as db:
            assert db.checkpoint(PULLED) == "", "what the server holds is asked for again"
        [first, second, *_] = others(desk)
        watch(desk, second)
        with desk.learner.read() as db:
            devices = {s.device for s in db.pending()}
        assert len(devices) == 2
    with world.at(world.home) as (core, desk):
        watch(desk, first)
        assert synced(core) >= 3
        with desk.learner.read() as db:
            assert db.checkpoint(PULLED)
    with world.at(copy) as (core, desk):
        synced(core)
        assert {VIDEO, PRACTICE, first, second} <= done(desk)
        assert synced(core) == 0
    with world.at(world.home) as (core, desk):
        synced(core)
        assert {VIDEO, PRACTICE, first, second} <= done(desk)
    assert set(world.writes().values()) == {1}, "each content was written once, by whichever came first"
    assert set(world.writes()) == {VIDEO, PRACTICE, first, second}


def test_a_restored_home_goes_on_where_the_server_is(world: World) -> None:
    with world.at(world.home) as (_, desk):
        watch(desk)
    backup = world.copied("backup")
    with world.at(world.home) as (core, desk):
        before = known_device(world.home / "device.json")
        answer(desk)
        assert synced(core) == 2
    shutil.rmtree(world.home)
    shutil.copytree(backup, world.home)
    with world.at(world.home) as (core, desk):
        after = known_device(world.home / "device.json")
        assert after != before
        assert PRACTICE not in done(desk)
        assert synced(core) == 1, "the film waited in the backup; the server says that it has it"
        assert {VIDEO, PRACTICE} <= done(desk)
    with world.at(world.home):
        assert known_device(world.home / "device.json") == after, "noticed once"
    assert world.writes() == {VIDEO: 1, PRACTICE: 1}


def test_an_older_store_put_in_its_place_is_noticed(world: World, tmp_path: Path) -> None:
    with world.at(world.home) as (_, desk):
        watch(desk, share=0.4)
    older = tmp_path / "older.db"
    shutil.copyfile(world.store(world.home), older)
    with world.at(world.home) as (core, desk):
        watch(desk)
        synced(core)
        device = known_device(world.home / "device.json")
    shutil.copyfile(older, world.store(world.home))
    with world.at(world.home) as (core, desk):
        assert known_device(world.home / "device.json") != device
        watch(desk, share=0.5)
        with desk.learner.read() as db:
            numbers = [(s.device, s.sequence) for s in db.pending()]
            clocks = [s.clock for s in db.pending()]
        assert len(numbers) == len(set(numbers))
        assert clocks == sorted(clocks)
        synced(core)
        assert VIDEO in done(desk), "an old position undoes nothing"
    assert world.writes()[VIDEO] == 2, "the film as it was seen, and what was seen of it once more"


@at_length
def test_a_copy_of_the_same_run_put_back_is_noticed_by_its_counter(world: World, tmp_path: Path) -> None:
    with world.at(world.home) as (core, desk):
        watch(desk, share=0.4)
        older = tmp_path / "older.db"
        with desk.learner.read():
            for suffix in ("", "-wal"):
                source = world.store(world.home)
                shutil.copyfile(source.with_name(source.name + suffix), older.with_name(older.name + suffix))
        watch(desk)
        synced(core)
        device = known_device(world.home / "device.json")
    for suffix in ("", "-wal"):
        target = world.store(world.home)
        shutil.copyfile(older.with_name(older.name + suffix), target.with_name(target.name + suffix))
    with world.at(world.home) as (core, desk):
        assert known_device(world.home / "device.json") != device
        synced(core)
        assert VIDEO in done(desk)
    assert world.writes()[VIDEO] == 1


@at_length
@pytest.mark.parametrize("what", ["state files deleted", "another machine"])
def test_what_cannot_be_recognised_loses_nothing(world: World, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changes: dict[str, Callable[[], object]] = {
        "state files deleted": lambda: shutil.rmtree(places.state_folder() / "homes"),
        "another machine": lambda: monkeypatch.setattr(kept, "machine_mark", lambda: "that one"),
    }
    with world.at(world.home) as (_, desk):
        watch(desk)
        before = waiting(desk)
        device = known_device(world.home / "device.json")
    changes[what]()
    with world.at(world.home) as (core, desk):
        assert known_device(world.home / "device.json") != device
        assert waiting(desk) == before
        answer(desk)
        assert synced(core) == 2
        assert {VIDEO, PRACTICE} <= done(desk)
    assert world.writes() == {VIDEO: 1, PRACTICE: 1}


@at_length
def test_a_home_that_nothing_happened_to_stays_what_it_is(world: World) -> None:
    device = known_device(world.home / "device.json")
    for _ in range(3):
        with world.at(world.home) as (core, desk):
            watch(desk, share=0.2)
            with desk.learner.read() as db:
                assert db.checkpoint(PULLED)
            synced(core)
        assert known_device(world.home / "device.json") == device


def test_a_program_that_is_killed_is_not_taken_for_a_copy(world: World) -> None:
    device = known_device(world.home / "device.json")
    core = opened(world.home)
    desk = core.desk(core.people.list()[0].id)
    watch(desk)
    for suffix in ("", "-wal"):  # as a kill leaves them: not closed, nothing noted
        source = world.store(world.home)
        shutil.copyfile(source.with_name(source.name + suffix), source.with_name(f"kept{suffix}"))
    [record] = (places.state_folder() / "homes").glob("*.json")
    noted = record.read_bytes()
    core.close()
    record.write_bytes(noted)
    for suffix in ("", "-wal"):
        target = world.store(world.home)
        target.with_name(f"kept{suffix}").replace(target.with_name(target.name + suffix))
    with world.at(world.home) as (_, again):
        assert len(waiting(again)) == 1
        with again.learner.read() as db:
            assert db.checkpoint(PULLED)
    assert known_device(world.home / "device.json") == device
