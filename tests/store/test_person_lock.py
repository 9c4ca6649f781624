"""A PIN or password of one's own: what opens the store, what does not, and what a crash or a wrong try leaves."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from karmadesk.errors import KeysLocked, PersonLocked, TooSoon, VaultError, WrongSecret
from karmadesk.model import Person
from karmadesk.ports import PersonLock, Waiting
from karmadesk.services.mended import MENDED
from karmadesk.statement import Verb
from karmadesk.store import only_progress, person_lock
from karmadesk.store.people import PeopleFolder
from karmadesk.store.person_lock import LOCK, TRIES, WAITS_S, wait_after
from karmadesk.vault.memory import MemoryVault
from tests.store.acts import WATER, act
from tests.store.clock import OwnClock

PIN, LONGER = "4711", "neem bicycle cloud"
ALONE = PersonLock(is_remembered=False, sends_locked=False)


@pytest.fixture
def asha(people: PeopleFolder) -> Person:
    """Somebody who did something."""
    person = people.add("hub", "Asha")
    with people.open(person.id).write() as db:
        db.record([act(Verb.COMPLETED)])
    return person


def again(people: PeopleFolder) -> PeopleFolder:
    """The same home, opened by the next start of the program."""
    people.close_all()
    return PeopleFolder(people._paths, people._vault, people._clock, "laptop", only_progress, people._wrapping)


def folder_of(people: PeopleFolder, person: Person) -> Path:
    return people._paths.person(person.id)


def held(people: PeopleFolder) -> set[str]:
    vault = people._vault
    assert isinstance(vault, MemoryVault)
    return {name.partition("-")[0] for name in vault._secrets}


def own(clock: object) -> OwnClock:
    assert isinstance(clock, OwnClock)
    return clock


def wait_out(people: PeopleFolder, seconds: float) -> None:
    own(people._clock).time += timedelta(seconds=seconds)


def test_with_a_pin_alone_nothing_else_opens_the_store(people: PeopleFolder, asha: Person) -> None:
    database = (folder_of(people, asha) / "learner.db").read_bytes()
    people.protect(asha.id, PIN, ALONE)
    assert held(people) == set()
    assert (folder_of(people, asha) / "learner.db").read_bytes() == database, "nothing is encrypted anew"
    later = again(people)
    assert later.lock_of(asha.id) == ALONE
    with pytest.raises(PersonLocked) as told:
        later.open(asha.id)
    assert told.value.arguments == {"person": asha.id, "name": "Asha"}
    with pytest.raises(PersonLocked):
        later.glimpse(asha.id, "plan")
    with pytest.raises(WrongSecret):
        later.unlock(asha.id, "4712")
    assert not later.is_open(asha.id)
    later.unlock(asha.id, PIN)
    with later.open(asha.id).read() as db:
        assert len(db.pending()) == 1
    later.close(asha.id)
    with pytest.raises(PersonLocked):
        later.open(asha.id)


def test_remembered_it_opens_by_the_vault_and_without_the_vault_by_the_pin(people: PeopleFolder, asha: Person) -> None:
    people.protect(asha.id, PIN, PersonLock(is_remembered=True, sends_locked=False))
    later = again(people)
    later.open(asha.id)
    later = again(later)
    later._vault.delete(f"learner-{asha.id}")
    with pytest.raises(PersonLocked):
        later.open(asha.id)
    later.unlock(asha.id, PIN)
    later.close_all()


def test_it_is_changed_and_the_one_before_opens_nothing_not_even_by_the_copy(
    people: PeopleFolder, asha: Person
) -> None:
    people.protect(asha.id, PIN, ALONE)
    with pytest.raises(WrongSecret):
        people.protect(asha.id, LONGER, ALONE, old="0000")
    people.protect(asha.id, LONGER, ALONE, old=PIN)
    later = again(people)
    (folder_of(people, asha) / LOCK).write_text("{")
    with pytest.raises(WrongSecret):
        later.unlock(asha.id, PIN)
    later.unlock(asha.id, LONGER)
    later.close_all()


def test_it_is_taken_away_by_who_knows_it(people: PeopleFolder, asha: Person) -> None:
    people.protect(asha.id, PIN, PersonLock(is_remembered=False, sends_locked=True))
    assert held(people) == {"dispatch"}
    with pytest.raises(WrongSecret):
        people.unprotect(asha.id, "1234")
    people.unprotect(asha.id, PIN)
    assert held(people) == {"learner"}
    assert people.lock_of(asha.id) is None
    assert [path.name for path in folder_of(people, asha).glob("lock*")] == []
    later = again(people)
    later.open(asha.id)
    later.close_all()


def test_wrong_tries_wait_longer_and_longer_also_after_a_restart(people: PeopleFolder, asha: Person) -> None:
    people.protect(asha.id, PIN, ALONE)
    waits: list[object] = []
    for _ in range(4):
        wait_out(people, people.wait_s(asha.id))
        with pytest.raises(WrongSecret) as told:
            people.unlock(asha.id, "0000")
        waits.append(told.value.arguments["wait_s"])
    assert waits == [0, 0, WAITS_S[0], WAITS_S[1]]
    people = again(people)
    with pytest.raises(TooSoon) as early:
        people.unlock(asha.id, PIN)
    assert 1 <= int(early.value.arguments["wait_s"]) <= WAITS_S[1]
    assert not people.is_open(asha.id)
    wait_out(people, WAITS_S[1])
    people.unlock(asha.id, PIN)
    assert not (folder_of(people, asha) / TRIES).exists()
    people.close_all()


def test_setting_the_clock_or_starting_the_machine_anew_shortens_no_wait(people: PeopleFolder, asha: Person) -> None:
    people.protect(asha.id, PIN, ALONE)
    people.close_all()
    for _ in range(3):
        with pytest.raises(WrongSecret):
            people.unlock(asha.id, "0000")
    clock = own(people._clock)
    clock.skew = timedelta(days=2)
    assert people.wait_s(asha.id) > 1
    clock.boot_id = "boot-2"
    assert people.wait_s(asha.id) > WAITS_S[0] - 5, "counted from the start of the machine"


def test_a_try_counts_even_if_the_program_ends_in_it(
    people: PeopleFolder, asha: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.protect(asha.id, PIN, ALONE)
    people.close_all()

    def killed(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(people._wrapping, "unwrap", killed)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                people.unlock(asha.id, PIN)
    with pytest.raises(TooSoon):
        people.unlock(asha.id, PIN)


@pytest.mark.parametrize("at", ["wrap", "settle"])
def test_killed_while_it_is_set_the_store_still_opens(
    people: PeopleFolder, asha: Person, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(person_lock.PersonLockFile, at, killed)
        with pytest.raises(KeyboardInterrupt):
            people.protect(asha.id, PIN, ALONE)
    later = again(people)
    if at == "wrap":
        later.open(asha.id)
    else:
        with pytest.raises(PersonLocked):
            later.open(asha.id)
        later.unlock(asha.id, PIN)
        assert held(later) == set(), "what the vault still had is cleared away"
    later.close_all()


@pytest.mark.parametrize("killed_in", ["wrap", "remove"])
def test_killed_while_it_is_changed_or_taken_away_the_vault_keeps_nothing_that_was_not_chosen(
    people: PeopleFolder, asha: Person, monkeypatch: pytest.MonkeyPatch, killed_in: str
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    people.protect(asha.id, PIN, ALONE)
    with monkeypatch.context() as patch:
        patch.setattr(person_lock.PersonLockFile, killed_in, killed)
        act = partial(people.protect, typed=LONGER, lock=PersonLock(is_remembered=True, sends_locked=True), old=PIN)
        if killed_in == "remove":
            act = partial(people.unprotect, typed=PIN)
        with pytest.raises(KeyboardInterrupt):
            act(asha.id)
    later = again(people)
    assert later.lock_of(asha.id) == ALONE
    with pytest.raises(PersonLocked):
        later.open(asha.id)
    later.unlock(asha.id, PIN)
    assert held(later) == set(), "the key was put there before the kill"
    later.close_all()


def test_who_was_being_removed_when_the_power_went_is_gone_by_the_end_of_the_next_run(
    people: PeopleFolder, asha: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(people, "_forget", killed)
        with pytest.raises(KeyboardInterrupt):
            people.remove(asha.id)
    assert held(people) == {"learner"}
    again(people)
    assert held(people) == set()
    assert list(people._paths.people.iterdir()) == []


class AwayVault(MemoryVault):
    """A sealed file whose passphrase nobody has typed yet."""

    is_away = False

    def get(self, name: str) -> bytes | None:
        self._look()
        return super().get(name)

    def put(self, name: str, secret: bytes) -> None:
        self._look()
        super().put(name, secret)

    def delete(self, name: str) -> None:
        self._look()
        super().delete(name)

    def _look(self) -> None:
        if self.is_away:
            raise KeysLocked


@pytest.fixture
def away(people: PeopleFolder, asha: Person) -> PeopleFolder:
    """The next start: a PIN alone opens what is hers, and the vault waits for its passphrase."""
    people.protect(asha.id, PIN, ALONE)
    later = again(people)
    later._vault = AwayVault()
    later._vault.is_away = True
    return later


def test_a_pin_alone_is_used_and_changed_while_the_vault_is_away(away: PeopleFolder, asha: Person) -> None:
    away.unlock(asha.id, PIN)
    away.protect(asha.id, LONGER, ALONE, old=PIN)
    away.close_all()
    away.unlock(asha.id, LONGER)
    with pytest.raises(KeysLocked):
        away.protect(asha.id, "0815", PersonLock(sends_locked=True), old=LONGER)
    away.close_all()
    away.unlock(asha.id, LONGER)
    with pytest.raises(KeysLocked):
        away.unprotect(asha.id, LONGER)
    assert away.lock_of(asha.id) == ALONE
    away.close_all()
    away.unlock(asha.id, LONGER)
    away.close_all()


def test_what_needs_the_vault_changes_nothing_while_it_is_away(
    people: PeopleFolder, asha: Person, tmp_path: Path
) -> None:
    people.close_all()
    people._vault = AwayVault()
    people._vault.is_away = True
    for change in (
        partial(people.remove, asha.id),
        partial(people.carry_away, asha.id, tmp_path / "asha.karmadesk", LONGER),
        partial(people.protect, asha.id, PIN, ALONE),
    ):
        with pytest.raises(KeysLocked):
            change()
        assert people.list() == (asha,)
        assert people.lock_of(asha.id) is None
    assert list(tmp_path.glob("*.karmadesk*")) == []


def test_who_leaves_nothing_in_the_vault_is_taken_off_without_it(away: PeopleFolder, asha: Person) -> None:
    away.remove(asha.id)
    assert away.list() == ()


def test_a_damaged_lock_is_no_open_door(people: PeopleFolder, asha: Person) -> None:
    people.protect(asha.id, PIN, ALONE)
    later = again(people)
    for name in (LOCK, f"{LOCK}.bak"):
        (folder_of(people, asha) / name).write_text("{")
    with pytest.raises(PersonLocked):
        later.open(asha.id)
    with pytest.raises(VaultError):
        later.unlock(asha.id, PIN)


def test_nobody_weakens_the_parameters_unseen_or_lends_a_lock(people: PeopleFolder, asha: Person) -> None:
    ravi = people.add("hub", "Ravi")
    people.protect(asha.id, PIN, ALONE)
    people.protect(ravi.id, LONGER, ALONE)
    later = again(people)
    path = folder_of(people, asha) / LOCK
    document = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**document, "passes": 2}), "utf-8")
    with pytest.raises(WrongSecret):
        later.unlock(asha.id, PIN)
    path.write_bytes((folder_of(people, ravi) / LOCK).read_bytes())
    with pytest.raises(WrongSecret):
        later.unlock(asha.id, LONGER)
    for memory in (1 << 40, 1):
        path.write_text(json.dumps({**document, "memory_kib": memory}), "utf-8")
        with pytest.raises((VaultError, TooSoon)):
            later.unlock(asha.id, PIN)


def test_the_right_pin_mends_a_damaged_store(people: PeopleFolder, asha: Person) -> None:
    people.protect(asha.id, PIN, ALONE)
    people.close_all()
    database = folder_of(people, asha) / "learner.db"
    database.write_bytes(bytes(len(database.read_bytes())))
    people.unlock(asha.id, PIN)
    with people.open(asha.id).read() as db:
        assert db.checkpoint(MENDED)


def test_what_waits_is_known_while_somebody_is_locked(people: PeopleFolder, asha: Person) -> None:
    assert people.waiting(asha.id) is None
    people.note(asha.id, Waiting(9))
    assert people.waiting(asha.id) is None, "who has no lock is counted in the store"
    people.protect(asha.id, PIN, ALONE)
    assert people.waiting(asha.id) == Waiting(1)
    with people.open(asha.id).write() as db:
        db.record([act(Verb.COMPLETED, replace(WATER, resource_id="do_quiz"))])
    later = again(people)
    assert later.waiting(asha.id) == Waiting(2)
    text = (folder_of(people, asha) / "waiting.json").read_text("utf-8")
    assert json.loads(text) == {"to_send": 2, "needs_sign_in": False}


def test_sending_opens_a_locked_store_for_as_long_as_it_takes_if_it_may(people: PeopleFolder, asha: Person) -> None:
    people.protect(asha.id, PIN, ALONE)
    later = again(people)
    with pytest.raises(PersonLocked), later.sending(asha.id):
        raise AssertionError("locked")
    later.unlock(asha.id, PIN)
    later.protect(asha.id, PIN, PersonLock(sends_locked=True), old=PIN)
    later = again(later)
    with later.sending(asha.id) as learner, learner.read() as db:
        assert len(db.pending()) == 1
    assert not later.is_open(asha.id)
    with pytest.raises(PersonLocked):
        later.open(asha.id)


def test_the_wait_grows_and_never_shrinks() -> None:
    waits = [wait_after(wrong) for wrong in range(20)]
    assert waits == sorted(waits)
    assert waits[:3] == [0, 0, 0]
    assert waits[-1] == WAITS_S[-1]
