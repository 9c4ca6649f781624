"""A damaged store is made whole: from its newest good copy and all that can be read, with the ids it had."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from karmadesk.services.mended import FRESH, PART, WHOLE
from karmadesk.statement import Verb
from karmadesk.store import backups, mending
from karmadesk.store.checkup import check
from karmadesk.store.learner.store import LearnerStore
from karmadesk.store.mending import DATABASE, mend, set_aside
from karmadesk.store.salvage import everything
from tests.matrix import ALL
from tests.store.acts import act, frozen
from tests.store.busy import fill, places, shown
from tests.store.clock import OwnClock
from tests.store.conftest import KEY, START

PAGE = 4096
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
COUNT = 300


def opened(folder: Path, *, may_create: bool = False) -> LearnerStore:
    clock = OwnClock(START, timedelta(seconds=1))
    return LearnerStore(folder / DATABASE, KEY, clock, "laptop", ["progress"], may_create=may_create)


def wanted() -> None:
    """Still."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three hundred acts, closed."""
    folder = tmp_path_factory.mktemp("filled")
    store = opened(folder, may_create=True)
    fill(store, COUNT)
    store.close()
    return folder


@pytest.fixture
def person(filled: Path, tmp_path: Path) -> Path:
    shutil.copytree(filled, tmp_path / "person")
    return tmp_path / "person"


def spoil(path: Path, start: int, stop: int, how: Callable[[bytes], bytes]) -> None:
    content = bytearray(path.read_bytes())
    for page in range(start, stop):
        content[page * PAGE : (page + 1) * PAGE] = how(bytes(content[page * PAGE : (page + 1) * PAGE]))
    path.write_bytes(bytes(content))


def flipped(page: bytes) -> bytes:
    return bytes([*page[:1000], page[1000] ^ 1, *page[1001:]])


def zeroed(page: bytes) -> bytes:
    return bytes(len(page))


def ids(folder: Path) -> set[str]:
    store = opened(folder)
    with store.database.read() as connection:
        found = set(connection.exec_driver_sql("SELECT id FROM statements").scalars())
    store.close()
    return found


def test_a_sound_store_is_read_whole_and_comes_back_the_same(person: Path) -> None:
    store = opened(person)
    before = shown(store, places(COUNT))
    store.close()
    mended = mend(person, KEY, ["progress"], NOW)
    assert mended is not None
    assert (mended.how, mended.salvaged) == (WHOLE, mended.statements)
    store = opened(person)
    assert shown(store, places(COUNT)) == before
    store.close()


