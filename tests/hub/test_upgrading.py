"""A database, or a backup, that an older hub wrote is this hub's after one start; a newer one stays as it is."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from karmadesk.hub import backups, certificates, changes, tables
from karmadesk.hub.catalogue import Catalogue
from karmadesk.hub.database import Database, database_in, fact
from karmadesk.hub.place import Place, TroubleError

_SCHEMA = Path(__file__).parents[1] / "data" / "hub" / "schema-1.sql"
_ROWS = """
INSERT INTO people VALUES ('p1','asha','x','आशा','Devi','','','','','','','o');
INSERT INTO contents VALUES ('do_1','Course','x','Default','Live',1,'{"name": "जल"}',NULL,NULL,1);
INSERT INTO enrolments VALUES ('p1','do_1','01',true,1000,1753189064335,NULL,NULL,NULL,NULL,NULL);
INSERT INTO enrolments VALUES ('p1','do_2','02',true,1000,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO telemetry VALUES (1, 5, 'm', NULL, 3, '{}');
"""


def _first(url: str) -> Database:
    """A database as the first schema's hub left it."""
    script = _SCHEMA.read_text(encoding="utf-8")
    if url.startswith("postgresql"):
        script = script.replace("INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", "SERIAL PRIMARY KEY")
        script = script.replace("seq INTEGER NOT NULL", "seq SERIAL NOT NULL")
    database = Database(url)
    with database.write() as db:
        for line in (script + _ROWS).split(";\n"):
            if line.strip():
                db.execute(text(line.replace(":", r"\:")))
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An old database of either kind."""
    is_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/hub.db" if is_file else request.getfixturevalue("cluster")
    database = _first(Place(tmp_path).database_url(url))
    yield database
    database.close()


def _shape(database: Database) -> dict[str, tuple[set[str], set[str]]]:
    found = inspect(database._engine)
    return {
        name: (
            {column["name"] for column in found.get_columns(name)},
            {str(index["name"]) for index in found.get_indexes(name) if not index.get("duplicates_constraint")},
        )
        for name in found.get_table_names()
    }


def test_an_old_database_becomes_this_hubs(old: Database) -> None:
    old.prepare()
    old.prepare()

    shape = _shape(old)
    for table in tables.metadata.sorted_tables:
        indexes = {str(index.name) for index in table.indexes}
        assert shape[table.name] == ({column.name for column in table.columns}, indexes), table.name
    with old.read() as db:
        assert fact(db, "schema") == str(tables.SCHEMA_VERSION)
        row = db.execute(select(tables.telemetry)).mappings().one()
        assert (row["events"], row["doubled_events"], row["is_double"]) == (3, 0, False)
        ((place, given),) = certificates.of_person(db, "p1").items()
        assert (place, given["recipient"], given["course_name"]) == (("do_1", "01"), "आशा Devi", "जल")
        assert given["issued_at"] == given["completed_at"] == 1753189064335


def test_an_upgrade_that_breaks_leaves_the_old_database(old: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from karmadesk.hub import upgrading

    def broken(_db: object) -> None:
        raise RuntimeError

    before = _shape(old)
    with monkeypatch.context() as patch:
        patch.setitem(upgrading._ROWS, 1, broken)
        with pytest.raises(RuntimeError):
            old.prepare()
    assert _shape(old) == before

    old.prepare()
    assert "statements" in _shape(old)


def test_a_newer_database_is_left_as_it_is(old: Database) -> None:
    with old.write() as db:
        db.execute(text("UPDATE facts SET value = '99' WHERE name = 'schema'"))
    before = _shape(old)

    with pytest.raises(TroubleError, match="newer hub"):
        old.prepare()

    assert _shape(old) == before


def test_a_backup_of_the_first_schema_is_put_back(tmp_path: Path) -> None:
    file = tmp_path / "old.zip"
    _write_old_backup(file)
    place = Place(tmp_path / "new")
    place.prepare()
    database = database_in(place, None)
    before = _cursor(database, "")[0]

    backups.restore(database, place, file)

    with database.read() as db:
        assert fact(db, "schema") == str(tables.SCHEMA_VERSION)
        assert set(certificates.of_person(db, "p1")) == {("do_1", "01")}
    assert _cursor(database, before)[1] == ("all",)
    database.close()


def test_a_backup_of_this_schema_lacks_no_table(tmp_path: Path) -> None:
    place = Place(tmp_path / "hub")
    place.prepare()
    database = database_in(place, None)
    backups.write(database, place, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as whole, zipfile.ZipFile(tmp_path / "less.zip", "w") as less:
        for name in whole.namelist():
            if name != "rows/states.jsonl":
                less.writestr(name, whole.read(name))

    with pytest.raises(TroubleError, match="damaged"):
        backups.restore(database, place, tmp_path / "less.zip")
    database.close()


def _cursor(database: Database, since: str) -> tuple[str, tuple[str, ...]]:
    with database.read() as db:
        news = changes.since(db, lambda _: Catalogue({}), "p1", since)
    return news.cursor, news.topics


def _write_old_backup(file: Path) -> None:
    old = {
        "people": dict.fromkeys(tables.people.c.keys(), "x") | {"id": "p1"},
        "enrolments": {
            "person": "p1",
            "course": "do_1",
            "batch": "01",
            "active": True,
            "enrolled_at": 1,
            "completed_at": 1753189064335,
        },
        "facts": {"name": "schema", "value": "1"},
        "telemetry": {"seq": 1, "at": 5, "msgid": "m", "device": None, "events": 3, "body": {}},
    }
    with zipfile.ZipFile(file, "w") as backup:
        backup.writestr("backup.json", json.dumps({"kind": "karmadesk-hub-backup", "schema": 1}))
        for table in tables.metadata.sorted_tables:
            if table.name in backups._SINCE_THE_SECOND:
                continue
            lines = io.StringIO()
            if table.name in old:
                lines.write(json.dumps(old[table.name]) + "\n")
            backup.writestr(f"rows/{table.name}.jsonl", lines.getvalue())
