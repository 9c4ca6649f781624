"""The first promise: what a learner did is never lost and never counted twice, whatever happens to the laptop."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication

from tests.matrix import rows_of_the_day
from tests.soak.disk import SmallDisk
from tests.stories.calendar import StoryClock
from tests.stories.counted import future_times, wrongs
from tests.stories.field import FILM, HEAT, NAMES, PRACTICE, SUNITA, Field
from tests.stories.laptop import SERVER, Laptop
from tests.stories.test_damaged_catalogue import at_its_start
from tests.talking import Talking

DISK_BYTES = 140 << 20
HELD_BYTES = 16 << 20
DROPS = {
    "seed": 1,
    "rules": [
        {"path": "*/content/state/update", "kind": "drop", "after": True, "count": 3},
        {"path": "*enrol*", "method": "POST", "kind": "drop", "after": True, "nth": 2, "count": 2},
        {"path": "/api/*", "kind": "html", "status": 200, "nth": 9, "count": 2},
    ],
}


def the_process_is_killed(field: Field) -> None:
    """After the film, after the answers, and when the hub has taken the first of it: three kills, four starts."""
    for deed in ("watch", "answer"):
        child = Talking("tests.stories.learner_child", str(field.folder), field.sunita, deed)
        child.await_word(deed)
        child.process.kill()
        child.end()
    field.hub_comes()
    child = Talking("tests.stories.learner_child", str(field.folder), field.sunita, "send")
    deadline = time.monotonic() + 30
    while not written(field) and time.monotonic() < deadline:
        time.sleep(0.002)
    child.process.kill()
    child.end()
    with field.sitting() as sunita:
        assert {FILM, PRACTICE} <= sunita.completed()
        sunita.sends()


def written(field: Field) -> int:
    """How much the hub has taken."""
    connection = sqlite3.connect(f"file:{field.database}?mode=ro", uri=True, timeout=20)
    try:
        return int(connection.execute("SELECT count(*) FROM accepted_writes").fetchone()[0])
    finally:
        connection.close()


def the_disk_is_full(field: Field) -> None:
    """To the last byte while she learns: she is not even told, the room that is held is hers."""
    disk = SmallDisk(field.folder / "disk", DISK_BYTES)
    if not disk.is_mounted:
        pytest.skip(disk.why)
    try:
        small = field.laptop.copy(disk.path / "home")
        field.laptop = small
        with field.sitting() as sunita:
            held = small.home / "reserve.bin"
            sunita.window.hands.until("room to be held", lambda: held.exists() and held.stat().st_size == HELD_BYTES)
            disk.fill()
            sunita.learns()
            assert held.stat().st_size < HELD_BYTES
            assert not sunita.window.hands.shows("viewer-notice")
        field.hub_comes()
        with field.sitting() as sunita:
            sunita.sends()
    finally:
        disk.close()


def the_clock_is_at_1970(field: Field) -> None:
    """An empty battery: she learns in 1970, and the hub hears of no time to come."""
    field.clock.set_to(datetime(1970, 1, 1, tzinfo=UTC))
    with field.sitting() as sunita:
        sunita.learns()
        field.hub_comes()
        sunita.sends()
    assert future_times(field.database, round(time.time() * 1000)) == []


def the_session_is_over(field: Field) -> None:
    """Thirteen hours later the hub knows her no more: one button, one sign-in, and all of it is sent."""
    with field.sitting() as sunita:
        sunita.learns()
        waiting = sunita.window.outbox()
        field.calendar.pass_(hours=13)
        field.hub_comes(is_later=True)
        sunita.window.asks_the_server()
        sunita.window.until_it_says(lambda: f"Sign in to send {waiting} items")
        assert written(field) == 0
        sunita.window.hands.press("strip-sending")
        sunita.signs_in(*SUNITA)
        sunita.window.hands.until("all of it to be sent", lambda: sunita.window.outbox() == 0, 60)
        assert sunita.window.hands.shows("plan-page") or sunita.window.hands.shows("course-page")


def the_network_lies(field: Field) -> None:
    """The hub has taken it and its answer is lost, or is a page of somebody else's."""
    file = field.folder / "faults.json"
    file.write_text(json.dumps(DROPS), "utf-8")
    with field.sitting() as sunita:
        sunita.learns()
        field.hub_comes("--faults", str(file), has_faults=True)
        sunita.sends(90)
    told = [json.loads(line) for line in (field.folder / "hub" / "faults.jsonl").read_text("utf-8").splitlines()]
    lost = [one["path"].rpartition("/")[2] for one in told if one["kind"] == "drop"]
    assert lost.count("update") >= 2, "both answers to what she did were lost"


def there_is_a_second_device(field: Field) -> None:
    """Half of the film here, all of it there, the answers here; in the end both know everything."""
    field.hub_comes()
    other = Laptop(field.folder / "other")
    other.prepare()
    other.use(field.address)
    other.add(*SUNITA)
    assert other.says("download", HEAT).code == 0
    field.hub_goes()
    clock = StoryClock(field.calendar)
    with field.sitting() as here:
        here.watches(0.5)
        here.answers()
        assert FILM not in here.completed()
    with field.sitting(other, clock) as there:
        there.watches()
        field.hub_comes()
        there.sends()
    with field.sitting() as here:
        here.sends()
        here.window.hands.until("what was done there", lambda: {FILM, PRACTICE} <= here.completed())
    with field.sitting(other, clock) as there:
        there.window.asks_the_server()
        there.window.hands.until("what was done here", lambda: {FILM, PRACTICE} <= there.completed())


def the_catalogue_is_damaged(field: Field) -> None:
    """The list of courses is noise: told, set aside, fetched again; what she did waits and is sent."""
    with field.sitting() as sunita:
        sunita.learns()
        waiting = sunita.window.outbox()
    path = field.laptop.home / "catalogues" / SERVER / "catalogue.db"
    path.write_bytes(at_its_start(path.read_bytes()))
    # From a copy it would be there again at once; here that is gone too.
    path.with_name(f"{path.name}.copy").unlink(missing_ok=True)
    with field.sitting(sees_plan=False) as sunita:
        stage = sunita.window.window.stage
        sunita.window.until_it_tells("set_aside", "hi")
        assert stage.desk is not None
        assert sunita.window.outbox() == waiting
        field.hub_comes()
        sunita.sends()
        sunita.window.until_it_says(lambda: NAMES[HEAT])
        assert {FILM, PRACTICE} <= sunita.completed()


TROUBLES: dict[str, Callable[[Field], None]] = {
    "killed process": the_process_is_killed,
    "full disk": the_disk_is_full,
    "clock at 1970": the_clock_is_at_1970,
    "session over": the_session_is_over,
    "lying network": the_network_lies,
    "second device": there_is_a_second_device,
    "damaged catalogue": the_catalogue_is_damaged,
}


@pytest.mark.parametrize("trouble", rows_of_the_day(list(TROUBLES), 3))
def test_promise_1_what_a_learner_did_is_never_lost_and_never_counted_twice(
    trouble: str, field: Field, screen: QApplication
) -> None:
    TROUBLES[trouble](field)
    if field.hub.process is not None:
        field.hub_goes()
    devices = 1 + (field.folder / "other").exists()
    assert wrongs(field.database, field.person(), HEAT, {FILM, PRACTICE}, devices=devices) == []
