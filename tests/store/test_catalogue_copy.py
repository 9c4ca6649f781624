"""A damaged catalogue goes on with its copy, so that downloaded courses open without a link."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest

from karmadesk.errors import DiskFull, SetAside
from karmadesk.jobs import Cancelled
from karmadesk.model import Course, CourseCard, Unit
from karmadesk.ports.shelves import SET_ASIDE
from karmadesk.store import copy, open_catalogue, open_shelf
from karmadesk.store.catalogue import CatalogueStore
from karmadesk.store.copy import Copy
from tests.store.test_damage import PAGE, damage

WATER = Course(CourseCard("do_water", "Safe water", version=3.0), (Unit("u1", "Wells"),))


def wanted() -> None:
    """Still."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A catalogue with a course and many cards, closed, written a while ago."""
    found = tmp_path / "catalogue.db"
    store = open_catalogue(found)
    fill(store)
    store.close()
    long_ago(found)
    return found


def fill(store: CatalogueStore) -> None:
    with store.write() as edit:
        edit.put_course(WATER)
        edit.put_cards([CourseCard(f"do_{n}", f"Course {n}", "x" * 400) for n in range(100)])
        edit.set_checkpoint("tree:do_water", "3.0")


def long_ago(*paths: Path, seconds: float = 60) -> None:
    for path in paths:
        for name in (path, path.with_name(f"{path.name}-wal")):
            if name.exists():
                at = name.stat().st_mtime - seconds
                os.utime(name, (at, at))


def copied(path: Path) -> Path:
    store = open_catalogue(path)
    store.keep_copy(wanted)
    store.close()
    return path.with_name("catalogue.db.copy")


@pytest.mark.parametrize("content", [b"<html>" * 100, b""], ids=["another", "empty"])
def test_a_damaged_catalogue_goes_on_with_its_copy(path: Path, content: bytes) -> None:
    assert copied(path).is_file()
    path.write_bytes(content or bytes(PAGE * 3))
    store = open_catalogue(path)
    assert not store.was_rebuilt
    with store.read() as view:
        assert view.course("do_water") == WATER
        assert view.search("safe") == (WATER.card,)
        assert view.count() == 101
        assert view.checkpoint("tree:do_water") == "3.0"
        assert view.checkpoint(SET_ASIDE) == "", "nothing is missing"
    store.close()
    assert [p for p in path.parent.iterdir() if ".damaged-" in p.name]


def test_damage_found_while_reading_goes_on_with_the_copy(path: Path) -> None:
    store = open_catalogue(path)
    fill(store)
    with store.write() as edit:
        edit.put_cards([CourseCard(f"do_{n}", f"Course {n}", "x" * 400) for n in range(400)])
    store.close()
    long_ago(path)
    copied(path)
    pages = path.stat().st_size // PAGE
    for page in range(pages // 2, pages):
        damage(path, page * PAGE, PAGE)
    store = open_catalogue(path)
    with pytest.raises(SetAside), store.read() as view:
        (view.all_cards(limit=1000), view.course("do_water"), view.search("course"))
    with store.read() as view:
        assert view.course("do_water") == WATER
        assert len(view.all_cards(limit=1000)) == 401
    store.close()


def test_a_copy_that_is_damaged_too_is_none(path: Path) -> None:
    copy_path = copied(path)
    damage(copy_path, 0, PAGE)
    damage(path, 0, PAGE)
    store = open_catalogue(path)
    assert store.was_rebuilt
    with store.read() as view:
        assert (view.count(), view.checkpoint(SET_ASIDE)) == (0, "yes")
    store.close()


def test_a_sound_copy_of_something_else_is_none(path: Path) -> None:
    copy_path = copied(path)
    shelf = path.with_name("shelf.db")
    open_shelf(shelf).close()
    connection = sqlite3.connect(shelf)
    connection.execute("DROP TABLE alembic_version")
    connection.commit()
    connection.close()
    shutil.copyfile(shelf, copy_path)
    damage(path, 0, PAGE)
    store = open_catalogue(path)
    assert store.was_rebuilt
    assert not copy_path.exists()
    store.close()


def test_it_is_copied_only_when_something_was_written(path: Path) -> None:
    one = Copy(path)
    assert one.renew(wanted)
    assert not one.renew(wanted)
    store = open_catalogue(path)
    with store.write() as edit:
        edit.put_cards([CourseCard("do_new", "New")])
    assert not one.renew(wanted), "it was copied within the hour"
    long_ago(one.path, seconds=2 * copy.EVERY_S)
    assert not one.renew(wanted), "somebody writes just now"
    long_ago(path)
    assert one.renew(wanted)
    store.close()


def test_one_begun_anew_does_not_take_the_place_of_a_good_copy(path: Path) -> None:
    copy_path = copied(path)
    good = copy_path.read_bytes()
    copy_path.rename(copy_path.with_name("kept"))
    damage(path, 0, PAGE)
    store = open_catalogue(path)
    copy_path.write_bytes(good)
    long_ago(copy_path, seconds=2 * copy.EVERY_S)
    store.keep_copy(wanted)
    with store.write() as edit:
        edit.put_cards([CourseCard("do_new", "New")])
    long_ago(path)
    store.keep_copy(wanted)
    store.close()
    assert copy_path.read_bytes() == good


def test_a_full_disk_and_a_change_of_mind_leave_the_copy_there_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    def ends() -> None:
        raise Cancelled

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 20))
        assert not Copy(path).renew(wanted)
        store = open_catalogue(path)
        patch.setattr(shutil, "disk_usage", lambda _: Usage(1000))
        with pytest.raises(DiskFull), store.write():
            raise AssertionError("what is left is for what somebody learns")
        store.close()
    long_ago(path)
    monkeypatch.setattr("karmadesk.store.ending.STEPS", 1)
    with pytest.raises(Cancelled):
        Copy(path).renew(ends)
    assert sorted(p.name for p in path.parent.iterdir()) == ["catalogue.db"]
