"""The sample people and their past name only what exists, and tell the stories that the demo is for."""

from __future__ import annotations

import csv
import json

from tests.demo_courses.shelf import DEMO, Json, roots

SEED: dict[str, list[Json]] = json.loads((DEMO / "seed.json").read_text(encoding="utf-8"))
with (DEMO / "people.csv").open(encoding="utf-8", newline="") as _file:
    PEOPLE = list(csv.DictReader(_file))
BATCHES = {(row["course"], row["batch"]): row for row in SEED["batches"]}


def _assigned_to(username: str) -> set[str]:
    (person,) = [person for person in PEOPLE if person["username"] == username]
    return {
        row["course"]
        for row in SEED["assignments"]
        if row["to"] in ({"all": True}, {"user": username}, {"designation": person["designation"]})
    }


def test_everything_named_exists() -> None:
    names = {person["username"] for person in PEOPLE}
    assert {person["supervisor"] for person in PEOPLE} <= names | {""}
    for row in (*SEED["assignments"], *SEED["batches"], *SEED["enrolments"], *SEED["progress"]):
        assert row["course"] in roots()
        assert row.get("user", "sunita") in names
    designations = {person["designation"] for person in PEOPLE}
    assert all(row["to"].get("designation") in designations | {None} for row in SEED["assignments"])
    assert all((row["course"], row["batch"]) in BATCHES for row in SEED["enrolments"])
    enrolled = {(row["user"], row["course"]) for row in SEED["enrolments"]}
    for row in SEED["progress"]:
        assert row["content"] in roots()[row["course"]]["leafNodes"]
        assert (row["user"], row["course"]) in enrolled


def test_sunita_has_something_of_every_kind_to_learn() -> None:
    assigned = [roots()[course] for course in _assigned_to("sunita")]
    assert len(assigned) >= 4
    leaves = [roots()[leaf] for course in assigned for leaf in course["leafNodes"]]
    assert {"application/pdf", "text/html", "application/vnd.sunbird.questionset"} <= {
        leaf["mimeType"] for leaf in leaves
    }
    assert any(leaf["mimeType"] == "video/mp4" and int(leaf["duration"]) >= 60 for leaf in leaves)
    assert any(course["primaryCategory"] == "Program" for course in assigned)
    pair = [course for course in assigned if course.get("languageMapV1")]
    assert [course["languageMapV1"]["english"]["id"] for course in pair] == [course["identifier"] for course in pair]


def test_her_past_holds_an_overdue_a_half_done_an_ended_and_a_grown_course() -> None:
    mine = {row["course"]: row for row in SEED["enrolments"] if row["user"] == "sunita"}
    done = {row["content"] for row in SEED["progress"] if row["user"] == "sunita" and row["status"] == 2}
    shares = {
        course: len(done & set(roots()[course]["leafNodes"])) / roots()[course]["leafNodesCount"] for course in mine
    }
    assert any(row["due_days"] < 0 for row in SEED["assignments"] if row["course"] in _assigned_to("sunita"))
    assert 0.5 in shares.values()
    assert any((BATCHES[course, row["batch"]]["end_days"] or 0) < 0 for course, row in mine.items())
    (grown,) = [course for course, row in mine.items() if "completed_days_ago" in row]
    assert 0 < shares[grown] < 1
    assert float(roots()[grown]["pkgVersion"]) > 1


def test_two_learners_share_the_laptop_and_a_supervisor() -> None:
    assert {"sunita", "arif", "meena"} <= {person["username"] for person in PEOPLE}
    assert all(person["password"] == f"demo-{person['username']}" for person in PEOPLE)
    assert [person["supervisor"] for person in PEOPLE if person["username"] in ("sunita", "arif")] == ["meena", "meena"]
