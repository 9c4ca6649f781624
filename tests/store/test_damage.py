"""What can be fetched again is set aside and begun anew; what can't is never touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from karmadesk.errors import DamagedDatabase, StoreError
from karmadesk.model import CourseCard, Placement
from karmadesk.store import open_catalogue, open_shelf, rebuild_shelf
from karmadesk.store.database import Database
from karmadesk.store.renewable import set_aside
from karmadesk.store.shelf import ShelfStore
from karmadesk.store.tables import learner
from tests.store.conftest import KEY

PAGE = 4096


def damage(path: Path, start: int = 0, length: int = 64) -> None:
    content = bytearray(path.read_bytes())
    content[start : start + length] = b"\xa5" * length
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("content", [b"<html>not a database</html>" * 50, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_catalogue_is_set_aside_and_begun_anew(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    path.write_bytes(content)
    store = open_catalogue(path)
    assert store.was_rebuilt
    with store.write() as edit:
        edit.put_cards([CourseCard("do_1", "Safe water")])
    store.close()
    [aside] = [p for p in tmp_path.iterdir() if ".damaged-" in p.name]
    assert aside.read_bytes() == content
    again = open_catalogue(path)
    assert not again.was_rebuilt
    with again.read() as view:
        assert view.count() == 1
    again.close()


def test_damage_found_while_reading_costs_one_read(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    store = open_catalogue(path)
    for start in range(0, 400, 100):
        with store.write() as edit:
            edit.put_cards([CourseCard(f"do_{n}", f"Course {n}", "x" * 400) for n in range(start, start + 100)])
    store.close()
    pages = path.stat().st_size // PAGE
    for page in range(pages // 2, pages):
        damage(path, page * PAGE, PAGE)
    hurt = open_catalogue(path)
    was_rebuilt = [hurt.was_rebuilt]
    with pytest.raises(DamagedDatabase), hurt.read() as view:
        view.all_cards(limit=1000)
    was_rebuilt.append(hurt.was_rebuilt)
    assert was_rebuilt == [False, True]
    with hurt.read() as view:
        assert view.count() == 0
    hurt.close()


def test_damage_that_two_readers_find_is_renewed_once(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    hurt = open_catalogue(path)

    def find_damage_within_a_read_that_finds_it_too() -> None:
        with hurt.read() as view:
            assert view.count() == 0
            with pytest.raises(DamagedDatabase), hurt.read():
                raise DamagedDatabase
            raise DamagedDatabase

    with pytest.raises(DamagedDatabase):
        find_damage_within_a_read_that_finds_it_too()
    assert len([p for p in tmp_path.iterdir() if p.name.endswith(".db")]) == 1
    assert len([p for p in tmp_path.iterdir() if ".damaged-" in p.name and not p.name.endswith(("-wal", "-shm"))]) == 1
    hurt.close()


def test_what_sqlite_keeps_beside_a_damaged_file_goes_along(tmp_path: Path) -> None:
    path = tmp_path / "shelf.db"
    path.write_bytes(b"no database" * 100)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).write_bytes(b"of the old one")
    aside = set_aside(path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [aside.name, f"{aside.name}-shm", f"{aside.name}-wal"]


def test_a_damaged_shelf_is_rebuilt_from_what_the_files_know(tmp_path: Path) -> None:
    path = tmp_path / "shelf.db"
    open_shelf(path).close()
    damage(path)
    shelf = open_shelf(path)
    assert shelf.was_rebuilt
    found = [((Placement("hub", f"do_{n}", 1.0, "artifact", f"{n:064x}", 10, "a.mp4"),), ("asha",)) for n in range(250)]
    assert rebuild_shelf(shelf, found) == 250
    with shelf.read() as view:
        assert view.used_bytes() == 2500
        assert view.placements("hub", "do_7")[0].sha256 == f"{7:064x}"
    shelf.close()


def test_nobody_tidies_by_a_shelf_that_waits_to_be_filled(tmp_path: Path) -> None:
    path = tmp_path / "shelf.db"
    known = [((Placement("hub", "do_1", 1.0, "artifact", "aa", 10, "a.mp4"),), ("asha",))]

    def objects_of(shelf: ShelfStore) -> frozenset[str]:
        with shelf.read() as view:
            return view.objects()

    for turn in range(2):
        shelf = open_shelf(path)
        assert shelf.was_rebuilt
        with pytest.raises(StoreError, match="waits"):
            objects_of(shelf)
        shelf.close()
        again = open_shelf(path)
        assert rebuild_shelf(again, known if turn else []) == turn
        assert objects_of(again) == ({"aa"} if turn else set())
        assert not again.was_rebuilt
        with pytest.raises(DamagedDatabase), again.read():
            raise DamagedDatabase
        with pytest.raises(StoreError, match="waits"):
            objects_of(again)
        again.close()


def test_a_damaged_learners_database_is_never_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "learner.db"
    Database(path, learner.KIND, KEY).close()
    for page in range(1, path.stat().st_size // PAGE):
        damage(path, page * PAGE + 100)
    before = path.read_bytes()
    with pytest.raises(DamagedDatabase):
        Database(path, learner.KIND, KEY, may_create=False)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["learner.db"]
