"""Somebody carried from one laptop to another in a file, or set aside: whole, or not at all."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from karmadesk.errors import (
    AlreadyHere,
    DamagedDatabase,
    HoldsSomebody,
    NotAPerson,
    PersonLocked,
    UnknownServer,
    UnreadableFile,
    UnwritableFile,
    VaultError,
    WrongSecret,
)
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


def met(server_id: str, host: str) -> None:
    """A laptop that knows every server."""


def spoilt(file: Path, into: Path, **changed: object) -> Path:
    """The same file with another card; `raw` is the whole of it."""
    with zipfile.ZipFile(file) as archive:
        card, database = json.loads(archive.read(carried.CARD)), archive.read("learner.db")
    raw = changed.pop("raw", None)
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr(carried.CARD, raw if isinstance(raw, bytes) else json.dumps({**card, **changed}))
        archive.writestr("learner.db", database)
    return into


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
        people.bring_in(file, "seven cloud", met)
    assert people.list() == (ravi,)
    assert people.bring_in(file, PHRASE, met) == asha
    with pytest.raises(PersonLocked):
        people.open(asha.id)
    people.unlock(asha.id, PHRASE)
    assert pending(people, asha) == 1
    with pytest.raises(AlreadyHere):
        people.bring_in(file, PHRASE, met)


def test_who_is_locked_leaves_without_being_unlocked_and_keeps_the_pin(
    people: PeopleFolder, asha: Person, tmp_path: Path
) -> None:
    people.protect(asha.id, "4711", PersonLock())
    people.close(asha.id)
    file = tmp_path / "asha.karmadesk"
    people.carry_away(asha.id, file, "")
    assert people.list() == ()
    people.bring_in(file, "4711", met)
    assert people.lock_of(asha.id) == PersonLock(is_remembered=False, sends_locked=False)
    people.unlock(asha.id, "4711")
    assert pending(people, asha) == 1


def test_nobody_leaves_before_the_file_is_whole(
    people: PeopleFolder, asha: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "asha.karmadesk"

    def broken(*_: object) -> bytes:
        raise NotAPerson("learner.db")

    with monkeypatch.context() as patch:
        patch.setattr(carried, "_checked", broken)
        with pytest.raises(NotAPerson):
            people.carry_away(asha.id, file, PHRASE)
    assert list(tmp_path.glob("*.karmadesk*")) == [], "nor half of one"
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
    with pytest.raises(NotAPerson):
        people.bring_in(file, PHRASE, met)
    assert people.list() == ()
    assert [path.name for path in people._paths.people.iterdir()] == []


def test_a_file_that_holds_somebody_else_is_never_written_over(
    people: PeopleFolder, asha: Person, tmp_path: Path
) -> None:
    ravi = people.add("hub", "Ravi")
    file = tmp_path / "person.karmadesk"
    people.carry_away(asha.id, file, PHRASE)
    with pytest.raises(HoldsSomebody) as told:
        people.carry_away(ravi.id, file, PHRASE)
    assert told.value.arguments == {"name": "person.karmadesk"}
    assert people.list() == (ravi,)
    people.bring_in(file, PHRASE, met)
    people.carry_away(asha.id, file, "")
    assert people.list() == (ravi,), "the same person's older file may go"
    (tmp_path / "note.karmadesk").write_text("a shopping list")
    people.carry_away(ravi.id, tmp_path / "note.karmadesk", PHRASE)
    assert people.list() == ()


@pytest.mark.parametrize("place", ["nowhere/asha.karmadesk", "x" * 250 + ".karmadesk", "folder"])
def test_where_nothing_can_be_written_nobody_leaves(
    people: PeopleFolder, asha: Person, tmp_path: Path, place: str
) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnwritableFile):
        people.carry_away(asha.id, tmp_path / place, PHRASE)
    assert people.list() == (asha,)
    assert pending(people, asha) == 1
    assert list(tmp_path.glob("**/*.new")) == []


@pytest.mark.parametrize("lost", ["lock", "database"])
def test_who_could_not_be_opened_from_the_file_does_not_leave(
    people: PeopleFolder, asha: Person, tmp_path: Path, lost: str
) -> None:
    folder = people._paths.person(asha.id)
    people.protect(asha.id, "4711", PersonLock())
    people.close(asha.id)
    for name in ("lock.json", "lock.json.bak") if lost == "lock" else ("learner.db",):
        (folder / name).write_text("{") if lost == "lock" else (folder / name).unlink()
    with pytest.raises((VaultError, DamagedDatabase)):
        people.carry_away(asha.id, tmp_path / "asha.karmadesk", "")
    assert people.list() == (asha,)


@pytest.mark.parametrize(
    "harm",
    [
        {"raw": b"[" * 60_000},
        {"raw": b"\xff\xfe"},
        {"raw": b" " * (1 << 17)},
        {"id": "a" * 300},
        {"id": "CON"},
        {"id": "../../elsewhere"},
        {"label": "\u202e\x00"},
        {"label": "\ud800"},
        {"server": ""},
        {"lock": []},
        {"files": {}},
        {"files": {"learner.db": 5}},
        {"version": 2},
    ],
    ids=[f"card{n}" for n in range(13)],
)
def test_a_hostile_card_brings_nobody_and_harms_nothing(
    people: PeopleFolder, asha: Person, tmp_path: Path, harm: dict[str, object]
) -> None:
    file = tmp_path / "asha.karmadesk"
    people.carry_away(asha.id, file, PHRASE)
    with pytest.raises(NotAPerson):
        people.bring_in(spoilt(file, tmp_path / "harm.karmadesk", **harm), PHRASE, met)
    assert list(people._paths.people.iterdir()) == []


def test_a_hostile_card_is_shown_without_what_turns_the_words_around_it(
    people: PeopleFolder, asha: Person, tmp_path: Path
) -> None:
    file = tmp_path / "asha.karmadesk"
    people.carry_away(asha.id, file, PHRASE)
    label = "क्\u200dष\u202e\n(all sent)" + "x" * 500
    spoilt(file, tmp_path / "odd.karmadesk", label=label, elsewhere={"../evil": "x"})
    person = people.bring_in(tmp_path / "odd.karmadesk", PHRASE, met)
    assert person.label == ("क्\u200dष(all sent)" + "x" * 500)[:200]


@pytest.mark.parametrize("harm", ["packed", "encrypted", "flags", "version", "ends"])
def test_an_archive_made_by_something_else_is_told_not_a_bug(
    people: PeopleFolder, asha: Person, tmp_path: Path, harm: str
) -> None:
    file = tmp_path / "asha.karmadesk"
    people.carry_away(asha.id, file, PHRASE)
    raw = bytearray(file.read_bytes())
    local, central = raw.index(b"PK\x03\x04"), raw.index(b"PK\x01\x02")
    if harm == "packed":
        raw[local + 8] = raw[central + 10] = 8
    elif harm == "encrypted":
        raw[local + 6] |= 1
        raw[central + 8] |= 1
    elif harm == "flags":
        raw[local + 6] |= 32
        raw[central + 8] |= 32
    elif harm == "version":
        raw[central + 6] = 250
    else:
        raw[central + 20 : central + 28] = (60_000).to_bytes(4, "little") * 2
    file.write_bytes(bytes(raw))
    with pytest.raises(NotAPerson):
        people.bring_in(file, PHRASE, met)
    with pytest.raises(UnreadableFile):
        people.bring_in(tmp_path / "pulled out.karmadesk", PHRASE, met)


def test_parameters_that_would_take_the_machine_down_are_refused_before_a_try(
    people: PeopleFolder, asha: Person, tmp_path: Path
) -> None:
    file = tmp_path / "asha.karmadesk"
    people.carry_away(asha.id, file, PHRASE)
    with zipfile.ZipFile(file) as archive:
        lock = json.loads(archive.read(carried.CARD))["lock"]
    for costly in ({"memory_kib": 1 << 20}, {"passes": 20}):
        with pytest.raises(VaultError):
            people.bring_in(spoilt(file, tmp_path / "harm.karmadesk", lock={**lock, **costly}), PHRASE, met)


def test_a_crash_while_somebody_came_in_does_not_keep_them_out(
    people: PeopleFolder, asha: Person, tmp_path: Path
) -> None:
    file = tmp_path / "asha.karmadesk"
    people.carry_away(asha.id, file, PHRASE)
    (people._paths.people / f".making-{asha.id}").mkdir()
    assert people.bring_in(file, PHRASE, met) == asha
    assert [path.name for path in people._paths.people.iterdir()] == [asha.id]


def test_the_server_is_met_before_anybody_is_here_and_may_be_refused(
    people: PeopleFolder, asha: Person, tmp_path: Path
) -> None:
    file = tmp_path / "asha.karmadesk"
    people.carry_away(asha.id, file, PHRASE, "https://hub.example.in")
    told: list[tuple[str, str]] = []

    def refuses(server_id: str, host: str) -> None:
        told.append((server_id, host))
        raise UnknownServer(name=host)

    with pytest.raises(WrongSecret):
        people.bring_in(file, "seven cloud", refuses)
    assert told == [], "nothing of a file that was not opened is followed"
    with pytest.raises(UnknownServer):
        people.bring_in(file, PHRASE, refuses)
    assert told == [("hub", "https://hub.example.in")]
    assert list(people._paths.people.iterdir()) == []


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
