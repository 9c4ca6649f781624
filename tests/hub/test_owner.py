"""The owner runs the hub from the command line, also while it serves; on SQLite and on PostgreSQL."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from karmadesk.hub.__main__ import main
from tests.hub import samples
from tests.hub.samples import BATCH, COURSE, DOCUMENT, PROGRAM, VIDEO
from tests.hub.server import running_hub
from tests.hub.wire import Json, call, learner

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command of the owner's on the hub in `hub`; what it said, after its code was right."""

    def command(*arguments: str, code: int = 0, data: str = "hub") -> str:
        assert main([*arguments, "--data", str(tmp_path / data)]) == code
        said = capsys.readouterr()
        assert bool(said.err) == bool(code)
        return said.err if code else said.out

    return command


@pytest.fixture
def people(tmp_path: Path) -> str:
    """A file of people."""
    (tmp_path / "people.csv").write_text(samples.PEOPLE, encoding="utf-8")
    return str(tmp_path / "people.csv")


@pytest.fixture
def packages(seed_folder: Path) -> list[str]:
    """Files of courses."""
    return [str(file) for file in sorted((seed_folder / "packages").glob("*.ecar"))]


def _rows(report: str) -> dict[tuple[str, str], Json]:
    return {(row["username"], row["course"]): row for row in csv.DictReader(io.StringIO(report))}


def test_the_owner_sets_up_a_hub_and_reads_who_has_finished(
    run: Run, people: str, packages: list[str], tmp_path: Path
) -> None:
    assert run("people", "import", people) == "3 people added, 0 brought up to date\n"
    assert run("people", "import", people) == "0 people added, 3 brought up to date\n"
    assert f"added {COURSE}\n" in run("courses", "add", *packages)
    assert run("assign", COURSE, "--to", "Auxiliary Nurse", "--due", "2027-03-31", "--apar") == (
        f"assigned {COURSE} to 1 people\n"
    )
    (tmp_path / "names.txt").write_text("ravi\nasha\n", encoding="utf-8")
    run("assign", PROGRAM, "--to", str(tmp_path / "names.txt"), "--due", "2027-06-30")
    run("assign", PROGRAM, "--to", str(tmp_path / "names.txt"), "--due", "2027-06-30")

    with running_hub(tmp_path / "hub") as hub:
        asha = learner(hub.url, *samples.ASHA)
        plan = asha.get("/api/user/v1/cbplan").result["content"]
        assert [(one["endDate"][:10], one["isApar"]) for one in plan] == [("2027-06-30", False), ("2027-03-31", True)]
        asha.ask("/api/course/v1/enrol", courseId=COURSE, batchId=BATCH, userId=asha.id)
        asha.update({"contentId": VIDEO, "courseId": COURSE, "batchId": BATCH, "status": 2})
        report = _rows(run("report", "--csv"))

    row = report["asha", COURSE]
    assert (row["due"], row["apar"], row["assigned"]) == ("2027-03-31", "yes", "yes")
    assert (row["status"], row["completion_percentage"], row["completed_on"]) == ("in progress", "25", "")
    assert report["ravi", PROGRAM]["status"] == "not started"
    assert set(report) == {("asha", COURSE), ("asha", PROGRAM), ("ravi", PROGRAM)}


def test_courses_that_are_added_while_the_hub_serves_are_there_at_once(
    run: Run, people: str, packages: list[str], tmp_path: Path
) -> None:
    run("people", "import", people)
    with running_hub(tmp_path / "hub") as hub:
        address = f"{hub.url}/api/content/v1/read/{COURSE}"
        assert call("GET", address).status == 404
        run("courses", "add", *packages)
        assert call("GET", address).result["content"]["batches"][0]["batchId"] == BATCH


def test_a_reader_who_has_enough_of_the_report_ends_it_quietly(
    run: Run, people: str, packages: list[str], tmp_path: Path
) -> None:
    run("people", "import", people)
    run("courses", "add", *packages)
    run("assign", COURSE, "--to", "all", "--due", "2027-03-31")
    command = [sys.executable, "-m", "karmadesk.hub", "report", "--csv", "--data", str(tmp_path / "hub")]
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE, text=True) as process:
        os.close(writing)
        _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (1, "")


