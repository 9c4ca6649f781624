"""Samples come into an empty hub once, whole, whatever interrupts them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from karmadesk.hub import moments, publishing, seeding
from karmadesk.hub import people as people_room
from karmadesk.hub.database import Database, database_in
from karmadesk.hub.place import Place, TroubleError
from karmadesk.hub.tables import contents, enrolments, metadata, people, plans, states
from tests.hub import samples


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[Place, Database]]:
    """A hub's folder with nothing in it."""
    place = Place(tmp_path / "hub")
    place.prepare()
    database = database_in(place, None)
    yield place, database
    database.close()


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    """A seed folder that a test may spoil."""
    return samples.write_samples(tmp_path / "samples")


def _counts(database: Database) -> dict[str, int]:
    with database.read() as db:
        return {
            table.name: db.execute(select(func.count()).select_from(table)).scalar() or 0
            for table in metadata.sorted_tables
        }


def test_seeding_twice_is_seeding_once(empty: tuple[Place, Database], seed_folder: Path) -> None:
    place, database = empty
    seeding.seed(database, place, seed_folder)
    once = _counts(database)
    seeding.seed(database, place, seed_folder)

    assert _counts(database) == once
    assert (once["people"], once["plans"], once["enrolments"], once["accepted_writes"]) == (3, 3, 2, 0)


@pytest.mark.parametrize("where", ["courses", "people", "past"])
def test_seeding_that_was_cut_short_is_finished(
    empty: tuple[Place, Database], seed_folder: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    place, database = empty
    other = Place(place.root.parent / "other")
    other.prepare()
    uncut = database_in(other, None)
    seeding.seed(uncut, other, seed_folder)
    whole = _counts(uncut)
    uncut.close()

    class CutError(Exception):
        pass

    def cut(*_: object, **__: object) -> None:
        raise CutError

    room, name = {
        "courses": (publishing, "_record_media"),
        "people": (people_room, "import_file"),
        "past": (seeding, "_past"),
    }[where]
    with monkeypatch.context() as patch:
        patch.setattr(room, name, cut)
        with pytest.raises(CutError):
            seeding.seed(database, place, seed_folder)
    seeding.seed(database, place, seed_folder)

    assert _counts(database) == whole


def test_a_hub_with_people_of_its_own_is_left_alone(
    empty: tuple[Place, Database], seed_folder: Path, tmp_path: Path
) -> None:
    place, database = empty
    (tmp_path / "own.csv").write_text("username,password,first_name\nx,secret,X\n", encoding="utf-8")
    people_room.import_file(database, tmp_path / "own.csv")

    seeding.seed(database, place, seed_folder)

    counts = _counts(database)
    assert (counts["people"], counts["contents"]) == (1, 0)


def test_days_count_from_today(empty: tuple[Place, Database], seed_folder: Path) -> None:
    place, database = empty
    seeding.seed(database, place, seed_folder)

    with database.read() as db:
        due = set(db.execute(select(plans.c.due_at)).scalars())
        joined = list(db.execute(select(enrolments.c.enrolled_at)).scalars())
        acts = list(db.execute(select(states.c.accessed_at)).scalars())
    today = moments.midnight_ms()
    assert due == {today + days * moments.DAY_MS for days in (-2, -5, 30)}
    assert all(abs(moments.now_ms() - 20 * moments.DAY_MS - at) < 60_000 for at in joined)
    assert sorted(round((moments.now_ms() - at) / moments.DAY_MS) for at in acts) == [5, 6, 15]


def _spoil(change: Callable[[dict[str, list[dict[str, object]]]], object]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        file = folder / "seed.json"
        plan = json.loads(file.read_text(encoding="utf-8"))
        change(plan)
        file.write_text(json.dumps(plan), encoding="utf-8")

    return spoil


@pytest.mark.parametrize(
    "spoil, said",
    [
        (lambda folder: (folder / "seed.json").unlink(), "cannot be read"),
        (lambda folder: (folder / "seed.json").write_text("{", encoding="utf-8"), "not valid JSON"),
        (lambda folder: (folder / "seed.json").write_text("[]", encoding="utf-8"), "not a JSON object"),
        (lambda folder: (folder / "people.csv").unlink(), "cannot be read"),
        (_spoil(lambda plan: plan["batches"][0].pop("name")), r"batches\[0\] is not as it should be"),
        (_spoil(lambda plan: plan["assignments"][0].update(course="do_99")), "no package brings: do_99"),
        (_spoil(lambda plan: plan["enrolments"][0].update(user="nobody")), "does not: nobody"),
        (_spoil(lambda plan: plan["progress"][0].update(status="done")), r"progress\[0\]"),
    ],
)
def test_a_spoilt_seed_is_told_and_puts_no_past_in(
    empty: tuple[Place, Database], own_folder: Path, spoil: Callable[[Path], None], said: str
) -> None:
    place, database = empty
    spoil(own_folder)

    with pytest.raises(TroubleError, match=said):
        seeding.seed(database, place, own_folder)

    counts = _counts(database)
    assert (counts["plans"], counts["enrolments"], counts["states"], counts["batches"]) == (0, 0, 0, 0)


def test_a_folder_without_courses_is_told(empty: tuple[Place, Database], own_folder: Path) -> None:
    place, database = empty
    for file in (own_folder / "packages").iterdir():
        file.unlink()

    with pytest.raises(TroubleError, match="no sample courses"):
        seeding.seed(database, place, own_folder)


def test_the_sample_folder_lies_beside_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert seeding.demo_folder() == Path(__file__).parents[2] / "resources" / "demo"
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert seeding.demo_folder() == tmp_path / "resources" / "demo"


def test_the_samples_brought_what_the_other_tests_speak_of(empty: tuple[Place, Database], seed_folder: Path) -> None:
    place, database = empty
    seeding.seed(database, place, seed_folder)

    with database.read() as db:
        known = set(db.execute(select(contents.c.id)).scalars())
        names = set(db.execute(select(people.c.username)).scalars())
    assert {samples.COURSE, samples.PROGRAM, samples.PRACTICE, samples.VIDEO} <= known
    assert names == {"asha", "ravi", "meena"}
