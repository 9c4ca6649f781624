"""People come, are renamed, opened and go; a crash leaves a whole person or none."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from karmadesk.errors import DamagedDatabase, DiskFull, NoKeyring, WrongKey
from karmadesk.model import Person
from karmadesk.paths import Paths
from karmadesk.statement import Verb
from karmadesk.store import only_progress, open_people
from karmadesk.store import people as room
from karmadesk.store.people import PeopleFolder
from karmadesk.vault.memory import MemoryVault
from karmadesk.vault.wrapped import SecretWrapping
from tests.store.acts import act
from tests.store.clock import OwnClock


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


def test_a_damaged_store_is_told_from_a_wrong_key_and_left_as_it_is(people: PeopleFolder) -> None:
    asha = people.add("hub", "Asha")
    path = folder_of(people, asha) / "learner.db"
    path.write_bytes(os.urandom(8192))
    before = path.read_bytes()
    with pytest.raises(DamagedDatabase):
        people.open(asha.id)
    assert path.read_bytes() == before
    path.unlink()
    with pytest.raises(DamagedDatabase):
        people.open(asha.id)
    assert not path.exists()


class Killed(BaseException):
    """Stands for SIGKILL: nothing after it runs in the next life of the program."""


@pytest.mark.parametrize("step", ["vault", "store", "card", "name"])
def test_killed_while_somebody_is_added(
    step: str, people: PeopleFolder, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*_: object, **__: object) -> None:
        raise Killed

    at = {"vault": (vault, "put"), "store": (people, "_store"), "card": (room, "write"), "name": (Path, "rename")}
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