def test_a_formula_in_a_name_is_no_formula_in_the_report(run: Run, packages: list[str], tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("username,password,first_name\nx,secret,=cmd|' /C calc'!A0\n", encoding="utf-8")
    run("people", "import", str(file))
    run("courses", "add", *packages)
    run("assign", COURSE, "--to", "all", "--due", "2027-03-31")

    assert _rows(run("report", "--csv"))["x", COURSE]["name"].startswith("'=")


@pytest.mark.parametrize(
    "content, said",
    [
        ("username,first_name\nx,X\n", "line 2: a new person needs a password"),
        ("name\nX\n", "no column username, first_name"),
        ("username,password,first_name\nx,p,\n", "line 2: first_name is empty"),
        ("username,password,first_name\nx,p,X\nx,p,X\n", "line 3: x stands there twice"),
        ("", "no column"),
    ],
)
def test_a_wrong_list_of_people_changes_nothing(run: Run, tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text(content, encoding="utf-8")

    assert said in run("people", "import", str(file), code=1)
    assert run("report", "--csv").count("\n") == 1


def test_what_is_not_there_is_told(run: Run, people: str, packages: list[str], tmp_path: Path) -> None:
    assert "cannot be read" in run("people", "import", str(tmp_path / "none.csv"), code=1)
    assert "no such course" in run("assign", COURSE, "--to", "all", "--due", "2027-03-31", code=1)
    run("courses", "add", *packages)
    (tmp_path / "names.txt").write_text("nobody\n", encoding="utf-8")
    names = str(tmp_path / "names.txt")
    assert "nobody" in run("assign", COURSE, "--to", names, "--due", "2027-03-31", code=1)
    assert "no such course" in run("assign", VIDEO, "--to", "all", "--due", "2027-03-31", code=1)
    (tmp_path / "names.txt").write_text("", encoding="utf-8")
    assert "no user names" in run("assign", COURSE, "--to", names, "--due", "2027-03-31", code=1)
    (tmp_path / "latin.csv").write_bytes("username,first_name\nx,é\n".encode("latin-1"))
    assert "UTF-8" in run("people", "import", str(tmp_path / "latin.csv"), code=1)


def test_a_new_password_replaces_the_old_one_and_an_empty_one_keeps_it(run: Run, people: str, tmp_path: Path) -> None:
    run("people", "import", people)
    file = tmp_path / "change.csv"
    file.write_text("username,password,first_name\nasha,new-one,Asha\nravi,,Ravi\n", encoding="utf-8")
    run("people", "import", str(file))

    with running_hub(tmp_path / "hub") as hub:
        assert learner(hub.url, "asha", "new-one").id
        assert learner(hub.url, *samples.RAVI).id


def test_a_backup_brings_everything_back(run: Run, people: str, packages: list[str], tmp_path: Path) -> None:
    _fill_and_back_up(run, people, packages, tmp_path)

    run("restore", str(tmp_path / "all.zip"), data="other")

    _check_restored(tmp_path / "other")
    assert oct((tmp_path / "all.zip").stat().st_mode & 0o777) == "0o600"
    assert "not empty" in run("restore", str(tmp_path / "all.zip"), data="other", code=1)


def test_what_is_no_backup_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "no.zip"
    assert "cannot be read" in run("restore", str(file), code=1)
    file.write_bytes(b"no zip")
    assert "not a backup" in run("restore", str(file), code=1)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("backup.json", '{"kind": "other"}')
    assert "not a backup" in run("restore", str(file), code=1)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("backup.json", '{"kind": "karmadesk-hub-backup", "schema": 1}')
        archive.writestr("files/../../outside", "x")
    assert "leaves its folder" in run("restore", str(file), code=1)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("backup.json", '{"kind": "karmadesk-hub-backup", "schema": 99}')
    assert "newer hub" in run("restore", str(file), code=1)
    assert "cannot be written" in run("backup", str(tmp_path / "none" / "all.zip"), code=1)


def _fill_and_back_up(run: Run, people: str, packages: list[str], tmp_path: Path) -> None:
    run("people", "import", people)
    run("courses", "add", *packages)
    run("assign", COURSE, "--to", "all", "--due", "2027-03-31")
    with running_hub(tmp_path / "hub") as hub:
        asha = learner(hub.url, *samples.ASHA)
        asha.ask("/api/course/v1/enrol", courseId=COURSE, batchId=BATCH, userId=asha.id)
        asha.update(
            {"contentId": VIDEO, "courseId": COURSE, "batchId": BATCH, "status": 2, "progressdetails": {"a": 1}}
        )
        assert "backed up" in run("backup", str(tmp_path / "all.zip"))


def _check_restored(folder: Path, *arguments: str) -> None:
    with running_hub(folder, *arguments) as hub:
        asha = learner(hub.url, *samples.ASHA)
        assert asha.enrolments()[COURSE]["progress"] == 1
        (state,) = asha.state(COURSE, BATCH, fields=["progressdetails"])
        assert state["progressdetails"] == {"a": 1}
        asha.update({"contentId": DOCUMENT, "courseId": COURSE, "batchId": BATCH, "status": 2})
        log = call("GET", f"{hub.url}/owner/v1/accepted-writes", headers={"X-Owner-Key": hub.owner_key}).json
        assert [write["content"] for write in log["writes"]] == [None, VIDEO, DOCUMENT]
        assert [write["seq"] for write in log["writes"]] == sorted({write["seq"] for write in log["writes"]})
        video = call("GET", f"{hub.url}/api/content/v1/read/{VIDEO}").result["content"]
        assert call("GET", video["artifactUrl"]).body == samples.VIDEO_BYTES


def test_a_hub_that_outgrew_its_file_moves_to_postgresql(
    run: Run, people: str, packages: list[str], tmp_path: Path, cluster: str
) -> None:
    _fill_and_back_up(run, people, packages, tmp_path)

    run("restore", str(tmp_path / "all.zip"), "--database", cluster, data="other")

    _check_restored(tmp_path / "other", "--database", cluster)
    assert not (tmp_path / "other" / "hub.db").exists()
    report = _rows(run("report", "--csv", "--database", cluster, data="other"))
    assert report["asha", COURSE]["completion_percentage"] == "50"
