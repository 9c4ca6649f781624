"""Every database opens at the revision that this program writes, or says in a KarmaDeskError why it doesn't."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from karmadesk.errors import DamagedDatabase, NewerDatabase, WrongKey
from karmadesk.store import open_catalogue, open_shelf, schema
from karmadesk.store.connection import bare, connect
from karmadesk.store.database import Database
from karmadesk.store.kinds import MIGRATIONS, Kind
from karmadesk.store.tables import catalogue, learner, shelf
from tests.store.conftest import KEY

KINDS = [catalogue.KIND, shelf.KIND, learner.KIND]
by_name = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def key_of(kind: Kind) -> bytes | None:
    return KEY if kind.name == "learner" else None


def tables_of(path: Path, key: bytes | None) -> list[tuple[Any, ...]]:
    connection = bare(path, key)
    try:
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
        # A table that a migration made anew has its name in quotation marks.
        return [
            (kind, name, table, (sql or "").replace(f'TABLE "{name}"', f"TABLE {name}"))
            for kind, name, table, sql in rows
        ]
    finally:
        connection.close()


@by_name
def test_a_new_database_equals_a_migrated_one(kind: Kind, tmp_path: Path) -> None:
    Database(tmp_path / "new.db", kind, key_of(kind)).close()
    migrated = Database(tmp_path / "migrated.db", _unmade(kind, tmp_path), key_of(kind))
    migrated.close()
    made = tables_of(tmp_path / "new.db", key_of(kind))
    assert made == tables_of(tmp_path / "migrated.db", key_of(kind))
    assert len(made) > 5


def _unmade(kind: Kind, folder: Path) -> Kind:
    """The kind, as the migrations alone make it: they run on a database that says it is at a revision before them."""
    connection = bare(folder / "migrated.db", key_of(kind))
    connection.execute(
        "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, "
        "\n\tCONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)"
    )
    connection.execute("INSERT INTO alembic_version VALUES ('0000')")
    connection.close()
    scripts = folder / "scripts"
    shutil.copytree(MIGRATIONS, scripts)
    versions = scripts / kind.name / "versions"
    (versions / "0000_nothing.py").write_text(
        "revision = '0000'\ndown_revision = None\n\n\ndef upgrade() -> None:\n    pass\n", "utf-8"
    )
    first = versions / "0001_first.py"
    first.write_text(first.read_text("utf-8").replace("down_revision = None", "down_revision = '0000'"), "utf-8")
    return Kind(kind.name, kind.metadata, ("0000", *kind.revisions), kind.synchronous, scripts)


@by_name
def test_the_revisions_named_are_the_scripts_there(kind: Kind) -> None:
    config = Config()
    config.set_main_option("script_location", str(kind.folder))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert [script.revision for script in scripts.walk_revisions()] == list(reversed(kind.revisions))


@by_name
def test_reopening_finds_the_same_revision(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    for _ in range(2):
        database = Database(path, kind, key_of(kind))
        with database.read() as connection:
            assert schema.stamp(connection) == kind.head
        database.close()


def test_a_database_that_is_behind_keeps_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "shelf.db"
    before = Database(path, shelf.KIND)
    with before.write() as connection:
        connection.exec_driver_sql("INSERT INTO orphans VALUES ('abc')")
    before.close()
    scripts = tmp_path / "scripts"
    shutil.copytree(MIGRATIONS, scripts)
    (scripts / "shelf" / "versions" / "0002_second.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\nrevision = '0002'\ndown_revision = '0001'\n\n\n"
        "def upgrade() -> None:\n    op.add_column('orphans', sa.Column('why', sa.Text()))\n",
        "utf-8",
    )
    after = Database(path, Kind("shelf", shelf.metadata, ("0001", "0002"), scripts=scripts))
    with after.read() as connection:
        assert connection.exec_driver_sql("SELECT sha256, why FROM orphans").all() == [("abc", None)]
        assert schema.stamp(connection) == "0002"
    after.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "shelf.db"
    Database(path, shelf.KIND).close()
    scripts = tmp_path / "scripts"
    shutil.copytree(MIGRATIONS, scripts)
    (scripts / "shelf" / "versions" / "0002_second.py").write_text(
        "from alembic import op\nrevision = '0002'\ndown_revision = '0001'\n\n\n"
        "def upgrade() -> None:\n    op.execute('CREATE TABLE half (a)')\n    raise RuntimeError('power cut')\n",
        "utf-8",
    )
    with pytest.raises(RuntimeError, match="power cut"):
        Database(path, Kind("shelf", shelf.metadata, ("0001", "0002"), scripts=scripts))
    assert schema.revision(path) == "0001"
    assert not [row for row in tables_of(path, None) if row[1] == "half"]


@by_name
def test_a_newer_database_is_refused_and_left_as_it_is(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Database(path, kind, key_of(kind)).close()
    connection = connect(path, key_of(kind))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NewerDatabase):
        Database(path, kind, key_of(kind))
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.db"]


def test_a_newer_catalogue_is_not_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    open_catalogue(path).close()
    connection = connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(NewerDatabase):
        open_catalogue(path)
    assert [p.name for p in tmp_path.iterdir()] == ["catalogue.db"]


def test_the_wrong_key_opens_nothing_and_changes_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "learner.db"
    Database(path, learner.KIND, KEY).close()
    before = path.read_bytes()
    with pytest.raises(WrongKey):
        Database(path, learner.KIND, bytes(32))
    assert path.read_bytes() == before
    assert capfd.readouterr().err == ""


def test_plain_sqlite_cannot_read_a_learners_database(tmp_path: Path) -> None:
    path = tmp_path / "learner.db"
    Database(path, learner.KIND, KEY).close()
    connection = sqlite3.connect(path)
    try:
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute("SELECT * FROM sqlite_master").fetchall()
    finally:
        connection.close()


def test_a_learners_database_that_is_gone_is_not_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "learner.db"
    with pytest.raises(DamagedDatabase):
        Database(path, learner.KIND, KEY, may_create=False)
    path.touch()
    with pytest.raises(DamagedDatabase):
        Database(path, learner.KIND, KEY, may_create=False)
    assert path.stat().st_size == 0


def test_somebody_elses_sqlite_file_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "shelf.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    with pytest.raises(DamagedDatabase):
        Database(path, shelf.KIND)


@pytest.mark.parametrize("key", [None, KEY], ids=["sqlite3", "sqlcipher3"])
def test_every_connection_holds_on_to_its_commits(key: bytes | None, tmp_path: Path) -> None:
    connection = connect(tmp_path / "a.db", key)
    try:
        read = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "temp_store")
        }
    finally:
        connection.close()
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "temp_store": 2}


def test_only_the_catalogue_may_lose_its_last_commit_to_a_power_cut(tmp_path: Path) -> None:
    found = {}
    for kind in KINDS:
        database = Database(tmp_path / f"{kind.name}.db", kind, key_of(kind))
        with database.write() as connection:
            found[kind.name] = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
        database.close()
    assert found == {"catalogue": 1, "shelf": 2, "learner": 2}


def test_the_files_are_this_users_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "shelf.db"
    open_shelf(path).close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_database_that_somebody_made_a_moment_before_is_taken_as_it_is(tmp_path: Path) -> None:
    database = Database(tmp_path / "shelf.db", shelf.KIND)
    before = tables_of(tmp_path / "shelf.db", None)
    with database.write() as connection:
        schema.prepare(connection, shelf.KIND, schema.EMPTY)
    database.close()
    assert tables_of(tmp_path / "shelf.db", None) == before


def test_a_connection_to_no_database_is_closed_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(DamagedDatabase):
        connect(path)
    with pytest.raises(WrongKey):
        connect(path, KEY)


def test_a_key_of_the_wrong_length_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        bare(tmp_path / "a.db", b"short")


def test_the_room_is_light_to_import_and_opens_a_shelf_without_alembic(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "import karmadesk.store, karmadesk.vault\n"
        "heavy = ('sqlalchemy', 'alembic', 'sqlcipher3', 'keyring', 'cryptography', 'argon2')\n"
        "assert not [name for name in heavy if name in sys.modules], 'loaded at import'\n"
        "karmadesk.store.open_shelf(pathlib.Path(sys.argv[1])).close()\n"
        "assert 'alembic' not in sys.modules and 'sqlcipher3' not in sys.modules, 'loaded at opening'\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "shelf.db")], check=True, timeout=60)
