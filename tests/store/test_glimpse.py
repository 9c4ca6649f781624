"""A glimpse is read by the driver alone, and never stands in the way of opening in earnest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from karmadesk.model import Person
from karmadesk.store.connection import bare
from karmadesk.store.glimpse import glimpse
from karmadesk.store.people import PeopleFolder
from karmadesk.vault.memory import MemoryVault
from tests.store.conftest import KEY


@pytest.fixture
def asha(people: PeopleFolder) -> Person:
    person = people.add("hub", "आशा", "hi")
    with people.open(person.id).write() as db:
        db.put_glimpse("plan", {"label": "आशा", "days": [1, 2]})
    return person


def test_what_was_kept_is_seen_beside_an_open_store_and_without_one(people: PeopleFolder, asha: Person) -> None:
    assert people.glimpse(asha.id, "plan") == {"label": "आशा", "days": [1, 2]}
    people.close_all()
    assert people.glimpse(asha.id, "plan") == {"label": "आशा", "days": [1, 2]}
    assert people._open == {}
    assert people.glimpse(asha.id, "other") is None


def test_the_newest_takes_the_place_of_the_one_before(people: PeopleFolder, asha: Person) -> None:
    with people.open(asha.id).write() as db:
        db.put_glimpse("plan", "newer")
        assert db.glimpse("plan") == "newer"
    assert people.glimpse(asha.id, "plan") == "newer"


def test_without_the_key_there_is_none(people: PeopleFolder, asha: Person, vault: MemoryVault) -> None:
    path = people._paths.person(asha.id) / "learner.db"
    assert glimpse(path, KEY, "plan") is None
    vault.delete(f"learner-{asha.id}")
    assert people.glimpse(asha.id, "plan") is None


def test_a_store_that_is_damaged_missing_or_older_gives_none_and_stays_as_it_is(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"not a database at all" * 300)
    before = damaged.read_bytes()
    assert glimpse(damaged, KEY, "plan") is None
    assert damaged.read_bytes() == before
    assert glimpse(tmp_path / "missing.db", KEY, "plan") is None
    assert not (tmp_path / "missing.db").exists()
    older = bare(tmp_path / "older.db", KEY)
    older.execute("CREATE TABLE statements (id TEXT)")
    older.close()
    assert glimpse(tmp_path / "older.db", KEY, "plan") is None


def test_sqlalchemy_is_not_needed_for_it() -> None:
    code = (
        "import sys; from pathlib import Path; import karmadesk.store.people; "
        "from karmadesk.store.glimpse import glimpse; glimpse(Path('none.db'), bytes(32), 'plan'); "
        "print('sqlalchemy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