@pytest.mark.parametrize("how", [flipped, zeroed], ids=["flipped", "zeroed"])
@pytest.mark.parametrize("where", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_damage_in_the_middle_loses_nothing_that_the_copy_or_another_page_has(
    person: Path, how: Callable[[bytes], bytes], where: float
) -> None:
    before = ids(person)
    assert backups.back_up(person / DATABASE, KEY, NOW, wanted) is not None
    store = opened(person)
    later = [*places(COUNT + 40)[COUNT:]]
    with store.write() as db:
        for place in later:
            db.record([act(Verb.COMPLETED, place)])
    store.close()
    every = ids(person)
    damaged = person / DATABASE
    pages = damaged.stat().st_size // PAGE
    first = max(1, int(pages * where))
    spoil(damaged, first, first + 3, how)
    broken = damaged.read_bytes()
    mended = mend(person, KEY, ["progress"], NOW)
    assert mended is not None
    assert mended.how in {WHOLE, PART}
    after = ids(person)
    assert before <= after <= every, "what the copy had is there, and nothing that never was"
    assert len(every - after) <= 30, "three pages hold no more acts than that"
    assert (person / mended.aside).read_bytes() == broken
    assert check(person / DATABASE, KEY, wanted).is_sound
    store = opened(person)
    with store.read() as db:
        pending = [s.id for s in db.pending()]
        assert len(pending) == len(set(pending))
    store.close()


def test_what_was_done_after_the_copy_is_taken_from_the_damaged_file(person: Path) -> None:
    backups.back_up(person / DATABASE, KEY, NOW, wanted)
    store = opened(person)
    new = places(COUNT + 1)[-1]
    with store.write() as db:
        db.record([act(Verb.COMPLETED, new)])
        [statement] = [s for s in db.pending() if s.place.resource_id == new.resource_id]
        [item] = [i for i in db.items(["waiting"], 10_000) if i.place == new]
        frozen(db, item.key, "frozen", "state", {"contentId": new.resource_id}, NOW)
    before = shown(store, places(COUNT + 1))
    store.close()
    damaged = person / DATABASE
    # Before its middle lie old acts, which the copy has.
    spoil(damaged, 30, 32, flipped)
    mend(person, KEY, ["progress"], NOW)
    store = opened(person)
    with store.read() as db:
        [message] = db.messages()
        assert (message.id, message.statement_ids) == ("frozen", (statement.id,))
        assert message.body == {"contentId": new.resource_id}
    after = shown(store, places(COUNT + 1))
    assert after == before
    store.close()


def test_without_a_copy_all_that_can_be_read_is_kept(person: Path) -> None:
    before = ids(person)
    damaged = person / DATABASE
    pages = damaged.stat().st_size // PAGE
    spoil(damaged, pages // 2, pages // 2 + pages // 10, flipped)
    mended = mend(person, KEY, ["progress"], NOW)
    assert mended is not None
    assert mended.how == PART
    after = ids(person)
    assert after <= before
    assert len(after) > 0.5 * len(before)


def test_a_file_cut_short_gives_what_is_left_of_it(person: Path) -> None:
    backups.back_up(person / DATABASE, KEY, NOW, wanted)
    before = ids(person)
    damaged = person / DATABASE
    os.truncate(damaged, damaged.stat().st_size // 2 // PAGE * PAGE + 100)
    mended = mend(person, KEY, ["progress"], NOW)
    assert mended is not None
    assert ids(person) == before


@pytest.mark.parametrize("content", [b"", b"<html>", bytes(PAGE * 10)], ids=["empty", "another", "zeros"])
def test_nothing_readable_and_no_copy_is_a_fresh_store_that_says_so(person: Path, content: bytes) -> None:
    (person / DATABASE).write_bytes(content)
    mended = mend(person, KEY, ["progress"], NOW)
    assert mended is not None
    assert (mended.how, mended.statements) == (FRESH, 0)
    assert ids(person) == set()
    assert [path.read_bytes() for path in set_aside(person)] == [content]


def test_a_spoilt_copy_is_passed_over_for_an_older_one(person: Path) -> None:
    first = backups.back_up(person / DATABASE, KEY, NOW - timedelta(hours=3), wanted)
    store = opened(person)
    with store.write() as db:
        db.record([act(Verb.COMPLETED)])
    store.close()
    second = backups.back_up(person / DATABASE, KEY, NOW, wanted)
    assert first is not None
    assert second is not None
    spoil(second.path, 5, 9, flipped)
    (person / DATABASE).unlink()
    mended = mend(person, KEY, ["progress"], NOW)
    assert mended is not None
    assert mended.statements == len(everything(first.path, KEY, ("statements",))["statements"].rows)


def test_a_page_that_breaks_while_the_store_is_open_is_mended_when_it_is_next_opened(person: Path) -> None:
    store = opened(person)
    assert not mending.is_wanted(person)
    mending.want(person, "a page")
    mending.want(person, "another")
    assert mending.is_wanted(person)
    store.close()
    assert mend(person, KEY, ["progress"], NOW) is not None
    assert not mending.is_wanted(person)


def test_only_so_many_damaged_files_are_kept(person: Path) -> None:
    for hour in range(5):
        mend(person, KEY, ["progress"], NOW + timedelta(hours=hour))
    assert len(set_aside(person)) == mending.KEPT_ASIDE


CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from karmadesk.store.mending import mend
print("ready", flush=True)
mend(Path(sys.argv[1]), bytes(range(32)), ["progress"], datetime(2026, 11, 25, 10, tzinfo=UTC))
print("done", flush=True)
"""


def _killed_after(person: Path, seconds: float) -> bool:
    """Begins a mending in a process of its own and kills it; whether it had ended before."""
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(CHILD), str(person)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        return "done" in child.stdout.read()


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed like this there")
def test_killed_at_any_moment_it_begins_anew_or_goes_on(person: Path, tmp_path: Path) -> None:
    backups.back_up(person / DATABASE, KEY, NOW, wanted)
    store = opened(person)
    with store.write() as db:
        db.record([act(Verb.COMPLETED)])
    store.close()
    every = ids(person)
    spoil(person / DATABASE, 30, 32, flipped)
    began = time.perf_counter()
    trial = tmp_path / "trial"
    shutil.copytree(person, trial)
    mend(trial, KEY, ["progress"], NOW)
    took = time.perf_counter() - began
    outcomes = set()
    kills = 30 if ALL else 6
    for number in range(kills):
        hurt = tmp_path / f"killed{number}"
        shutil.copytree(person, hurt)
        outcomes.add(_killed_after(hurt, took * 1.2 * number / kills))
        mend(hurt, KEY, ["progress"], NOW)
        assert ids(hurt) == every
        assert not (hurt / mending.WORK).exists()
    assert False in outcomes


@pytest.mark.parametrize("step", range(9))
def test_ended_between_any_two_steps_of_the_swap_it_goes_on(
    person: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As above, where it is shortest: after each single renaming."""

    class Killed(BaseException):
        """Stands for the kill."""

    every = ids(person)
    (person / f"{DATABASE}-wal").write_bytes(b"of the damaged one")
    (person / f"{DATABASE}-shm").write_bytes(b"the same")
    left = [step]
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if person in self.parents and mending.WORK not in Path(target).parts[-2:]:
            if not left[0]:
                raise Killed
            left[0] -= 1
        return real(self, target)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", replace)
        with suppress(Killed):
            mend(person, KEY, ["progress"], NOW)
    if (person / mending.WORK).exists():
        mend(person, KEY, ["progress"], NOW)
    assert ids(person) == every
    assert not (person / f"{DATABASE}-wal").exists()
