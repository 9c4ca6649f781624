"""A hub that breaks answers on purpose: each kind on the wire, what was applied all the same, the log, the switch."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from karmadesk.hub import faults_rules, seeding
from karmadesk.hub.__main__ import main
from karmadesk.hub.database import database_in
from karmadesk.hub.faults_rules import Fault, plan_of
from karmadesk.hub.place import Place, TroubleError
from tests.hub.samples import ASHA, BATCH, COURSE, VIDEO
from tests.hub.wire import Reply, call, learner
from tests.soak.hubs import FaultyHub

UPDATE = "/api/course/v1/content/state/update"
TREE = "/api/course/v1/hierarchy"
RULES: list[dict[str, Any]] = [
    {"path": f"{TREE}/drop", "kind": "drop"},
    {"path": f"{TREE}/delay", "kind": "delay", "seconds": 0.3},
    {"path": f"{TREE}/late", "kind": "delay", "after": True, "seconds": 0.3},
    {"path": f"{TREE}/status", "kind": "status", "status": 403},
    {"path": f"{TREE}/html", "kind": "html", "status": 200},
    {"path": f"{TREE}/empty", "kind": "empty"},
    {"path": f"{TREE}/busy", "kind": "busy", "status": 429, "retry_after": 7},
    {"path": f"{TREE}/busier", "kind": "busy", "status": 503},
    {"path": f"{TREE}/who", "kind": "unauthorised"},
    {"path": f"{TREE}/key", "kind": "unauthorised", "gateway": True},
    {"path": f"{TREE}/truncate", "kind": "truncate"},
    {"path": f"{TREE}/trickle", "kind": "trickle", "seconds": 0.3},
    {"path": f"{TREE}/clock", "kind": "clock", "by_s": 86_400},
    {"path": "*/systemDate", "kind": "clock", "by_s": -86_400},
    {"path": f"{TREE}/second", "kind": "empty", "nth": 2, "count": 1},
    {"path": UPDATE, "method": "PATCH", "kind": "drop", "after": True, "count": 1},
    {"path": UPDATE, "method": "PATCH", "kind": "drop", "count": 1},
]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory, seed_folder: Path) -> Iterator[FaultyHub]:
    folder = tmp_path_factory.mktemp("faulty")
    place = Place(folder / "hub")
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, seed_folder)
    database.close()
    rules = folder / "rules.json"
    rules.write_text(json.dumps({"seed": 1, "rules": RULES}), "utf-8")
    hub = FaultyHub(place.root, ("--faults", str(rules)))
    hub.start()
    yield hub
    hub.stop()


def tree(hub: FaultyHub, name: str) -> Reply:
    """An answer that any stranger gets, with a body of some hundred bytes."""
    return call("GET", f"{hub.url}{TREE}/{name}")


def took(hub: FaultyHub, name: str) -> float:
    began = time.monotonic()
    assert tree(hub, name).json["params"]["err"]
    return time.monotonic() - began


def test_answers_that_are_not_the_service_s(faulty: FaultyHub) -> None:
    assert (tree(faulty, "status").status, tree(faulty, "status").json["responseCode"]) == (403, "FORBIDDEN")
    page = tree(faulty, "html")
    assert (page.status, page.headers["Content-Type"].split(";")[0]) == (200, "text/html")
    assert (tree(faulty, "empty").status, tree(faulty, "empty").body) == (200, b"")
    busy, busier = tree(faulty, "busy"), tree(faulty, "busier")
    assert (busy.status, busy.headers["Retry-After"]) == (429, "7")
    assert (busier.status, busier.headers["Retry-After"]) == (503, None)
    assert "params" in tree(faulty, "who").json
    assert tree(faulty, "key").json == {"message": "Unauthorized"}
    assert tree(faulty, "who").status == tree(faulty, "key").status == 401


def test_connections_that_break(faulty: FaultyHub) -> None:
    with pytest.raises((urllib.error.URLError, ConnectionError, http.client.HTTPException)):
        tree(faulty, "drop")
    with pytest.raises(http.client.IncompleteRead) as broken:
        tree(faulty, "truncate")
    assert broken.value.partial


@pytest.mark.parametrize("name", ["delay", "late", "trickle"])
def test_answers_that_take_their_time_come_whole(name: str, faulty: FaultyHub) -> None:
    assert took(faulty, name) >= 0.25


def test_a_wrong_clock_is_told_by_date_and_by_the_service(faulty: FaultyHub) -> None:
    right = parsedate_to_datetime(tree(faulty, "other").headers["Date"]).timestamp()
    wrong = parsedate_to_datetime(tree(faulty, "clock").headers["Date"]).timestamp()
    assert abs(right - time.time()) < 30
    assert abs(wrong - 86_400 - right) < 30
    said = call("GET", f"{faulty.url}/apis/public/v8/systemDate").json["systemDate"]
    assert abs(said / 1000 + 86_400 - right) < 30


def test_every_second_but_only_once(faulty: FaultyHub) -> None:
    assert [tree(faulty, "second").status for _ in range(4)] == [404, 200, 404, 404]


def test_a_drop_after_the_commit_was_applied_and_one_before_was_not(faulty: FaultyHub) -> None:
    asha = learner(faulty.url, *ASHA)
    asha.ask("/api/course/v1/enrol", courseId=COURSE, batchId=BATCH, userId=asha.id)
    sent = {"contentId": VIDEO, "courseId": COURSE, "batchId": BATCH, "status": 1, "completionPercentage": 10}
    gone = (urllib.error.URLError, ConnectionError, http.client.HTTPException)
    with pytest.raises(gone):
        asha.update(sent)
    assert [row["completionPercentage"] for row in asha.state(COURSE, BATCH)] == [10]
    with pytest.raises(gone):
        asha.update({**sent, "completionPercentage": 20})
    assert [row["completionPercentage"] for row in asha.state(COURSE, BATCH)] == [10]
    assert asha.update({**sent, "completionPercentage": 30}).status == 200


def test_each_fault_is_a_line_and_the_owner_alone_switches_them(faulty: FaultyHub) -> None:
    before = faulty.faults()
    tree(faulty, "empty")
    lines = (faulty.data_dir / "faults.jsonl").read_text("utf-8").splitlines()
    last = json.loads(lines[-1])
    assert (last["kind"], last["path"], last["method"]) == ("empty", f"{TREE}/empty", "GET")
    assert faulty.faults()["faults"] == before["faults"] + 1 == len(lines)

    address = f"{faulty.url}/owner/v1/faults"
    assert call("PUT", address, b'{"on": false}', {"X-Owner-Key": "guessed"}).status == 401
    assert call("PUT", address, b"off", {"X-Owner-Key": faulty.owner_key}).status == 400
    assert call("PUT", address, b'{"on": 0}', {"X-Owner-Key": faulty.owner_key}).status == 400
    assert faulty.faults(on=False)["on"] is False
    assert tree(faulty, "empty").status == 404
    assert faulty.faults(on=True)["on"] is True
    assert tree(faulty, "empty").status == 200


def test_a_hub_with_faults_says_so_loudly(faulty: FaultyHub) -> None:
    assert "FAULTS ARE ON" in (faulty.data_dir / "hub.log").read_text("utf-8")
    other = FaultyHub(faulty.data_dir.parent / "other", ("--faults", "7"))
    other.start()
    process = other.process
    assert process is not None
    _, said = process.communicate()
    other.process = None
    assert said.startswith("hub: FAULTS ARE ON (7): this hub breaks answers on purpose.")
    assert len(said.splitlines()) == 1


def drawn(given: str, count: int = 300) -> list[Fault | None]:
    plan = plan_of(given)
    return [plan.drawn(n, "GET", "/api/x" if n % 3 else "/auth/x/openid-connect/token") for n in range(1, count)]


def test_a_seed_gives_the_same_faults_again_and_every_kind_of_them() -> None:
    assert drawn("7") == drawn("7")
    assert drawn("7") != drawn("8")
    found = [fault for fault in drawn("7", 3000) if fault is not None]
    assert {fault.kind for fault in found} == set(faults_rules.KINDS)
    assert {fault.after for fault in found if fault.kind == "drop"} == {False, True}
    assert 0.15 < len(found) / 3000 < 0.4


def test_a_log_is_replayed_by_the_number_of_the_request(tmp_path: Path) -> None:
    log = tmp_path / "faults.jsonl"
    log.write_text('{"request": 3, "at": 1.5, "method": "GET", "path": "/x", "kind": "busy", "status": 429}\n', "utf-8")
    plan = plan_of(str(log))
    assert plan.drawn(2, "GET", "/y") is None
    assert plan.drawn(3, "POST", "/y") == Fault("busy", status=429)


@pytest.mark.parametrize(
    "text", ["", "no json", '{"rules": [{"kind": "dance"}]}', '{"rules": [{"kind": "drop", "typo": 1}]}', "[1, 2]"]
)
def test_a_file_that_is_none_is_told_in_one_line(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rules.json"
    if text:
        file.write_text(text, "utf-8")
    with pytest.raises(TroubleError):
        plan_of(str(file))
    assert main(["--data", str(tmp_path / "hub"), "--faults", str(file)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
