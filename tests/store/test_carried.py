"""Somebody carried from one laptop to another in a file, or set aside: whole, or not at all."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from karmadesk.errors import AlreadyHere, DamagedPackage, NotAPackage, PersonLocked, WrongSecret
from karmadesk.model import Person
from karmadesk.ports import PersonLock
from karmadesk.statement import Verb
from karmadesk.store import carried
from karmadesk.store.people import PeopleFolder
from tests.store.acts import act

PHRASE = "neem bicycle cloud seven"


@pytest.fixture
def asha(people: PeopleFolder) -> Person:
    person = people.add("hub", "Asha", "hi")
    with people.open(person.id).write() as db:
        db.record([act(Verb.COMPLETED)])
    return person


def pending(people: PeopleFolder, person: Person) -> int:
    with people.open(person.id).read() as db:
        return len(db.pending())


def test_somebody_leaves_in_a_file_and_comes_back_with_everything(
    people: PeopleFolder, asha: Person, tmp_path: Path
) -> None:
    ravi = people.add("hub", "Ravi")
    file = tmp_path / "asha.karmadesk"
    people.carry_away(asha.id, file, PHRASE)
    assert people.list() == (ravi,)
    assert people._vault.get(f"learner-{asha.id}") is None
    with pytest.raises(WrongSecret):
        people.bring_in(file, "seven cloud")
    assert people.list() == (ravi,)
    assert people.bring_in(file, PHRASE) == asha
    with pytest.raises(PersonLocked):
        people.open(asha.id)
    people.unlock(asha.id, PHRASE)
    assert pending(people, asha) == 1
    with pytest.raises(AlreadyHere):
        people.bring_in(file, PHRASE)


def test_who_is_locked_leaves_without_being_unlocked_and_keeps_the_pin(
    people: PeopleFolder, asha: Person, tmp_path: Path
) -> None:
    people.protect(asha.id, "4711", PersonLock())
    people.close(asha.id)
    file = tmp_path / "asha.karmadesk"
    people.carry_away(asha.id, file, "")
    assert people.list() == ()
    people.bring_in(file, "4711")
    assert people.lock_of(asha.id) == PersonLock(is_remembered=False, sends_locked=False)
    people.unlock(asha.id, "4711")
    assert pending(people, asha) == 1


def test_nobody_leaves_before_the_file_is_whole(
    people: PeopleFolder, asha: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "asha.karmadesk"

    def spoilt(*_: object) -> bytes:
        raise DamagedPackage("learner.db")

    with monkeypatch.context() as patch:
        patch.setattr(carried, "_checked", spoilt)
        with pytest.raises(DamagedPackage):
            people.carry_away(asha.id, file, PHRASE)
    assert not file.exists()
    assert people.list() == (asha,)
    assert pending(people, asha) == 1


@pytest.mark.parametrize("harm", ["cut", "other", "text", "escape"])
def test_a_file_that_is_not_whole_brings_nobody(people: PeopleFolder, asha: Person, tmp_path: Path, harm: str) -> None:
    file = tmp_path / "asha.karmadesk"
    people.carry_away(asha.id, file, PHRASE)
    content = file.read_bytes()
    if harm == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif harm == "text":
        file.write_text("nothing")
    else:
        with zipfile.ZipFile(file) as archive:
            card = json.loads(archive.read(carried.CARD))
        with zipfile.ZipFile(file, "w") as archive:
            other = {**card, "id": "../elsewhere"} if harm == "escape" else card
            archive.writestr(carried.CARD, json.dumps(other))
            archive.writestr("learner.db", b"something else")
    with pytest.raises((NotAPackage, DamagedPackage)):
        people.bring_in(file, PHRASE)
    assert people.list() == ()
    assert [path.name for path in people._paths.people.iterdir()] == []


def test_set_aside_is_out_of_sight_brought_back_or_removed_for_good(people: PeopleFolder, asha: Person) -> None:
    people.protect(asha.id, "4711", PersonLock())
    people.set_aside(asha.id)
    assert (people.list(), [p.label for p in people.aside()]) == ((), ["Asha"])
    people.bring_back(asha.id)
    people.unlock(asha.id, "4711")
    assert pending(people, asha) == 1
    people.set_aside(asha.id)
    people.remove(asha.id)
    assert (people.list(), people.aside()) == ((), ())
    assert people._vault.get(f"dispatch-{asha.id}") is None
