"""Writers never lose each other's work, readers never wait, and the world's faults have names."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2
from sqlalchemy.exc import IntegrityError, OperationalError

from karmadesk.errors import DamagedDatabase, DiskFull, StoreError, WrongKey
from karmadesk.store import faults
from karmadesk.store.database import Database
from karmadesk.store.faults import fault
from karmadesk.store.tables import learner, shelf
from tests.store.conftest import KEY

WRITERS = 4
TIMES = 50


@pytest.fixture(params=[None, KEY], ids=["sqlite3", "sqlcipher3"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "a.db", learner.KIND if request.param else shelf.KIND, request.param)
    with opened.write() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (value INTEGER NOT NULL, filling BLOB)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0, NULL)")
    yield opened
    opened.close()


def value(database: Database) -> int:
    with database.read() as connection:
        return int(connection.exec_driver_sql("SELECT value FROM counter").scalar_one())


def increment(database: Database) -> None:
    with database.write() as connection:
        now = connection.exec_driver_sql("SELECT value FROM counter").scalar_one()
        connection.exec_driver_sql(f"UPDATE counter SET value = {now + 1}")


def test_concurrent_writers_lose_nothing(database: Database) -> None:
    def work() -> None:
        for _ in range(TIMES):
            increment(database)

    threads = [threading.Thread(target=work) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert value(database) == WRITERS * TIMES


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "shelf.db"
    database = Database(path, shelf.KIND)
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (value INTEGER NOT NULL)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")
    program = (
        "import sys, pathlib\n"
        "from karmadesk.store.database import Database\n"
        "from karmadesk.store.tables import shelf\n"
        "from tests.store.test_transactions import increment\n"
        "database = Database(pathlib.Path(sys.argv[1]), shelf.KIND)\n"
        "print('ready', flush=True)\n"
        "for _ in range(150):\n    increment(database)\n"
        "database.close()\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        for _ in range(150):
            increment(database)
        assert other.wait(timeout=60) == 0
    assert value(database) == 300
    database.close()


def test_a_reader_sees_one_moment_and_does_not_wait_for_a_writer(database: Database) -> None:
    with database.read() as reading:
        before = reading.exec_driver_sql("SELECT value FROM counter").scalar_one()
        with database.write() as writing:
            writing.exec_driver_sql("UPDATE counter SET value = 7")
            assert value(database) == before
            assert reading.exec_driver_sql("SELECT value FROM counter").scalar_one() == before
        assert reading.exec_driver_sql("SELECT value FROM counter").scalar_one() == before
    assert value(database) == 7


def test_many_readers_at_once(database: Database) -> None:
    with database.read() as one, database.read() as two, database.read() as three:
        for reading in (one, two, three):
            assert reading.exec_driver_sql("SELECT count(*) FROM counter").scalar_one() == 1


def test_a_write_that_raises_leaves_nothing(database: Database) -> None:
    def change_ones_mind() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("UPDATE counter SET value = 9")
            raise KeyError("changed my mind")

    with pytest.raises(KeyError):
        change_ones_mind()
    assert value(database) == 0


def test_a_write_inside_a_write_is_told_and_does_not_hang(database: Database) -> None:
    with database.write(), pytest.raises(RuntimeError, match="inside"), database.write():
        pytest.fail("entered")
    increment(database)
    assert value(database) == 1


def test_a_bug_stays_a_bug(database: Database) -> None:
    with pytest.raises(OperationalError), database.read() as connection:
        connection.exec_driver_sql("SELECT nothing FROM nowhere")


def test_a_full_disk_is_told_and_costs_nothing_that_was_written(database: Database) -> None:
    def fill_at_once() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1")
            connection.exec_driver_sql("UPDATE counter SET value = 5, filling = zeroblob(100000)")

    increment(database)
    with pytest.raises(DiskFull):
        fill_at_once()
    assert value(database) == 1


def fill(database: Database) -> None:
    for turn in range(200):
        with database.write() as connection:
            connection.exec_driver_sql(f"CREATE TABLE filling{turn} (a)")
            connection.exec_driver_sql(f"INSERT INTO filling{turn} VALUES (randomblob(20000))")


@pytest.mark.parametrize("key", [None, KEY], ids=["sqlite3", "sqlcipher3"])
def test_a_disk_that_is_really_full(key: bytes | None, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root on Linux can mount a small disk; max_page_count is tested everywhere")
    try:
        database = Database(disk / "a.db", learner.KIND if key else shelf.KIND, key)
        with pytest.raises(DiskFull):
            fill(database)
        with database.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM filling0").scalar_one() == 1
        database.close()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_what_a_constraint_refuses_is_a_bug(tmp_path: Path) -> None:
    database = Database(tmp_path / "shelf.db", shelf.KIND)
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO wants VALUES ('no such download', 'p')")
    database.close()


@pytest.mark.parametrize("driver", [sqlite3, sqlcipher3.dbapi2], ids=["sqlite3", "sqlcipher3"])
@pytest.mark.parametrize(
    "code, is_locked, expected",
    [
        (11, True, DamagedDatabase),
        (11, False, DamagedDatabase),
        (267, False, DamagedDatabase),
        (26, True, WrongKey),
        (26, False, DamagedDatabase),
        (13, True, DiskFull),
        (10, False, StoreError),
        (1, True, None),
        (5, False, None),
        (19, True, None),
    ],
)
def test_result_codes_of_both_drivers(
    driver: object, code: int, is_locked: bool, expected: type[StoreError] | None, tmp_path: Path
) -> None:
    error: Exception = driver.OperationalError("told by SQLite")  # type: ignore[attr-defined]  # a module has no type
    error.sqlite_errorcode = code  # type: ignore[attr-defined]  # as the driver sets it
    found = fault(error, tmp_path / "a.db", is_locked=is_locked)
    assert (None if found is None else type(found)) is expected


@pytest.mark.parametrize("code", [10, 14, 778])
def test_an_input_output_error_on_a_full_disk_is_a_full_disk(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    monkeypatch.setattr(faults, "TIGHT_BYTES", 1 << 62)
    assert isinstance(fault(error, tmp_path / "a.db", is_locked=False), DiskFull)


def test_an_exception_of_nobodys_has_no_fault(tmp_path: Path) -> None:
    assert isinstance(fault(OSError(28, "full"), tmp_path / "a.db", is_locked=False), DiskFull)
    assert fault(OSError(13, "no"), tmp_path / "a.db", is_locked=False) is None
    assert fault(ValueError("x"), tmp_path / "a.db", is_locked=False) is None
    assert fault(sqlite3.ProgrammingError("closed"), tmp_path / "a.db", is_locked=True) is None
