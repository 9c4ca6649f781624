"""Two laptops of one nurse: one gets its course from a drive, without any network, and she learns on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.cli.main import main
from karmadesk.errors import KarmaDeskError
from karmadesk.hub import seeding
from karmadesk.hub.database import database_in
from karmadesk.hub.place import Place as HubPlace
from karmadesk.jobs import Context
from karmadesk.model import Link
from karmadesk.services import course, learning, shelf, status
from karmadesk.services.desk import Desk
from karmadesk.services.views import Presence
from tests.hub.server import Hub, running_hub
from tests.sync.relay import Relay
from tests.sync.test_with_hub import row_of, signed_in
from tests.sync.wire import Said, wire
from tests.ui.doubles import ROOT

PACKAGES = ROOT / "resources" / "demo" / "packages"
COURSE, VIDEO, PRACTICE = "do_1140000000000001", "do_1140000000000121", "do_1140000000000131"
SUNITA = ("sunita", "demo-sunita")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    place = HubPlace(tmp_path / "hub")
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, ROOT / "resources" / "demo")
    database.close()
    with running_hub(place.root) as running:
        yield running


def opened(home: Path) -> Core:
    home.parent.mkdir(exist_ok=True)
    phrase = home.parent / "phrase"
    phrase.write_text("neem bicycle cloud seven")
    return Core(home, post=at_once, unexpected=fails, secrets=Secrets("sealed-file", phrase))


def at_once(work: object) -> None:
    assert callable(work)
    work()


def fails(error: BaseException) -> None:
    raise error


def add_sunita(core: Core, hub: Hub, address: str) -> Desk:
    """Sunita signs in, once, and her plan arrives."""
    core.keep_server(row_of(address))
    person = core.complete_sign_in(signed_in(hub.url, SUNITA), "hub", None, "Sunita")
    core.sync.run_all(Context(), interactive=True)
    return core.desk(person.id)


def test_learns_from_a_drive_without_a_network_and_it_counts_once(
    hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    for file in PACKAGES.glob("do_11400000000001*.ecar"):
        shutil.copy(file, drive)
    shutil.copy(PACKAGES / f"{COURSE}_SPINE.ecar", drive)
    (drive / "letter.txt").write_text("Dear Sunita")
    (drive / "broken.ecar").write_bytes(b"words")
    home = tmp_path / "field" / "home"
    relay = Relay(hub.url)
    with wire(relay) as between:
        field = opened(home)
        add_sunita(field, hub, between.url)
        field.close()
        relay.before = lambda _: Said(cut=True)
        asked = len(relay.passed)
        words = ["import", str(drive), "--home", str(home), "--secrets", "sealed-file"]
        code = main([*words, "--passphrase-file", str(home.parent / "phrase")])
        said = capsys.readouterr().out
        assert code == 1, "one file was no course"
        assert "broken.ecar: The file is not a course package. Nothing was changed. [not_a_package]" in said
        assert said.count("[") == 1
        assert len(relay.passed) == asked

        field = opened(home)
        desk = field.desk(field.people.list()[0].id)
        assert course.view(desk, COURSE).presence is Presence.WHOLE
        assert COURSE in [card.id for card, _ in shelf.view(desk).here]
        rows = {r.resource.id: r for unit in course.view(desk, COURSE).units for r in unit.rows}
        video = learning.open_resource(desk, rows[VIDEO].place)
        length = round(video.resource.duration_s * 1000)
        learning.record_watched(desk, video.place, video.resource, ((0, length),), length, length)
        practice = learning.open_resource(desk, rows[PRACTICE].place)
        assert practice.questions is not None
        answers = {question.id: question.correct for question in practice.questions.questions}
        learning.record_answers(desk, practice.place, practice.resource, practice.questions, answers)
        waiting = status.strip(desk, Link.OFFLINE, is_sending=False).to_send
        assert waiting >= 2
        relay.before = lambda _: None
        (report,) = field.sync.run_all(Context(), interactive=True)
        assert (report.stopped_by, report.refused, report.waiting) == ("", 0, 0)
        assert report.sent == waiting
        field.downloads.run(Context())
        assert not [asked for asked in relay.passed if "content-store" in asked.path and ".ecar" in asked.path]
        field.close()

    office = opened(tmp_path / "office" / "home")
    at_the_office = add_sunita(office, hub, hub.url)
    seen = {r.resource.id: r.progress for unit in course.view(at_the_office, COURSE).units for r in unit.rows}
    assert seen[VIDEO].is_completed
    assert seen[PRACTICE].is_completed
    office.close()


def test_nobody_and_nothing_to_import_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["import", str(tmp_path), "--home", str(tmp_path / "home"), "--secrets", "memory"]
    assert main(words) == 1
    assert "There is no person on this laptop yet: karmadesk login. [bad_request]" in capsys.readouterr().err
    core = Core(tmp_path / "home", post=at_once, unexpected=fails, secrets=Secrets("memory"))
    with pytest.raises(KarmaDeskError):
        core.desk("nobody")
    core.close()
