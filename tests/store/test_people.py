"""People come, are renamed, opened and go; a crash leaves a whole person or none."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from karmadesk.errors import DamagedDatabase, DiskFull, NoKeyring, WrongKey
from karmadesk.jobs import Cancelled
from karmadesk.model import Person, Place
from karmadesk.paths import Paths
from karmadesk.services.mended import FRESH, MENDED
from karmadesk.statement import Verb
from karmadesk.store import backups, only_progress, open_people
from karmadesk.store import people as room
from karmadesk.store.learner.store import LearnerStore
from karmadesk.store.mending import is_wanted
from karmadesk.store.people import PeopleFolder
from karmadesk.store.records import Watch
from karmadesk.vault.memory import MemoryVault
from karmadesk.vault.wrapped import SecretWrapping
from tests.store.acts import act
from tests.store.clock import OwnClock
from tests.store.test_mending import flipped, spoil


def again(people: PeopleFolder) -> PeopleFolder:
    """The same home, opened by the next start of the program."""
    return PeopleFolder(people._paths, people._vault, people._clock, "laptop", only_progress, people._wrapping)


def folder_of(people: PeopleFolder, person: Person) -> Path:
    return people._paths.person(person.id)


def test_two_learners_share_the_laptop(people: PeopleFolder) -> None:
    assert people.list() == ()
    asha = people.add("hub", "आशा", "hi")
    ravi = people.add("hub", "Ravi")
    assert asha.id != ravi.id
    assert people.list() == (asha, ravi)
    assert people.person(asha.id) == asha == Person(asha.id, "आशा", "hub", "hi")
    with people.open(asha.id).write() as db:
        db.record([act(Verb.COMPLETED)])
    with people.open(ravi.id).read() as db:
        assert db.pending() == ()
    people.close_all()
    later = again(people)
    assert later.list() == (asha, ravi)
    with later.open(asha.id).read() as db:
        assert len(db.pending()) == 1
    later.close_all()


def test_an_open_store_is_the_same_object_until_all_are_closed(people: PeopleFolder) -> None:
    asha = people.add("hub", "Asha")
    opened = people.open(asha.id)
    assert people.open(asha.id) is opened
    people.close_all()
    assert people.open(asha.id) is not opened


def test_nothing_in_the_folder_names_anybody_but_the_label(people: PeopleFolder, vault: MemoryVault) -> None:
    asha = people.add("hub", "Didi", "hi")
    card = json.loads((folder_of(people, asha) / "person.json").read_text("utf-8"))
    assert set(card) == {"label", "server", "language", "added_at", "key"}
    assert sorted(p.name for p in folder_of(people, asha).iterdir()) == ["learner.db", "person.json"]
    key = vault.get(f"learner-{asha.id}")
    assert key is not None
    assert len(key) == 32
    assert key.hex() not in json.dumps(card)
    assert (folder_of(people, asha) / "person.json").stat().st_mode & 0o777 == 0o600


def test_a_new_label_is_in_the_card_and_its_copy_and_the_one_before_in_neither(people: PeopleFolder) -> None:
    asha = people.add("hub", "Asha", "hi")
    renamed = people.rename(asha.id, "Asha Devi")
    assert renamed == Person(asha.id, "Asha Devi", "hub", "hi")
    assert people.person(asha.id) == renamed
    path = folder_of(people, asha) / "person.json"
    path.write_bytes(b"\0\0half a ca")
    assert people.list() == (renamed,)
    people.rename(asha.id, "Asha K")
    assert not [one for one in path.parent.glob("person.json*") if "Devi" in one.read_text("utf-8")]
    assert people.list()[0].label == "Asha K"
    with people.open(asha.id).read() as db:
        assert db.pending() == ()


def test_a_folder_that_is_nobodys_is_left_alone(people: PeopleFolder, caplog: pytest.LogCaptureFixture) -> None:
    asha = people.add("hub", "Asha")
    (people._paths.people / "stray").mkdir()
    (people._paths.people / "note.txt").write_text("x", "utf-8")
    assert people.list() == (asha,)
    assert "stray" in caplog.text
    assert people.person("stray") is None
    assert people.person("../people") is None
    assert people.person("") is None
    with pytest.raises(KeyError):
        people.open("stray")
    with pytest.raises(KeyError):
        people.rename("stray", "x")


def test_a_person_who_leaves_takes_key_and_store_along(people: PeopleFolder, vault: MemoryVault) -> None:
    asha, ravi = people.add("hub", "Asha"), people.add("hub", "Ravi")
    people.open(asha.id)
    people.remove(asha.id)
    people.remove(asha.id)
    assert people.list() == (ravi,)
    assert vault.get(f"learner-{asha.id}") is None
    assert [p.name for p in people._paths.people.iterdir()] == [ravi.id]


def test_no_key_and_a_wrong_key_are_told(people: PeopleFolder, vault: MemoryVault) -> None:
    asha = people.add("hub", "Asha")
    vault.put(f"learner-{asha.id}", bytes(32))
    with pytest.raises(WrongKey):
        people.open(asha.id)
    vault.delete(f"learner-{asha.id}")
    with pytest.raises(WrongKey):
        people.open(asha.id)


def test_a_damaged_store_is_told_from_a_wrong_key_and_mended(people: PeopleFolder, vault: MemoryVault) -> None:
    asha = people.add("hub", "Asha")
    path = folder_of(people, asha) / "learner.db"
    key = vault.get(f"learner-{asha.id}")
    assert key is not None
    vault.put(f"learner-{asha.id}", bytes(32))
    before = path.read_bytes()
    with pytest.raises(WrongKey):
        people.open(asha.id)
    assert path.read_bytes() == before, "another key's store is nobody's to mend"
    vault.put(f"learner-{asha.id}", key)
    path.write_bytes(os.urandom(8192))
    with people.open(asha.id).write() as db:
        db.record([act(Verb.COMPLETED)])
        assert db.checkpoint(MENDED).startswith(FRESH)
    people.close_all()
    people.open(asha.id)
    people.tend(lambda: None)
    people.close_all()
    path.unlink()
    with people.open(asha.id).read() as db:
        assert len(db.pending()) == 1, "from the copy"


def test_one_that_can_not_be_looked_after_keeps_nobody_else_from_it(
    people: PeopleFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asha, ravi = people.add("hub", "Asha"), people.add("hub", "Ravi")
    for person in (asha, ravi):
        with people.open(person.id).write() as db:
            db.record([act(Verb.COMPLETED)])
    real = backups.back_up

    def fails_for_asha(store: Path, *rest: Any) -> Any:
        if asha.id in store.parts:
            raise DiskFull("full")
        return real(store, *rest)

    monkeypatch.setattr(backups, "back_up", fails_for_asha)
    people.tend(lambda: None)
    assert [len(backups.listed(folder_of(people, person))) for person in (asha, ravi)] == [0, 1]


def test_damage_found_while_looking_is_mended_at_the_next_opening(people: PeopleFolder) -> None:
    asha = people.add("hub", "Asha")
    store = people.open(asha.id)
    for number in range(300):
        with store.write() as db:
            db.record([act(Verb.COMPLETED, Place("do_water", "b1", f"do_{number}"))])
    people.tend(lambda: None)
    people.close_all()
    path = folder_of(people, asha) / "learner.db"
    pages = path.stat().st_size // 4096
    spoil(path, pages * 2 // 3, pages * 2 // 3 + 2, flipped)
    later = again(people)
    later.open(asha.id)
    later.tend(lambda: None)
    assert is_wanted(folder_of(people, asha))
    later.close_all()
    with later.open(asha.id).read() as db:
        assert len(db.pending()) == 300
        assert db.checkpoint(MENDED)
    assert not is_wanted(folder_of(people, asha))
    later.close_all()


def test_a_page_that_breaks_under_a_read_is_noted(people: PeopleFolder) -> None:
    asha = people.add("hub", "Asha")
    with pytest.raises(DamagedDatabase), people.open(asha.id).read():
        raise DamagedDatabase("a page")
    assert is_wanted(folder_of(people, asha))


def test_closing_ends_looking_after_and_the_next_is_looked_after_all_the_same(people: PeopleFolder) -> None:
    asha, ravi = people.add("hub", "Asha"), people.add("hub", "Ravi")
    for person in (asha, ravi):
        with people.open(person.id).write() as db:
            db.record([act(Verb.COMPLETED)])
    looks: list[int] = []

    def closes_asha() -> None:
        looks.append(1)
        if len(looks) == 2:
            store = people.open(asha.id)
            assert isinstance(store, LearnerStore)
            assert isinstance(store.keeper, Watch)
            store.keeper._is_over = True

    people.tend(closes_asha)
    assert [len(backups.listed(folder_of(people, person))) for person in (asha, ravi)] == [0, 1]

    def ends() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        people.tend(ends)


class Killed(BaseException):
    """Stands for SIGKILL: nothing after it runs in the next life of the program."""


@pytest.mark.parametrize("step", ["vault", "store", "card", "name"])
def test_killed_while_somebody_is_added(
    step: str, people: PeopleFolder, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*_: object, **__: object) -> None:
        raise Killed

    at = {
        "vault": (vault, "put"),
        "store": (people._records, "made"),
        "card": (room, "write"),
        "name": (Path, "rename"),
    }
    with monkeypatch.context() as patch:
        patch.setattr(*at[step], kill)
        # What a killed process can't do either: tidy up.
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        patch.setattr(vault, "delete", lambda _: None)
        with pytest.raises(Killed):
            people.add("hub", "Asha")
    later = again(people)
    assert later.list() == ()
    [left] = people._paths.people.iterdir()
    long_ago = left.stat().st_mtime - 3600
    os.utime(left, (long_ago, long_ago))
    ravi = later.add("hub", "Ravi")
    assert later.list() == (ravi,)
    assert [p.name for p in people._paths.people.iterdir()] == [ravi.id]
    assert list(vault._secrets) == [f"learner-{ravi.id}"]


def test_killed_while_somebody_is_removed(
    people: PeopleFolder, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    asha = people.add("hub", "Asha")

    def kill(_: str) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(vault, "delete", kill)
        with pytest.raises(Killed):
            people.remove(asha.id)
    later = again(people)
    assert later.list() == ()
    ravi = later.add("hub", "Ravi")
    assert [p.name for p in people._paths.people.iterdir()] == [ravi.id]
    assert list(vault._secrets) == [f"learner-{ravi.id}"]


def test_a_fault_while_adding_leaves_nothing(
    people: PeopleFolder, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull

    monkeypatch.setattr(room, "write", full)
    with pytest.raises(DiskFull):
        people.add("hub", "Asha")
    assert list(people._paths.people.iterdir()) == []
    assert vault._secrets == {}


@pytest.mark.parametrize("number, expected", [(28, DiskFull), (5, OSError)])
def test_a_card_that_cannot_be_written_leaves_the_old_one(
    number: int, expected: type[Exception], people: PeopleFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asha = people.add("hub", "Asha")

    def fail(_: int) -> None:
        raise OSError(number, "told by the system")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(expected):
            people.rename(asha.id, "Asha Devi")
    assert people.list() == (asha,)


def test_without_a_key_store_nobody_is_added(tmp_path: Path, clock: OwnClock) -> None:
    class NoVault(MemoryVault):
        def put(self, name: str, secret: bytes) -> None:
            raise NoKeyring(name)

    paths = Paths(tmp_path / "home")
    people = open_people(paths, NoVault(), clock, "laptop", SecretWrapping())
    assert people.list() == ()
    with pytest.raises(NoKeyring):
        people.add("hub", "Asha")
    assert people.list() == ()
    people.close_all()
