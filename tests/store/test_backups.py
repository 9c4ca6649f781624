"""Copies of a store: sealed by the same key, made only when something changed, kept by hour, day and week."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from karmadesk.errors import DamagedDatabase, WrongKey
from karmadesk.jobs import Cancelled
from karmadesk.statement import Verb
from karmadesk.store import backups, ending
from karmadesk.store.backups import Backup, back_up, listed, prune
from karmadesk.store.connection import bare
from karmadesk.store.learner.store import LearnerStore
from tests.store.acts import act
from tests.store.busy import fill
from tests.store.conftest import KEY
from tests.store.test_mending import NOW, PAGE, flipped, spoil, wanted

HOUR = timedelta(hours=1)


def test_a_copy_is_sealed_by_the_same_key_and_by_no_other(learner: LearnerStore, tmp_path: Path) -> None:
    fill(learner, 50)
    made = back_up(learner.database.path, KEY, NOW, wanted)
    assert made is not None
    assert made.path.parent == tmp_path / "backups"
    assert made.path.stat().st_mode & 0o077 == 0
    assert b"do_r0" not in made.path.read_bytes()
    connection = bare(made.path, KEY)
    cursor = connection.cursor()
    cursor.execute("SELECT count(*) FROM statements")
    assert cursor.fetchone() == (50,)
    connection.close()
    with pytest.raises(WrongKey):
        backups.verify(made.path, bytes(32))


def test_nothing_new_is_no_new_copy(learner: LearnerStore) -> None:
    fill(learner, 10)
    path = learner.database.path
    assert back_up(path, KEY, NOW, wanted) is not None
    assert back_up(path, KEY, NOW + HOUR, wanted) is None
    with learner.write() as db:
        db.put_glimpse("plan", {})
        db.set_checkpoint("plan", "pulled again")
    assert back_up(path, KEY, NOW + HOUR, wanted) is None, "neither is worth a copy"
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)])
    assert back_up(path, KEY, NOW + HOUR / 2, wanted, every=HOUR) is None, "the last one is young enough"
    assert back_up(path, KEY, NOW + HOUR, wanted, every=HOUR) is not None
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)])
    assert back_up(path, KEY, NOW - HOUR, wanted, every=HOUR) is not None, "a clock that was set back stops nothing"


def test_a_damaged_store_never_takes_the_place_of_a_good_copy(learner: LearnerStore) -> None:
    fill(learner, 200)
    path = learner.database.path
    good = back_up(path, KEY, NOW, wanted)
    assert good is not None
    with learner.write() as db:
        db.record([act(Verb.COMPLETED)])
    learner.close()
    pages = path.stat().st_size // PAGE
    spoil(path, pages // 2, pages // 2 + 4, flipped)
    with pytest.raises(DamagedDatabase):
        back_up(path, KEY, NOW + 5 * HOUR, wanted)
    assert [backup.path for backup in listed(path.parent)] == [good.path]
    backups.verify(good.path, KEY)
    assert list((path.parent / "backups").iterdir()) == [good.path]


def test_one_that_is_not_wanted_any_more_leaves_nothing(learner: LearnerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(learner, 200)
    looks = [2]

    def ends() -> None:
        looks[0] -= 1
        if looks[0] < 0:
            raise Cancelled

    monkeypatch.setattr(ending, "STEPS", 100)
    with pytest.raises(Cancelled):
        back_up(learner.database.path, KEY, NOW, ends)
    assert listed(learner.database.path.parent) == ()


def test_what_a_kill_left_half_written_goes_with_the_next(learner: LearnerStore, tmp_path: Path) -> None:
    fill(learner, 5)
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "20261125T090000Z-abc.db.new").write_bytes(b"half")
    assert listed(tmp_path) == ()
    made = back_up(learner.database.path, KEY, NOW, wanted)
    assert made is not None
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [made.path.name]


def test_a_full_disk_is_left_to_who_learns(learner: LearnerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    fill(learner, 5)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(backups.SPARE_BYTES))
    assert back_up(learner.database.path, KEY, NOW, wanted) is None


def test_hours_days_and_weeks_are_kept(tmp_path: Path) -> None:
    made: list[Backup] = []
    for hours in range(24 * 60):
        path = tmp_path / str(hours)
        path.touch()
        made.append(Backup(path, NOW - timedelta(hours=hours), 1000))
        if hours % 24 == 0:
            prune([b for b in made if b.path.exists()], NOW)
    prune([b for b in made if b.path.exists()], NOW)
    left = [b for b in made if b.path.exists()]
    ages = [(NOW - b.at) / HOUR for b in left]
    assert ages[: backups.HOURS] == [0, 1, 2, 3, 4, 5]
    assert len([age for age in ages if age <= 24 * 7]) >= backups.HOURS + backups.DAYS - 1
    assert max(ages) >= 24 * 14
    assert len(left) <= backups.HOURS + backups.DAYS + backups.WEEKS


def test_the_oldest_go_beyond_the_bound_and_never_the_newest(tmp_path: Path) -> None:
    made = []
    for hours in range(4):
        path = tmp_path / str(hours)
        path.touch()
        made.append(Backup(path, NOW - timedelta(hours=hours), 1000))
    prune(made, NOW, most_bytes=2500)
    assert [b.path.exists() for b in made] == [True, True, False, False]
    prune(made[:2], NOW, most_bytes=10)
    assert [b.path.exists() for b in made] == [True, False, False, False]


def test_a_strange_file_is_no_copy(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "notes.db").touch()
    assert listed(tmp_path) == ()
